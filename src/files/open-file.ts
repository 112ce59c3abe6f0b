// Opening a file: picked, dropped or from the gallery. A broken one changes nothing and is told
// with all its problems.
import { open } from "../store/document-actions.ts";
import { showBrokenFile } from "./broken-file.ts";
import { SCENARIO_ENDING } from "./scenario-text.ts";

/** Opens the text as a scenario; false if it is broken (the dialog then says why). */
export function openText(text: string, name: string): boolean {
  const problems = open(text, name);
  if (problems) showBrokenFile({ name, problems });
  return problems === null;
}

export async function openFile(file: File): Promise<boolean> {
  return openText(await file.text(), file.name);
}

/** Lets the person pick a file. */
export function pickFile(): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = `${SCENARIO_ENDING},.json,application/json`;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void openFile(file);
  });
  input.click();
}
