// Keys of a log's records. A log either takes each record for a key of its own, or knows a number of
// keys of which the requests' draws choose by their weights. Where keys are known, what is applied out
// of the order in which their requests were offered is counted.

import { brokers } from "./consumer-rows.ts";
import { noteDisorder } from "./log-flow.ts";
import { cursors, groups, IN_TURN, keyRows, logs, records, seenKeys } from "./log-rows.ts";
import { requests } from "./rows.ts";

/** The key of a request, among those that a log knows: the first whose share reaches its draw. */
export function keyOf(node: number, request: number): number {
  const count = logs.keyCount[node];
  if (count === 0) return 0;
  const draw = ((requests.key[request] >>> 0) + 0.5) / 4294967296;
  let low = logs.firstKey[node];
  let high = low + count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (draw < keyRows.upTo[middle]) high = middle;
    else low = middle + 1;
  }
  return low - logs.firstKey[node];
}

/** The partition of a record, counted from the log's first: by its key, or each in turn. */
export function pickPartition(node: number, request: number, key: number): number {
  const count = brokers.partitionCount[node];
  if (logs.partitioner[node] >= IN_TURN) {
    const at = brokers.nextPartition[node];
    brokers.nextPartition[node] = at + 1 === count ? 0 : at + 1;
    return at;
  }
  if (logs.keyCount[node] !== 0) return keyRows.partition[logs.firstKey[node] + key];
  return hashToPartition(requests.key[request], count);
}

/** The partition that a producer puts a record into. */
export function partitionFor(request: number, node: number): number {
  return brokers.firstPartition[node] + pickPartition(node, request, keyOf(node, request));
}

/** The bits of a key are spread first. */
export function hashToPartition(key: number, count: number): number {
  const word = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d) >>> 0;
  return Math.floor((word / 4294967296) * count) | 0;
}

/**
 * The record of an offset was applied: was it newer than what had been applied of its key or, where
 * keys are not known, of its partition?
 */
export function noteApplied(cursor: number, record: number, offset: number): void {
  const group = cursors.group[cursor];
  if (logs.keyCount[groups.node[group]] === 0) {
    if (offset + 1 < cursors.everApplied[cursor]) noteDisorder(cursor, record);
    else cursors.everApplied[cursor] = offset + 1;
    return;
  }
  const request = records.request[record];
  const seen = groups.firstKey[group] + keyOf(groups.node[group], request);
  const offeredAt = requests.arrivedAt[request];
  if (offeredAt < seenKeys.offeredAt[seen]) {
    groups.outOfOrder[group]++;
    noteDisorder(cursor, record);
    return;
  }
  seenKeys.offeredAt[seen] = offeredAt;
}
