// Shortcuts that hold everywhere except while one is typing. On the canvas its own keys come first.
import { useEffect } from "react";
import { pickFile } from "../files/open-file.ts";
import { save } from "../files/save-file.ts";
import { redo, undo } from "../store/document-actions.ts";
import { pause, run } from "../store/run-actions.ts";
import { studio } from "../store/studio-store.ts";

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
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
};

function onKeyDown(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const action =
    WITH_CONTROL[event.key] ??
    (isTyping(event.target) ? undefined : WITH_CONTROL_NOT_TYPING[event.key]);
  if (!action) return;
  event.preventDefault();
  action();
}

export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
