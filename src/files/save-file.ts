// Saving to a file: in place where the browser can (File System Access), as a download elsewhere.
import { markSaved } from "../store/document-actions.ts";
import { studio } from "../store/studio-store.ts";
import { fileNameOf, fileTextOf, SCENARIO_ENDING } from "./scenario-text.ts";

interface WritableFile {
  createWritable(): Promise<{ write(text: string): Promise<void>; close(): Promise<void> }>;
}

type SaveDialog = (options: {
  readonly suggestedName: string;
  readonly types: readonly object[];
}) => Promise<WritableFile>;

/** The file that Save writes to again; forgotten when another scenario is opened. */
let handle: { readonly file: WritableFile; readonly opening: number } | null = null;

function saveDialog(): SaveDialog | null {
  const candidate = (window as { showSaveFilePicker?: SaveDialog }).showSaveFilePicker;
  return candidate ? candidate.bind(window) : null;
}

function wasDismissed(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function writeTo(file: WritableFile, text: string): Promise<void> {
  const stream = await file.createWritable();
  await stream.write(text);
  await stream.close();
}

/** Writes to the file saved before, or asks where to. */
export async function save(): Promise<void> {
  const { document: state } = studio.getState();
  if (handle?.opening !== state.openings || !handle) {
    await saveAs();
    return;
  }
  await writeTo(handle.file, fileTextOf(state.document));
  markSaved(state.document, Date.now());
}

/** Asks for a place and name; without such a dialog the browser downloads the file. */
export async function saveAs(): Promise<void> {
  const { document: state } = studio.getState();
  const suggestedName = fileNameOf(state.document);
  const text = fileTextOf(state.document);
  const ask = saveDialog();
  if (ask) {
    const types = [{ description: "Scenario", accept: { "application/json": [SCENARIO_ENDING] } }];
    try {
      const file = await ask({ suggestedName, types });
      await writeTo(file, text);
      handle = { file, opening: state.openings };
    } catch (error) {
      if (wasDismissed(error)) return;
      download(suggestedName, text);
    }
  } else download(suggestedName, text);
  markSaved(state.document, Date.now());
}
