// One grammar for naming a field: `nodes.orders.replicas`, `edges.a->b#2.retry.maxAttempts`,
// `edges.a:b.calls.0.count`, `run.seed`. Used by --set, variants, changes, problems and undo.
import type { Json, Problem, ScenarioDocument } from "./document.ts";
import { documentPlace, type Place } from "./fields.ts";
import { edgeId, parseEdgeId } from "./ids.ts";
import { listOf, nearestNames } from "./nearest-names.ts";

export { parseValue } from "./quantity.ts";

export type PathResult =
  | { readonly ok: true; readonly steps: readonly string[] }
  | { readonly ok: false; readonly problem: Problem };

export type EditResult =
  | { readonly ok: true; readonly document: ScenarioDocument }
  | { readonly ok: false; readonly problem: Problem };

function refuse(path: string, message: string, extras: Partial<Problem> = {}) {
  const problem: Problem = { code: "path", path, message, severity: "error", ...extras };
  return { ok: false, problem } as const;
}

/** Splits a path into its steps; edges get their canonical id. */
export function parsePath(text: string): PathResult {
  const steps = text.trim().split(".");
  const [head, id] = steps;
  if (head === "edges" && text.trim().endsWith("-") && !text.includes("->")) {
    return refuse(text, "the shell took '>': quote the path or write a:b");
  }
  if (steps.some((step) => step === "")) {
    return refuse(text, "is not a path", {
      allowed: "names joined by dots: nodes.orders.replicas",
    });
  }
  if (head !== "edges" || id === undefined) return { ok: true, steps };
  const ends = parseEdgeId(id);
  if (ends === null) {
    return refuse(text, `"${id}" is not an edge`, { allowed: "from->to, from:to or from:to#2" });
  }
  return { ok: true, steps: [head, edgeId(ends.from, ends.to, ends.number), ...steps.slice(2)] };
}

/** The canonical text of a path. */
export function formatPath(steps: readonly string[]): string {
  return steps.join(".");
}

/** The place of the last step, and whether the path names something that exists or may exist. */
function lookUp(
  document: ScenarioDocument,
  steps: readonly string[],
):
  | { readonly ok: true; readonly place: Place }
  | { readonly ok: false; readonly problem: Problem } {
  let place: Place | null = documentPlace(document);
  for (const [depth, step] of steps.entries()) {
    const isLast = depth === steps.length - 1;
    const path = formatPath(steps);
    if (place === null) {
      return refuse(path, `nothing is below ${formatPath(steps.slice(0, depth))}`);
    }
    const isKnown: boolean = place.names.includes(step);
    const mayAdd: boolean = place.mayAdd(step) && (isLast || !place.holdsEntities);
    if (!isKnown && !mayAdd) return refuse(path, ...unknownStep(step, place));
    if (isLast) return { ok: true, place };
    place = place.child(step);
  }
  return refuse("", "is not a path");
}

function unknownStep(step: string, place: Place): [string, Partial<Problem>] {
  const near = nearestNames(step, place.names);
  const allowed = place.names.length === 0 ? "none" : listOf(place.names.slice(0, 40));
  const fix = near.length === 0 ? {} : { fix: `Did you mean ${listOf(near)}?` };
  return [`unknown name "${step}"`, { found: step, allowed, ...fix }];
}

/** Why a path names nothing that could be set in this document; null if it does. */
export function pathProblem(document: ScenarioDocument, path: string): Problem | null {
  const parsed = parsePath(path);
  if (!parsed.ok) return parsed.problem;
  const found = lookUp(document, parsed.steps);
  return found.ok ? null : found.problem;
}

/** Whether the field may change while a run goes on. False for paths that name nothing. */
export function isLivePath(document: ScenarioDocument, path: string): boolean {
  const parsed = parsePath(path);
  if (!parsed.ok) return false;
  const found = lookUp(document, parsed.steps);
  return found.ok && found.place.isLive(parsed.steps[parsed.steps.length - 1]);
}

/** The value at a path as the file has it; undefined if it is left out or the path names nothing. */
export function getPath(document: ScenarioDocument, path: string): Json | undefined {
  const parsed = parsePath(path);
  if (!parsed.ok) return undefined;
  let at: unknown = document;
  for (const step of parsed.steps) at = childOf(at, step);
  return at as Json | undefined;
}

function childOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[indexIn(value, step)];
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string, unknown>)[step];
}

/** Items of a list are named by their id, else by their number; -1 if it is neither. */
function indexIn(list: readonly unknown[], step: string): number {
  const byId = list.findIndex((item) => (item as { id?: unknown } | null)?.id === step);
  if (byId >= 0) return byId;
  return /^\d+$/.test(step) ? Number(step) : -1;
}

/**
 * The document with a value set; objects on the way are made. The path must name a known field (or a
 * new entity); whether the value is allowed is for checkDocument to say.
 */
export function setPath(document: ScenarioDocument, path: string, value: Json): EditResult {
  return edit(document, path, value);
}

/** The document without the field or entity: the default holds again. */
export function removePath(document: ScenarioDocument, path: string): EditResult {
  return edit(document, path, undefined);
}

function edit(document: ScenarioDocument, path: string, value: Json | undefined): EditResult {
  const parsed = parsePath(path);
  if (!parsed.ok) return parsed;
  const found = lookUp(document, parsed.steps);
  if (!found.ok) return found;
  // Nothing to remove: no empty objects are made on the way.
  if (value === undefined && getPath(document, path) === undefined) return { ok: true, document };
  const edited = replaced(document, parsed.steps, value);
  return { ok: true, document: edited as ScenarioDocument };
}

function replaced(value: unknown, steps: readonly string[], replacement: unknown): unknown {
  if (steps.length === 0) return replacement;
  const [step, ...rest] = steps;
  // The calls of an edge are the one list whose items paths can name.
  const child = childOf(value, step) ?? (step === "calls" && rest.length > 0 ? [] : undefined);
  const next = replaced(child, rest, replacement);
  if (Array.isArray(value)) return replacedItem(value, step, next);
  const known = typeof value === "object" && value !== null ? value : {};
  if (next === undefined) {
    return Object.fromEntries(Object.entries(known).filter(([key]) => key !== step));
  }
  return { ...known, [step]: next };
}

function replacedItem(list: readonly unknown[], step: string, item: unknown): readonly unknown[] {
  const index = indexIn(list, step);
  if (item === undefined) return list.filter((_, at) => at !== index);
  return index < list.length ? list.with(index, item) : [...list, item];
}
