// Opening a file: picked, dropped or from the gallery. A broken one changes nothing and is told
// with all its problems.
import type { Problem } from "../../simulation/scenario/document.ts";
import { loadChecks } from "../store/checking.ts";
import { open } from "../store/document-actions.ts";
import { showBrokenFile } from "./broken-file.ts";
import { type DiskFile, rememberFile, wasDismissed } from "./save-file.ts";
import { SCENARIO_ENDING } from "./scenario-text.ts";

type OpenDialog = (options: { readonly types: readonly object[] }) => Promise<readonly DiskFile[]>;

/** What stands against the text, which is open if nothing does. */
async function tryToOpen(text: string, name: string): Promise<readonly Problem[] | null> {
  try {
    await loadChecks();
  } catch {
    const message = "cannot be checked: the page lost its connection. Reload it and try again.";
    return [{ code: "not-loaded", path: name, message, severity: "error" }];
  }
  return open(text, name);
}

/** Opens the text as a scenario; false if it is broken (the dialog then says why). */
export async function openText(text: string, name: string): Promise<boolean> {
  const problems = await tryToOpen(text, name);
  if (problems) showBrokenFile({ name, problems });
  return problems === null;
}

/** Opens the file; where the browser gives its handle too, Save writes to it again. */
export async function openFile(file: File, onDisk: DiskFile | null = null): Promise<boolean> {
  const opened = await openText(await file.text(), file.name);
  if (opened && onDisk) rememberFile(onDisk);
  return opened;
}

function openDialog(): OpenDialog | null {
  const page = window as { showOpenFilePicker?: OpenDialog; showSaveFilePicker?: unknown };
  // A file that could not be written again is as well opened the usual way.
  if (!page.showOpenFilePicker || !page.showSaveFilePicker) return null;
  return page.showOpenFilePicker.bind(window);
}

async function pickOnDisk(ask: OpenDialog): Promise<void> {
  const types = [
    { description: "Scenario", accept: { "application/json": [SCENARIO_ENDING, ".json"] } },
  ];
  try {
    const [onDisk] = await ask({ types });
    if (onDisk) await openFile(await onDisk.getFile(), onDisk);
  } catch (error) {
    if (!wasDismissed(error)) pickByField();
  }
}

function pickByField(): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = `${SCENARIO_ENDING},.json,application/json`;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void openFile(file);
  });
  input.click();
}

/** Lets the person pick a file. */
export function pickFile(): void {
  const ask = openDialog();
  if (ask) void pickOnDisk(ask);
  else pickByField();
}
