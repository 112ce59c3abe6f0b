// Saving to a file: in place where the browser can (File System Access), as a download elsewhere.
import { markSaved } from "../store/document-actions.ts";
import { studio } from "../store/studio-store.ts";
import { keepNow, keptValues, useKeeping } from "./library/keeper.ts";
import { fileNameOf, fileTextOf, SCENARIO_ENDING } from "./scenario-text.ts";
import { notify } from "./share/notice.ts";

/** A file of the disk that the page was given; the parts of it that are used here. */
export interface DiskFile {
  readonly name: string;
  getFile(): Promise<File>;
  createWritable(): Promise<{ write(text: string): Promise<void>; close(): Promise<void> }>;
  requestPermission?(mode: { readonly mode: "readwrite" }): Promise<string>;
}

type SaveDialog = (options: {
  readonly suggestedName: string;
  readonly types: readonly object[];
}) => Promise<DiskFile>;

/** Files that Save writes to again, by the id of the kept scenario. */
const files = new Map<string, DiskFile>();

function saveDialog(): SaveDialog | null {
  const candidate = (window as { showSaveFilePicker?: SaveDialog }).showSaveFilePicker;
  return candidate ? candidate.bind(window) : null;
}

export function wasDismissed(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Save writes the open scenario to this file from now on, also after a reload. */
export function rememberFile(file: DiskFile): void {
  const { id } = useKeeping.getState();
  if (id === null) return;
  files.set(id, file);
  // Not every browser can keep a file's handle; Save then asks again after a reload.
  keptValues()
    .write([[["file", id], file]])
    .catch(() => undefined);
}

async function rememberedFile(): Promise<DiskFile | null> {
  const { id } = useKeeping.getState();
  if (id === null) return null;
  const known = files.get(id);
  if (known) return known;
  try {
    return ((await keptValues().get(["file", id])) as DiskFile | undefined) ?? null;
  } catch {
    return null;
  }
}

async function writeTo(file: DiskFile, text: string): Promise<void> {
  const answer = await file.requestPermission?.({ mode: "readwrite" });
  if (answer !== undefined && answer !== "granted") throw new Error("writing was not allowed");
  const stream = await file.createWritable();
  await stream.write(text);
  await stream.close();
}

async function writeAndTell(file: DiskFile): Promise<void> {
  const { document } = studio.getState().document;
  try {
    await writeTo(file, fileTextOf(document));
    rememberFile(file);
    noteSaved();
    notify(`Saved to ${file.name}.`);
  } catch (error) {
    if (wasDismissed(error)) return;
    const reason = error instanceof Error ? error.message : String(error);
    const saveCopy = { label: "Download it", run: downloadScenario };
    notify(`${file.name} could not be written: ${reason}`, [saveCopy], true);
  }
}

/** The version that was saved stands for itself in the list of versions. */
function noteSaved(): void {
  markSaved(studio.getState().document.document, Date.now());
  void keepNow(true);
}

export function downloadScenario(): void {
  const { document } = studio.getState().document;
  download(fileNameOf(document), new Blob([fileTextOf(document)], { type: "application/json" }));
  noteSaved();
}

/** Writes to the file it was opened from or saved to before, or asks where to. */
export async function save(): Promise<void> {
  const file = await rememberedFile();
  await (file ? writeAndTell(file) : saveAs());
}

/** Asks for a place and name; without such a dialog the browser downloads the file. */
export async function saveAs(): Promise<void> {
  const ask = saveDialog();
  if (!ask) {
    downloadScenario();
    return;
  }
  const suggestedName = fileNameOf(studio.getState().document.document);
  const types = [{ description: "Scenario", accept: { "application/json": [SCENARIO_ENDING] } }];
  try {
    await writeAndTell(await ask({ suggestedName, types }));
  } catch (error) {
    // The dialog may be forbidden, as within a frame of another page.
    if (!wasDismissed(error)) downloadScenario();
  }
}
