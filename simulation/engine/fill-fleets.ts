// Writes what fleets that change their size ask for, and reports what they did.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import type { AutoscaleDescriptor, StationDescriptor } from "../kinds/descriptors.ts";
import {
  BY_BACKLOG,
  BY_IN_FLIGHT,
  BY_UTILIZATION,
  BY_WORKING,
  fleetExtent,
  fleets,
  SAMPLES,
} from "../primitives/autoscale.ts";
import { FLEET_SAMPLE } from "../primitives/event-kinds.ts";
import { instances } from "../primitives/node-state.ts";
import { nodes } from "../primitives/parameters.ts";
import { ABSENT, places } from "../primitives/place-rows.ts";
import { rollouts } from "../primitives/rollout.ts";
import type { NodeResult } from "../results/run-result.ts";
import type { Program } from "./program.ts";
import { subscriptionsOf } from "./subscriptions.ts";

const METRICS = {
  utilization: BY_UTILIZATION,
  working: BY_WORKING,
  inFlight: BY_IN_FLIGHT,
  backlog: BY_BACKLOG,
} as const satisfies Record<AutoscaleDescriptor["metric"], number>;

/** Fleets of a fresh run; nothing of them changes while it goes on. Nodes and brokers must be filled in. */
export function fillFleets(program: Program, fresh: boolean): string | null {
  if (!fresh) return null;
  fleets.occupy(program.nodes.length);
  rollouts.occupy(program.nodes.length);
  places.occupy(instances.highWater);
  for (const [node, { descriptor }] of program.nodes.entries()) {
    if (descriptor.primitive === "source") continue;
    const { autoscale, rollout } = descriptor.station;
    if (rollout != null) openRollout(node, rollout);
    if (autoscale != null) openFleet(program, node, autoscale);
  }
  return null;
}

function openRollout(node: number, given: NonNullable<StationDescriptor["rollout"]>): void {
  rollouts.may[node] = 1;
  rollouts.size[node] = given.instances;
  rollouts.surgeRatio[node] = given.maxSurge;
  rollouts.unavailableRatio[node] = given.maxUnavailable;
  rollouts.startMs[node] = given.startupS * 1000;
  rollouts.noticeMs[node] = given.readyS === null ? -1 : given.readyS * 1000;
  rollouts.drainMs[node] = given.drainS * 1000;
  rollouts.doneAt[node] = -1;
  const first = nodes.firstInstance[node];
  for (let at = given.instances; at < nodes.instanceCount[node]; at++) {
    places.state[first + at] = ABSENT;
  }
}

/** Of a node that was deployed anew; `replaced` counts instances, those of a way back too. */
export function rolloutResultOf(node: number): Pick<NodeResult, "rollout"> {
  if (node >= rollouts.highWater || rollouts.may[node] === 0) return {};
  const doneAt = rollouts.doneAt[node];
  return {
    rollout: { replaced: rollouts.replaced[node], doneAtS: doneAt < 0 ? null : doneAt / 1000 },
  };
}

function openFleet(program: Program, node: number, given: AutoscaleDescriptor): void {
  fleets.metric[node] = METRICS[given.metric];
  fleets.target[node] = given.target;
  fleets.least[node] = given.minReplicas;
  fleets.most[node] = Math.min(given.maxReplicas, partitionsRead(program, node));
  fleets.syncMs[node] = given.syncPeriodS * 1000;
  fleets.tolerance[node] = given.tolerance;
  fleets.upMs[node] = given.upStabilizationS * 1000;
  fleets.downMs[node] = given.downStabilizationS * 1000;
  fleets.startMs[node] = given.startupS * 1000;
  fleets.drainMs[node] = given.drainS * 1000;
  fleets.pollMs[node] = given.pollingS * 1000;
  fleets.cooldownMs[node] = given.cooldownS * 1000;
  fleets.activation[node] = given.activation;
  // What was asked for counts as wanted at the start.
  fleets.decisions[node] = 1;
  fleets.wanted[node * (fleets.wanted.length / (fleets.cap + 1))] = given.initial;
  fleets.were[node * (fleets.were.length / (fleets.cap + 1))] = given.initial;
  fleets.size[node] = given.initial;
  fleets.sizeMin[node] = given.initial;
  fleets.sizeMax[node] = given.initial;
  const first = nodes.firstInstance[node];
  for (let at = given.initial; at < nodes.instanceCount[node]; at++) {
    places.state[first + at] = ABSENT;
  }
  registers[AT] = fleets.syncMs[node] / SAMPLES;
  schedule(FLEET_SAMPLE, node, 0);
}

/** More members of a group than partitions would have nothing to do. */
function partitionsRead(program: Program, node: number): number {
  let most = Infinity;
  for (const [broker, { descriptor }] of program.nodes.entries()) {
    if (descriptor.primitive !== "log") continue;
    const readers = subscriptionsOf(program, broker).map(({ resolved }) => resolved.to);
    const isRead = readers.some((to) => program.index.nodeOf(to) === node);
    if (isRead) most = Math.min(most, descriptor.log.partitions);
  }
  return most;
}

/** Of a fleet that changes its size, over a measured period of `periodMs`. */
export function fleetResultOf(node: number, periodMs: number): Pick<NodeResult, "replicas"> {
  if (node >= fleets.highWater || fleets.metric[node] === 0) return {};
  const since = registers[NOW] - fleets.changedAt[node];
  return {
    replicas: {
      mean: (fleets.sizeTime[node] + since * fleets.size[node]) / periodMs,
      min: fleets.sizeMin[node],
      max: fleets.sizeMax[node],
      atEnd: fleets.size[node],
      added: fleets.grown[node],
      removed: fleets.shrunk[node],
    },
  };
}

/** Positions of the first instances of a node that are there; a deploy leaves gaps between them. */
export function placesTaken(node: number, most: number): readonly number[] {
  const count = nodes.instanceCount[node];
  const isGapless = node >= rollouts.highWater || rollouts.may[node] === 0;
  const isTaken = (at: number) => places.state[nodes.firstInstance[node] + at] !== ABSENT;
  const found: number[] = [];
  for (let at = 0; at < count && found.length < most; at++) {
    if (isGapless || isTaken(at)) found.push(at);
  }
  return found;
}

/** Instances that are there now, those that start or drain too. */
export function instancesNow(node: number): number {
  if (node >= fleets.highWater) return nodes.instanceCount[node];
  if (rollouts.may[node] === 1) return placesTaken(node, Infinity).length;
  return fleets.metric[node] === 0 ? nodes.instanceCount[node] : fleetExtent(node);
}
