// When a fault acts, and what dragging a part of its bar does to that. All times in seconds.
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { lengthOf } from "../store/fault-title.ts";

export interface FaultTimes {
  readonly atS: number;
  /** null: until the end of the run. */
  readonly forS: number | null;
  readonly rampS: number;
}

/** What is held: the whole bar, one of its ends, or the corner where the ramp ends. */
export type FaultPart = "body" | "start" | "end" | "ramp";

export interface DragLimits {
  readonly durationS: number;
  readonly stepS: number;
}

export function faultTimes(fault: FaultDocument): FaultTimes {
  return { atS: fault.atS ?? 0, forS: lengthOf(fault), rampS: fault.rampS ?? 0 };
}

/** Only what differs: a fault that cannot ramp must not get a `rampS` written. */
export function changedTimes(before: FaultTimes, after: FaultTimes): Partial<FaultDocument> {
  return {
    ...(after.atS === before.atS ? {} : { atS: after.atS }),
    ...(after.forS === before.forS ? {} : { forS: after.forS }),
    ...(after.rampS === before.rampS ? {} : { rampS: after.rampS }),
  };
}

export function endS(times: FaultTimes, durationS: number): number {
  return times.forS === null ? durationS : times.atS + times.forS;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}

function snap(value: number, stepS: number): number {
  // Multiplying by the step leaves binary dust (0.30000000000000004); a file should not carry it.
  return Number((Math.round(value / stepS) * stepS).toFixed(6));
}

function tidy(value: number): number {
  return Number(value.toFixed(6));
}

/** Times after the part was dragged by `deltaS` from where the gesture began. */
export function dragFault(
  times: FaultTimes,
  part: FaultPart,
  deltaS: number,
  { durationS, stepS }: DragLimits,
): FaultTimes {
  const end = endS(times, durationS);
  switch (part) {
    case "body":
      return { ...times, atS: clamp(snap(times.atS + deltaS, stepS), 0, durationS - stepS) };
    case "start": {
      const atS = clamp(snap(times.atS + deltaS, stepS), 0, end - stepS);
      return fitRamp({ ...times, atS, forS: times.forS === null ? null : tidy(end - atS) }, end);
    }
    case "end": {
      const newEnd = clamp(snap(end + deltaS, stepS), times.atS + stepS, durationS);
      return fitRamp({ ...times, forS: tidy(newEnd - times.atS) }, newEnd);
    }
    case "ramp":
      return { ...times, rampS: clamp(snap(times.rampS + deltaS, stepS), 0, end - times.atS) };
  }
}

function fitRamp(times: FaultTimes, end: number): FaultTimes {
  const room = tidy(end - times.atS);
  return times.rampS > room ? { ...times, rampS: room } : times;
}

export interface LanedItem {
  readonly id: string;
  /** Room the item needs, px. */
  readonly from: number;
  readonly to: number;
}

/** Lane of each item, so that none covers another: the first that is free; of two that begin together the first listed. */
export function lanesOf(items: readonly LanedItem[]): ReadonlyMap<string, number> {
  const lanes = new Map<string, number>();
  const busyUntil: number[] = [];
  for (const item of [...items].sort((a, b) => a.from - b.from)) {
    const free = busyUntil.findIndex((until) => until <= item.from);
    const lane = free < 0 ? busyUntil.length : free;
    busyUntil[lane] = item.to;
    lanes.set(item.id, lane);
  }
  return lanes;
}
