// The files of the gallery as they are served.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "public", "scenarios");
const ENDING = ".brownout.json";

export interface GalleryEntry {
  readonly file: string;
  readonly name: string;
  readonly summary: string;
  readonly nodes: number;
  readonly durationS: number;
  readonly tags: readonly string[];
}

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
