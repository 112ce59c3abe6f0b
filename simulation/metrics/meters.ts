// Counters and time integrals of the present window, with their totals over the measured period.
// A total starts at minus what the window held when the warm-up ended, so that adding the whole
// window later leaves the measured part; sums stay per window, never one long running sum.
import { Table } from "../core/memory.ts";
import { OUTCOME_COUNT } from "../results/outcomes.ts";

const NODE_CAP = 1_000;
const EDGE_CAP = 5_000;
const TYPE_CAP = 2_000;

// Fields of a node. "Derived" fields are not counted where things happen but worked out from other
// counts whenever a window is read (engine/derive.ts), which keeps the hot path short.
export const ARRIVALS = 0;
export const RETRIED_ARRIVALS = 1;
/** Derived: number of latencies recorded. */
export const COMPLETIONS = 2;
/** Derived: completions less the ones that did nobody good. */
export const GOOD_COMPLETIONS = 3;
export const CALLER_FAILED = 4;
/** Derived: what ended on the edges that lead here, and CALLER_ENDED_APART. */
export const CALLER_ENDED = 5;
/** Derived, as the other times: integral of the level over the window, ms. */
export const QUEUE_TIME = 6;
export const HELD_TIME = 7;
export const WORKING_TIME = 8;
export const SLOT_TIME = 9;
export const PRESENT_TIME = 10;
/** Derived: number of waits recorded. */
export const STARTED = 11;
export const WAITED = 12;
/** Completions that were no success, or that nobody waited for. */
export const VAIN_COMPLETIONS = 13;
export const WASTED_TIME = 14;
/** Little's law, second path: overlap of each departed attempt with the measured period. */
export const SOJOURN_SUM = 15;
/** Utilization law, second path: time each attempt held a slot within the measured period. */
export const HELD_SUM = 16;
export const PUBLISHED = 17;
export const ROUTED = 18;
export const UNROUTABLE = 19;
export const DELIVERIES = 20;
export const ACKED = 21;
export const REDELIVERED = 22;
export const DEAD_LETTERED = 23;
export const DROPPED = 24;
export const LOST = 25;
export const DUPLICATES = 26;
/** Completions with another outcome than ok. */
export const NOT_OK_COMPLETIONS = 27;
/** Ends that callers learn of otherwise than by the answer to a call: one-way calls, deliveries. */
export const CALLER_ENDED_APART = 28;
/** Time spent in services that ended, ms. */
export const SERVICE_TIME = 29;
/** Executions of a call to an operation that is not idempotent, beyond the call's first. */
export const DUPLICATE_EFFECTS = 30;
/** Where cores are shared: time that attempts spent sharing them, ms. */
export const SHARED_TIME = 31;
/** Of caches: reads by what they found, misses that waited for another's fetch, what left and why. */
export const HITS = 32;
export const MISSES = 33;
export const STALE_HITS = 34;
export const COALESCED = 35;
export const EVICTIONS = 36;
/** Of brokers: messages that went on as dead letters since their time in a queue was over. */
export const EXPIRIES = 37;
/** Dead letters that went back to where they had died. */
export const REDRIVEN = 38;
/** First of OUTCOME_COUNT counters of attempts the node itself ended, by outcome; ok is derived. */
export const NODE_ENDED = 39;
export const NODE_METERS = NODE_ENDED + OUTCOME_COUNT;

// Fields of an edge.
/** Derived: first attempts, and calls whose first attempt was never sent. */
export const CALLS = 0;
export const ATTEMPTS = 1;
export const RETRIES = 2;
export const SHORT_CIRCUITED = 3;
export const FALLBACKS = 4;
/** Derived: integral of the calls in progress, ms. */
export const PENDING_TIME = 5;
/** Derived: integral of the rows with an open breaker, ms. */
export const OPEN_TIME = 6;
export const OPENS = 7;
/** Calls refused because they were nested too deep. */
export const TOO_DEEP = 8;
/** Calls whose first attempt was refused before it was sent. */
export const UNSENT = 9;
/** Attempts whose caller gave the whole call up; they count as cancelled. */
export const ABANDONED = 10;
/** Refusals of the caller's bulkhead and rate limiter. */
export const BULKHEAD_FULLS = 11;
export const RATE_LIMITEDS = 12;
/** Calls whose deadline came while nothing of them was on its way. */
export const PAST_DEADLINE = 13;
/** How often a call had to wait for one of its caller's policies. */
export const GUARD_WAITS = 14;
/** Retries that the budget did not allow. */
export const RETRIES_DENIED = 15;
/** Derived: integral of the calls that pause before a retry, ms. */
export const PAUSING_TIME = 16;
/** Calls that ended because their last conditional write found another version. */
export const CONFLICTS_GIVEN_UP = 17;
/** Calls that were retried at least once. */
export const RETRIED_CALLS = 18;
/** Attempts sent beside an unfinished one. */
export const HEDGES = 19;
/** First of OUTCOME_COUNT counters of attempts by ending. */
export const EDGE_ENDED = 20;
export const EDGE_METERS = EDGE_ENDED + OUTCOME_COUNT;

// Fields of a request type.
export const OFFERED = 0;
/** Derived: ok and in time. */
export const GOOD = 1;
/** Calls (derived) and wire attempts on the edges that leave the source, for this type. */
export const TYPE_CALLS = 2;
export const TYPE_ATTEMPTS = 3;
/** Retries and hedges. */
export const TYPE_RETRIES = 4;
export const TYPE_UNSENT = 5;
/** Ok, but later than the type's goal. */
export const LATE = 6;
export const TYPE_ENDED = 7;
export const TYPE_METERS = TYPE_ENDED + OUTCOME_COUNT;

class Meters extends Table {
  readonly window = this.float64();
  readonly total = this.float64();
}

const nodeRows = new Meters("node meters", NODE_CAP * NODE_METERS);
const edgeRows = new Meters("edge meters", EDGE_CAP * EDGE_METERS);
const typeRows = new Meters("type meters", TYPE_CAP * TYPE_METERS);

/** Field f of node n stands at n * NODE_METERS + f; likewise for edges and types. */
export const nodeMeter = nodeRows.window;
export const nodeTotal = nodeRows.total;
export const edgeMeter = edgeRows.window;
export const edgeTotal = edgeRows.total;
export const typeMeter = typeRows.window;
export const typeTotal = typeRows.total;

export function openMeters(nodes: number, edges: number, types: number): void {
  nodeRows.occupy(nodes * NODE_METERS);
  edgeRows.occupy(edges * EDGE_METERS);
  typeRows.occupy(types * TYPE_METERS);
}

/** The measured period begins inside the present window. */
export function restartMeters(): void {
  for (const rows of [nodeRows, edgeRows, typeRows]) {
    for (let i = 0; i < rows.highWater; i++) rows.total[i] = -rows.window[i];
  }
}

/** Adds the present window to the totals and empties it. */
export function closeMeterWindow(): void {
  for (const rows of [nodeRows, edgeRows, typeRows]) {
    const { window, total, highWater } = rows;
    for (let i = 0; i < highWater; i++) {
      total[i] += window[i];
      window[i] = 0;
    }
  }
}
