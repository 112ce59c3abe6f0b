// The order in which messages took effect, worked out from their steps alone.
import type { MessageStep } from "../../simulation/results/broker-result.ts";
import { MESSAGE_ENDINGS } from "../../simulation/results/outcomes.ts";

/** A message that took effect after a newer one of its line: its group or, without groups, its flow. */
export interface Astray {
  readonly message: number;
  readonly operation: string;
  readonly atMs: number;
}

export interface Disorder {
  /** Of all effects, whoever brought them about. */
  readonly all: readonly Astray[];
  /**
   * Of first effects, as the queue gives messages out: without work on a delivery that it had taken
   * back, and without messages that had left it before.
   */
  readonly givenOut: readonly Astray[];
}

/** What is known of the messages of a queue. */
interface Seen {
  readonly newest: Map<string, number>;
  readonly newestGivenOut: Map<string, number>;
  readonly appliedInTurn: Set<number>;
  readonly returns: Map<number, number>;
  readonly left: Set<number>;
}

/** True where a newer message of the line had been noted before. */
function comesLate(newest: Map<string, number>, line: string, message: number): boolean {
  const isLate = message < (newest.get(line) ?? -1);
  if (!isLate) newest.set(line, message);
  return isLate;
}

/** Whether an effect is the first of a message that its queue counts on. */
function isInTurn(seen: Seen, { message, returns }: MessageStep): boolean {
  if (seen.left.has(message) || returns !== (seen.returns.get(message) ?? 0)) return false;
  if (seen.appliedInTurn.has(message)) return false;
  seen.appliedInTurn.add(message);
  return true;
}

/** Follows a queue; the steps of two copies of a message in it are not told apart. */
export function disorderIn(steps: readonly MessageStep[], queue: string): Disorder {
  const seen: Seen = {
    newest: new Map(),
    newestGivenOut: new Map(),
    appliedInTurn: new Set(),
    returns: new Map(),
    left: new Set(),
  };
  const all: Astray[] = [];
  const givenOut: Astray[] = [];
  for (const one of steps) {
    const { queue: name, step, message, operation, group, atMs } = one;
    if (name !== queue) continue;
    if ((MESSAGE_ENDINGS as readonly string[]).includes(step)) seen.left.add(message);
    if (step === "returned") seen.returns.set(message, (seen.returns.get(message) ?? 0) + 1);
    if (step !== "applied") continue;
    const line = group === undefined ? operation : `group ${group}`;
    if (comesLate(seen.newest, line, message)) all.push({ message, operation, atMs });
    if (!isInTurn(seen, one)) continue;
    const late = comesLate(seen.newestGivenOut, line, message);
    if (late) givenOut.push({ message, operation, atMs });
  }
  return { all, givenOut };
}

/** A record that took effect for the first time after a newer one of its partition. */
export interface AstrayRecord {
  readonly partition: number;
  readonly offset: number;
  readonly atMs: number;
  /** Its group had gone on to the next one before, without its effect. */
  readonly wasGivenUp: boolean;
}

/** What is known of a partition to a group. */
interface Reading {
  newest: number;
  delivered: number;
  readonly applied: Set<number>;
  readonly givenUp: Set<number>;
}

/** Follows a group of a log; no record that it has had may be lost to the log. */
export function recordDisorderIn(
  steps: readonly MessageStep[],
  group: string,
): readonly AstrayRecord[] {
  const readings = new Map<number, Reading>();
  const found: AstrayRecord[] = [];
  for (const { queue, step, message: offset, partition = -1, atMs } of steps) {
    if (queue !== group) continue;
    const reading: Reading = readings.get(partition) ?? {
      newest: -1,
      delivered: -1,
      applied: new Set(),
      givenUp: new Set(),
    };
    readings.set(partition, reading);
    const { applied, givenUp, delivered } = reading;
    if (step === "delivered") {
      if (offset > delivered && delivered >= 0 && !applied.has(delivered)) givenUp.add(delivered);
      reading.delivered = offset;
    }
    if (step !== "applied") continue;
    const isLate = offset < reading.newest && !applied.has(offset);
    if (isLate) found.push({ partition, offset, atMs, wasGivenUp: givenUp.has(offset) });
    applied.add(offset);
    reading.newest = Math.max(reading.newest, offset);
  }
  return found;
}
