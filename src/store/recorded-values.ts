// What was recorded of each path while runs went on. Every field on the page asks at each tick of the
// clock, so the changes of a document are sorted by path once.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";

export interface RecordedValue {
  /** Simulated time from which it holds, ms. */
  readonly atMs: number;
  readonly value: Json;
}

type Changes = NonNullable<ScenarioDocument["changes"]>;
type ByPath = ReadonlyMap<string, readonly RecordedValue[]>;

const known = new WeakMap<Changes, ByPath>();

function sortedByPath(changes: Changes): ByPath {
  const byPath = new Map<string, RecordedValue[]>();
  for (const { atMs, set } of Object.values(changes)) {
    for (const [path, value] of Object.entries(set)) {
      const values = byPath.get(path) ?? [];
      values.push({ atMs, value });
      byPath.set(path, values);
    }
  }
  return byPath;
}

/** Values of a path in the order of the file; the same list as long as the changes are the same. */
export function recordedValues(
  { changes }: Pick<ScenarioDocument, "changes">,
  path: string,
): readonly RecordedValue[] {
  if (changes === undefined) return [];
  const byPath = known.get(changes) ?? sortedByPath(changes);
  known.set(changes, byPath);
  return byPath.get(path) ?? [];
}

/** The value that holds in the end; null if the path was never changed. */
export function lastRecorded(
  document: Pick<ScenarioDocument, "changes">,
  path: string,
): RecordedValue | null {
  let last: RecordedValue | null = null;
  for (const entry of recordedValues(document, path)) {
    if (!last || entry.atMs >= last.atMs) last = entry;
  }
  return last;
}
