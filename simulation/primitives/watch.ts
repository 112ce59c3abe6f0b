// What is to be told of attempts that leave a node, where its `watch` asks for anything at all.
import { noteCompletion, noteLeaving } from "./operation-record.ts";
import { nodes, WATCH_OPERATIONS } from "./parameters.ts";

/** The work of an attempt is done and it leaves; `registers[VALUE]` is its sojourn, ms. */
export function completeWatched(attempt: number, node: number, outcome: number): void {
  if ((nodes.watch[node] & WATCH_OPERATIONS) !== 0) noteCompletion(attempt, outcome);
  leaveWatched(attempt, node, outcome);
}

/** An attempt that was present leaves. */
export function leaveWatched(attempt: number, node: number, outcome: number): void {
  if ((nodes.watch[node] & WATCH_OPERATIONS) !== 0) noteLeaving(attempt, outcome);
}

/** An attempt is turned away at the door. */
export function refuseWatched(attempt: number, node: number, outcome: number): void {
  if ((nodes.watch[node] & WATCH_OPERATIONS) !== 0) noteLeaving(attempt, outcome);
}
