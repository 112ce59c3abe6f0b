// Rolling deploys: instances of one version are replaced by those of another as a Deployment of
// Kubernetes does it. New ones start while there are no more than so many above the wanted number; old
// ones leave while enough are available. One that waits to be ready counts as available once callers know that
// it is; where nobody asks, at once, though it answers only after its start. Outside the events.
import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { instances } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { ABSENT, BOOTS, places, SERVES, STARTS } from "./place-rows.ts";
import { advancePlace, cutOff, drain, lookAgain, occupy } from "./places.ts";

/** What is told to callers at an instant is known to all of them this much later, ms. */
const TOLD_MS = 1;

class Rollouts extends Table {
  /** 1: it has rolling deploys. */
  readonly may = this.uint8();
  /** Instances where nothing scales them. */
  readonly size = this.int32();
  readonly surgeRatio = this.float64();
  readonly unavailableRatio = this.float64();
  readonly startMs = this.float64();
  /** From answering to being found ready; negative = nobody asks. */
  readonly noticeMs = this.float64();
  /** 0 = stopped at once. */
  readonly drainMs = this.float64();
  /** 1: the new version is to run. */
  readonly wanted = this.uint8();
  /** What the new version does: errors, and service times multiplied. */
  readonly ratio = this.float64();
  readonly factor = this.float64();
  /** Instances replaced, and when all were of one version and known, ms; -1 = not yet. */
  readonly replaced = this.int32();
  readonly doneAt = this.float64();
}

/** By node. */
export const rollouts = new Rollouts("rollouts", 1_000);

/** Nothing is deployed unless `deploy` says so. */
export function undeploy(): void {
  rollouts.wanted.fill(0, 0, rollouts.highWater);
}

/** A new version is to run on all instances of a node. */
export function deploy(node: number, ratio: number, factor: number): void {
  if (rollouts.may[node] === 0) return;
  rollouts.wanted[node] = 1;
  rollouts.ratio[node] = ratio;
  rollouts.factor[node] = factor;
}

/** How many are above the wanted number at most, and unavailable; Kubernetes rounds up, and down. */
function surgeOf(node: number, size: number): number {
  return -Math.floor(-(size * rollouts.surgeRatio[node] - 1e-9));
}

function unavailableOf(node: number, size: number): number {
  const count = Math.floor(size * rollouts.unavailableRatio[node] + 1e-9);
  return count === 0 && surgeOf(node, size) === 0 ? 1 : count;
}

/** Replaces as many instances as may be replaced now; `size` are wanted. */
export function rollOn(node: number, size: number): void {
  const first = nodes.firstInstance[node];
  const last = first + nodes.instanceCount[node];
  const version = rollouts.wanted[node];
  const most = size + surgeOf(node, size);
  const least = size - unavailableOf(node, size);
  for (;;) {
    let oldest = -1;
    let newest = -1;
    let empty = -1;
    let renewed = 0;
    let total = 0;
    let available = 0;
    for (let instance = last - 1; instance >= first; instance--) {
      const state = places.state[instance];
      if (state === ABSENT) empty = instance;
      if (state !== SERVES && state !== STARTS && state !== BOOTS) continue;
      total++;
      const isThere = instances.listed[instance] === 1;
      if (state === BOOTS || (state === SERVES && isThere)) available++;
      if (places.version[instance] === version) {
        if (renewed++ === 0) newest = instance;
      } else if (oldest < 0 || !isUseless(oldest) || isUseless(instance)) {
        oldest = instance;
      }
    }
    if (renewed < size && total < most && empty >= 0) begin(node, empty, version);
    else if (oldest >= 0 && (isUseless(oldest) || available > least)) {
      retire(node, oldest);
    } else if (oldest < 0 && renewed > size) retire(node, newest);
    else {
      const isDone = oldest < 0 && available === size && rollouts.replaced[node] > 0;
      if (isDone && rollouts.doneAt[node] < 0) rollouts.doneAt[node] = registers[NOW];
      return;
    }
  }
}

/** Starts still, or has crashed and everybody knows: nobody misses it. */
function isUseless(instance: number): boolean {
  if (places.state[instance] === STARTS) return true;
  return instances.up[instance] === 0 && instances.listed[instance] === 0;
}

function begin(node: number, instance: number, version: number): void {
  const noticeMs = rollouts.noticeMs[node];
  const startMs = rollouts.startMs[node];
  places.version[instance] = version;
  if (noticeMs < 0) occupy(instance, BOOTS, startMs);
  else occupy(instance, STARTS, startMs + noticeMs);
  if (noticeMs < 0) return;
  // By then callers have been told of it, and an old one may go.
  lookAgain(instance, places.until[instance] + nodes.endpointDelayMs[node] + TOLD_MS);
  rollouts.doneAt[node] = -1;
}

function retire(node: number, instance: number): void {
  rollouts.replaced[node]++;
  if (places.state[instance] !== SERVES || instances.up[instance] === 0) {
    places.state[instance] = ABSENT;
  } else if (rollouts.drainMs[node] > 0) {
    drain(node, instance, rollouts.drainMs[node]);
    advancePlace(instance);
  } else {
    cutOff(instance);
  }
}

/** Instances of the new version fail, or are slower, as it is said to. */
export function applyVersions(): void {
  for (let node = 0; node < rollouts.highWater; node++) {
    if (rollouts.may[node] === 0) continue;
    const first = nodes.firstInstance[node];
    for (let instance = first; instance < first + nodes.instanceCount[node]; instance++) {
      if (places.version[instance] === 0) continue;
      instances.slowFactor[instance] *= rollouts.factor[node];
      const before = instances.addedErrorRatio[instance];
      instances.addedErrorRatio[instance] = 1 - (1 - before) * (1 - rollouts.ratio[node]);
    }
  }
}
