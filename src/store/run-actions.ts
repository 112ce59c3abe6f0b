// Run, pause, step, reset, and changes to a run that goes on. A change to a running design is not
// an edit of its base values: it is recorded in `changes` and replayed by the next run.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { AppliedChange, Speed } from "../worker/protocol.ts";
import { edit, editAccepted, setBase } from "./document-actions.ts";
import { lengthOf } from "./fault-title.ts";
import { freeId } from "./graph-edits.ts";
import { type RecordedValue, recordedValues } from "./recorded-values.ts";
import { attachedWorker, failRun, loadRun } from "./run-lifecycle.ts";
import { isLivePath, valueAtPath, withValue } from "./scenario-port.ts";
import { patchRun, studio } from "./studio-store.ts";

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Outside failures (the worker died) become a run state with a sentence. */
async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    failRun(`The simulation stopped: ${sentenceOf(error)}`);
  }
}

async function start(catchUpMs = 0): Promise<void> {
  patchRun({ status: "running", playheadMs: null });
  await attachedWorker().run(studio.getState().run.requestedSpeed, catchUpMs);
}

/** Starts or resumes; begins anew after the end, or if the design changed before the start. */
export async function run(): Promise<void> {
  await guarded(async () => {
    const { status, nowMs, designChanged } = studio.getState().run;
    if (status === "running" || status === "loading") return;
    const resumes = status === "paused" && !(designChanged && nowMs === 0);
    if (resumes || (await loadRun())) await start();
  });
}

export async function pause(): Promise<void> {
  await guarded(async () => {
    if (studio.getState().run.status !== "running") return;
    patchRun({ status: "paused" });
    await attachedWorker().pause();
  });
}

/** One event; from the start if nothing is loaded. */
export async function step(): Promise<void> {
  await guarded(async () => {
    const { status } = studio.getState().run;
    if (status === "running" || status === "loading") return;
    if (status !== "paused" && !(await loadRun())) return;
    await attachedWorker().step();
  });
}

/** Back to time 0 with the document as it stands now. */
export async function reset(): Promise<void> {
  await guarded(async () => {
    await loadRun();
  });
}

export async function restart(): Promise<void> {
  await guarded(async () => {
    if (await loadRun()) await start();
  });
}

/**
 * Runs the design as it stands now and goes on from the present instant. What was added acts later,
 * so the past is the same, bit for bit.
 */
export async function restartToPresent(): Promise<void> {
  const { nowMs } = studio.getState().run;
  await guarded(async () => {
    if (await loadRun()) await start(nowMs);
  });
}

export async function setSpeed(speed: Speed): Promise<void> {
  await guarded(async () => {
    patchRun({ requestedSpeed: speed });
    if (studio.getState().run.status === "running") await attachedWorker().setSpeed(speed);
  });
}

export function setSeed(seed: number): void {
  setBase("run.seed", seed);
}

/** Shows that instant everywhere; null follows the run again. */
export function setPlayhead(atMs: number | null): void {
  patchRun({ playheadMs: atMs });
}

/** A run is under way: changes go to the engine, not into the base values. */
export function isUnderWay(): boolean {
  const { status, nowMs } = studio.getState().run;
  return status === "running" || (status === "paused" && nowMs > 0);
}

function withChange(document: ScenarioDocument, id: string, applied: AppliedChange) {
  const changes = document.changes ?? {};
  const entry = { atMs: applied.atMs, set: { ...changes[id]?.set, ...applied.set } };
  return { ...document, changes: { ...changes, [id]: entry } };
}

/** The entry a change at that instant belongs to: the last one of the same instant, or a new one. */
function changeIdAt(document: ScenarioDocument, atMs: number): string {
  const changes = document.changes ?? {};
  const same = Object.keys(changes).find((id) => changes[id]?.atMs === atMs);
  return same ?? freeId(changes, "change");
}

function record(applied: AppliedChange): void {
  const { document, run: runState } = studio.getState();
  const id = changeIdAt(document.document, applied.atMs);
  if (runState.runningDocument) {
    patchRun({ runningDocument: withChange(runState.runningDocument, id, applied) });
  }
  const paths = Object.keys(applied.set).join(", ");
  editAccepted(`change ${paths}`, (current) => withChange(current, id, applied), `live ${paths}`);
}

