// What a run tells of each operation of each node, recorded only where a run asks for it (`detail`, or
// an objective that names `node/operation`). Otherwise an arrival costs the look at a flag that it
// costs anyway, and a departure one look at its node's `watch`.
import { Table } from "../core/memory.ts";
import { registers, VALUE } from "../core/registers.ts";
import { record, recordZero } from "../metrics/histogram.ts";
import { CANCELLED, FIRST_FAILURE, OUTCOME_COUNT } from "../results/outcomes.ts";
import { checks } from "./access-rows.ts";
import { attempts, CALLED, DELIVERED, DISCARDED } from "./rows.ts";

class OperationRecord extends Table {
  /** Number of its histogram of sojourns, + 1; 0 = nothing is recorded of it. */
  readonly histogram = this.int32();
  readonly present = this.int32();
  readonly presentAtStart = this.int32();
  /** Counts since the measured period began. */
  readonly arrivals = this.float64();
  readonly completions = this.float64();
  /** Completions that were a success somebody waited for. */
  readonly good = this.float64();
  /** Attempts that left with an ending their caller learns of, and those that failed for it. */
  readonly judged = this.float64();
  readonly failed = this.float64();
  readonly ended = this.float64(OUTCOME_COUNT);
}

export const operationRecord = new OperationRecord("operation record", 20_000);

/** The operation that an attempt is there for, be its caller checked or not. */
function askedOf(attempt: number): number {
  const operation = attempts.operation[attempt];
  const then = checks.goesOnAs[operation];
  return then === 0 ? operation : then - 1;
}

/** An attempt has reached its node. */
export function noteArrival(attempt: number): void {
  const operation = askedOf(attempt);
  if (operationRecord.histogram[operation] === 0) return;
  operationRecord.arrivals[operation]++;
  operationRecord.present[operation]++;
}

/** The work of an attempt is done; `registers[VALUE]` is its sojourn, ms. */
export function noteCompletion(attempt: number, outcome: number): void {
  const operation = askedOf(attempt);
  const histogram = operationRecord.histogram[operation];
  if (histogram === 0) return;
  if (registers[VALUE] > 0) record(histogram - 1);
  else recordZero(histogram - 1);
  operationRecord.completions[operation]++;
  const wanted = attempts.call[attempt] >= 0 || attempts.origin[attempt] === DELIVERED;
  if (wanted && outcome < FIRST_FAILURE) operationRecord.good[operation]++;
}

/**
 * An attempt leaves, served or not. For its caller it has failed if the caller gave up on it before,
 * whatever became of it here; what was thrown away is no failure.
 */
export function noteLeaving(attempt: number, outcome: number): void {
  const operation = askedOf(attempt);
  if (operationRecord.histogram[operation] === 0) return;
  operationRecord.present[operation]--;
  operationRecord.ended[operation * OUTCOME_COUNT + outcome]++;
  if ((attempts.flags[attempt] & DISCARDED) !== 0) return;
  const givenUp = attempts.origin[attempt] === CALLED && attempts.call[attempt] < 0;
  if (!givenUp && outcome === CANCELLED) return;
  operationRecord.judged[operation]++;
  if (givenUp || outcome >= FIRST_FAILURE) operationRecord.failed[operation]++;
}

/** The measured period begins. */
export function restartOperations(): void {
  const rows = operationRecord.highWater;
  for (let operation = 0; operation < rows; operation++) {
    operationRecord.presentAtStart[operation] = operationRecord.present[operation];
  }
  operationRecord.arrivals.fill(0, 0, rows);
  operationRecord.completions.fill(0, 0, rows);
  operationRecord.good.fill(0, 0, rows);
  operationRecord.judged.fill(0, 0, rows);
  operationRecord.failed.fill(0, 0, rows);
  operationRecord.ended.fill(0, 0, rows * OUTCOME_COUNT);
}
