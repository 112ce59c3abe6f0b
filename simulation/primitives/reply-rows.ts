// Request-reply over a broker: what is known of publishes whose callers wait for a reply message. A
// correlation is a number; the newest 262,144 of them stand in a ring. Messages and records remember
// it, and the number of their publish, beside their rows, with what tells whether it is theirs.
import { Block, reachRow, ringRow, Table } from "../core/memory.ts";
import { HAS_IDENTITY } from "./publish-identity.ts";
import { attemptExtras, attempts, callExtras } from "./rows.ts";

const RING = 1 << 18;

/** Bit of an edge's `guards`: its calls go on until a reply has come. */
export const WAITS_FOR_REPLY = 1 << 15;
/** Bit of an attempt's `flags`: a publish of such an edge. */
export const WANTS_REPLY = 4096;
/** `origin` of an attempt: a reply that its broker handles. */
export const REPLY = 4;
/** An entry of an outbox that its relay publishes. */
export const RELAYED = 5;

class Correlations extends Table {
  readonly number = this.int32();
  readonly call = this.int32();
  /** Outcome of a reply that came before the publish was confirmed, + 1; 0 = none has. */
  readonly early = this.uint8();
}

/** By row of a message, or of a record of a log. */
class Requests extends Table {
  readonly correlation = this.int32();
  /** Number of its publish (publish-identity.ts). */
  readonly identity = this.int32();
  readonly operation = this.int32();
  readonly edge = this.int32();
  /** Message: number of its publish. Record: when it was appended, ms. */
  readonly mark = this.float64();
}

class ReplyCounts extends Table {
  /** Replies that nobody waited for any more, and those that a broker or a link lost. */
  readonly orphans = this.float64();
  readonly lost = this.float64();
}

export const correlations = new Correlations("correlations", RING);
export const requestMessages = new Requests("messages that want replies", 1_000_000);
export const requestRecords = new Requests("records that want replies", 1_000_000);
export const replyCounts = new ReplyCounts("counts of replies", 5_000);
const last = new Block("last correlation", 0, 1).i32;

export function rowOf(correlation: number): number {
  return ringRow(correlations.marks, correlation);
}

/** An attempt of a call that waits for a reply is put on the wire. */
export function correlate(call: number, attempt: number): void {
  const number = ++last[0];
  const row = rowOf(number);
  reachRow(correlations.marks, row);
  correlations.number[row] = number;
  correlations.call[row] = call;
  correlations.early[row] = 0;
  reachRow(callExtras.marks, call);
  callExtras.correlation[call] = number;
  reachRow(attemptExtras.marks, attempt);
  attemptExtras.correlation[attempt] = number;
  attempts.flags[attempt] |= WANTS_REPLY;
}

/** Bits of a publish of which its messages and records remember something. */
export const REMEMBERED = WANTS_REPLY | HAS_IDENTITY;

function correlationOf(attempt: number): number {
  const wanted = (attempts.flags[attempt] & WANTS_REPLY) !== 0;
  return wanted ? attemptExtras.correlation[attempt] : 0;
}

function identityIn(attempt: number): number {
  const isKnown = (attempts.flags[attempt] & HAS_IDENTITY) !== 0;
  return isKnown ? attemptExtras.identity[attempt] : 0;
}

/** A message comes from such a publish; `number` is that of the publish at its broker. */
export function rememberMessage(message: number, attempt: number, number: number): void {
  reachRow(requestMessages.marks, message);
  requestMessages.correlation[message] = correlationOf(attempt);
  requestMessages.identity[message] = identityIn(attempt);
  requestMessages.operation[message] = attempts.operation[attempt];
  requestMessages.edge[message] = attempts.edge[attempt];
  requestMessages.mark[message] = number;
}

/** A dead letter is what the message was. */
export function rememberCopy(message: number, copy: number, number: number): void {
  if (requestMessages.mark[message] !== number) return;
  reachRow(requestMessages.marks, copy);
  requestMessages.correlation[copy] = requestMessages.correlation[message];
  requestMessages.identity[copy] = requestMessages.identity[message];
  requestMessages.operation[copy] = requestMessages.operation[message];
  requestMessages.edge[copy] = requestMessages.edge[message];
  requestMessages.mark[copy] = number;
}

/** A record comes from a numbered publish that was one of a batch. */
export function rememberNumber(
  record: number,
  identity: number,
  operation: number,
  edge: number,
  appendedAt: number,
): void {
  reachRow(requestRecords.marks, record);
  requestRecords.correlation[record] = 0;
  requestRecords.identity[record] = identity;
  requestRecords.operation[record] = operation;
  requestRecords.edge[record] = edge;
  requestRecords.mark[record] = appendedAt;
}

/** A record comes from such a publish. */
export function rememberRecord(record: number, attempt: number, appendedAt: number): void {
  reachRow(requestRecords.marks, record);
  requestRecords.correlation[record] = correlationOf(attempt);
  requestRecords.identity[record] = identityIn(attempt);
  requestRecords.operation[record] = attempts.operation[attempt];
  requestRecords.edge[record] = attempts.edge[attempt];
  requestRecords.mark[record] = appendedAt;
}
