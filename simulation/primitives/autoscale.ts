// Autoscaling: a station whose instances come and go. A sample is taken many times between two
// decisions, as metrics are scraped; a decision stops the loop like a fault that is due, and is made
// outside the events (settleFleets). The rule is that of Kubernetes' horizontal pod autoscaler: as many
// instances as bring the metric to its target, within the tolerance as they are; new ones count as
// idle before they are ready when it grows, as fully used when it shrinks; it shrinks to the largest of
// what was wanted within the stabilization; per 15 s it grows by 100 % or 4, whichever is more.
// Between none and one KEDA's rule holds. An instance that leaves takes nothing new, finishes what it
// has, and crashes if that takes too long.
import { schedule } from "../core/event-list.ts";
import { Table } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { backlogs } from "./backlog.ts";
import { consumers, FROM_QUEUE } from "./consumer-rows.ts";
import { FLEET_SAMPLE } from "./event-kinds.ts";
import { FAULTS_NOW } from "./leaks.ts";
import { groups, members } from "./log-rows.ts";
import { queues } from "./mailbox-rows.ts";
import { control, DRAINED, heldSlots, instances, nodeState } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { ABSENT, places, SERVES, STARTS } from "./place-rows.ts";
import { advancePlace, drain, occupy, settlePlace } from "./places.ts";
import { rollOn, rollouts } from "./rollout.ts";

/** Samples between two decisions. */
export const SAMPLES = 20;
/** Decisions that are remembered. */
const REMEMBERED = 512;
/** Of the policies that hold unless a cluster says otherwise (Kubernetes documentation, 2026). */
const POLICY_MS = 15_000;
const GROWS_BY = 4;
const GROWS_BY_RATIO = 1;

/** `metric`. */
export const BY_UTILIZATION = 1;
export const BY_WORKING = 2;
export const BY_IN_FLIGHT = 3;
export const BY_BACKLOG = 4;

class Fleets extends Table {
  /** 0 = the number of its instances stays as it is. */
  readonly metric = this.uint8();
  readonly target = this.float64();
  readonly least = this.int32();
  readonly most = this.int32();
  readonly syncMs = this.float64();
  readonly tolerance = this.float64();
  readonly upMs = this.float64();
  readonly downMs = this.float64();
  readonly startMs = this.float64();
  readonly drainMs = this.float64();
  readonly pollMs = this.float64();
  readonly cooldownMs = this.float64();
  readonly activation = this.float64();
  readonly due = this.uint8();
  readonly samples = this.int32();
  readonly sum = this.float64();
  readonly polledAt = this.float64();
  readonly activeAt = this.float64();
  /** Ring of decisions: when, what was wanted, and how many there were before. */
  readonly decisions = this.int32();
  readonly decidedAt = this.float64(REMEMBERED);
  readonly wanted = this.int32(REMEMBERED);
  readonly were = this.int32(REMEMBERED);
  /** Instances that serve or start, and their integral over time. */
  readonly size = this.int32();
  readonly changedAt = this.float64();
  readonly sizeTime = this.float64();
  readonly sizeMin = this.int32();
  readonly sizeMax = this.int32();
  readonly grown = this.float64();
  readonly shrunk = this.float64();
}

/** By node. */
export const fleets = new Fleets("fleets", 1_000);

/** A sample of a fleet's metric is due. */
export function sampleFleet(node: number): void {
  registers[AT] = registers[NOW] + fleets.syncMs[node] / SAMPLES;
  schedule(FLEET_SAMPLE, node, 0);
  const metric = fleets.metric[node];
  if (metric === BY_UTILIZATION) fleets.sum[node] += heldSlots(node);
  else if (metric === BY_WORKING) fleets.sum[node] += nodeState.working[node];
  else if (metric === BY_IN_FLIGHT) fleets.sum[node] += nodeState.present[node];
  if (++fleets.samples[node] < SAMPLES) return;
  fleets.due[node] = 1;
  control.i32[DRAINED] |= FAULTS_NOW;
}

