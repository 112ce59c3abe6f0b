// Streams of events in a log: the truth from which everything else is made. A stream is the versioned
// row of a key; its version is the number of its events. Loading reads those since the last snapshot.
// An append that expects a version is refused as a conflict if another has come first. A read model is
// stale for a request while it has not finished the newest event of the request's stream.
import { NOW, registers, SAMPLE } from "../core/registers.ts";
import { FIRST_FAILURE, REJECTED } from "../results/outcomes.ts";
import { operationPlaces } from "./data-places.ts";
import { eventStores, readModels, streamOperations, streams } from "./event-store-rows.ts";
import { rowOfKey, versions } from "./keyed-work.ts";
import { cursors, groups, keyRows, logs } from "./log-rows.ts";
import { nodes } from "./parameters.ts";
import { attempts, DELIVERED } from "./rows.ts";

/** Adds to the service time in `registers[SAMPLE]` what the length of its stream takes, ms at speed 1. */
export function serveStream(attempt: number, node: number): void {
  if (eventStores.isOne[node] === 0) {
    refuseOld(attempt, node);
    return;
  }
  const length = versions.version[rowOfKey(attempt, node)] + eventStores.eventsBefore[node];
  const every = eventStores.snapshotEvery[node];
  const sinceSnapshot = every === 0 ? length : length - Math.floor(length / every) * every;
  if (streamOperations.loads[attempts.operation[attempt]] === 1) {
    eventStores.loads[node]++;
    eventStores.eventsRead[node] += sinceSnapshot;
    registers[SAMPLE] += sinceSnapshot * eventStores.eventMs[node];
  } else if (every > 0 && sinceSnapshot + 1 === every) {
    registers[SAMPLE] += eventStores.snapshotMs[node];
  }
}

/** A read that needs the newest event of its stream is refused at once where that is not applied. */
function refuseOld(attempt: number, node: number): void {
  if (streamOperations.needsCurrent[attempts.operation[attempt]] === 0) return;
  if (attempts.origin[attempt] === DELIVERED || behindFrom(attempt, node) < 0) return;
  attempts.outcome[attempt] = REJECTED;
  registers[SAMPLE] = 0;
}

/** An event has been appended to the stream `row`, whose length it makes `version`. */
export function noteEvent(node: number, row: number, version: number, end: number): void {
  const stream = streamOf(row, node);
  streams.end[stream] = end;
  streams.appendedAt[stream] = registers[NOW];
  eventStores.appends[node]++;
  const every = eventStores.snapshotEvery[node];
  if (every === 0) return;
  const length = version + eventStores.eventsBefore[node];
  if (length === Math.floor(length / every) * every) eventStores.snapshots[node]++;
}

function streamOf(row: number, node: number): number {
  return eventStores.firstStream[node] + row - nodes.firstKey[node];
}

/** The segment of a stream, counted from the store's first. */
export function segmentOf(row: number, node: number): number {
  return keyRows.partition[logs.firstKey[node] + row - nodes.firstKey[node]];
}

/** A call leaves a node where data is followed: if it has read a read model, was that behind? */
export function followReadModel(attempt: number, node: number, outcome: number): void {
  if (
    readModels.group[node] === 0 ||
    outcome >= FIRST_FAILURE ||
    attempts.origin[attempt] === DELIVERED
  )
    return;
  if (operationPlaces.writes[attempts.operation[attempt]] === 1) return;
  readModels.reads[node]++;
  const since = behindFrom(attempt, node);
  if (since < 0) return;
  const ms = registers[NOW] - since;
  readModels.staleReads[node]++;
  readModels.staleTotal[node] += ms;
  if (ms > readModels.staleMost[node]) readModels.staleMost[node] = ms;
}

/** When the newest event of its stream was appended, if a read model has not applied it; else -1. */
function behindFrom(attempt: number, node: number): number {
  const group = readModels.group[node] - 1;
  const store = groups.node[group];
  const row = rowOfKey(attempt, store);
  const stream = streamOf(row, store);
  const cursor = groups.firstCursor[group] + segmentOf(row, store);
  return cursors.finished[cursor] >= streams.end[stream] ? -1 : streams.appendedAt[stream];
}

/** Whether an append in hand has met a newer version than it expects. */
export function isOvertaken(row: number, message: number): boolean {
  return message !== -3 - 2 * versions.version[row];
}
