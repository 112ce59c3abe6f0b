// The lives of single records, worked out from their steps alone: what of a log stands, what was lost
// to it, and who had each record how often and in which order.
import type { MessageStep } from "../../simulation/results/run-result.ts";

export interface RecordLife {
  readonly partition: number;
  readonly offset: number;
  isLost: boolean;
  /** By group. */
  readonly delivered: Record<string, number>;
  readonly applied: Record<string, number>;
}

export interface RecordLives {
  /** In the order in which they came; an offset that was lost may be given again. */
  readonly records: readonly RecordLife[];
  readonly broken: readonly string[];
}

interface Following {
  readonly records: RecordLife[];
  /** By partition, those that stand, by offset. */
  readonly standing: RecordLife[][];
  /** By group and partition, the offset that was delivered last. */
  readonly position: Map<string, number>;
}

/**
 * Follows all records of a log. `jumps`: groups may pass records over, since retention or a replay
 * moves them.
 */
export function recordLivesOf(steps: readonly MessageStep[], jumps: boolean): RecordLives {
  const all: Following = { records: [], standing: [], position: new Map() };
  const broken: string[] = [];
  for (const step of steps) {
    const fault = follow(all, step, jumps);
    if (fault !== null) broken.push(`${fault}: ${JSON.stringify(step)}`);
  }
  return { records: all.records, broken };
}

function follow(all: Following, step: MessageStep, jumps: boolean): string | null {
  const { queue, message: offset, partition = -1 } = step;
  all.standing[partition] ??= [];
  const standing = all.standing[partition];
  if (queue === "") return keep(all, step, standing);
  const record = standing[offset];
  if (record === undefined) return "there is no such record";
  const { delivered, applied } = record;
  if (step.step === "applied" || step.step === "passedOver") {
    const times = applied[queue] ?? 0;
    applied[queue] = times + 1;
    return times < (delivered[queue] ?? 0) ? null : "it was applied without a delivery";
  }
  delivered[queue] = (delivered[queue] ?? 0) + 1;
  const key = `${queue} ${partition}`;
  const before = all.position.get(key) ?? -1;
  all.position.set(key, offset);
  return offset <= before + 1 || jumps ? null : `records from ${before + 1} on were passed over`;
}

function keep(all: Following, step: MessageStep, standing: RecordLife[]): string | null {
  const { message: offset, partition = -1 } = step;
  if (step.step === "routed") {
    const record = { partition, offset, isLost: false, delivered: {}, applied: {} };
    const isNext = standing.length === offset;
    standing[offset] = record;
    all.records.push(record);
    return isNext ? null : "it is not at the end of its partition";
  }
  const record = standing[offset];
  if (record === undefined) return "there is nothing to lose";
  record.isLost = true;
  // Losses are told from the first to the last.
  const first = standing.findIndex(({ isLost }) => isLost);
  if (standing.slice(first).every(({ isLost }) => isLost)) standing.length = first;
  for (const [key, position] of all.position) {
    if (key.endsWith(` ${partition}`)) all.position.set(key, Math.min(position, first - 1));
  }
  return null;
}

/** Sum over all records of a group's deliveries or effects beyond the first. */
export function repeated(
  records: readonly RecordLife[],
  of: "delivered" | "applied",
  group: string,
): number {
  return records.reduce((sum, record) => sum + Math.max(0, (record[of][group] ?? 0) - 1), 0);
}

export function total(
  records: readonly RecordLife[],
  of: "delivered" | "applied",
  group: string,
): number {
  return records.reduce((sum, record) => sum + (record[of][group] ?? 0), 0);
}
