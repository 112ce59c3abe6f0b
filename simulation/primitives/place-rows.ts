// Where instances of a node may be whose number or version changes: a row an instance.
import { Table } from "../core/memory.ts";

/** `state` of a place. */
export const SERVES = 0;
export const ABSENT = 1;
export const STARTS = 2;
export const DRAINS = 3;
/** Starts, but callers already take it to serve: nobody asks whether it is ready. */
export const BOOTS = 4;

class Places extends Table {
  readonly state = this.uint8();
  /** When it is ready, or has to be gone, ms. */
  readonly until = this.float64();
  /** 1: it was stopped without a word, so callers learn of it as of a crash. */
  readonly cut = this.uint8();
  /** 1: runs the new version. */
  readonly version = this.uint8();
}

export const places = new Places("places of instances", 100_000);

/** Whether callers that check by themselves have an instance on their lists at all. */
export function isRegistered(instance: number): boolean {
  const state = places.state[instance];
  return state === SERVES || state === BOOTS;
}
