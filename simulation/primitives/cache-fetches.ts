// Fetches of caches: who brings a key, and who waits for it. Whoever misses what is being fetched stands
// in a list and ends as the fetch does; if that is cancelled, the next in line fetches.
import { allocateRow, freeRow } from "../core/memory.ts";
import { CANCELLED } from "../results/outcomes.ts";
import { cells, fetches, followers } from "./cache-rows.ts";
import { FETCHED, WORK_SERVED } from "./event-kinds.ts";
import { attempts, CALLING, FETCHES } from "./rows.ts";
import { follow } from "./transitions.ts";

/** Whoever misses the key of a cell waits for this attempt. */
export function openFetch(cell: number, attempt: number): void {
  const fetch = allocateRow(fetches.marks, fetches.next, fetches.cap);
  fetches.attempt[fetch] = attempt;
  fetches.firstFollower[fetch] = 0;
  fetches.lastFollower[fetch] = 0;
  cells.next[cell] = fetch + 1;
}

/** An attempt that waits for something to come, as a row. */
export function waiterOf(attempt: number): number {
  const row = allocateRow(followers.marks, followers.next, followers.cap);
  followers.attempt[row] = attempt;
  followers.generation[row] = attempts.generation[attempt];
  return row;
}

export function waitFor(fetch: number, row: number): void {
  followers.next[row] = 0;
  const last = fetches.lastFollower[fetch];
  if (last === 0) fetches.firstFollower[fetch] = row + 1;
  else followers.next[last - 1] = row + 1;
  fetches.lastFollower[fetch] = row + 1;
}

/** What an attempt fetched for a cell has come, or not: those who wait for it end as it does. */
export function closeFetch(cell: number, attempt: number, outcome: number): void {
  const fetch = cells.next[cell] - 1;
  if (fetch < 0 || fetches.attempt[fetch] !== attempt) return;
  if (outcome === CANCELLED && handOver(fetch)) return;
  cells.next[cell] = 0;
  let link = fetches.firstFollower[fetch];
  freeRow(fetches.marks, fetches.next, fetch);
  while (link !== 0) {
    const row = link - 1;
    link = followers.next[row];
    follow(FETCHED, row, outcome);
  }
}

/** The first of those who still wait fetches; false if nobody does. */
function handOver(fetch: number): boolean {
  let link = fetches.firstFollower[fetch];
  while (link !== 0) {
    const row = link - 1;
    const attempt = followers.attempt[row];
    const waits = isWaiting(row);
    link = followers.next[row];
    freeRow(followers.marks, followers.next, row);
    fetches.firstFollower[fetch] = link;
    if (!waits) continue;
    if (link === 0) fetches.lastFollower[fetch] = 0;
    fetches.attempt[fetch] = attempt;
    attempts.flags[attempt] |= FETCHES;
    follow(WORK_SERVED, attempt, 0);
    return true;
  }
  return false;
}

export function isWaiting(row: number): boolean {
  const attempt = followers.attempt[row];
  const same = attempts.generation[attempt] === followers.generation[row];
  return same && attempts.phase[attempt] === CALLING;
}

/** The attempt of a wait that is over, -1 if it is gone. */
export function endWait(row: number): number {
  const attempt = isWaiting(row) ? followers.attempt[row] : -1;
  freeRow(followers.marks, followers.next, row);
  return attempt;
}
