// Ids of publishes: a publisher that got no answer publishes again. With the same id a broker that
// remembers ids takes the repetition for done, for as long as it remembers; else it is stored twice.
import { Table } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { DUPLICATE_EFFECTS, NODE_METERS, nodeMeter } from "../metrics/meters.ts";
import { brokers } from "./consumer-rows.ts";
import { effects, releaseEffect } from "./keyed-work.ts";
import { attempts, KEYED } from "./rows.ts";

class PublishEdges extends Table {
  /** 1: a repetition has the id of the first. */
  readonly keepsId = this.uint8();
}

/** By edge. */
export const publishEdges = new PublishEdges("edges into mailboxes", 5_000);

/** True of the repetition of a publish that its broker remembers: nothing is stored for it. */
export function isKnown(attempt: number, node: number): boolean {
  if ((attempts.flags[attempt] & KEYED) === 0) return false;
  const effect = attempts.message[attempt];
  const since = registers[NOW] - effects.storedAt[effect];
  const remembers = publishEdges.keepsId[attempts.edge[attempt]] === 1;
  if (effects.executed[effect] === 0 || !remembers) return false;
  if (since >= brokers.rememberMs[node]) return false;
  brokers.deduplicated[node]++;
  forgetId(attempt);
  return true;
}

/** A publish has been stored, or not; what its attempt knew of its id is noted. */
export function noteId(attempt: number, node: number, isStored: boolean): void {
  if ((attempts.flags[attempt] & KEYED) === 0) return;
  const effect = attempts.message[attempt];
  if (isStored) {
    if (effects.executed[effect] === 1) {
      brokers.storedTwice[node]++;
      nodeMeter[node * NODE_METERS + DUPLICATE_EFFECTS]++;
    }
    effects.executed[effect] = 1;
    effects.storedAt[effect] = registers[NOW];
  }
  forgetId(attempt);
}

function forgetId(attempt: number): void {
  attempts.flags[attempt] &= ~KEYED;
  releaseEffect(attempts.message[attempt]);
}
