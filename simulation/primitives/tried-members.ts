// Which members the attempts of a call have gone to, where its retries avoid them: a list of rows a
// call, given back when it ends.
import { allocateRow, freeRow, reachRow } from "../core/memory.ts";
import { tried } from "./balance-rows.ts";
import { callExtras } from "./rows.ts";

/** Adds the member of an attempt. */
export function noteTried(call: number, at: number): void {
  const row = allocateRow(tried.marks, tried.next, tried.cap);
  reachRow(callExtras.marks, call);
  tried.member[row] = at;
  tried.before[row] = callExtras.tried[call];
  callExtras.tried[call] = row + 1;
}

/** Whether an attempt of a call went to a member before. */
export function isTried(call: number, at: number): boolean {
  for (let link = callExtras.tried[call]; link !== 0; link = tried.before[link - 1]) {
    if (tried.member[link - 1] === at) return true;
  }
  return false;
}

/** The call ends or is given up. */
export function forgetTried(call: number): void {
  while (callExtras.tried[call] !== 0) {
    const row = callExtras.tried[call] - 1;
    callExtras.tried[call] = tried.before[row];
    freeRow(tried.marks, tried.next, row);
  }
}
