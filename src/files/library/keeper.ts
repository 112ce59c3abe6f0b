// Keeps the open scenario in the browser's storage shortly after each edit and brings it back after
// a reload. Says so where storage is refused, and where another tab has the same scenario open.
import { create } from "zustand";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { edit, markSaved, replaceDocument, restore } from "../../store/document-actions.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { studio } from "../../store/studio-store.ts";
import { clearJournal, readJournal, readTab, writeJournal, writeTab } from "./journal.ts";
import { browserKeyValues, type KeyValues } from "./key-values.ts";
import { assignId, idOfDocument, isPassing, newScenarioId } from "./scenario-ids.ts";
import {
  documentOf,
  keepScenario,
  keptScenario,
  lastScenario,
  removeScenario,
  textOf,
} from "./shelf.ts";
import { answerTabs, askForScenario, holdScenario, letGoScenario } from "./tabs.ts";

export interface Keeping {
  /** The kept scenario that is open; null before the first. */
  readonly id: string | null;
  /** Why storage refused the last edit; null while all is kept. */
  readonly refused: string | null;
  /** Another tab keeps this scenario: it was there first, took it over, or is asked to hand it over. */
  readonly elsewhere: "open" | "taken" | "asked" | null;
  /** Counts writes, so that lists of what is kept are read again. */
  readonly writes: number;
}

const AFTER_MS = 400;
/** The page before, in a reload, may hold its lock a little longer. */
const AGAIN_MS = 300;

export const useKeeping = create<Keeping>()(() => ({
  id: null,
  refused: null,
  elsewhere: null,
  writes: 0,
}));

let kept: KeyValues = browserKeyValues();
let timer: ReturnType<typeof setTimeout> | undefined;
/** Counts tries to hold a scenario: what comes of an older one is not looked at any more. */
let claims = 0;

/** Where all is kept; the dialogs read from here. */
export function keptValues(): KeyValues {
  return kept;
}

/** Something was kept or taken away. */
export function noteWrite(): void {
  useKeeping.setState(({ writes }) => ({ writes: writes + 1 }));
}

function openDocument(): ScenarioDocument {
  return studio.getState().document.document;
}

function isUnsaved(): boolean {
  const { document, savedDocument } = studio.getState().document;
  return document !== savedDocument;
}

function reasonOf(error: unknown): string {
  const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
  return isFull
    ? "This browser's storage is full: your changes are not kept."
    : "This browser keeps no data for this page: your changes are not kept.";
}

/** Writes the open document as the newest version; `sealed` makes the next edit a new version. */
export async function keepNow(sealed = false): Promise<void> {
  clearTimeout(timer);
  const { id, elsewhere } = useKeeping.getState();
  if (id !== null && elsewhere === null) await keep(id, openDocument(), sealed);
}

async function keep(id: string, document: ScenarioDocument, sealed = false): Promise<void> {
  try {
    await keepScenario(kept, id, document, Date.now(), { sealed, passing: isPassing(document) });
    clearJournal(id);
    if (openDocument() === document) markSaved(document, Date.now());
    useKeeping.setState(({ writes }) => ({ refused: null, writes: writes + 1 }));
  } catch (error) {
    useKeeping.setState({ refused: reasonOf(error) });
  }
}

function onTaken(id: string): void {
  if (useKeeping.getState().id !== id) return;
  useKeeping.setState({ elsewhere: "taken" });
  // What the other tab cannot have stays here, as a scenario of its own.
  if (isUnsaved()) void workOnCopy();
}

/** What the tab that takes the scenario over goes on with; null if it is not kept here. */
async function handOver(id: string): Promise<string | null> {
  const isMine = () => useKeeping.getState().id === id && useKeeping.getState().elsewhere === null;
  if (!isMine()) return null;
  if (isUnsaved()) await keepNow();
  if (!isMine()) return null;
  // From here on a change is a copy's: the text has all there is.
  useKeeping.setState({ elsewhere: "taken" });
  claims += 1;
  letGoScenario();
  return JSON.stringify(openDocument());
}

async function hold(id: string): Promise<void> {
  claims += 1;
  const claim = claims;
  const held = await holdScenario(id, onTaken);
  if (claim !== claims) return;
  useKeeping.setState({ elsewhere: held ? null : "open" });
  if (!held && isUnsaved()) await workOnCopy();
}

/** Makes `id` the open scenario; what was only looked at before is forgotten. */
async function turnTo(id: string): Promise<void> {
  const before = useKeeping.getState().id;
  useKeeping.setState({ id, elsewhere: null });
  await hold(id);
  if (before === null) return;
  try {
    const left = await keptScenario(kept, before);
    if (left?.passing) await removeScenario(kept, before);
    noteWrite();
  } catch {
    // Without storage there is nothing to forget.
  }
}

