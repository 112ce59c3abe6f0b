// Schemas at work. Instances ask a registry for what they do not know, once, and keep it until they crash;
// what they know counts from the moment at which the registry answers. A reader fails at an event of a
// version that it cannot read, before it does anything else.
import { NOW, registers, SAMPLE } from "../core/registers.ts";
import { ERROR, FIRST_FAILURE, REJECTED } from "../results/outcomes.ts";
import { cursors, records } from "./log-rows.ts";
import { messages } from "./mailbox-rows.ts";
import { edges, LOG_BROKER, nodes } from "./parameters.ts";
import { proxies } from "./proxy-rows.ts";
import { attempts, calls, DELIVERED } from "./rows.ts";
import {
  NEVER_MS,
  READS_NEW,
  READS_OLD,
  schemaCaches,
  schemaUsers,
  subjects,
  WRITES_NEW,
  WRITES_OLD,
} from "./schema-rows.ts";

/** Whether what an attempt was delivered is of the new version. */
function bringsNew(attempt: number, subject: number): boolean {
  const at = writtenAt(attempt, subject);
  return at >= subjects.newFrom[subject] && at < subjects.newUntil[subject];
}

function writtenAt(attempt: number, subject: number): number {
  const row = attempts.message[attempt];
  if (nodes.primitive[subject] !== LOG_BROKER) return messages.publishedAt[row];
  return records.appendedAt[cursors.finishedRecord[row] - 1];
}

/** Broker that an attempt was delivered from, -1: it was called. */
function broughtBy(attempt: number): number {
  return attempts.origin[attempt] === DELIVERED ? edges.from[attempts.edge[attempt]] : -1;
}

/** The versions that an attempt at a node has to know, as bits. */
function neededBy(attempt: number, node: number): number {
  const writes = schemaUsers.writes[node];
  const reads = schemaUsers.reads[node];
  let needed = 0;
  if (writes !== 0) needed |= subjects.isNew[writes - 1] === 1 ? WRITES_NEW : WRITES_OLD;
  if (reads !== 0 && broughtBy(attempt) === reads - 1) {
    needed |= bringsNew(attempt, reads - 1) ? READS_NEW : READS_OLD;
  }
  return needed;
}

/** A call to a registry is spared where its caller knows all that it needs to write and read. */
export function knowsSchemas(attempt: number): boolean {
  const node = attempts.node[attempt];
  if (schemaUsers.writes[node] === 0 && schemaUsers.reads[node] === 0) return false;
  const needed = neededBy(attempt, node);
  return (schemaCaches.known[attempts.instance[attempt]] & needed) === needed;
}

/** Who asks, before any proxies on the way; -1: nobody waits for the answer any more. */
function callerOf(attempt: number): number {
  let at = attempt;
  do {
    const call = attempts.call[at];
    at = call < 0 ? -1 : calls.parent[call];
  } while (at >= 0 && proxies.relays[attempts.node[at]] === 1);
  return at;
}

/** An attempt begins its service at a registry, or at a reader of what may change. */
export function serveSchema(attempt: number, node: number): void {
  if (schemaUsers.isRegistry[node] === 1) {
    const caller = callerOf(attempt);
    if (caller >= 0 && isRefused(attempts.node[caller])) attempts.outcome[attempt] = REJECTED;
    return;
  }
  const subject = broughtBy(attempt);
  if (subject < 0 || subjects.newFrom[subject] === NEVER_MS) return;
  const isNew = bringsNew(attempt, subject);
  const readsNew = subjects.readersNew[subject] === 1;
  const isReadable = isNew
    ? readsNew || subjects.breaksOld[subject] === 0
    : !readsNew || subjects.breaksNew[subject] === 0;
  if (isReadable) return;
  schemaUsers.unreadable[node]++;
  attempts.outcome[attempt] = ERROR;
  registers[SAMPLE] = 0;
}

/** Whether a registry refuses what the instances of a node write now. */
function isRefused(node: number): boolean {
  const writes = schemaUsers.writes[node];
  if (writes === 0) return false;
  return subjects.isNew[writes - 1] === 1 && subjects.isRefused[writes - 1] === 1;
}

/** A registry has answered: the instance that asked knows what it needs. */
export function learnSchema(attempt: number, node: number, outcome: number): void {
  if (schemaUsers.isRegistry[node] === 0 || outcome >= FIRST_FAILURE) return;
  const caller = callerOf(attempt);
  if (caller < 0) return;
  const instance = attempts.instance[caller];
  schemaCaches.known[instance] |= neededBy(caller, attempts.node[caller]);
}

/** An instance has crashed. */
export function forgetSchemas(instance: number): void {
  schemaCaches.known[instance] = 0;
}

/** All writers and readers as if nothing had changed; what was written stays. */
export function clearSchemas(): void {
  for (let node = 0; node < subjects.highWater; node++) {
    if (subjects.newUntil[node] === NEVER_MS && subjects.newFrom[node] !== NEVER_MS) {
      subjects.newUntil[node] = registers[NOW];
    }
    subjects.isNew[node] = 0;
    subjects.readersNew[node] = 0;
    subjects.isRefused[node] = 0;
  }
}

/** What a change of the schema means for those who read. */
export interface SchemaChange {
  readonly breaksOld: boolean;
  readonly breaksNew: boolean;
  readonly readersNew: boolean;
}

/** The writers of a broker have released a new version at `sinceMs`. */
export function changeSchema(
  node: number,
  { breaksOld, breaksNew, readersNew }: SchemaChange,
  sinceMs: number,
): void {
  const registry = schemaUsers.registry[node] - 1;
  const isRefused =
    registry >= 0 &&
    ((breaksOld && schemaUsers.needsForward[registry] === 1) ||
      (breaksNew && schemaUsers.needsBackward[registry] === 1));
  // The pipeline asks first: what is refused is not released.
  if (isRefused && schemaUsers.beforeRelease[registry] === 1) return;
  subjects.isNew[node] = 1;
  subjects.newFrom[node] = sinceMs;
  subjects.newUntil[node] = NEVER_MS;
  subjects.breaksOld[node] = breaksOld ? 1 : 0;
  subjects.breaksNew[node] = breaksNew ? 1 : 0;
  subjects.readersNew[node] = readersNew ? 1 : 0;
  subjects.isRefused[node] = isRefused ? 1 : 0;
}
