// What is to be told of attempts that leave a node, where its `watch` asks for anything at all.
import { OK, REJECTED } from "../results/outcomes.ts";
import { completeCommand, leaveCache } from "./cache.ts";
import { WATCH_CACHE } from "./cache-rows.ts";
import { release } from "./concurrency-limit.ts";
import { leaveEnvironment, WATCH_FUNCTION } from "./environments.ts";
import { WATCH_DATA } from "./lock-rows.ts";
import { noteCompletion, noteLeaving } from "./operation-record.ts";
import { nodes, WATCH_LIMIT, WATCH_OPERATIONS } from "./parameters.ts";
import { leaveData } from "./row-locks.ts";
import { receiveSpans } from "./span-collector.ts";
import { recordSpans } from "./span-recording.ts";
import { WATCH_SPANS } from "./span-rows.ts";

/** The work of an attempt is done and it leaves; `registers[VALUE]` is its sojourn, ms. */
export function completeWatched(attempt: number, node: number, outcome: number): void {
  if ((nodes.watch[node] & WATCH_OPERATIONS) !== 0) noteCompletion(attempt, outcome);
  if ((nodes.watch[node] & WATCH_CACHE) !== 0) completeCommand(attempt, node, outcome);
  if ((nodes.watch[node] & WATCH_SPANS) !== 0 && outcome === OK) receiveSpans(attempt, node);
  leaveWatched(attempt, node, outcome);
}

/** An attempt that was present leaves. */
export function leaveWatched(attempt: number, node: number, outcome: number): void {
  const watch = nodes.watch[node];
  if ((watch & WATCH_OPERATIONS) !== 0) noteLeaving(attempt, outcome);
  if ((watch & WATCH_LIMIT) !== 0) release(attempt, node, outcome);
  if ((watch & WATCH_CACHE) !== 0) leaveCache(attempt, node, outcome);
  if ((watch & WATCH_DATA) !== 0) leaveData(attempt, node, outcome);
  if ((watch & WATCH_SPANS) !== 0) recordSpans(attempt, node, outcome);
  if ((watch & WATCH_FUNCTION) !== 0) leaveEnvironment(attempt, node);
}

/** An attempt is turned away; one that finds the queue full has been let in by the limit before. */
export function refuseWatched(attempt: number, node: number, outcome: number): void {
  const watch = nodes.watch[node];
  if ((watch & WATCH_OPERATIONS) !== 0) noteLeaving(attempt, outcome);
  if ((watch & WATCH_LIMIT) !== 0 && outcome === REJECTED) release(attempt, node, outcome);
}
