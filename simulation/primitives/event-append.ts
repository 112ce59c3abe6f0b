// What an event store does once it has handled a request: a load is answered, an append becomes a record
// of the log, unless it expects a version that is no more.
import { OK } from "../results/outcomes.ts";
import { brokers } from "./consumer-rows.ts";
import { eventStores, streamOperations } from "./event-store-rows.ts";
import { isOvertaken, noteEvent, segmentOf } from "./event-streams.ts";
import { rowOfKey, versions } from "./keyed-work.ts";
import { appended, appendRecord } from "./log-append.ts";
import { partitions } from "./log-rows.ts";
import { attempts, FROM_RETRY, KEYED } from "./rows.ts";
import { finish } from "./station.ts";

/** Effects of calls stand for nothing below this; `message` of a conditional append is. */
const NO_EFFECT = 0;

/** An event store has handled a request. */
export function streamHandled(attempt: number): void {
  if (streamOperations.loads[attempts.operation[attempt]] === 0) append(attempt);
  // A conditional append ends as a conflict there, or makes its stream longer.
  finish(attempt, OK);
}

function append(attempt: number): void {
  const node = attempts.node[attempt];
  const row = rowOfKey(attempt, node);
  const message = attempts.message[attempt];
  const isConditional = (attempts.flags[attempt] & KEYED) !== 0 && message < NO_EFFECT;
  if (isConditional && isOvertaken(row, message)) {
    eventStores.conflicts[node]++;
    return;
  }
  if (!isConditional) versions.version[row]++;
  const version = versions.version[row] + (isConditional ? 1 : 0);
  const partition = brokers.firstPartition[node] + segmentOf(row, node);
  noteEvent(node, row, version, partitions.end[partition] + 1);
  const edge = attempts.edge[attempt];
  const operation = attempts.operation[attempt];
  const retried = (attempts.flags[attempt] & FROM_RETRY) !== 0;
  appendRecord(node, edge, partition, attempts.request[attempt], operation, retried, -1);
  appended(node, partition);
}
