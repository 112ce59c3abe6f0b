// Named scenarios with their versions. A version is the whole text; edits that follow each other
// closely share one. The newest version of a scenario is the scenario.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { migrateFile } from "../../../simulation/scenario/migrations.ts";
import { ProblemList } from "../../../simulation/scenario/problem-list.ts";
import type { KeyValues } from "./key-values.ts";
import { newScenarioId } from "./scenario-ids.ts";

export interface KeptScenario {
  readonly id: string;
  readonly name: string;
  readonly nodes: number;
  /** Length of the newest text, bytes. */
  readonly bytes: number;
  /** Wall time of the newest version, ms since the epoch. */
  readonly changedAt: number;
  /** Wall time of the first edit that the newest version holds. */
  readonly since: number;
  /** The newest version stands for itself: the next edit starts another. */
  readonly sealed: boolean;
  /** The page that wrote it: what one wrote is no part of another one's version. */
  readonly by?: string | undefined;
  /** Only looked at so far: forgotten as soon as another one is opened. */
  readonly passing: boolean;
}

export interface Version {
  readonly at: number;
  readonly text: string;
}

export interface Removed {
  readonly scenario: KeptScenario;
  readonly versions: readonly Version[];
}

export interface KeepOptions {
  readonly sealed?: boolean;
  readonly passing?: boolean;
}

/** Names this page in what it writes. */
const WRITER = newScenarioId();
/** Edits within this time of the first share a version. */
const SHARED_MS = 5 * 60_000;
/** Versions kept of a scenario; the oldest goes first. */
export const MOST_VERSIONS = 60;

const scenarioKey = (id: string) => ["scenario", id];
const versionKey = (id: string, at: number) => ["version", id, at];

/** All kept scenarios, the last changed first. */
export async function keptScenarios(kept: KeyValues): Promise<readonly KeptScenario[]> {
  const found = (await kept.below(["scenario"])) as KeptScenario[];
  return found.toSorted((a, b) => b.changedAt - a.changedAt);
}

export async function keptScenario(kept: KeyValues, id: string): Promise<KeptScenario | null> {
  return ((await kept.get(scenarioKey(id))) as KeptScenario | undefined) ?? null;
}

/** All versions of a scenario, the newest first. */
export async function versionsOf(kept: KeyValues, id: string): Promise<readonly Version[]> {
  return ((await kept.below(["version", id])) as Version[]).toReversed();
}

/** The newest text; null if no such scenario is kept. */
export async function textOf(kept: KeyValues, id: string): Promise<string | null> {
  const scenario = await keptScenario(kept, id);
  if (!scenario) return null;
  const version = (await kept.get(versionKey(id, scenario.changedAt))) as Version | undefined;
  return version?.text ?? null;
}

/** A kept text as a document of the present format: unlike a file's, it may have errors. */
export function documentOf(text: string): ScenarioDocument {
  const value: unknown = JSON.parse(text);
  return (migrateFile(value, new ProblemList()) ?? value) as ScenarioDocument;
}

/** The scenario that was worked on last in any tab. */
export async function lastScenario(kept: KeyValues): Promise<string | null> {
  return ((await kept.get(["last"])) as string | undefined) ?? null;
}

/** Keeps the document as the newest version; `at` in ms since the epoch. */
export async function keepScenario(
  kept: KeyValues,
  id: string,
  document: ScenarioDocument,
  at: number,
  { sealed = false, passing = false }: KeepOptions = {},
): Promise<void> {
  const before = await keptScenario(kept, id);
  const text = JSON.stringify(document);
  // Clocks may stand still between two edits, or be set back; versions stay in order.
  const now = Math.max(at, (before?.changedAt ?? 0) + 1);
  const goesOn = before !== null && !before.sealed && before.by === WRITER;
  const shares = goesOn && now - before.since < SHARED_MS;
  const scenario: KeptScenario = {
    id,
    name: document.name,
    nodes: Object.keys(document.nodes).length,
    bytes: new TextEncoder().encode(text).length,
    changedAt: now,
    since: shares ? before.since : now,
    sealed,
    by: WRITER,
    // What was once one's own stays so, also when it is emptied.
    passing: passing && (before?.passing ?? true),
  };
  await kept.write(
    [
      [scenarioKey(id), scenario],
      [versionKey(id, now), { at: now, text } satisfies Version],
      [["last"], id],
    ],
    shares ? [versionKey(id, before.changedAt)] : [],
  );
  if (!shares) await forgetOldest(kept, id);
}

async function forgetOldest(kept: KeyValues, id: string): Promise<void> {
  const old = (await versionsOf(kept, id)).slice(MOST_VERSIONS);
  if (old.length === 0) return;
  await kept.write(
    [],
    old.map(({ at }) => versionKey(id, at)),
  );
}

/** Takes the scenario and all its versions away, and hands them out for `putBack`. */
export async function removeScenario(kept: KeyValues, id: string): Promise<Removed | null> {
  const scenario = await keptScenario(kept, id);
  if (!scenario) return null;
  const versions = await versionsOf(kept, id);
  const keys = versions.map(({ at }) => versionKey(id, at));
  await kept.write([], [scenarioKey(id), ...keys]);
  return { scenario, versions };
}

export async function putBack(kept: KeyValues, { scenario, versions }: Removed): Promise<void> {
  const rows = versions.map((version) => [versionKey(scenario.id, version.at), version] as const);
  await kept.write([[scenarioKey(scenario.id), scenario], ...rows]);
}

/** Keeps a copy under the new id, named as one. */
export async function duplicateScenario(
  kept: KeyValues,
  id: string,
  newId: string,
  at: number,
): Promise<void> {
  const text = await textOf(kept, id);
  if (text === null) return;
  const document = documentOf(text);
  const last = await lastScenario(kept);
  await keepScenario(kept, newId, { ...document, name: `${document.name} copy` }, at);
  // A copy that nobody opened is not what the next visit begins with.
  await kept.write(last === null ? [] : [[["last"], last]], last === null ? [["last"]] : []);
}
