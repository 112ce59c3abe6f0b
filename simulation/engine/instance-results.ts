// What a run that records the load of instances tells of them.

import { NOW, registers } from "../core/registers.ts";
import {
  instanceLoad,
  LOAD_LEVELS,
  nodeLoad,
  recordsLoad,
  touchLoad,
} from "../primitives/instance-load.ts";
import { control, PERIOD_START } from "../primitives/node-state.ts";
import { nodes, SHARES, SOURCE, UNLIMITED } from "../primitives/parameters.ts";
import type { EngineTotals } from "../results/engine-port.ts";
import type { InstanceLoad, InstanceResult, Maybe } from "../results/run-result.ts";
import type { Program } from "./program.ts";

function utilizationOf(node: number, instance: number): Maybe {
  const slotTime = instanceLoad.slotTime[instance];
  // Who shares cores does not hold one.
  if ((nodes.mode[node] & SHARES) !== 0) return null;
  if (nodes.slots[node] === UNLIMITED || slotTime <= 0) return null;
  return instanceLoad.heldTime[instance] / slotTime;
}

function instanceResultOf(node: number, instance: number, periodMs: number): InstanceResult {
  const shared = nodes.sharedQueue[node] === 1;
  return {
    arrivals: shared ? null : instanceLoad.arrivals[instance],
    utilization: utilizationOf(node, instance),
    queue: { mean: shared ? null : instanceLoad.queuedTime[instance] / periodMs },
    inFlight: { mean: instanceLoad.presentTime[instance] / periodMs },
  };
}

function loadOf(node: number, periodMs: number): InstanceLoad {
  const first = nodes.firstInstance[node];
  const count = nodes.instanceCount[node];
  const times = nodeLoad.time.subarray(node * LOAD_LEVELS, (node + 1) * LOAD_LEVELS);
  const distribution = Array.from(times, (time) => time / periodMs / count);
  while (distribution.length > 1 && distribution.at(-1) === 0) distribution.pop();
  const instances = Array.from({ length: count }, (_, at) =>
    instanceResultOf(node, first + at, periodMs),
  );
  return { distribution, instances };
}

/** Totals with the load of instances, where the run records it; no part of the digest. */
export function withInstanceLoad(totals: EngineTotals, program: Program): EngineTotals {
  if (!recordsLoad()) return totals;
  touchLoad();
  const periodMs = Math.max(registers[NOW] - control.f64[PERIOD_START], 1e-9);
  const found = { ...totals.nodes };
  program.nodes.forEach(({ id }, node) => {
    const result = found[id];
    if (!result || nodes.primitive[node] === SOURCE) return;
    found[id] = { ...result, instanceLoad: loadOf(node, periodMs) };
  });
  return { ...totals, nodes: found };
}
