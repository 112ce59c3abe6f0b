// Keyed work: attempts whose effect is followed beyond their answer. Either several attempts at one
// call to an operation that is not idempotent, which share a row of effects: executed twice, it did
// harm, unless a key tells the callee. Or the two halves of a conditional write: a read that notes
// the version of a row, and a write that happens only if the row still has it.
//
// `message` of such an attempt: a row of effects (>= 0), or READ_WANTED before a read, and after it
// and in the write the version v with the half: -2 - 2 v and -3 - 2 v.
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { registers, SAMPLE } from "../core/registers.ts";
import { DUPLICATE_EFFECTS, NODE_METERS, nodeMeter } from "../metrics/meters.ts";
import { CONFLICT, FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { showCredential } from "./access.ts";
import { SHOWS } from "./access-rows.ts";
import { guardRows } from "./guard-rows.ts";
import { lookInto } from "./inbox.ts";
import { LOCKS_ROWS, prepareClaim } from "./lock-rows.ts";
import { edges, nodes, operations, plans, TRACKS_EFFECTS } from "./parameters.ts";
import { attempts, calls, DELIVERED, IN_AFTER, KEYED, requests } from "./rows.ts";

class EffectRows extends Table {
  /** Attempts and the call that still refer to it. */
  readonly references = this.int32();
  readonly executed = this.int32();
  /** Of a publish: when it was stored first, ms. */
  readonly storedAt = this.float64();
  /** The attempt whose execution the key stands for, + 1; 0 = none, EXECUTED once it is done. */
  readonly claimant = this.int32();
}

class VersionRows extends Table {
  /** Committed writes to the row. */
  readonly version = this.int32();
  /** Upper end of its share of requests. */
  readonly upTo = this.float64();
}

export const effects = new EffectRows("effects of calls", 400_000);
export const versions = new VersionRows("versioned rows", 400_000);

const EXECUTED = -1;
const READ_WANTED = -1;

/** An attempt over an edge that tracks effects, locks rows or shows a credential is put on the wire. */
export function followData(call: number, attempt: number, guards: number): void {
  if ((guards & SHOWS) !== 0) showCredential(attempt, attempts.edge[attempt]);
  if ((guards & LOCKS_ROWS) !== 0) prepareClaim(call, attempt);
  if ((guards & TRACKS_EFFECTS) !== 0) trackEffect(call, attempt);
}

function trackEffect(call: number, attempt: number): void {
  const effect = effectOf(call, attempts.operation[attempt]);
  if (effect < 0) return;
  attempts.message[attempt] = effect;
  attempts.flags[attempt] |= KEYED;
}

/** One more reference to the row of effects of a call; -1 where there is nothing to follow. */
export function effectOf(call: number, operation: number): number {
  if (operations.idempotent[operation] === 1) return -1;
  const guard = calls.guard[call];
  if (guardRows.effect[guard] === 0) {
    const made = allocateRow(effects.marks, effects.next, effects.cap);
    effects.references[made] = 1;
    effects.executed[made] = 0;
    effects.claimant[made] = 0;
    guardRows.effect[guard] = made + 1;
  }
  const effect = guardRows.effect[guard] - 1;
  effects.references[effect]++;
  return effect;
}

/** One that referred to a row of effects does so no longer. */
export function releaseEffect(effect: number): void {
  if (--effects.references[effect] === 0) freeRow(effects.marks, effects.next, effect);
}

/** An attempt of a conditional write is put on the wire: first, the read. */
export function askForVersion(call: number, attempt: number): void {
  const read = plans.readOperation[calls.plan[call]];
  if (read === 0) return;
  attempts.operation[attempt] = read - 1;
  attempts.message[attempt] = READ_WANTED;
  attempts.flags[attempt] |= KEYED;
}

/** True of an answered attempt that has read and is to be followed by its write. */
export function hasRead(attempt: number): boolean {
  const message = attempts.message[attempt];
  return message < READ_WANTED && (message & 1) === 0;
}

/** Makes `attempt` the write that follows the read `before`. */
export function carryVersion(before: number, attempt: number): void {
  attempts.message[attempt] = attempts.message[before] - 1;
  attempts.flags[attempt] |= KEYED;
}

/**
 * A keyed attempt begins its service, of which `registers[SAMPLE]` holds the time. Where the key is
 * known, the answer on record takes the lookup alone.
 */
export function beginKeyed(attempt: number): void {
  if (attempts.origin[attempt] === DELIVERED) {
    lookInto(attempt);
    return;
  }
  const effect = attempts.message[attempt];
  const edge = attempts.edge[attempt];
  if (effect < 0 || edges.idempotencyKey[edge] === 0) return;
  if (effects.claimant[effect] === 0) {
    effects.claimant[effect] = attempt + 1;
    registers[SAMPLE] += edges.keyLookupMs[edge];
    return;
  }
  registers[SAMPLE] = edges.keyLookupMs[edge];
  attempts.outcome[attempt] = OK;
  // Nothing follows: neither calls nor work after them.
  attempts.phase[attempt] = IN_AFTER;
  attempts.flags[attempt] &= ~KEYED;
  releaseEffect(effect);
}

/** A keyed attempt has done its work; returns how it ends. */
export function endKeyed(attempt: number, outcome: number): number {
  if (outcome >= FIRST_FAILURE) return outcome;
  const message = attempts.message[attempt];
  const node = attempts.node[attempt];
  if (message >= 0) {
    effects.claimant[message] = EXECUTED;
    if (++effects.executed[message] > 1) nodeMeter[node * NODE_METERS + DUPLICATE_EFFECTS]++;
    return outcome;
  }
  const key = rowOfKey(attempt, node);
  if (message === READ_WANTED) {
    attempts.message[attempt] = -2 - 2 * versions.version[key];
    return outcome;
  }
  if (message !== -3 - 2 * versions.version[key]) return CONFLICT;
  versions.version[key]++;
  return outcome;
}

/** A keyed attempt is gone; what it has not done, another may do. */
export function forgetKeyed(attempt: number): void {
  const effect = attempts.message[attempt];
  if (effect < 0 || attempts.origin[attempt] === DELIVERED) return;
  if (effects.claimant[effect] === attempt + 1) effects.claimant[effect] = 0;
  releaseEffect(effect);
}

/** The row that a request reads and writes, by its key: the first whose share reaches it. */
export function rowOfKey(attempt: number, node: number): number {
  const draw = ((requests.key[attempts.request[attempt]] >>> 0) + 0.5) / 4294967296;
  const first = nodes.firstKey[node];
  let low = first;
  let high = first + nodes.keyCount[node] - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (draw < versions.upTo[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
