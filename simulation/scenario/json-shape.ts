// First look at a value that claims to be a scenario: is it plain JSON, not too deep, without keys
// that would reach into JavaScript's own objects? Later checks may then recurse freely.
import { isForbiddenKey } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { type PathPart, type ProblemList, shown } from "./problem-list.ts";

const VALUES_MAX = 2_000_000;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface Visit {
  readonly value: unknown;
  readonly key: PathPart;
  readonly depth: number;
  readonly parent: Visit | null;
}

function pathTo(visit: Visit): readonly PathPart[] {
  const parts: PathPart[] = [];
  for (let at: Visit | null = visit; at?.parent; at = at.parent) parts.unshift(at.key);
  return parts.slice(0, 8);
}

/** Reports what is not JSON; false if the rest cannot be looked at. */
export function checkJsonShape(value: unknown, problems: ProblemList): boolean {
  const open: Visit[] = [{ value, key: "", depth: 0, parent: null }];
  let seen = 0;
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    if (++seen > VALUES_MAX) {
      problems.error("too-large", [], `holds more than ${VALUES_MAX} values`);
      return false;
    }
    if (visit.depth > LIMITS.depth) {
      problems.error("too-deep", pathTo(visit), `is nested deeper than ${LIMITS.depth} levels`);
      return false;
    }
    if (typeof visit.value === "object" && visit.value !== null) openUp(visit, open, problems);
    else checkLeaf(visit, problems);
  }
  return !problems.hasErrors;
}

function openUp(visit: Visit, open: Visit[], problems: ProblemList): void {
  const value = visit.value as object;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    problems.error("not-json", pathTo(visit), "is not a plain JSON object");
    return;
  }
  const depth = visit.depth + 1;
  for (const [key, child] of Object.entries(value)) {
    const next = { value: child, key, depth, parent: visit };
    if (isForbiddenKey(key)) {
      problems.error("forbidden-key", pathTo(next), `the name ${key} is not allowed`);
    } else {
      open.push(next);
    }
  }
}

function checkLeaf(visit: Visit, problems: ProblemList): void {
  const { value } = visit;
  const isJson =
    value === null ||
    value === undefined ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && value - value === 0);
  if (!isJson) {
    problems.error("not-json", pathTo(visit), "is not a JSON value", { found: shown(value) });
  }
}
