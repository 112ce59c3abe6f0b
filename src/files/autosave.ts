// The work is kept in the browser's own storage shortly after each edit, and found again after a
// reload. Where storage is refused the app goes on without.
import { get, set } from "idb-keyval";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { markSaved, restore } from "../store/document-actions.ts";
import { parseScenario } from "../store/scenario-port.ts";
import { studio } from "../store/studio-store.ts";

const KEY = "work";
const AFTER_MS = 400;

/** Puts back what was kept; false at the first visit, or if nothing readable was kept. */
export async function restoreWork(): Promise<boolean> {
  try {
    const text = await get<string>(KEY);
    if (text === undefined) return false;
    const parsed = parseScenario(text);
    // Work in progress may have errors; it is the person's own and comes back as it was.
    restore(parsed.ok ? parsed.document : (JSON.parse(text) as ScenarioDocument));
    return true;
  } catch {
    return false;
  }
}

async function keep(document: ScenarioDocument): Promise<void> {
  try {
    await set(KEY, JSON.stringify(document));
    if (studio.getState().document.document === document) markSaved(document, Date.now());
  } catch {
    // Private windows and full disks refuse; the top bar goes on saying "Not saved".
  }
}

/** Keeps every change from now on; gives the way to stop. */
export function startAutosave(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keepNow = (): void => {
    clearTimeout(timer);
    const { document, savedDocument } = studio.getState().document;
    if (document !== savedDocument) void keep(document);
  };
  const unsubscribe = studio.subscribe((state, before) => {
    if (state.document.document === before.document.document) return;
    clearTimeout(timer);
    timer = setTimeout(keepNow, AFTER_MS);
  });
  window.addEventListener("pagehide", keepNow);
  return () => {
    unsubscribe();
    window.removeEventListener("pagehide", keepNow);
    clearTimeout(timer);
  };
}
