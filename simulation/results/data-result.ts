// What a result says of locks, of what was undone, and of data that was changed in parts.
import type { Maybe } from "./level.ts";

/** Locks of a database's rows over the measured period. */
export interface LocksResult {
  readonly acquired: number;
  /** Of those that wanted a lock, how many found it taken, and gave it up. */
  readonly waited: number;
  readonly timeouts: number;
  /** Of those that waited. */
  readonly waitMs: { readonly mean: Maybe; readonly max: number };
  readonly heldMs: { readonly mean: Maybe; readonly max: number };
  /** Prepared parts of transactions: from then on until the decision came, in doubt. */
  readonly prepared: {
    readonly decided: number;
    readonly atEnd: number;
    readonly max: number;
    readonly undecidedMs: { readonly mean: Maybe; readonly max: number };
  };
}

/** Of a database with a primary and replicas. */
export interface ReplicationResult {
  readonly writes: number;
  readonly replicaReads: number;
  /** Reads at a replica that had not applied the last write of their row, and how old that write was. */
  readonly staleReads: number;
  readonly staleMs: { readonly mean: Maybe; readonly max: number };
  readonly failovers: number;
  /** Rows whose last write no replica had applied when the primary went down. */
  readonly lostWrites: number;
}

/** What a node undid after failures: compensations, rollbacks, or what tells others of them. */
export interface UndoResult {
  /** Operations of which everything was undone. */
  readonly undone: number;
  /** Left in the middle, by a crash or because undoing failed; of these, how many were taken up again. */
  readonly left: number;
  readonly takenUp: number;
  readonly openAtEnd: number;
  readonly openMax: number;
  /** How long something was left, at most. */
  readonly openMs: { readonly max: number };
}

/** Times between a request's first and last change of data. */
export interface ChangesResult {
  /** Requests that changed data more than once. */
  readonly changed: number;
  readonly mean: Maybe;
  readonly max: number;
}
