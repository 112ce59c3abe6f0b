// Instances that faults bring to a standstill. Paused: as if broken down, their slots are out of use,
// work in progress keeps what is left of it. Hung: they take in work, which then never ends and
// keeps its slot. Where cores are shared or batches served, a hung instance is paused as well. Cost:
// a look at all attempts whenever an instance stops or goes on, outside the events.
import { batches, pauseBatch, resumeBatch } from "./batches.ts";
import { byArrival, crash, restart } from "./crash.ts";
import { BY_FAULT, instances } from "./node-state.ts";
import { BY_FAULTS, nodes, SERVES_BATCHES, SHARES, STANDS_STILL } from "./parameters.ts";
import {
  ASIDE,
  attempts,
  CALLING,
  HOLDS_SLOT,
  IN_AFTER,
  IN_SERVICE,
  LOCKED_OUT,
  PAUSED,
} from "./rows.ts";
import { endPause, goOn, holdUp, setAside, takeUp } from "./service.ts";
import { reshare } from "./sharing.ts";
import { setUsable } from "./sleep.ts";
import { fillSlot, finish } from "./station.ts";
import { countSlots } from "./station-events.ts";
import { wanted } from "./wanted-state.ts";

/** Bits of `wanted.still`. */
export const PAUSED_BY_FAULT = 1;
export const HUNG = 2;
const RESUMES = 4;

/** Bits of an instance's `hung`: it is, and it ends without a restart. */
const HANGS = 1;
const GOES_ON = 2;

/** A fault wants an instance to stand still. */
export function standstill(instance: number, how: number, resumes = false): void {
  wanted.still[instance] |= resumes ? how | RESUMES : how;
}

/** Whether a hung instance is killed and starts anew when its standstill ends. */
export function endsByRestart(instance: number): boolean {
  return instances.hung[instance] !== 0 && (instances.hung[instance] & GOES_ON) === 0;
}

/** The modes of all nodes without what faults add to them. */
export function clearStandstill(): void {
  for (let node = 0; node < nodes.highWater; node++) nodes.mode[node] &= ~BY_FAULTS;
}

/** Brings an instance to a standstill or out of it, as faults want it now. */
export function settleStandstill(instance: number, node: number): void {
  const still = wanted.still[instance];
  const hangs = (still & HUNG) !== 0;
  const pausesOnly = (nodes.mode[node] & (SHARES | SERVES_BATCHES)) !== 0;
  const pauses = (still & PAUSED_BY_FAULT) !== 0 || (hangs && pausesOnly);
  if (still !== 0) nodes.mode[node] |= STANDS_STILL;
  const hung = instances.hung[instance];
  if (hangs) {
    if (hung === 0 && !pausesOnly) holdAll(instance, node);
    instances.hung[instance] = HANGS | ((still & RESUMES) !== 0 ? GOES_ON : 0);
  }
  const isPaused = (instances.broken[instance] & BY_FAULT) !== 0;
  if (pauses && !isPaused) pause(instance, node);
  if (!hangs && hung !== 0) endHang(instance, node, hung, pausesOnly);
  if (!pauses && isPaused) resume(instance, node);
}

/** Slot holders at work, or of any phase, in an order of their own. */
function holders(instance: number, node: number, isWanted: (attempt: number) => boolean): number[] {
  const found: number[] = [];
  for (let attempt = 0; attempt < attempts.highWater; attempt++) {
    if (attempts.node[attempt] !== node || attempts.instance[attempt] !== instance) continue;
    if (isWanted(attempt)) found.push(attempt);
  }
  return found.sort(byArrival);
}

function isAtWork(attempt: number): boolean {
  const phase = attempts.phase[attempt];
  return phase === IN_SERVICE || phase === IN_AFTER;
}

function holdsSlot(attempt: number): boolean {
  if ((attempts.flags[attempt] & HOLDS_SLOT) === 0) return false;
  const phase = attempts.phase[attempt];
  if (phase === CALLING || phase === LOCKED_OUT) return true;
  return phase === IN_SERVICE || phase === IN_AFTER || phase === PAUSED;
}

function isSetAside(attempt: number): boolean {
  if ((attempts.flags[attempt] & ASIDE) === 0) return false;
  const phase = attempts.phase[attempt];
  return phase === CALLING || phase === PAUSED || phase === LOCKED_OUT;
}

/** Holds no slot and has only to be answered. */
function standsBy(attempt: number): boolean {
  const holds = (attempts.flags[attempt] & (HOLDS_SLOT | ASIDE)) !== 0;
  return attempts.phase[attempt] === PAUSED && !holds;
}

function answerStandby(instance: number, node: number): void {
  if ((nodes.mode[node] & SHARES) !== 0) return;
  for (const attempt of holders(instance, node, standsBy)) {
    endPause(attempt, node);
    finish(attempt, attempts.outcome[attempt]);
  }
}

function holdAll(instance: number, node: number): void {
  // What is broken anyway has nobody at work.
  for (const attempt of holders(instance, node, isAtWork)) holdUp(attempt, node);
}

/** A hung instance is killed and starts anew, or works on. */
function endHang(instance: number, node: number, hung: number, pausesOnly: boolean): void {
  instances.hung[instance] = 0;
  if ((hung & GOES_ON) === 0) {
    if (instances.up[instance] === 0) return;
    crash(instance, false);
    if (wanted.down[instance] === 0) restart(instance);
    return;
  }
  if (pausesOnly || instances.broken[instance] !== 0) return;
  const held = holders(instance, node, (attempt) => {
    return attempts.phase[attempt] === PAUSED && holdsSlot(attempt);
  });
  for (const attempt of held) goOn(attempt, node);
  answerStandby(instance, node);
}

function pause(instance: number, node: number): void {
  const wasBroken = instances.broken[instance] !== 0;
  instances.broken[instance] |= BY_FAULT;
  if (wasBroken) return;
  countSlots(instance, node, -1);
  setUsable(instance, node);
  if ((nodes.mode[node] & SHARES) !== 0) {
    reshare(instance, node);
    return;
  }
  for (const attempt of holders(instance, node, holdsSlot)) setAside(attempt, node, instance);
  for (let at = instances.firstBatch[instance]; at !== 0; at = batches.nextHere[at - 1]) {
    pauseBatch(at - 1, node);
  }
}

function resume(instance: number, node: number): void {
  instances.broken[instance] &= ~BY_FAULT;
  if (instances.broken[instance] !== 0) return;
  countSlots(instance, node, 1);
  setUsable(instance, node);
  if ((nodes.mode[node] & SHARES) !== 0) {
    reshare(instance, node);
  } else {
    for (const attempt of holders(instance, node, isSetAside)) takeUp(attempt, node, instance);
    for (let at = instances.firstBatch[instance]; at !== 0; at = batches.nextHere[at - 1]) {
      resumeBatch(at - 1, node);
    }
  }
  if (instances.hung[instance] === 0) answerStandby(instance, node);
  if (instances.up[instance] === 1) fillSlot(instance, node);
}
