// Backlog: what a queue holds or a consumer group has not committed yet, as a level over time, and
// the totals of its messages over the measured period. One row per queue and per group. A lag is
// the age of the oldest message in the backlog; it grows with time between two changes, so its
// integral is exact.
import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import {
  ACKED as ACKED_METER,
  DEAD_LETTERED as DEAD_LETTERED_METER,
  DELIVERIES,
  DROPPED as DROPPED_METER,
  DUPLICATES,
  LOST as LOST_METER,
  NODE_METERS,
  nodeMeter,
  REDELIVERED,
  REDRIVEN as REDRIVEN_METER,
} from "../metrics/meters.ts";
import {
  DEATH_REASONS,
  type DeathReason,
  MESSAGE_ENDINGS,
  type MessageEnding,
} from "../results/outcomes.ts";
import type { BrokerResult } from "../results/run-result.ts";
import { control, PERIOD_START } from "./node-state.ts";

/** Rows: 10,000 queues and as many groups. */
const BACKLOGS = 20_000;

/** Endings of a message copy, in the order of MESSAGE_ENDINGS. */
export const ACKED = 0;
export const DEAD_LETTERED = 1;
export const EXPIRED = 2;
export const DROPPED = 3;
export const LOST = 4;
export const PURGED = 5;
/** A dead letter that went back to the queue it had died in. */
export const REDRIVEN = 6;
export const ENDINGS = MESSAGE_ENDINGS.length;
const REASONS = DEATH_REASONS.length;
const ENDING_METERS = Int32Array.of(
  ACKED_METER,
  DEAD_LETTERED_METER,
  DROPPED_METER,
  DROPPED_METER,
  LOST_METER,
  DROPPED_METER,
  REDRIVEN_METER,
);

class Backlogs extends Table {
  /** Node of the broker. */
  readonly node = this.int32();
  readonly level = this.int32();
  /** Largest level that lasted. */
  readonly levelMax = this.int32();
  readonly levelAtStart = this.int32();
  /** Dispatched and not settled (queue), in hand at a consumer (group). */
  readonly inDelivery = this.int32();
  readonly changedAt = this.float64();
  /** When the oldest message of the backlog was published, ms; means nothing while it is empty. */
  readonly oldestAt = this.float64();
  readonly levelTime = this.float64();
  /** Little's law, second path: overlap of each message's stay with the measured period. */
  readonly stays = this.float64();
  readonly lagTime = this.float64();
  readonly lagMax = this.float64();
  readonly offered = this.float64();
  readonly routed = this.float64();
  /** Ended before and in the backlog again, by a replay. */
  readonly returned = this.float64();
  readonly delivered = this.float64();
  readonly redelivered = this.float64();
  readonly duplicates = this.float64();
  readonly ended = this.float64(ENDINGS);
  readonly deaths = this.float64(DEATH_REASONS.length);
}

export const backlogs = new Backlogs("backlogs", BACKLOGS);

/** Brings the integrals of a backlog up to now; call before changing its level or oldest message. */
export function touchBacklog(backlog: number): void {
  const now = registers[NOW];
  const since = backlogs.changedAt[backlog];
  const elapsed = now - since;
  if (elapsed === 0) return;
  backlogs.changedAt[backlog] = now;
  const level = backlogs.level[backlog];
  if (level === 0) return;
  if (level > backlogs.levelMax[backlog]) backlogs.levelMax[backlog] = level;
  const oldest = backlogs.oldestAt[backlog];
  backlogs.levelTime[backlog] += elapsed * level;
  backlogs.lagTime[backlog] += elapsed * ((since + now) / 2 - oldest);
  if (now - oldest > backlogs.lagMax[backlog]) backlogs.lagMax[backlog] = now - oldest;
}

/** A message has come in now. The backlog must be up to date. */
export function raiseBacklog(backlog: number): void {
  backlogs.routed[backlog]++;
  if (++backlogs.level[backlog] === 1) backlogs.oldestAt[backlog] = registers[NOW];
}

/** `count` messages have ended. The backlog must be up to date; its oldest message may be another. */
export function lowerBacklog(backlog: number, ending: number, count: number): void {
  backlogs.level[backlog] -= count;
  backlogs.ended[backlog * ENDINGS + ending] += count;
  nodeMeter[backlogs.node[backlog] * NODE_METERS + ENDING_METERS[ending]] += count;
}

