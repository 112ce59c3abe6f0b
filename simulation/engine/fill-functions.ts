// Writes functions and their environments, and reports what became of them.
import { NOW, registers } from "../core/registers.ts";
import {
  DOOR_FUNCTION,
  functions,
  renewEnvironments,
  WATCH_FUNCTION,
} from "../primitives/environments.ts";
import { nodes } from "../primitives/parameters.ts";
import { ENCODES } from "../primitives/wire-rows.ts";
import type { EnvironmentResult } from "../results/environment-result.ts";
import type { Program } from "./program.ts";

/** Numbers of all functions; doors and modes of nodes must be filled in. Null or the cap that was hit. */
export function fillFunctions({ nodes: list, index }: Program, fresh: boolean): string | null {
  if (!functions.occupy(list.length)) return functions.name;
  for (const [row, { descriptor }] of list.entries()) {
    const given = descriptor.primitive === "station" ? descriptor.station.environments : undefined;
    if (given === undefined) continue;
    functions.most[row] = given.max;
    functions.each[row] = given.requestsEach;
    functions.burst[row] = given.burst ?? 0;
    functions.perMs[row] = given.ratePerS / 1000;
    functions.idleMs[row] = given.idleMs ?? 0;
    functions.warm[row] = Math.min(given.warm, given.max);
    functions.start[row] = index.distribution(given.coldStart, "ms");
    functions.waits[row] = given.waitMs === null ? 0 : 1;
    nodes.door[row] |= DOOR_FUNCTION;
    nodes.watch[row] |= WATCH_FUNCTION;
    nodes.mode[row] |= ENCODES;
    if (fresh) renewEnvironments(row);
  }
  return null;
}

/** What a function did in the measured period; null where a node is none. */
export function environmentResultOf(node: number, periodMs: number): EnvironmentResult | null {
  if ((nodes.door[node] & DOOR_FUNCTION) === 0) return null;
  const since = registers[NOW] - functions.changedAt[node];
  const coldStarts = functions.coldStarts[node];
  return {
    mean: (functions.countTime[node] + since * functions.count[node]) / periodMs,
    min: functions.least[node],
    max: functions.highest[node],
    atEnd: functions.count[node],
    coldStarts,
    coldMs: coldStarts > 0 ? functions.coldMs[node] / coldStarts : null,
    throttled: functions.throttled[node],
    ended: functions.ended[node],
  };
}

/** Environments of a function now; NaN of other nodes. */
export function environmentsNow(node: number): number {
  return (nodes.door[node] & DOOR_FUNCTION) === 0 ? Number.NaN : functions.count[node];
}
