// Copying faults: a fragment without nodes, as JSON text like that of nodes, so that a fault goes
// from one tab to the other wherever there is something by the name that it hits.
import {
  CATALOG,
  type FaultDocument,
  FORMAT,
  type ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { edit } from "./document-actions.ts";
import { whyNotBreak } from "./fault-actions.ts";
import { freeId, withFault } from "./graph-edits.ts";
import { selectOnly } from "./selection-actions.ts";
import { studio } from "./studio-store.ts";

/** What a copy leaves between itself and the end of the run, s. */
const LEAST_S = 0.1;

type Faults = Readonly<Record<string, FaultDocument>>;

function selectedFaults(): Faults {
  const { document, selection } = studio.getState();
  const faults = document.document.faults ?? {};
  const ids = selection.ids.flatMap((id) => (id.startsWith("fault:") ? [id.slice(6)] : []));
  return Object.fromEntries(ids.flatMap((id) => (faults[id] ? [[id, faults[id]]] : [])));
}

/** Text of the selected faults; null if none is selected. */
export function copySelectedFaults(): string | null {
  const faults = selectedFaults();
  if (Object.keys(faults).length === 0) return null;
  const { name } = studio.getState().document.document;
  const fragment = { format: FORMAT, catalog: CATALOG, name: `Part of ${name}` };
  return JSON.stringify({ ...fragment, run: {}, nodes: {}, edges: {}, faults }, null, 2);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFault(value: unknown): value is FaultDocument {
  return isRecord(value) && typeof value.kind === "string" && value.target !== undefined;
}

/** The faults of a copied text; null if it is none, or has nodes of its own. */
function faultsIn(text: string): Faults | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(read) || !isRecord(read.faults) || !isRecord(read.nodes)) return null;
  if (Object.keys(read.nodes).length > 0) return null;
  const entries = Object.entries(read.faults).filter((entry): entry is [string, FaultDocument] =>
    isFault(entry[1]),
  );
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

/** The id under which a copy is kept: that of the original with another number. */
export function copyId(document: ScenarioDocument, id: string): string {
  return freeId(document.faults ?? {}, id.replace(/-\d+$/, ""));
}

/** The same fault under a name that tells it from the original. */
export function copyOf(fault: FaultDocument, newId: string): FaultDocument {
  const number = /-(\d+)$/.exec(newId)?.[1];
  if (!fault.name || number === undefined) return fault;
  return { ...fault, name: `${fault.name.replace(/ \d+$/, "")} ${number}` };
}

/** A copy moved by `deltaS`, kept within the run. */
function movedBy(fault: FaultDocument, deltaS: number, durationS: number): FaultDocument {
  const atS = Math.min(Math.max(0, (fault.atS ?? 0) + deltaS), durationS - LEAST_S);
  return { ...fault, atS: Number(atS.toFixed(3)) };
}

function add(label: string, faults: Faults, deltaS: number): void {
  const { document } = studio.getState().document;
  const durationS = document.run.durationS ?? RUN_PARAMS.durationS.default;
  let next = document;
  const ids: string[] = [];
  for (const [id, fault] of Object.entries(faults)) {
    const newId = copyId(next, id);
    next = withFault(next, newId, movedBy(copyOf(fault, newId), deltaS, durationS));
    ids.push(`fault:${newId}`);
  }
  edit(label, () => next);
  selectOnly(ids);
}

function startS(faults: Faults): number {
  return Math.min(...Object.values(faults).map(({ atS = 0 }) => atS));
}

/** When all of them are over; those that last to the end of the run have their start. */
function overS(faults: Faults): number {
  return Math.max(...Object.values(faults).map(({ atS = 0, forS }) => atS + (forS ?? 0)));
}

/**
 * Adds copied faults at the playhead, else after those they were copied from. Gives what stands in
 * the way, "" if the faults are in, or null if the text has no faults.
 */
export function pasteFaults(text: string): string | null {
  const faults = faultsIn(text);
  if (!faults) return null;
  for (const { kind, target } of Object.values(faults)) {
    for (const one of [target].flat()) {
      const reason = whyNotBreak(kind, one);
      if (reason !== null) return reason;
    }
  }
  const { playheadMs } = studio.getState().run;
  const atS = playheadMs === null ? overS(faults) : playheadMs / 1000;
  add("paste faults", faults, atS - startS(faults));
  return "";
}

/** The selected faults once more, right after themselves; false if none is selected. */
export function duplicateSelectedFaults(): boolean {
  const faults = selectedFaults();
  if (Object.keys(faults).length === 0) return false;
  add("duplicate faults", faults, overS(faults) - startS(faults));
  return true;
}
