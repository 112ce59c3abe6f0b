// What happens to stations beside arrivals and ends of a service: shared cores and batches come to
// an end, instances break down and are repaired, sleepers wake.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { batches, closeBatch, pauseBatch, resumeBatch } from "./batches.ts";
import { BREAK_DOWN, MEND } from "./event-kinds.ts";
import { BY_ITSELF, instances, nodeState, setSlots } from "./node-state.ts";
import { BREAKS, nodes, POLLS, SHARES, UNLIMITED } from "./parameters.ts";
import { attempts, IN_SERVICE } from "./rows.ts";
import { setAside, takeUp } from "./service.ts";
import { earliestEnd, leaveSharing, reshare } from "./sharing.ts";
import { fallAsleep, instanceStream, setUsable } from "./sleep.ts";
import { fillSlot, served } from "./station.ts";
import { REPAIR, UPTIME } from "./streams.ts";

/** Work at an instance that shares its cores is done. */
export function shareEnd(instance: number): void {
  const node = instances.node[instance];
  const attempt = earliestEnd(instance);
  leaveSharing(attempt, node);
  served(attempt, node);
}

/** The service of a batch is done: all its members go on by themselves. */
export function batchEnd(batch: number): void {
  const instance = batches.instance[batch];
  const node = instances.node[instance];
  let at = batches.first[batch];
  closeBatch(batch, node);
  while (at !== 0) {
    const attempt = at - 1;
    at = attempts.next[attempt];
    attempts.phase[attempt] = IN_SERVICE;
    served(attempt, node);
  }
  if (instances.up[instance] === 1) fillSlot(instance, node);
}

/** A slot has become free apart from the end of a service. */
export function slotOpen(instance: number): void {
  if (instances.up[instance] === 1) fillSlot(instance, instances.node[instance]);
}

/** The slots of an instance come into use, or go out of use. */
export function countSlots(instance: number, node: number, sign: number): void {
  if (instances.up[instance] === 0 || nodes.slots[node] === UNLIMITED) return;
  setSlots(node, nodeState.slots[node] + sign * nodes.slots[node]);
}

/** An instance breaks down: work in progress stands still, the queue stays. */
export function breakDown(instance: number): void {
  const node = instances.node[instance];
  // What a fault has paused stands still already.
  if (instances.broken[instance] === 0) {
    instances.broken[instance] = BY_ITSELF;
    countSlots(instance, node, -1);
    setUsable(instance, node);
    if ((nodes.mode[node] & SHARES) !== 0) reshare(instance, node);
    else setAllAside(instance, node);
  } else {
    instances.broken[instance] |= BY_ITSELF;
  }
  sampleInto(nodes.repairTime[node], instanceStream(instance, node, REPAIR));
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(MEND, instance, 0);
}

/** An instance is repaired: work goes on where it stopped. */
export function mend(instance: number): void {
  const node = instances.node[instance];
  instances.broken[instance] &= ~BY_ITSELF;
  const works = instances.broken[instance] === 0;
  if (works) {
    countSlots(instance, node, 1);
    setUsable(instance, node);
    if ((nodes.mode[node] & SHARES) !== 0) reshare(instance, node);
    else takeAllUp(instance, node);
  }
  scheduleBreakDown(instance, node);
  if (works && instances.up[instance] === 1) fillSlot(instance, node);
}

function setAllAside(instance: number, node: number): void {
  for (let at = instances.workHead[instance]; at !== 0; at = attempts.next[at - 1]) {
    setAside(at - 1, node, instance);
  }
  for (let at = instances.firstBatch[instance]; at !== 0; at = batches.nextHere[at - 1]) {
    pauseBatch(at - 1, node);
  }
}

function takeAllUp(instance: number, node: number): void {
  for (let at = instances.workHead[instance]; at !== 0; at = attempts.next[at - 1]) {
    takeUp(at - 1, node, instance);
  }
  for (let at = instances.firstBatch[instance]; at !== 0; at = batches.nextHere[at - 1]) {
    resumeBatch(at - 1, node);
  }
}

function scheduleBreakDown(instance: number, node: number): void {
  sampleInto(nodes.uptime[node], instanceStream(instance, node, UPTIME));
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(BREAK_DOWN, instance, 0);
}

/** A sleeping instance looks for work; if it finds none, or is down, it sleeps on. */
export function wake(instance: number): void {
  const node = instances.node[instance];
  instances.asleep[instance] = 0;
  setUsable(instance, node);
  if (instances.up[instance] === 1) fillSlot(instance, node);
  else fallAsleep(instance, node);
}

/** Schedules what instances do by themselves from time 0 on. */
export function startStations(): void {
  for (let instance = 0; instance < instances.highWater; instance++) {
    const node = instances.node[instance];
    const mode = nodes.mode[node];
    if ((mode & BREAKS) !== 0) scheduleBreakDown(instance, node);
    if ((mode & POLLS) !== 0) fallAsleep(instance, node);
  }
}
