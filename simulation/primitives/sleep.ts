// The slots an instance may use, and the sleep of stations that poll: an instance that finds nothing
// to do sleeps, then looks again. Broken and sleeping instances have no slots to offer, so nothing
// that gives out slots needs to know of either.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { WAKE } from "./event-kinds.ts";
import { touchInstance } from "./instance-load.ts";
import { instances } from "./node-state.ts";
import { nodes, SHARES, UNLIMITED } from "./parameters.ts";
import { INSTANCE_STREAMS, SLEEP } from "./streams.ts";

/** Random stream of an instance for one of its purposes. */
export function instanceStream(instance: number, node: number, purpose: number): number {
  const at = instance - nodes.firstInstance[node];
  return nodes.firstStream[node] + at * INSTANCE_STREAMS + purpose;
}

/**
 * Sets how many may be in service at an instance: none while it is broken or asleep. Shared cores
 * take all who are let in, so what would be the bound of a queue bounds them.
 */
export function setUsable(instance: number, node: number): void {
  touchInstance(instance);
  if (instances.broken[instance] !== 0 || instances.asleep[instance] === 1) {
    // Shared cores take in what comes while they stand still.
    if ((nodes.mode[node] & SHARES) === 0) {
      instances.slots[instance] = 0;
      return;
    }
  }
  instances.slots[instance] = (nodes.mode[node] & SHARES) !== 0 ? roomOf(node) : nodes.slots[node];
}

function roomOf(node: number): number {
  const bound = nodes.shareMax[node];
  return nodes.slots[node] > UNLIMITED - bound ? UNLIMITED : nodes.slots[node] + bound;
}

/** Nothing was to be done: the instance looks again after a sleep. */
export function fallAsleep(instance: number, node: number): void {
  instances.asleep[instance] = 1;
  setUsable(instance, node);
  sampleInto(nodes.sleep[node], instanceStream(instance, node, SLEEP));
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(WAKE, instance, 0);
}
