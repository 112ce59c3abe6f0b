// Inbox: a consumer that writes down which messages it has applied, along with what they change, and
// passes over those that it knows. Messages are the same if their publishes are (publish-identity.ts);
// for each queue or group the newest applied ones are known, whether its consumers look or not, so
// that effects that came twice are counted. Cost: none where nobody numbers publishes.
import { Block, reachRow, Table } from "../core/memory.ts";
import { NOW, registers, SAMPLE } from "../core/registers.ts";
import { DUPLICATE_EFFECTS, NODE_METERS, nodeMeter } from "../metrics/meters.ts";
import { FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { cursors, records } from "./log-rows.ts";
import { messages } from "./mailbox-rows.ts";
import { edges, LOG_BROKER, nodes, operations } from "./parameters.ts";
import { HAS_IDENTITY, identify } from "./publish-identity.ts";
import { requestMessages, requestRecords } from "./reply-rows.ts";
import { attemptExtras, attempts, IN_AFTER, KEYED } from "./rows.ts";

/** Bit of an attempt's `flags`: its message was passed over. */
const PASSED_OVER = 16384;
/** Numbers that are known of each queue or group, at most, and of all together. */
const EACH = 1 << 20;
const ALL = 1 << 20;

class Inboxes extends Table {
  readonly on = this.uint8();
  readonly windowMs = this.float64();
  readonly lookupMs = this.float64();
  /** Place of its queue or group among those that are followed, + 1; 0 = none is. */
  readonly place = this.int32();
}

class Applied extends Table {
  readonly number = this.int32();
  readonly at = this.float64();
}

class Skipped extends Table {
  readonly count = this.float64();
}

/** By consumer. */
export const inboxes = new Inboxes("inboxes", 100_000);
const applied = new Applied("applied messages", ALL);
/** By place: duplicates that were passed over. */
export const skipped = new Skipped("messages passed over", 20_000);
const shape = new Block("followed queues", 0, 2).i32;
const PLACES = 0;
const MASK = 1;

/** So many queues and groups are followed. */
export function openInboxes(places: number): void {
  let each = EACH;
  while (each > 1 && each * places > ALL) each >>= 1;
  shape[PLACES] = places;
  shape[MASK] = each - 1;
}

function rowOf(place: number, identity: number): number {
  return (identity & shape[MASK]) * shape[PLACES] + place - 1;
}

/** Number of the publish that a delivery is of, 0 = none. */
function identityOf(attempt: number): number {
  if ((attempts.flags[attempt] & HAS_IDENTITY) !== 0) return attemptExtras.identity[attempt];
  const row = attempts.message[attempt];
  const broker = edges.from[attempts.edge[attempt]];
  if (nodes.primitive[broker] === LOG_BROKER) {
    const record = cursors.finishedRecord[row] - 1;
    const isOwn = requestRecords.mark[record] === records.appendedAt[record];
    return isOwn && edges.to[requestRecords.edge[record]] === broker
      ? requestRecords.identity[record]
      : 0;
  }
  const isOwn = requestMessages.mark[row] === messages.number[row];
  return isOwn && edges.to[requestMessages.edge[row]] === broker
    ? requestMessages.identity[row]
    : 0;
}

/** The record in hand goes on apart from its partition: the attempt has the number from now on. */
export function keepIdentity(attempt: number, consumer: number): void {
  if (inboxes.place[consumer] !== 0) identify(attempt, identityOf(attempt));
}

function isKnown(consumer: number, identity: number): boolean {
  const row = rowOf(inboxes.place[consumer], identity);
  if (applied.number[row] !== identity) return false;
  return registers[NOW] - applied.at[row] <= inboxes.windowMs[consumer];
}

/** A delivery to a consumer with an inbox begins; `registers[SAMPLE]` holds its service time. */
export function lookInto(attempt: number): void {
  const consumer = attempts.needed[attempt];
  attempts.flags[attempt] &= ~KEYED;
  const identity = identityOf(attempt);
  if (identity === 0 || !isKnown(consumer, identity)) {
    registers[SAMPLE] += inboxes.lookupMs[consumer];
    return;
  }
  registers[SAMPLE] = inboxes.lookupMs[consumer];
  attempts.outcome[attempt] = OK;
  // Nothing follows: neither calls nor work after them.
  attempts.phase[attempt] = IN_AFTER;
  attempts.flags[attempt] |= PASSED_OVER;
  skipped.count[inboxes.place[consumer] - 1]++;
}

/** True of a delivery whose message its consumer had applied before. */
export function wasPassedOver(attempt: number): boolean {
  return (attempts.flags[attempt] & PASSED_OVER) !== 0;
}

/** The processing of a delivery has ended: it takes effect, for the first time or once more. */
export function apply(attempt: number, consumer: number, outcome: number): void {
  if (outcome >= FIRST_FAILURE || (attempts.flags[attempt] & PASSED_OVER) !== 0) return;
  const identity = identityOf(attempt);
  if (identity === 0) return;
  const row = rowOf(inboxes.place[consumer], identity);
  const isRepeated = applied.number[row] === identity;
  if (isRepeated && inboxes.on[consumer] === 1 && isKnown(consumer, identity)) {
    // Another was faster: what this one did is rolled back.
    skipped.count[inboxes.place[consumer] - 1]++;
    attempts.flags[attempt] |= PASSED_OVER;
    return;
  }
  reachRow(applied.marks, row);
  applied.number[row] = identity;
  applied.at[row] = registers[NOW];
  if (!isRepeated || operations.idempotent[attempts.operation[attempt]] === 1) return;
  nodeMeter[attempts.node[attempt] * NODE_METERS + DUPLICATE_EFFECTS]++;
}