/** A message that came in at `sinceMs` leaves now, so its stay is known. */
export function countStay(backlog: number, sinceMs: number): void {
  backlogs.stays[backlog] += stayedSince(sinceMs);
}

/** Overlap with the measured period of a stay that began at `sinceMs` and lasts until now, ms. */
export function stayedSince(sinceMs: number): number {
  return registers[NOW] - Math.max(sinceMs, control.f64[PERIOD_START]);
}

/** A message was handed to a consumer. */
export function countDelivery(backlog: number, again: boolean): void {
  const m = backlogs.node[backlog] * NODE_METERS;
  backlogs.delivered[backlog]++;
  nodeMeter[m + DELIVERIES]++;
  if (!again) return;
  backlogs.redelivered[backlog]++;
  nodeMeter[m + REDELIVERED]++;
}

/** A message took effect once more, or will, though it took effect before. */
export function countDuplicate(backlog: number): void {
  backlogs.duplicates[backlog]++;
  nodeMeter[backlogs.node[backlog] * NODE_METERS + DUPLICATES]++;
}

/** Age of the oldest message of a backlog, ms; 0 when it is empty. */
export function backlogAge(backlog: number): number {
  return backlogs.level[backlog] === 0 ? 0 : registers[NOW] - backlogs.oldestAt[backlog];
}

export function touchBacklogs(): void {
  for (let backlog = 0; backlog < backlogs.highWater; backlog++) touchBacklog(backlog);
}

/** The measured period begins now. */
export function restartBacklogs(): void {
  touchBacklogs();
  for (let backlog = 0; backlog < backlogs.highWater; backlog++) {
    backlogs.levelAtStart[backlog] = backlogs.level[backlog];
    backlogs.levelMax[backlog] = backlogs.level[backlog];
    backlogs.lagMax[backlog] = backlogAge(backlog);
    backlogs.levelTime[backlog] = 0;
    backlogs.stays[backlog] = 0;
    backlogs.lagTime[backlog] = 0;
    backlogs.offered[backlog] = 0;
    backlogs.routed[backlog] = 0;
    backlogs.returned[backlog] = 0;
    backlogs.delivered[backlog] = 0;
    backlogs.redelivered[backlog] = 0;
    backlogs.duplicates[backlog] = 0;
    backlogs.ended.fill(0, backlog * ENDINGS, (backlog + 1) * ENDINGS);
    backlogs.deaths.fill(0, backlog * REASONS, (backlog + 1) * REASONS);
  }
}

/** Totals of a queue or group over a measured period of `periodMs`; it must be up to date. */
export function reportBacklog(backlog: number, periodMs: number): BrokerResult {
  const endings = Object.fromEntries(
    MESSAGE_ENDINGS.map((name, at) => [name, backlogs.ended[backlog * ENDINGS + at]]),
  ) as Record<MessageEnding, number>;
  return {
    published: backlogs.offered[backlog],
    routed: backlogs.routed[backlog],
    unroutable: 0,
    delivered: backlogs.delivered[backlog],
    redelivered: backlogs.redelivered[backlog],
    duplicates: backlogs.duplicates[backlog],
    endings,
    deaths: deathsOf(backlog),
    backlog: { mean: backlogs.levelTime[backlog] / periodMs, max: backlogs.levelMax[backlog] },
    backlogAtStart: backlogs.levelAtStart[backlog],
    backlogAtEnd: backlogs.level[backlog],
    inDeliveryAtEnd: backlogs.inDelivery[backlog],
    lagMs: { mean: backlogs.lagTime[backlog] / periodMs, max: backlogs.lagMax[backlog] },
  };
}

function deathsOf(backlog: number): Partial<Record<DeathReason, number>> {
  const found: Partial<Record<DeathReason, number>> = {};
  DEATH_REASONS.forEach((reason, at) => {
    const count = backlogs.deaths[backlog * REASONS + at];
    if (count > 0) found[reason] = count;
  });
  return found;
}

/** What the totals say is left: what was there, plus what came in, minus what ended. */
export function expectedBacklog(backlog: number): number {
  let left = backlogs.levelAtStart[backlog] + backlogs.routed[backlog] + backlogs.returned[backlog];
  for (let ending = 0; ending < ENDINGS; ending++)
    left -= backlogs.ended[backlog * ENDINGS + ending];
  return left;
}
