// Which members the attempts of a call have gone to, where its retries avoid them: a list of rows a
// call, given back when it ends.
import { allocateRow, freeRow } from "../core/memory.ts";
import { tried } from "./balance-rows.ts";
import { calls } from "./rows.ts";

/** Adds the member of an attempt. */
export function noteTried(call: number, at: number): void {
  const row = allocateRow(tried.marks, tried.next, tried.cap);
  tried.member[row] = at;
  tried.before[row] = calls.tried[call];
  calls.tried[call] = row + 1;
}

/** Whether an attempt of a call went to a member before. */
export function isTried(call: number, at: number): boolean {
  for (let link = calls.tried[call]; link !== 0; link = tried.before[link - 1]) {
    if (tried.member[link - 1] === at) return true;
  }
  return false;
}

/** The call ends or is given up. */
export function forgetTried(call: number): void {
  while (calls.tried[call] !== 0) {
    const row = calls.tried[call] - 1;
    calls.tried[call] = tried.before[row];
    freeRow(tried.marks, tried.next, row);
  }
}
