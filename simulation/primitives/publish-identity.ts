// Which publishes are the same one: every call that publishes has a number, and so has whatever a
// retry of it, or of the request that it belongs to, publishes in its place. Whoever writes to its
// database and then publishes (dual write) may be stopped between the two: the message is lost, or
// comes twice after a retry. The newest 262,144 numbers stand in a ring.
import { Block, reachRow, ringRow, Table } from "../core/memory.ts";
import { plans } from "./parameters.ts";
import { attemptExtras, attempts, callExtras, calls, FROM_RETRY, requests } from "./rows.ts";

const RING = 1 << 18;

/** Bit of an edge's `guards`: its publishes are numbered. */
export const NUMBERS_PUBLISHES = 1 << 16;
/** Bit of an attempt's `flags`: `attemptExtras.identity` is the number of its publish. */
export const HAS_IDENTITY = 8192;

class Identities extends Table {
  readonly number = this.int32();
  /** How often a broker has stored it. */
  readonly stored = this.int32();
  /** 1: its publisher has given it up, and no broker has it. */
  readonly missing = this.uint8();
}

/** The latest number of a request and a plan, by their hash. */
class Known extends Table {
  readonly request = this.int32();
  readonly plan = this.int32();
  readonly number = this.int32();
  readonly arrivedAt = this.float64();
}

class PlanWrites extends Table {
  /** 1: a query to a database. Of a publish: stage of the first such call of an earlier one, + 1. */
  readonly isQuery = this.uint8();
  readonly after = this.int32();
}

/** Bits of `operationWrites.onFailure`. */
export const PUBLISHES = 1;
export const UNDOES = 2;

class OperationWrites extends Table {
  /** What follows from its failure: it publishes after it has written to a database; it undoes things. */
  readonly onFailure = this.uint8();
}

class DualWrites extends Table {
  /** Messages whose write was made and which nobody published; those that were stored once more. */
  readonly lost = this.float64();
  readonly doubled = this.float64();
}

const identities = new Identities("numbered publishes", RING);
const known = new Known("numbers of requests", RING);
/** By plan and by operation. */
export const planWrites = new PlanWrites("plans that write", 50_000);
export const operationWrites = new OperationWrites("operations that write", 20_000);
export const dualWrites = new DualWrites("dual writes", 5_000);
const last = new Block("last number of a publish", 0, 1).i32;

/** The number of what `parent` publishes by a plan: a retry of a request publishes the same. */
export function identityOf(parent: number, plan: number): number {
  const request = attempts.request[parent];
  const row = ringRow(known.marks, Math.imul(request, 31) + plan);
  const isSame =
    known.request[row] === request &&
    known.plan[row] === plan &&
    known.arrivedAt[row] === requests.arrivedAt[request];
  const repeats = (attempts.flags[parent] & FROM_RETRY) !== 0 && plans.fixedCount[plan] === 1;
  if (isSame && repeats && known.number[row] !== 0) return known.number[row];
  const number = ++last[0];
  reachRow(known.marks, row);
  known.request[row] = request;
  known.plan[row] = plan;
  known.number[row] = number;
  known.arrivedAt[row] = requests.arrivedAt[request];
  const place = ringRow(identities.marks, number);
  reachRow(identities.marks, place);
  identities.number[place] = number;
  identities.stored[place] = 0;
  identities.missing[place] = 0;
  return number;
}

/** A call over an edge that numbers its publishes begins. */
export function numberCall(call: number): void {
  reachRow(callExtras.marks, call);
  callExtras.identity[call] = identityOf(calls.parent[call], calls.plan[call]);
}

/** An attempt of such a call is put on the wire. */
export function carryIdentity(call: number, attempt: number): void {
  identify(attempt, callExtras.identity[call]);
}

export function identify(attempt: number, number: number): void {
  reachRow(attemptExtras.marks, attempt);
  attemptExtras.identity[attempt] = number;
  attempts.flags[attempt] |= HAS_IDENTITY;
}

/** A broker has stored a numbered publish. */
export function noteStored(attempt: number): void {
  noteStoredNumber(attemptExtras.identity[attempt], attempts.edge[attempt]);
}

export function noteStoredNumber(number: number, edge: number): void {
  const place = ringRow(identities.marks, number);
  if (identities.number[place] !== number) return;
  if (++identities.stored[place] > 1) dualWrites.doubled[edge]++;
  if (identities.missing[place] === 0) return;
  // It was on its way when its publisher gave it up, or a retry of the request has made it good.
  identities.missing[place] = 0;
  dualWrites.lost[edge]--;
}

/** Nobody will publish this any more, though what it tells of was written. */
export function noteMissing(number: number, edge: number): void {
  const place = ringRow(identities.marks, number);
  if (identities.number[place] !== number || identities.stored[place] > 0) return;
  if (identities.missing[place] === 1) return;
  identities.missing[place] = 1;
  dualWrites.lost[edge]++;
}

/** No broker has stored this publish, as far as is known. */
export function isMissing(number: number): boolean {
  const place = ringRow(identities.marks, number);
  return identities.number[place] === number && identities.stored[place] === 0;
}
