// Copy and paste without their keys. Pages without https may write to the clipboard by a command of
// the browser and read nothing, so what was copied here is remembered.
import { currentPlaces } from "../canvas/current-places.ts";
import { copySelected } from "../store/clipboard-actions.ts";
import { pasteOrSay } from "./paste.ts";

let copied = "";

export function copyToClipboard(): void {
  copied = copySelected(currentPlaces()) ?? copied;
  void navigator.clipboard?.writeText(copied).catch(() => undefined);
}

/** What is none of ours is refused with its reasons. */
export async function pasteFromClipboard(): Promise<void> {
  const text = await navigator.clipboard?.readText().catch(() => "");
  pasteOrSay(text || copied);
}
