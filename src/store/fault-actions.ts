// Breaking things: where a fault of a kind may hit, one that is scheduled, and one that comes now.
import { faultOf } from "../../simulation/faults/catalog.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { loadChecks } from "./checking.ts";
import { addFault } from "./document-actions.ts";
import { isUnderWay, restart, restartToPresent } from "./run-actions.ts";
import { canCheck, problemsOf } from "./scenario-port.ts";
import { patchView, studio } from "./studio-store.ts";

/** Type of what the fault palette puts into a drag. */
export const FAULT_DRAG_TYPE = "application/x-brownout-fault";

/** Id under which a fault is tried; names of files never begin with this. */
const TRIED = "tried-fault";

function lengthS(document: ScenarioDocument): number {
  return document.run.durationS ?? RUN_PARAMS.durationS.default;
}

/** Why a fault of the kind cannot hit this node, edge or group; null if it can. */
export function whyNotBreak(kind: string, target: string): string | null {
  const { document } = studio.getState().document;
  if (faultOf(kind) === undefined) return "There is no such fault.";
  const fault: FaultDocument = { kind, target, atS: 0 };
  const tried = { ...document, faults: { ...document.faults, [TRIED]: fault } };
  const found = problemsOf(tried).find(
    ({ severity, path }) => severity === "error" && path.startsWith(`faults.${TRIED}`),
  );
  return found?.message ?? null;
}

/** Nodes, edges and groups that a fault of the kind can hit. */
export function targetsOfFault(kind: string): readonly string[] {
  const { nodes, edges, groups = {} } = studio.getState().document.document;
  const sorts: readonly string[] = faultOf(kind)?.targets ?? [];
  const candidates = [
    ...Object.keys(nodes),
    ...(sorts.includes("edge") ? Object.keys(edges) : []),
    ...(sorts.includes("group") ? Object.keys(groups) : []),
  ];
  return candidates.filter((target) => whyNotBreak(kind, target) === null);
}

/** A fault of the kind with its defaults, from `atS` for a third of the run, at most to its end. */
export function faultFrom(kind: string, target: string, atS: number): FaultDocument {
  if (faultOf(kind)?.instant) return { kind, target, atS, enabled: true };
  const durationS = lengthS(studio.getState().document.document);
  const third = Math.max(1, Math.round(durationS / 3));
  const forS = Number(Math.max(0.1, Math.min(third, durationS - atS)).toFixed(3));
  return { kind, target, atS, forS, enabled: true };
}

/** When a fault that is added without a time begins: a third into the run, or soon if it runs. */
export function nextStartS(): number {
  const { document, run } = studio.getState();
  const durationS = lengthS(document.document);
  const soonS = run.status === "running" ? Math.ceil(run.nowMs / 1000) + 1 : 0;
  return soonS > 0 && soonS < durationS - 1 ? soonS : Math.max(1, Math.round(durationS / 3));
}

/** Who has broken something needs no invitation to do so any more. */
function noteTried(reason: string | null): void {
  patchView(
    reason === null ? { breakRefusal: null, hintDismissed: true } : { breakRefusal: reason },
  );
}

/** Schedules a fault; gives the reason if it cannot hit that. */
export function scheduleFault(kind: string, target: string, atS: number): string | null {
  const reason = whyNotBreak(kind, target);
  noteTried(reason);
  if (reason === null) addFault(faultFrom(kind, target, atS));
  return reason;
}

/** Latest start that leaves something to see, as a share of the run. */
const LAST_START_RATIO = 0.95;

/**
 * The fault comes at the present instant of the run; without a run one starts, and it comes a third
 * into it. It is written into the file, so the next run has it too. Gives the reason if it cannot be.
 */
export async function breakNow(kind: string, target: string): Promise<string | null> {
  if (!canCheck()) await loadChecks();
  const reason = whyNotBreak(kind, target);
  noteTried(reason);
  if (reason !== null) return reason;
  const { document, run } = studio.getState();
  const nowS = Math.ceil(run.nowMs / 100) / 10;
  const joins = isUnderWay() && nowS < lengthS(document.document) * LAST_START_RATIO;
  addFault(faultFrom(kind, target, joins ? nowS : nextStartS()));
  if (joins) await restartToPresent();
  else await restart();
  return null;
}

/** The next click on a node or an edge brings the fault about; null puts it back. */
export function armFault(kind: string | null): void {
  patchView({ armedFault: kind, breakRefusal: null });
}

export function dismissRefusal(): void {
  patchView({ breakRefusal: null });
}
