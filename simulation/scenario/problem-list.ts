// Collects the defects of a file: all of them at once, sorted by path, with what was found.
import type { Problem } from "./document.ts";
import type { KnownParts } from "./known-parts.ts";
import { LIMITS } from "./limits.ts";
import { listOf, nearestNames } from "./nearest-names.ts";

export type PathPart = string | number;

export function pathOf(parts: readonly PathPart[]): string {
  return parts.join(".");
}

/** A value as it is shown in a problem: short JSON. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  const text = excerpt(value, 3);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function excerpt(value: unknown, depth: number): string {
  if (Array.isArray(value)) {
    if (depth === 0) return "[...]";
    return `[${value
      .slice(0, 5)
      .map((item) => excerpt(item, depth - 1))
      .join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    if (depth === 0) return "{...}";
    const entries = Object.entries(value).slice(0, 5);
    const fields = entries.map(([key, item]) => `"${key}": ${excerpt(item, depth - 1)}`);
    return `{ ${fields.join(", ")} }`;
  }
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value);
}

type Extras = Partial<Pick<Problem, "found" | "allowed" | "fix">>;

export class ProblemList {
  private readonly items: Problem[] = [];
  private readonly seen = new Set<string>();
  /** Of checks before; null: everything is looked at. */
  readonly known: KnownParts | null;

  constructor(known: KnownParts | null = null) {
    this.known = known;
  }

  get hasErrors(): boolean {
    return this.items.some((item) => item.severity === "error");
  }

  error(code: string, path: readonly PathPart[], message: string, extras: Extras = {}): void {
    this.add({ code, path: pathOf(path), message, severity: "error", ...extras });
  }

  warn(code: string, path: readonly PathPart[], message: string, extras: Extras = {}): void {
    this.add({ code, path: pathOf(path), message, severity: "warning", ...extras });
  }

  /** A name that does not exist, with what to do instead, or else the nearest ones that do. */
  unknown(
    code: string,
    path: readonly PathPart[],
    what: string,
    name: string,
    candidates: readonly string[],
    instead: string | null = null,
  ): void {
    const near = nearestNames(name, candidates);
    const allowed = candidates.length === 0 ? "none" : listOf(candidates.slice(0, 40));
    this.error(code, path, `${what} "${name.slice(0, 64)}"`, {
      found: shown(name),
      allowed,
      ...(instead !== null
        ? { fix: instead }
        : near.length > 0
          ? { fix: `Did you mean ${listOf(near)}?` }
          : {}),
    });
  }

  add(problem: Problem): void {
    const key = `${problem.path}\n${problem.code}\n${problem.message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.items.push(problem);
  }

  /** Errors first, each kind by path; a hopeless file shows the first ones and how many more. */
  list(): readonly Problem[] {
    const sorted = [...this.items].sort(
      (a, b) => rank(a) - rank(b) || compare(a.path, b.path) || compare(a.message, b.message),
    );
    if (sorted.length <= LIMITS.problems) return sorted;
    const hidden = sorted.length - LIMITS.problems;
    const note = { code: "more", path: "", message: `and ${hidden} more problems` };
    return [...sorted.slice(0, LIMITS.problems), { ...note, severity: sorted[0].severity }];
  }
}

function rank(problem: Problem): number {
  return problem.severity === "error" ? 0 : 1;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
