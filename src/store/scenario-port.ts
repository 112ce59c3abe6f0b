// The store's one door to simulation/scenario: reading, checking and editing documents by path.
import { catalog, kindOf } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import type { Json, Problem, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { whyKindsDoNotConnect } from "../../simulation/scenario/edge-sorts.ts";
import { KnownParts } from "../../simulation/scenario/known-parts.ts";
import type { CheckResult } from "../../simulation/scenario/parse.ts";
import { removePath, setPath } from "../../simulation/scenario/paths.ts";

export { edgeFieldsBetween, newEdge, whyNotConnect } from "../../simulation/scenario/connect.ts";
export { getPath as valueAtPath, isLivePath } from "../../simulation/scenario/paths.ts";
export { serializeScenario } from "../../simulation/scenario/serialize.ts";
export { applySet } from "../../simulation/scenario/variants.ts";

export interface Inspection {
  readonly problems: readonly Problem[];
  /** Hash of what would be simulated; null while errors stand against it. */
  readonly hash: string | null;
}

type Checker = typeof import("./checker.ts");

let checker: Checker | null = null;

/** Whether documents can be read and checked; until then nothing is known against any. */
export function canCheck(): boolean {
  return checker !== null;
}

/** Fetches what checks; rejects if it cannot be had, and may be asked again. */
export async function loadChecker(): Promise<void> {
  checker ??= await import("./checker.ts");
}

/** Reads a scenario's text. Only once the checker was loaded. */
export function parseScenario(text: string): CheckResult {
  if (!checker) throw new Error("A scenario is read before what checks it was loaded.");
  return checker.parseScenario(text);
}

/** Documents of the store are never changed in place, and each shares parts with the one before. */
const knownParts = new KnownParts();
const UNKNOWN: Inspection = { problems: [], hash: null };
const inspections = new WeakMap<ScenarioDocument, Inspection>();

/** Checks a document; the answer is kept as long as the document is. Nothing is known before the checker. */
export function inspect(document: ScenarioDocument): Inspection {
  const known = inspections.get(document);
  if (known) return known;
  if (!checker) return UNKNOWN;
  const { problemsOfScenario, hashOfScenario } = checker;
  const { ok, problems } = problemsOfScenario(document, knownParts);
  let hash: string | null = null;
  const inspection = {
    problems,
    get hash() {
      // Few ask for it, and it costs more than the check.
      if (ok) hash ??= hashOfScenario(document);
      return hash;
    },
  };
  inspections.set(document, inspection);
  return inspection;
}

const designs = new WeakMap<ScenarioDocument, string | null>();

/** Hash of what would be simulated before any recorded change; null while errors stand against it. */
export function designHash(document: ScenarioDocument): string | null {
  const known = designs.get(document);
  if (known !== undefined) return known;
  const { changes: _, ...design } = document;
  const { hash } = inspect(design);
  if (checker) designs.set(document, hash);
  return hash;
}

export function problemsOf(document: ScenarioDocument): readonly Problem[] {
  return inspect(document).problems;
}

/** The document with the value, or itself if the path names nothing. */
export function withValue(document: ScenarioDocument, path: string, value: Json): ScenarioDocument {
  const result = setPath(document, path, value);
  return result.ok ? result.document : document;
}

/** The document without the explicit value, so that its default holds. */
export function withoutPath(document: ScenarioDocument, path: string): ScenarioDocument {
  const result = removePath(document, path);
  return result.ok ? result.document : document;
}

/** Kinds whose nodes could be called by the node, or (`reversed`) could call it. */
export function kindsThatFit(
  document: ScenarioDocument,
  nodeId: string,
  reversed: boolean,
): readonly KindDefinition[] {
  const node = document.nodes[nodeId];
  const kind = node ? kindOf(node.kind) : undefined;
  if (!kind) return [];
  const all: readonly KindDefinition[] = Object.values(catalog);
  return all.filter(
    (other) =>
      (reversed ? whyKindsDoNotConnect(other, kind) : whyKindsDoNotConnect(kind, other)) === null,
  );
}
