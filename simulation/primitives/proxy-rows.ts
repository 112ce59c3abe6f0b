// What proxies of a mesh need beside a station. They hand on how their calls end instead of failing as
// `dependency`, and the instances of a sidecar come and go with those of the node that it stands beside.
// Read where something fails, comes or goes, never on the way of a plain request.
import { Table } from "../core/memory.ts";
import {
  BULKHEAD_FULL,
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  DEADLINE_EXCEEDED,
  DEPENDENCY,
  POOL_TIMEOUT,
  RATE_LIMITED,
  REJECTED,
  TIMEOUT,
} from "../results/outcomes.ts";

/** What the call ended with, as an answer. */
export const RELAYS_ANSWERS = 1;
/** The same without a word of its own: it only passes bytes on, so what it loses is a connection. */
export const RELAYS_BYTES = 2;
/** An answer 429; of all else that fails behind it, it says that it depends on it. */
export const RELAYS_LIMITS = 3;

class Proxies extends Table {
  /** What its caller gets of a call of it that fails: 0 = `dependency`, or one of the following. */
  readonly relays = this.uint8();
  /** Node whose instances stand and fall with those of this one, row + 1; 0 = none. */
  readonly companion = this.int32();
  /** The next node in its process, row + 1; 0 = it is alone there. */
  readonly mate = this.int32();
  /** 1: its callers are not told that instances come or go. */
  readonly unannounced = this.uint8();
}

class Verdicts extends Table {
  /** What an error of the operation ends with. */
  readonly failsWith = this.uint8();
}

/** By node and by operation. */
export const proxies = new Proxies("proxies", 1_000);
export const verdicts = new Verdicts("verdicts", 10_000);

/**
 * What the caller of a proxy learns of a call that failed behind it: what did not get through is an
 * answer 503, what took too long an answer 504. Source: Envoy documentation, response flags.
 */
export function relayed(outcome: number, relays: number): number {
  if (relays === RELAYS_BYTES) return outcome === CONNECTION_REFUSED ? CONNECTION_LOST : outcome;
  if (relays === RELAYS_LIMITS) return outcome === RATE_LIMITED ? outcome : DEPENDENCY;
  switch (outcome) {
    case CONNECTION_REFUSED:
    case CONNECTION_LOST:
    case BULKHEAD_FULL:
    case POOL_TIMEOUT:
      return REJECTED;
    case DEADLINE_EXCEEDED:
      return TIMEOUT;
    default:
      return outcome;
  }
}
