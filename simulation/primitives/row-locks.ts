// Row locks of a database: one owner at a time, the others stand in line and keep their slots, as a
// connection does that waits for a lock. A statement's lock ends with it; what is prepared for a
// transaction keeps its lock, without a slot, until the decision has come, however long that takes.
// Reads take no lock (multiversion concurrency). Cost: nothing for a row that is free but its claim.
import { schedule } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { noteChange } from "./data-changes.ts";
import { followReplica } from "./data-places.ts";
import { LOCK_GRANTED, LOCK_TIMEOUT } from "./event-kinds.ts";
import { followReadModel } from "./event-streams.ts";
import { rowOfKey, versions } from "./keyed-work.ts";
import {
  COMMITS,
  claims,
  dataOperations,
  locks,
  noteEarly,
  PREPARES,
  ROLLS_BACK,
  wasEarly,
} from "./lock-rows.ts";
import { holdRequest, releaseRequest } from "./request.ts";
import { attempts, CLAIMS } from "./rows.ts";
import { learnSchema } from "./schemas.ts";
import { follow } from "./transitions.ts";
import { undoes } from "./undo-rows.ts";

/** An attempt that begins its work wants its row; false if it has to wait for it. */
export function claimRow(attempt: number, node: number): boolean {
  const row = rowOfKey(attempt, node);
  const transaction = attempts.needed[attempt];
  const first = versions.next[row];
  if (first !== 0 && transaction !== 0 && claims.transaction[first - 1] === transaction) {
    // The transaction has the row already.
    attempts.flags[attempt] &= ~CLAIMS;
    return true;
  }
  const claim = allocateRow(claims.marks, claims.next, claims.cap);
  attempts.pending[attempt] = claim + 1;
  claims.attempt[claim] = attempt + 1;
  claims.transaction[claim] = transaction;
  claims.row[claim] = row;
  claims.request[claim] = attempts.request[attempt];
  claims.isVoid[claim] = wasEarly(transaction, node) ? 1 : 0;
  claims.since[claim] = registers[NOW];
  claims.preparedAt[claim] = -1;
  claims.next[claim] = 0;
  claims.tail[claim] = 0;
  if (first === 0) {
    versions.next[row] = claim + 1;
    locks.acquired[node]++;
    return true;
  }
  joinLine(first - 1, claim);
  locks.waited[node]++;
  const patience = dataOperations.lockTimeoutMs[attempts.operation[attempt]];
  if (patience > 0) {
    registers[AT] = registers[NOW] + patience;
    attempts.event[attempt] = schedule(LOCK_TIMEOUT, attempt, 0) + 1;
  }
  return false;
}

function joinLine(first: number, claim: number): void {
  const tail = claims.tail[first];
  claims.next[tail === 0 ? first : tail - 1] = claim + 1;
  claims.tail[first] = claim + 1;
}

/** An attempt gives up waiting for its row. */
export function giveUpClaim(attempt: number, node: number): void {
  const claim = attempts.pending[attempt] - 1;
  attempts.pending[attempt] = 0;
  locks.timeouts[node]++;
  noteWait(claim, node);
  leaveLine(claim);
}

function noteWait(claim: number, node: number): void {
  const ms = registers[NOW] - claims.since[claim];
  locks.waitTotal[node] += ms;
  if (ms > locks.waitMost[node]) locks.waitMost[node] = ms;
}

/** Takes one that waits out of its line. */
function leaveLine(claim: number): void {
  const first = versions.next[claims.row[claim]] - 1;
  let before = first;
  while (claims.next[before] !== claim + 1) before = claims.next[before] - 1;
  claims.next[before] = claims.next[claim];
  if (claims.tail[first] === claim + 1) claims.tail[first] = before === first ? 0 : before + 1;
  freeRow(claims.marks, claims.next, claim);
}

/** The owner of a row gives it to whoever is next in line. */
function release(claim: number, node: number): void {
  const row = claims.row[claim];
  const next = claims.next[claim];
  const tail = claims.tail[claim];
  const ms = registers[NOW] - claims.since[claim];
  locks.released[node]++;
  locks.heldTotal[node] += ms;
  if (ms > locks.heldMost[node]) locks.heldMost[node] = ms;
  freeRow(claims.marks, claims.next, claim);
  versions.next[row] = next;
  if (next === 0) return;
  const owner = next - 1;
  claims.tail[owner] = tail === next ? 0 : tail;
  noteWait(owner, node);
  locks.acquired[node]++;
  claims.since[owner] = registers[NOW];
  const attempt = claims.attempt[owner] - 1;
  follow(LOCK_GRANTED, attempt, attempts.generation[attempt]);
}

/** An attempt leaves a node where data is followed. */
export function leaveData(attempt: number, node: number, outcome: number): void {
  const operation = attempts.operation[attempt];
  const mode = dataOperations.mode[operation];
  const isWell = outcome < FIRST_FAILURE;
  if ((attempts.flags[attempt] & CLAIMS) !== 0) {
    leaveClaim(attempt, node, isWell && mode === PREPARES);
  }
  followReplica(attempt, node, outcome);
  followReadModel(attempt, node, outcome);
  learnSchema(attempt, node, outcome);
  if (!isWell) return;
  if (mode >= COMMITS) decide(attempt, node, mode);
  // A message whose failure was dealt with has changed nothing.
  const isUndone = outcome !== OK && undoes.by[operation] !== 0;
  if (dataOperations.changes[operation] === 1 && !isUndone) noteChange(attempts.request[attempt]);
}

/** Work that may have a row or wait for one is over; what was `prepared` keeps it. */
function leaveClaim(attempt: number, node: number, prepared: boolean): void {
  const link = attempts.pending[attempt];
  if (link === 0) return;
  const claim = link - 1;
  attempts.pending[attempt] = 0;
  if (versions.next[claims.row[claim]] !== link) {
    noteWait(claim, node);
    leaveLine(claim);
  } else if (prepared && claims.isVoid[claim] === 0) {
    keepPrepared(claim, node);
  } else {
    release(claim, node);
  }
}

function keepPrepared(claim: number, node: number): void {
  claims.attempt[claim] = 0;
  claims.preparedAt[claim] = registers[NOW];
  holdRequest(claims.request[claim]);
  const level = ++locks.prepared[node];
  if (level > locks.preparedMost[node]) locks.preparedMost[node] = level;
}

/** A transaction is committed or rolled back at a node. */
function decide(attempt: number, node: number, mode: number): void {
  const transaction = attempts.needed[attempt];
  let link = versions.next[rowOfKey(attempt, node)];
  while (link !== 0 && claims.transaction[link - 1] !== transaction) link = claims.next[link - 1];
  if (link === 0) {
    if (mode === ROLLS_BACK) noteEarly(transaction, node);
    return;
  }
  const claim = link - 1;
  if (claims.attempt[claim] !== 0) {
    // Its work is not done yet: what it does is void.
    claims.isVoid[claim] = 1;
    return;
  }
  const ms = registers[NOW] - claims.preparedAt[claim];
  locks.prepared[node]--;
  locks.decided[node]++;
  locks.preparedTotal[node] += ms;
  if (ms > locks.preparedLongest[node]) locks.preparedLongest[node] = ms;
  const request = claims.request[claim];
  release(claim, node);
  releaseRequest(request);
}
