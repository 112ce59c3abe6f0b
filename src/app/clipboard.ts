// Copy and paste without their keys. Pages without https may write to the clipboard by a command of
// the browser and read nothing, so what was copied here is remembered.
import { copySelected, pasteText } from "../store/clipboard-actions.ts";

let copied = "";

export function copyToClipboard(): void {
  copied = copySelected() ?? copied;
  void navigator.clipboard?.writeText(copied).catch(() => undefined);
}

/** False if nothing fits to be pasted. */
export async function pasteFromClipboard(): Promise<boolean> {
  const text = await navigator.clipboard?.readText().catch(() => "");
  return pasteText(text || copied) || pasteText(copied);
}