/** This tab goes on with a copy; the other tab keeps the scenario. */
export async function workOnCopy(): Promise<void> {
  const document = openDocument();
  const copy = { ...document, name: `${document.name} copy` };
  assignId(copy, newScenarioId());
  edit("work on a copy", () => copy);
  await keepNow();
}

/** This tab keeps the scenario from now on, with what the other tab made of it. */
export async function takeOver(): Promise<void> {
  const { id, elsewhere } = useKeeping.getState();
  if (id === null || elsewhere === null || elsewhere === "asked") return;
  useKeeping.setState({ elsewhere: "asked" });
  claims += 1;
  const claim = claims;
  try {
    const isFree = await holdScenario(id, onTaken);
    const given = isFree ? null : await askForScenario(id);
    // A change made meanwhile is a copy already, and the other tab can take its own back.
    if (claim !== claims) return;
    if (!isFree) await holdScenario(id, onTaken, true);
    const text = given ?? (await textOf(kept, id));
    if (claim !== claims) return;
    goOnWith(id, text);
    useKeeping.setState({ elsewhere: null });
  } catch (error) {
    if (claim === claims) useKeeping.setState({ elsewhere, refused: reasonOf(error) });
  }
}

function goOnWith(id: string, text: string | null): void {
  if (text === null || text === JSON.stringify(openDocument())) return;
  const document = documentOf(text);
  assignId(document, id);
  edit("take over from the other tab", () => document);
  markSaved(document, Date.now());
}

/** Opens a kept scenario; undo brings back the one before. False if it is not kept any more. */
export async function openKept(id: string): Promise<boolean> {
  const text = await textOf(kept, id);
  if (text === null) return false;
  const document = documentOf(text);
  assignId(document, id);
  replaceDocument(`open ${document.name}`, document);
  markSaved(document, Date.now());
  return true;
}

async function rescueJournal(): Promise<void> {
  for (const [id, text] of readJournal()) {
    await keepScenario(kept, id, documentOf(text), Date.now());
    clearJournal(id);
  }
}

/**
 * Puts back what this tab, or the last one, worked on, once `ready` is; false if nothing readable
 * was kept.
 */
export async function restoreWork(ready: () => Promise<void>): Promise<boolean> {
  try {
    await rescueJournal();
    const tab = readTab();
    const last = await lastScenario(kept);
    for (const id of [tab?.id, last]) {
      const text = id == null ? null : await textOf(kept, id);
      if (id == null || text === null) continue;
      const document = documentOf(text);
      await ready();
      assignId(document, id);
      restore(document);
      if (tab?.id === id) selectOnly(tab.selection);
      await turnTo(id);
      if (useKeeping.getState().elsewhere !== null) await holdAgain(id);
      return true;
    }
  } catch {
    // Refused or unreadable storage: the first edit says so.
  }
  return false;
}

async function holdAgain(id: string): Promise<void> {
  const claim = claims;
  await new Promise((done) => setTimeout(done, AGAIN_MS));
  if (claim === claims) await hold(id);
}

function follow(document: ScenarioDocument, opened: boolean): void {
  const { id, elsewhere } = useKeeping.getState();
  const known = idOfDocument(document);
  const next = known ?? (opened || id === null ? newScenarioId() : id);
  assignId(document, next);
  if (next !== id) void turnTo(next);
  else if (elsewhere !== null && known === undefined) void workOnCopy();
}

function keepForReload(): void {
  const { id, elsewhere } = useKeeping.getState();
  if (id === null) return;
  writeTab({ id, selection: studio.getState().selection.ids });
  if (!isUnsaved() || elsewhere !== null) return;
  writeJournal(id, JSON.stringify(openDocument()));
  void keepNow();
}

/** Keeps every change from now on; gives the way to stop. */
export function startKeeping(values: KeyValues = kept): () => void {
  kept = values;
  const { document } = studio.getState();
  follow(document.document, false);
  const stopAnswering = answerTabs({
    onAsked: handOver,
  });
  const unsubscribe = studio.subscribe(({ document: now }, { document: before }) => {
    if (now.document === before.document) return;
    const { id, elsewhere } = useKeeping.getState();
    follow(now.document, now.openings !== before.openings);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isUnsaved()) void keepNow();
    }, AFTER_MS);
    const left = useKeeping.getState().id !== id && before.document !== before.savedDocument;
    if (left && id !== null && elsewhere === null && !isPassing(before.document)) {
      void keep(id, before.document);
    }
  });
  window.addEventListener("pagehide", keepForReload);
  return () => {
    unsubscribe();
    stopAnswering();
    window.removeEventListener("pagehide", keepForReload);
    clearTimeout(timer);
    useKeeping.setState({ id: null, refused: null, elsewhere: null });
  };
}
