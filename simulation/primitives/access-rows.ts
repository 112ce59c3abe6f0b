// Access as columns: what requests show of their callers, which operations are checks, how nodes check,
// and what came of it. All 0 where nobody checks.
import { Table } from "../core/memory.ts";

/** Bits of an attempt's `flags`: what it shows. Calls pass them on unless their edge says otherwise. */
export const SHOWS_GOOD = 1 << 25;
export const SHOWS_FORGED = 1 << 26;
export const SHOWS_LIMITED = 1 << 27;
export const SHOWN = SHOWS_GOOD | SHOWS_FORGED | SHOWS_LIMITED;

/** Bit of an attempt's `flags`: its caller was checked, its work goes on. */
export const CHECKED = 1 << 28;

/**
 * Bit of an attempt's `flags`: it is the first over its connection, which is new to TLS. Deliveries,
 * which have no such connections, mean something else by it (inbox.ts).
 */
export const GREETS = 16384;

/** Bit of an edge's `guards`: handshakes over it take work of the callee. */
export const GREETED = 1 << 29;

/** Bit of an edge's `guards`: its calls show something of their own. */
export const SHOWS = 1 << 28;

export const CHECKS_LOCALLY = 1;
export const INTROSPECTS = 2;

class ShownOverEdges extends Table {
  /** Bits of SHOWN. */
  readonly bits = this.int32();
}

class Checks extends Table {
  /** The operation that follows this check, + 1; 0 = it is none. */
  readonly goesOnAs = this.int32();
}

/** By node. Counts since the measured period began; times in ms. */
class NodeAccess extends Table {
  /** 0 = it serves everybody. */
  readonly way = this.uint8();
  readonly refuseMs = this.float64();
  /** 1: somebody checks what it passes on, so that a refusal is its caller's, not its own failure. */
  readonly passesOn = this.uint8();
  readonly accepted = this.float64();
  /** Answered 401: nothing shown, or nothing good. */
  readonly unauthenticated = this.float64();
  /** Answered 403. */
  readonly forbidden = this.float64();
  /** Service time spent on what was refused. */
  readonly refusedTime = this.float64();
}

export const shownOverEdges = new ShownOverEdges("credentials of edges", 5_000);
export const checks = new Checks("checks of callers", 20_000);
export const nodeAccess = new NodeAccess("access of nodes", 1_000);
