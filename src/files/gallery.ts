// The scenarios that come with the app, as listed in scenarios/index.json beside the page.
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

async function fetchText(file: string): Promise<string> {
  const response = await fetch(new URL(`scenarios/${file}`, document.baseURI));
  if (!response.ok) throw new Error(`${file} could not be loaded (${response.status}).`);
  return response.text();
}

export async function galleryEntries(): Promise<readonly GalleryEntry[]> {
  return JSON.parse(await fetchText("index.json")) as GalleryEntry[];
}

export async function galleryText(file: string): Promise<string> {
  return fetchText(file);
}

/** Opens a scenario of the gallery; false if it is broken. */
export async function openFromGallery(entry: GalleryEntry): Promise<boolean> {
  return openText(await fetchText(entry.file), entry.name);
}
