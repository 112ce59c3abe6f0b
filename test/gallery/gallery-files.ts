// The files of the gallery as they are served.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { faults } from "../../simulation/faults/catalog.ts";
import type { FaultDefinition } from "../../simulation/kinds/define.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "public", "scenarios");
const FAULTS = new Map(
  Object.values<FaultDefinition>(faults).map((fault): [string, FaultDefinition] => [
    fault.id,
    fault,
  ]),
);
const ENDING = ".brownout.json";

export interface GalleryEntry {
  readonly file: string;
  readonly name: string;
  readonly summary: string;
  readonly nodes: number;
  readonly durationS: number;
  readonly tags: readonly string[];
}

/** Events of a run: 10 s at a million a second, which the slowest of the large files exceeds. */
export const WORK_EVENTS_MAX = 10_000_000;

export const GALLERY_FILES: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(ENDING))
  .sort();

export function galleryText(file: string): string {
  return readFileSync(join(FOLDER, file), "utf8");
}

/** The file as plain JSON, unchecked. */
export function galleryDocument(file: string): ScenarioDocument {
  return JSON.parse(galleryText(file)) as ScenarioDocument;
}

export function galleryIndex(): readonly GalleryEntry[] {
  return JSON.parse(galleryText("index.json")) as GalleryEntry[];
}

/** The file for `durationS`, all of its faults on, one after another from a quarter of it on. */
export function faultyDocument(file: string, durationS: number): ScenarioDocument {
  const document = galleryDocument(file);
  const set: Record<string, Json> = { "run.durationS": durationS, "run.warmupS": 2 };
  Object.entries(document.faults ?? {}).forEach(([id, { kind }], at) => {
    set[`faults.${id}.enabled`] = true;
    set[`faults.${id}.atS`] = durationS * (0.25 + 0.1 * at);
    if (!FAULTS.get(kind)?.instant) set[`faults.${id}.forS`] = durationS / 4;
  });
  const result = applySet(document, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}
