// What a caller learns of a member: by sending to it, by how that ends, and by the clock.

import { NOW, registers } from "../core/registers.ts";
import {
  AVOIDS,
  balances,
  COUNTS,
  DETECTS,
  LEAVES_OUT,
  LISTENS,
  STAYS,
  TIMES,
} from "./balance-rows.ts";
import { outstandingCell } from "./balancer.ts";
import { HEALTH_CHECK, OUTLIER_TICK } from "./event-kinds.ts";
import { countFailure, leftOutEnd, markPicked } from "./fail-timeout.ts";
import { healthCheck } from "./health-check.ts";
import { judgeOutcome, outlierTick } from "./outlier.ts";
import { observeLatency } from "./peak-ewma.ts";
import { balanceCells } from "./policy-rows.ts";
import { calls } from "./rows.ts";
import { noteTried } from "./tried-members.ts";

/** An attempt of a call is sent to the member at position `at`. */
export function memberPicked(call: number, edge: number, row: number, at: number): void {
  const watch = balances.watch[edge];
  if ((watch & LISTENS) !== 0) calls.cell[call] = at + 1;
  if ((watch & COUNTS) !== 0) balanceCells.outstanding[outstandingCell(edge, row, at)]++;
  if ((watch & LEAVES_OUT) !== 0) markPicked(edge, row, at);
  if ((watch & AVOIDS) !== 0) noteTried(call, at);
  if ((watch & STAYS) !== 0) calls.pinned[call] = at + 1;
}

/** Nobody waits any more for what a call had sent to its member. */
export function memberFreed(call: number): void {
  const cell = calls.cell[call];
  if (cell === 0) return;
  calls.cell[call] = 0;
  const edge = calls.edge[call];
  if ((balances.watch[edge] & COUNTS) === 0) return;
  balanceCells.outstanding[outstandingCell(edge, calls.row[call], cell - 1)]--;
}

/** The attempt made at `startedAt` has ended for its caller. */
export function memberAnswered(call: number, outcome: number, startedAt: number): void {
  const at = calls.cell[call] - 1;
  if (at < 0) return;
  memberFreed(call);
  const edge = calls.edge[call];
  const row = calls.row[call];
  const watch = balances.watch[edge];
  if ((watch & TIMES) !== 0) observeLatency(edge, row, at, registers[NOW] - startedAt);
  if ((watch & DETECTS) !== 0) judgeOutcome(edge, row, at, outcome);
  if ((watch & LEAVES_OUT) !== 0) countFailure(edge, row, at, outcome);
}

/** What callers do about members by the clock, apart from any call. */
export function watchMembers(kind: number, a: number, b: number): void {
  switch (kind) {
    case OUTLIER_TICK:
      outlierTick(a);
      break;
    case HEALTH_CHECK:
      healthCheck(a, b);
      break;
    default:
      leftOutEnd(a);
  }
}
