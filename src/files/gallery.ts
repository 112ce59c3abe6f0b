// The scenarios that come with the app, as listed in scenarios/index.json beside the page.

import { readPageFile } from "../store/page-file.ts";
import { studio } from "../store/studio-store.ts";
import { markPassing } from "./library/scenario-ids.ts";
import { openText } from "./open-file.ts";

export interface GalleryEntry {
  readonly file: string;
  readonly name: string;
  readonly summary: string;
  readonly nodes: number;
  readonly durationS: number;
  readonly tags: readonly string[];
}

export const FIRST_SCENARIO = "shop.brownout.json";

function fetchText(file: string): Promise<string> {
  return readPageFile(`scenarios/${file}`);
}

export async function galleryEntries(): Promise<readonly GalleryEntry[]> {
  return JSON.parse(await fetchText("index.json")) as GalleryEntry[];
}

export async function galleryText(file: string): Promise<string> {
  return fetchText(file);
}

/** Opens a scenario of the gallery; false if it is broken. */
export async function openFromGallery(entry: GalleryEntry): Promise<boolean> {
  const opened = await openText(await fetchText(entry.file), entry.name);
  if (opened) markPassing(studio.getState().document.document);
  return opened;
}
