// Writes what stands at the doors of nodes into its columns, and what it comes to into results.
import type { AdmissionDescriptor, StationDescriptor } from "../kinds/descriptors.ts";
import {
  AIMD_LIMIT,
  BY_QUEUE,
  BY_UTILIZATION,
  buckets,
  doors,
  FIXED_LIMIT,
  GRADIENT_LIMIT,
  limits,
  queueAges,
} from "../primitives/admission-rows.ts";
import { bookLimit, openLimit } from "../primitives/concurrency-limit.ts";
import { recordsOperations } from "../primitives/instance-load.ts";
import {
  DOOR_BATCH,
  DOOR_LIMIT,
  DOOR_PRIORITY,
  DOOR_RATE,
  DOOR_RATIOS,
  LEVELS,
  nodes,
  UNLIMITED,
  WATCH_LIMIT,
  WATCH_OPERATIONS,
} from "../primitives/parameters.ts";
import type { LimitResult } from "../results/run-result.ts";
import type { Program, ProgramNode } from "./program.ts";

const LIMIT_KINDS = { fixed: FIXED_LIMIT, aimd: AIMD_LIMIT, gradient: GRADIENT_LIMIT } as const;
const MEASURES = { utilization: BY_UTILIZATION, queue: BY_QUEUE } as const;

function stationOf({ descriptor }: ProgramNode): StationDescriptor | null {
  return descriptor.primitive === "source" ? null : descriptor.station;
}

/** Doors of all nodes; with `fresh` their present too. Null or the cap that was hit. */
export function fillDoors(program: Program, fresh: boolean): string | null {
  if (!doors.occupy(program.nodes.length)) return "nodes";
  const stations = program.nodes.map(stationOf);
  const last = program.nodes.at(-1);
  const instances = last ? last.firstInstance + last.instanceCount : 0;
  const rowsFor = (isUsed: boolean): number => (isUsed ? instances : 0);
  const isLimited = (station: StationDescriptor | null): boolean =>
    station !== null && station.admission !== null && "limit" in station.admission;
  if (
    !buckets.occupy(rowsFor(stations.some((station) => station?.rateLimit != null))) ||
    !limits.occupy(rowsFor(stations.some(isLimited))) ||
    !queueAges.occupy(rowsFor(stations.some((station) => station?.discipline === "adaptive-lifo")))
  ) {
    return "instances";
  }
  program.nodes.forEach((node, row) => {
    const station = stations[row] ?? null;
    nodes.door[row] = 0;
    nodes.watch[row] = station !== null && recordsOperations() ? WATCH_OPERATIONS : 0;
    if (station === null) return;
    if (station.bulk !== null) nodes.door[row] |= DOOR_BATCH;
    fillRateLimit(row, station);
    if (station.admission !== null) fillAdmission(row, node, station.admission, fresh);
  });
  return null;
}

function fillRateLimit(row: number, { rateLimit }: StationDescriptor): void {
  if (rateLimit === null) return;
  nodes.door[row] |= DOOR_RATE;
  doors.tokensPerMs[row] = rateLimit.ratePerS / 1000;
  doors.burst[row] = rateLimit.burst;
  doors.waitersMax[row] = rateLimit.wait ? (rateLimit.queueLengthMax ?? UNLIMITED) : 0;
  doors.bucketShared[row] = rateLimit.shared ? 1 : 0;
}

function fillAdmission(
  row: number,
  node: ProgramNode,
  admission: AdmissionDescriptor,
  fresh: boolean,
): void {
  if ("acceptRatios" in admission) {
    nodes.door[row] |= DOOR_RATIOS;
  } else if ("thresholds" in admission) {
    nodes.door[row] |= DOOR_PRIORITY;
    doors.shedBy[row] = MEASURES[admission.measure];
    for (let level = 0; level < LEVELS; level++) {
      const at = Math.min(level, admission.thresholds.length) - 1;
      doors.shedFrom[row * LEVELS + level] = admission.thresholds[at] ?? Infinity;
    }
  } else {
    nodes.door[row] |= DOOR_LIMIT;
    nodes.watch[row] |= WATCH_LIMIT;
    fillLimit(row, node, admission.limit, fresh);
  }
}

function fillLimit(
  row: number,
  { firstInstance, instanceCount }: ProgramNode,
  limit: Extract<AdmissionDescriptor, { limit: unknown }>["limit"],
  fresh: boolean,
): void {
  doors.limitKind[row] = LIMIT_KINDS[limit.kind];
  doors.limitStart[row] = limit.initialLimit;
  doors.limitLeast[row] = limit.minLimit;
  doors.limitMost[row] = limit.maxLimit;
  doors.backoffRatio[row] = limit.backoffRatio;
  doors.lateMs[row] = limit.timeoutMs;
  doors.smoothing[row] = limit.smoothing;
  doors.rttTolerance[row] = limit.rttTolerance;
  doors.longWindow[row] = limit.longWindow;
  doors.queueSize[row] = limit.queueSize;
  if (!fresh && limit.kind !== "fixed") return;
  for (let at = firstInstance; at < firstInstance + instanceCount; at++) {
    if (fresh) {
      limits.lowest[at] = limit.initialLimit;
      limits.highest[at] = limit.initialLimit;
    }
    openLimit(at, row);
  }
}

/** Rows of the limits of a node: one an instance, or one for a queue that all share. */
function limitRowsOf(node: number): readonly number[] {
  if ((nodes.door[node] & DOOR_LIMIT) === 0) return [];
  const count = nodes.sharedQueue[node] === 1 ? 1 : nodes.instanceCount[node];
  return Array.from({ length: count }, (_, at) => nodes.firstInstance[node] + at);
}

/** How many the limits of a node let in together, now; NaN where it has none. */
export function limitNow(node: number): number {
  const rows = limitRowsOf(node);
  return rows.length === 0 ? Number.NaN : rows.reduce((sum, row) => sum + limits.limit[row], 0);
}

/** The concurrency limit of a node over the measured period, as an instance has it. */
export function limitResultOf(node: number, periodMs: number): LimitResult | null {
  const rows = limitRowsOf(node);
  if (rows.length === 0) return null;
  for (const row of rows) bookLimit(row);
  const mean = (value: (row: number) => number): number =>
    rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
  return {
    mean: mean((row) => limits.limitTime[row]) / periodMs,
    min: Math.min(...rows.map((row) => limits.lowest[row])),
    max: Math.max(...rows.map((row) => limits.highest[row])),
    atEnd: mean((row) => limits.limit[row]),
  };
}