function touchFleet(node: number): void {
  const since = registers[NOW] - fleets.changedAt[node];
  fleets.sizeTime[node] += since * fleets.size[node];
  fleets.changedAt[node] = registers[NOW];
}

function resize(node: number, change: number): void {
  touchFleet(node);
  const size = fleets.size[node] + change;
  fleets.size[node] = size;
  fleets.sizeMin[node] = Math.min(fleets.sizeMin[node], size);
  fleets.sizeMax[node] = Math.max(fleets.sizeMax[node], size);
  if (change > 0) fleets.grown[node] += change;
  else fleets.shrunk[node] -= change;
}

/** The measured period begins now. */
export function restartFleets(): void {
  for (let node = 0; node < fleets.highWater; node++) {
    touchFleet(node);
    fleets.sizeTime[node] = 0;
    fleets.sizeMin[node] = fleets.size[node];
    fleets.sizeMax[node] = fleets.size[node];
    fleets.grown[node] = 0;
    fleets.shrunk[node] = 0;
  }
}

/** Instances of a fleet up to the last that is there, draining ones too. */
export function fleetExtent(node: number): number {
  let extent = nodes.instanceCount[node];
  while (extent > 0 && places.state[nodes.firstInstance[node] + extent - 1] === ABSENT) extent--;
  return extent;
}

/** Decisions that are due are made, versions exchanged; then every instance is as its place wants it. */
export function settleFleets(): void {
  for (let node = 0; node < fleets.highWater; node++) {
    const scales = fleets.metric[node] !== 0;
    if (!scales && rollouts.may[node] === 0) continue;
    if (fleets.due[node] === 1) decide(node);
    const first = nodes.firstInstance[node];
    const count = nodes.instanceCount[node];
    for (let at = 0; at < count; at++) advancePlace(first + at);
    if (rollouts.may[node] === 1) rollOn(node, scales ? fleets.size[node] : rollouts.size[node]);
    for (let at = 0; at < count; at++) settlePlace(node, first + at);
  }
}

/** Changes the size of a fleet to what is wanted now. */
function decide(node: number): void {
  const size = fleets.size[node];
  const desired = allowed(node, stabilized(node, desiredSize(node)));
  fleets.due[node] = 0;
  fleets.samples[node] = 0;
  fleets.sum[node] = 0;
  for (let at = size; at < desired; at++) add(node);
  for (let at = size; at > desired; at--) remove(node);
}

/** Instances that are ready. */
function readyCount(node: number): number {
  const first = nodes.firstInstance[node];
  let ready = 0;
  for (let instance = first; instance < first + nodes.instanceCount[node]; instance++) {
    if (places.state[instance] === SERVES && instances.up[instance] === 1) ready++;
  }
  return ready;
}

/** What all instances have of the metric, in units of one instance's target. */
function load(node: number): number {
  const metric = fleets.metric[node];
  if (metric === BY_BACKLOG) return backlogFor(node) / fleets.target[node];
  if (metric === BY_IN_FLIGHT) return fleets.sum[node] / SAMPLES / fleets.target[node];
  return fleets.sum[node] / SAMPLES / nodes.slots[node] / fleets.target[node];
}

function desiredSize(node: number): number {
  const size = fleets.size[node];
  const awake = wakes(node);
  if (size === 0) return awake ? Math.max(1, fleets.least[node]) : 0;
  if (!awake) return 0;
  const ready = readyCount(node);
  const wantedLoad = load(node);
  let ratio = ready === 0 ? 0 : wantedLoad / ready;
  if (ready === 0) return bounded(node, size);
  const young = size - ready;
  if (young > 0 && ratio > 1) {
    ratio = wantedLoad / size;
    if (ratio < 1) return bounded(node, size);
  } else if (young > 0) {
    ratio = (wantedLoad + young) / size;
    if (ratio > 1) return bounded(node, size);
  }
  if (Math.abs(ratio - 1) <= fleets.tolerance[node]) return bounded(node, size);
  return bounded(node, -Math.floor(-(size * ratio - 1e-9)));
}

function bounded(node: number, size: number): number {
  return Math.min(fleets.most[node], Math.max(Math.max(1, fleets.least[node]), size));
}

