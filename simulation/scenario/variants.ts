// A variant is the document with some paths set otherwise: two designs to compare in one file.
import type { Json, Problem, ScenarioDocument } from "./document.ts";
import { type EditResult, parsePath, removePath, setPath } from "./paths.ts";

export type VariantResult =
  | { readonly ok: true; readonly document: ScenarioDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Sections whose entries are removed by null; elsewhere null is a value. */
const ENTITIES = new Set(["nodes", "edges", "groups", "faults", "slos", "alerts"]);

function applyOne(document: ScenarioDocument, path: string, value: Json): EditResult {
  const parsed = parsePath(path);
  if (!parsed.ok) return parsed;
  const isEntity = parsed.steps.length === 2 && ENTITIES.has(parsed.steps[0]);
  if (isEntity && value === null) return removePath(document, path);
  return setPath(document, path, value);
}

/**
 * The document with every path of `set` applied; null removes an entity, an object adds one. Shorter
 * paths go first, so that an added entity can be refined; the order in the file means nothing.
 */
export function applySet(
  document: ScenarioDocument,
  set: Readonly<Record<string, Json>>,
): VariantResult {
  const problems: Problem[] = [];
  let result = document;
  for (const path of Object.keys(set).sort(byDepth)) {
    const edited = applyOne(result, path, set[path]);
    if (edited.ok) result = edited.document;
    else problems.push(edited.problem);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, document: result };
}

function byDepth(left: string, right: string): number {
  const difference = left.split(".").length - right.split(".").length;
  return difference !== 0 ? difference : left < right ? -1 : 1;
}

/** The design that a variant stands for, itself without variants. The name is the file's. */
export function applyVariant(document: ScenarioDocument, id: string): VariantResult {
  const variants = document.variants ?? {};
  if (!Object.hasOwn(variants, id)) {
    const allowed = Object.keys(variants).join(", ") || "none";
    const problem = { code: "unknown-variant", path: "variants", found: id, allowed } as const;
    const message = `there is no variant "${id}"`;
    return { ok: false, problems: [{ ...problem, message, severity: "error" }] };
  }
  const { variants: _, ...base } = document;
  return applySet(base, variants[id].set);
}