/** Applies values to the run that goes on; false if they are structural and need a restart. */
export async function change(set: Readonly<Record<string, Json>>): Promise<boolean> {
  let accepted = false;
  await guarded(async () => {
    const answer = await attachedWorker().change(set);
    if ("problems" in answer) return;
    record(answer);
    accepted = true;
  });
  return accepted;
}

/** Values of a held slider that wait while the one before is on its way. */
const waiting = new Map<string, Json>();
let sending = false;

async function sendWaiting(): Promise<void> {
  if (sending) return;
  sending = true;
  for (let next = takeWaiting(); next; next = takeWaiting()) {
    const [path, value] = next;
    const accepted = isUnderWay() && (await change({ [path]: value }));
    if (!accepted) setBase(path, value);
  }
  sending = false;
}

function takeWaiting(): [string, Json] | null {
  const first = waiting.entries().next();
  if (first.done) return null;
  waiting.delete(first.value[0]);
  return first.value;
}

/** Sets a parameter: in the run if one goes on and the parameter allows it, else in the file. */
export async function setParam(path: string, value: Json): Promise<void> {
  if (!isUnderWay() || !isLivePath(studio.getState().document.document, path)) {
    setBase(path, value);
    return;
  }
  waiting.set(path, value);
  await sendWaiting();
}

/** The value in force at the playhead: the last recorded change of it, else undefined. */
export function changedValue(
  document: ScenarioDocument,
  path: string,
  atMs: number,
): Json | undefined {
  let applied: RecordedValue | undefined;
  for (const entry of recordedValues(document, path)) {
    if (entry.atMs <= atMs && (!applied || entry.atMs > applied.atMs)) applied = entry;
  }
  return applied?.value;
}

function withoutChangesOf(document: ScenarioDocument, path: string): ScenarioDocument {
  const changes: Record<string, { atMs: number; set: Record<string, Json> }> = {};
  for (const [id, entry] of Object.entries(document.changes ?? {})) {
    const set = Object.fromEntries(Object.entries(entry.set).filter(([key]) => key !== path));
    if (Object.keys(set).length > 0) changes[id] = { atMs: entry.atMs, set };
  }
  const { changes: _dropped, ...rest } = document;
  return Object.keys(changes).length > 0 ? { ...rest, changes } : rest;
}

/** "Keep as base": the changed value becomes the file's own and its changes go. */
export function keepAsBase(path: string, value: Json): void {
  edit(`keep ${path}`, (document) => withoutChangesOf(withValue(document, path, value), path));
}

/** Drops every change recorded while runs went on. */
export function discardSession(): void {
  edit("discard the session's changes", ({ changes: _dropped, ...rest }) => rest);
}

/** Is the fault on, in the run that goes on or else in the file? */
export function isFaultOn(document: ScenarioDocument, id: string, atMs: number | null): boolean {
  const path = `faults.${id}.enabled`;
  const changed = atMs === null ? undefined : changedValue(document, path, atMs);
  return (changed ?? valueAtPath(document, path) ?? true) === true;
}

/** After two thirds of the fault's time too little of it is left to show anything. */
const WORTH_JOINING_RATIO = 2 / 3;

function canJoin(document: ScenarioDocument, id: string): boolean {
  if (!isUnderWay()) return false;
  const fault = document.faults?.[id];
  const forS = (fault && lengthOf(fault)) ?? Number.POSITIVE_INFINITY;
  const lastS = (fault?.atS ?? 0) + forS * WORTH_JOINING_RATIO;
  return studio.getState().run.nowMs < lastS * 1000;
}

/** Turns a fault on or off: in the run while that still shows something, else from a new start. */
export async function toggleFault(id: string): Promise<void> {
  const { document: state, run: runState } = studio.getState();
  const path = `faults.${id}.enabled`;
  const on = isFaultOn(state.document, id, isUnderWay() ? runState.nowMs : null);
  if (on && isUnderWay() && (await change({ [path]: false }))) return;
  if (!on && canJoin(state.document, id) && (await change({ [path]: true }))) return;
  keepAsBase(path, !on);
  if (!on) await restart();
}
