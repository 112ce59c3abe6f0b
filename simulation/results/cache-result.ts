// What caches report of a run.
import type { Maybe } from "./level.ts";

/** What the reads of a cache found, and what left it. */
export interface CacheResult {
  readonly hits: number;
  readonly misses: number;
  /** Hits of all reads. */
  readonly hitRatio: Maybe;
  /** Of the hits, those served after their time to live. */
  readonly staleHits: number;
  /** Of the misses, those that waited for the fetch of another. */
  readonly coalesced: number;
  readonly evictions: number;
  /** Entries found to have expired when they were asked for. */
  readonly expiries: number;
  readonly entriesAtEnd: number;
  /** Of a CDN: fetches that failed and were answered with expired content; keys purged everywhere. */
  readonly staleOnError?: number;
  readonly purged?: number;
  /** Of its origin shield: what points that missed found there. */
  readonly shield?: {
    readonly hits: number;
    readonly misses: number;
    readonly hitRatio: Maybe;
    /** Of the misses, those that waited for the fetch of another. */
    readonly coalesced: number;
  };
  readonly writesBehind?: WritesBehind;
}

/** Writes that a cache answers before it makes them. */
export interface WritesBehind {
  readonly answered: number;
  /** Made as one with a later write to the same key. */
  readonly merged: number;
  readonly made: number;
  /** Answered, not made, and gone with an instance. */
  readonly lost: number;
  /** Under way when their instance crashed. */
  readonly inDoubt: number;
  readonly waitingMax: number;
  readonly waitingAtEnd: number;
}
