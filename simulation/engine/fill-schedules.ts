// Writes schedules into their columns, beside the sources that they are, and reports on their batches.
import type { SourceDescriptor } from "../kinds/descriptors.ts";
import { ALLOWS, FORBIDS, REPLACES, schedules } from "../primitives/schedule.ts";
import { sources } from "../primitives/source-parameters.ts";
import type { ScheduleResult } from "../results/schedule-result.ts";
import type { Program } from "./program.ts";

const OVERLAPS = { allow: ALLOWS, forbid: FORBIDS, replace: REPLACES } as const;

/** All schedules; sources must be filled in. */
export function fillSchedules({ nodes }: Program): string | null {
  if (!schedules.occupy(sources.highWater)) return schedules.name;
  for (let source = 0; source < sources.highWater; source++) {
    const descriptor = nodes[sources.node[source]]?.descriptor;
    const schedule = descriptor?.primitive === "source" ? descriptor.source.schedule : undefined;
    schedules.atOnce[source] = schedule?.atOnce ?? 0;
    if (schedule === undefined) continue;
    schedules.everyMs[source] = schedule.everyMs ?? 0;
    schedules.firstMs[source] = schedule.firstMs;
    schedules.overlap[source] = OVERLAPS[schedule.overlap];
    schedules.windowMs[source] = schedule.windowMs ?? 0;
    schedules.stops[source] = schedule.stops ? 1 : 0;
  }
  return null;
}

/** When a schedule starts its batches; null: the source is none. */
export function timesShape({ schedule }: SourceDescriptor): unknown {
  return schedule === undefined ? null : [schedule.everyMs, schedule.firstMs, schedule.timesMs];
}

/** What the batches of a node came to; null where it starts none. */
export function scheduleResultOf(node: number): ScheduleResult | null {
  for (let source = 0; source < schedules.highWater; source++) {
    if (sources.node[source] !== node || schedules.atOnce[source] === 0) continue;
    const completed = schedules.completed[source];
    return {
      started: schedules.started[source],
      completed,
      skipped: schedules.skipped[source],
      replaced: schedules.replaced[source],
      missedWindow: schedules.missed[source],
      runningAtEnd: schedules.running[source],
      jobs: {
        done: schedules.jobsDone[source],
        failed: schedules.jobsFailed[source],
        dropped: schedules.jobsDropped[source],
      },
      lengthMs: {
        mean: completed > 0 ? schedules.lengthSum[source] / completed : null,
        max: completed > 0 ? schedules.lengthMax[source] : null,
      },
    };
  }
  return null;
}
