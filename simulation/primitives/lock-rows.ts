// Locks of database rows as columns, and who wants one. What an operation does with data stands beside
// the operations, so nodes without locks have no part in this.
import { Block, reachRow, ringRow, Table } from "../core/memory.ts";
import { attemptExtras, attempts, CLAIMS, COORDINATES, calls } from "./rows.ts";

/** Bit of an edge's `guards`: some of its attempts lock rows, or belong to a transaction. */
export const LOCKS_ROWS = 1 << 27;
/** Bit of a node's `watch`: locks of rows, and when requests change data. */
export const WATCH_DATA = 8;

/** What an operation does with the lock of its row. */
export const LOCKS = 1;
/** Keeps it beyond its end, until the transaction is decided. */
export const PREPARES = 2;
export const COMMITS = 3;
export const ROLLS_BACK = 4;

/** By operation. */
class DataOperations extends Table {
  readonly mode = this.uint8();
  /** 1: data is changed once it has ended well. */
  readonly changes = this.uint8();
  /** 0 = waits for a lock without end. */
  readonly lockTimeoutMs = this.float64();
}

/**
 * Those who have or want the lock of a row stand in line: `versions.next` is the first, who has it,
 * `next` the one behind.
 */
class Claims extends Table {
  /** Who works or waits, + 1; 0 = nobody does, since it is prepared. */
  readonly attempt = this.int32();
  /** 0 = none: it ends with its attempt. */
  readonly transaction = this.int32();
  readonly row = this.int32();
  readonly request = this.int32();
  /** Last in line, + 1; of the first alone. */
  readonly tail = this.int32();
  /** 1: its transaction has been rolled back meanwhile. */
  readonly isVoid = this.uint8();
  /** Since when it waits, or has the lock. */
  readonly since = this.float64();
  readonly preparedAt = this.float64();
}

/** By node. Times in ms. */
class LockState extends Table {
  readonly acquired = this.float64();
  readonly waited = this.float64();
  readonly timeouts = this.float64();
  readonly waitTotal = this.float64();
  readonly waitMost = this.float64();
  readonly released = this.float64();
  readonly heldTotal = this.float64();
  readonly heldMost = this.float64();
  /** Prepared and undecided: now, and at most. */
  readonly prepared = this.int32();
  readonly preparedMost = this.int32();
  readonly decided = this.float64();
  readonly preparedTotal = this.float64();
  readonly preparedLongest = this.float64();
}

const EARLY = 1 << 13;

/** Transactions that were rolled back at a node before what they prepare there had its row. */
class EarlyRollbacks extends Table {
  readonly transaction = this.int32();
  readonly node = this.int32();
}

export const dataOperations = new DataOperations("operations on data", 20_000);
export const claims = new Claims("claims to rows", 40_000);
export const locks = new LockState("locks", 1_000);
const early = new EarlyRollbacks("early rollbacks", EARLY);
const last = new Block("last transaction", 0, 1).i32;

/** An attempt over an edge with locks or transactions is put on the wire. */
export function prepareClaim(call: number, attempt: number): void {
  const mode = dataOperations.mode[attempts.operation[attempt]];
  if (mode === 0) return;
  attempts.pending[attempt] = 0;
  attempts.needed[attempt] = mode === LOCKS ? 0 : transactionOf(calls.parent[call]);
  if (mode <= PREPARES) attempts.flags[attempt] |= CLAIMS;
}

/** Number of the transaction that an attempt coordinates: a new one with its first call. */
export function transactionOf(attempt: number): number {
  if ((attempts.flags[attempt] & COORDINATES) === 0) nameTransaction(attempt, ++last[0]);
  return attemptExtras.correlation[attempt];
}

/** An attempt coordinates the transaction of this number. */
export function nameTransaction(attempt: number, transaction: number): void {
  reachRow(attemptExtras.marks, attempt);
  attemptExtras.correlation[attempt] = transaction;
  attempts.flags[attempt] |= COORDINATES;
}

function rowOfEarly(transaction: number, node: number): number {
  return ringRow(early.marks, Math.imul(transaction, 31) + node);
}

/** A rollback has found nothing to roll back at a node. */
export function noteEarly(transaction: number, node: number): void {
  const row = rowOfEarly(transaction, node);
  reachRow(early.marks, row);
  early.transaction[row] = transaction;
  early.node[row] = node;
}

/** Whether a transaction has been rolled back at a node before. */
export function wasEarly(transaction: number, node: number): boolean {
  const row = rowOfEarly(transaction, node);
  return transaction !== 0 && early.transaction[row] === transaction && early.node[row] === node;
}
