// Failures with a time-out: after so many failures a caller leaves a member out for a fixed time,
// then tries it again; one more failure leaves it out once more, a success clears it. This is what
// nginx does with max_fails and fail_timeout (ngx_http_upstream_round_robin.c): failures count within
// periods of the time-out, and a member that is the only one is never left out.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { balanceState, balances, memberCell, members } from "./balance-rows.ts";
import { LEFT_OUT_END } from "./event-kinds.ts";
import { refreshRow } from "./membership.ts";
import { edges, nodes } from "./parameters.ts";
import { policyRows } from "./policy-rows.ts";

/** A member was picked: a new period of counting may begin. */
export function markPicked(edge: number, row: number, at: number): void {
  const cell = memberCell(edge, row, at);
  if (registers[NOW] - members.checkedAt[cell] > balances.failTimeoutMs[edge]) {
    members.checkedAt[cell] = registers[NOW];
  }
}

/** An attempt at the member at position `at` has ended. */
export function countFailure(edge: number, row: number, at: number, outcome: number): void {
  const cell = memberCell(edge, row, at);
  if ((balances.failMask[edge] & (1 << outcome)) === 0) {
    if (members.failedAt[cell] < members.checkedAt[cell]) members.failures[cell] = 0;
    return;
  }
  members.failures[cell]++;
  members.failedAt[cell] = registers[NOW];
  members.checkedAt[cell] = registers[NOW];
  if (members.failures[cell] < balances.failuresMax[edge]) return;
  if (nodes.instanceCount[edges.to[edge]] === 1) return;
  registers[AT] = registers[NOW] + balances.failTimeoutMs[edge];
  schedule(LEFT_OUT_END, cell, 0);
  if (members.leftOut[cell] === 1) return;
  members.leftOut[cell] = 1;
  balanceState.ejections[edge]++;
  refreshRow(edge, row);
}

/** The time-out of a member may be over, unless it has failed again since. */
export function leftOutEnd(cell: number): void {
  const row = members.row[cell];
  const edge = policyRows.edge[row];
  if (members.leftOut[cell] === 0) return;
  if (registers[NOW] < members.failedAt[cell] + balances.failTimeoutMs[edge]) return;
  members.leftOut[cell] = 0;
  refreshRow(edge, row);
}
