// What a result says of event stores and of the read models that follow them.
import type { Maybe } from "./level.ts";

/** Of an event store, over the measured period. */
export interface StreamsResult {
  /** Events that were appended, and appends that were refused since they expected an older version. */
  readonly appends: number;
  readonly conflicts: number;
  readonly loads: number;
  /** Events that a load had to read: those since the last snapshot of its stream. */
  readonly eventsPerLoad: Maybe;
  readonly snapshots: number;
}

/** Of a node that follows an event store and answers reads. */
export interface ReadModelResult {
  readonly reads: number;
  /** Reads before the newest event of their stream was applied, and how old that event was. */
  readonly staleReads: number;
  readonly staleMs: { readonly mean: Maybe; readonly max: number };
}

/** Of a node that reads what a fault gives another schema. */
export interface SchemasResult {
  /** Deliveries of events that it could not read. */
  readonly unreadable: number;
}