/**
 * Whether there is to be an instance at all: KEDA looks at every poll, and lets the last one go only at
 * a poll that finds nothing to do (KEDA 2.22, ScaledObject specification).
 */
function wakes(node: number): boolean {
  if (fleets.least[node] > 0) return true;
  const now = registers[NOW];
  if (now - fleets.polledAt[node] < fleets.pollMs[node]) return fleets.size[node] > 0;
  fleets.polledAt[node] = now;
  if (backlogFor(node) > fleets.activation[node]) {
    fleets.activeAt[node] = now;
    return true;
  }
  return fleets.size[node] > 0 && now - fleets.activeAt[node] < fleets.cooldownMs[node];
}

/** What waits for a node: messages of its queues, records of its groups, or its own queue. */
function backlogFor(node: number): number {
  const seen = new Set<number>();
  let sum = nodeState.queued[node];
  const first = nodes.firstInstance[node];
  for (let link = instances.firstConsumer[first]; link !== 0; link = consumers.nextHere[link - 1]) {
    const home = consumers.home[link - 1];
    const isQueue = consumers.sort[link - 1] === FROM_QUEUE;
    const row = isQueue ? queues.backlog[home] : groups.backlog[members.group[home]];
    if (!seen.has(row)) sum += backlogs.level[row];
    seen.add(row);
  }
  return sum;
}

/** The least wanted within one time where it would grow, the most within another where it would shrink. */
function stabilized(node: number, desired: number): number {
  const size = fleets.size[node];
  const count = fleets.decisions[node];
  let low = desired;
  let high = desired;
  for (let at = Math.max(0, count - REMEMBERED); at < count; at++) {
    const row = node * REMEMBERED + (at % REMEMBERED);
    const age = registers[NOW] - fleets.decidedAt[row];
    if (age < fleets.upMs[node]) low = Math.min(low, fleets.wanted[row]);
    if (age < fleets.downMs[node]) high = Math.max(high, fleets.wanted[row]);
  }
  const row = node * REMEMBERED + (count % REMEMBERED);
  fleets.decidedAt[row] = registers[NOW];
  fleets.wanted[row] = desired;
  fleets.were[row] = size;
  fleets.decisions[node] = count + 1;
  // None at all is KEDA's decision, whose cooldown is over by then.
  if (desired === 0) return 0;
  if (size < low) return low;
  return size > high ? high : size;
}

/** A fleet grows no faster than the policies allow; it may shrink at once. */
function allowed(node: number, desired: number): number {
  const size = fleets.size[node];
  if (desired <= size) return desired;
  let before = size;
  const count = fleets.decisions[node];
  for (let at = Math.max(0, count - REMEMBERED); at < count; at++) {
    const row = node * REMEMBERED + (at % REMEMBERED);
    const age = registers[NOW] - fleets.decidedAt[row];
    if (age < POLICY_MS) before = Math.min(before, fleets.were[row]);
  }
  return Math.min(desired, Math.max(before + GROWS_BY, before * (1 + GROWS_BY_RATIO)));
}

/** The first place that is empty gets an instance, which will be ready later. */
function add(node: number): void {
  const first = nodes.firstInstance[node];
  for (let instance = first; instance < first + nodes.instanceCount[node]; instance++) {
    if (places.state[instance] !== ABSENT) continue;
    occupy(instance, STARTS, fleets.startMs[node]);
    places.version[instance] = rollouts.wanted[node];
    resize(node, 1);
    return;
  }
}

/** The last instance leaves: at once before it is ready, else it drains. */
function remove(node: number): void {
  const first = nodes.firstInstance[node];
  for (let instance = first + nodes.instanceCount[node] - 1; instance >= first; instance--) {
    const state = places.state[instance];
    if (state !== SERVES && state !== STARTS) continue;
    resize(node, -1);
    if (state === STARTS || instances.up[instance] === 0) {
      places.state[instance] = ABSENT;
      return;
    }
    drain(node, instance, fleets.drainMs[node]);
    return;
  }
}
