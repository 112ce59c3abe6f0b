// Shortcuts that hold everywhere except while one is typing. On the canvas its own keys come first.
import { useEffect } from "react";
import { groupAndName } from "../canvas/arrange/arrange-actions.ts";
import { currentPlaces } from "../canvas/current-places.ts";
import { pickFile } from "../files/open-file.ts";
import { save } from "../files/save-file.ts";
import { copySelected, cutSelected, duplicateSelected } from "../store/clipboard-actions.ts";
import { redo, undo } from "../store/document-actions.ts";
import { pause, run } from "../store/run-actions.ts";
import { selectAll } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import { pasteOrSay } from "./paste.ts";

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function isReadOnly(): boolean {
  return studio.getState().view.readOnly;
}

function toggleRun(): void {
  void (studio.getState().run.status === "running" ? pause() : run());
}

/** With Ctrl (or Command on a Mac). */
const WITH_CONTROL: Readonly<Record<string, () => void>> = {
  s: () => void save(),
  o: pickFile,
  Enter: toggleRun,
};
const WITH_CONTROL_NOT_TYPING: Readonly<Record<string, () => void>> = {
  z: undo,
  y: redo,
  Z: redo,
  a: selectAll,
  d: duplicateSelected,
  g: () => groupAndName("team"),
};

function onKeyDown(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const action =
    WITH_CONTROL[event.key] ??
    (isTyping(event.target) || isReadOnly() ? undefined : WITH_CONTROL_NOT_TYPING[event.key]);
  if (!action) return;
  event.preventDefault();
  action();
}

/** Copying goes by the page's own events: they need neither permission nor https. */
function onCopy(event: ClipboardEvent): void {
  if (isTyping(event.target) || !document.getSelection()?.isCollapsed) return;
  const text = event.type === "cut" ? cutSelected(currentPlaces()) : copySelected(currentPlaces());
  if (text === null) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
}

function onPaste(event: ClipboardEvent): void {
  if (isTyping(event.target) || isReadOnly()) return;
  if (pasteOrSay(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
}

export function useShortcuts(): void {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener("keydown", onKeyDown, { signal });
    document.addEventListener("copy", onCopy, { signal });
    document.addEventListener("cut", onCopy, { signal });
    document.addEventListener("paste", onPaste, { signal });
    return () => stop.abort();
  }, []);
}
