// Collectors: what becomes of spans that have come. Without tail sampling all are stored. With it a trace
// is held from its first span on, for the decision wait, and then kept or discarded as a whole; spans
// that come later share its fate. Too many held traces push the oldest out undecided.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { TRACES_DUE } from "./event-kinds.ts";
import { instances } from "./node-state.ts";
import { attempts } from "./rows.ts";
import { shareOf, spansBrought } from "./span-recording.ts";
import {
  BRINGS_SPANS,
  DISCARDED,
  FORGOTTEN,
  HELD,
  KEPT,
  releaseTrace,
  spanBatches,
  spanGroups,
  spanNodes,
  traces,
  UNSEEN,
} from "./span-rows.ts";

/** A collector has handled what came. */
export function receiveSpans(attempt: number, node: number): void {
  if (spanNodes.isCollector[node] === 0) return;
  if ((attempts.flags[attempt] & BRINGS_SPANS) === 0) {
    const count = spansBrought(attempt);
    spanNodes.received[node] += count;
    spanNodes.stored[node] += count;
    return;
  }
  const batch = attempts.message[attempt];
  if (spanBatches.received[batch] === 1) {
    spanNodes.again[node] += spanBatches.count[batch];
    return;
  }
  spanBatches.received[batch] = 1;
  spanNodes.received[node] += spanBatches.count[batch];
  for (let link = spanBatches.first[batch]; link !== 0; link = spanGroups.next[link - 1]) {
    meet(node, link - 1);
  }
}

/** Spans of one piece of work have come. */
function meet(node: number, group: number): void {
  const trace = spanGroups.trace[group];
  const count = spanGroups.count[group];
  if (spanGroups.failed[group] === 1 && traces.failed[trace] === 0) {
    traces.failed[trace] = 1;
    spanNodes.failedSeen[node]++;
    if (traces.state[trace] === KEPT) spanNodes.failedKept[node]++;
  }
  if (traces.state[trace] === UNSEEN) {
    traces.firstAt[trace] = spanGroups.startedAt[group];
    traces.lastAt[trace] = spanGroups.endedAt[group];
    if (spanNodes.waitMs[node] > 0) hold(node, trace);
    else keep(node, trace);
  }
  const state = traces.state[trace];
  if (state === KEPT) spanNodes.stored[node] += count;
  else if (state === HELD) addHeld(node, trace, group);
  else spanNodes.late[node] += count;
}

function addHeld(node: number, trace: number, group: number): void {
  const count = spanGroups.count[group];
  traces.spans[trace] += count;
  traces.firstAt[trace] = Math.min(traces.firstAt[trace], spanGroups.startedAt[group]);
  traces.lastAt[trace] = Math.max(traces.lastAt[trace], spanGroups.endedAt[group]);
  const spans = spanNodes.heldSpans[node] + count;
  spanNodes.heldSpans[node] = spans;
  if (spans > spanNodes.heldSpansMax[node]) spanNodes.heldSpansMax[node] = spans;
}

function keep(node: number, trace: number): void {
  traces.state[trace] = KEPT;
  spanNodes.kept[node]++;
  if (traces.failed[trace] === 1) spanNodes.failedKept[node]++;
  if (traces.lost[trace] > 0) spanNodes.incomplete[node]++;
}

function hold(node: number, trace: number): void {
  traces.state[trace] = HELD;
  traces.references[trace]++;
  traces.heldAt[trace] = registers[NOW];
  traces.following[trace] = 0;
  const tail = spanNodes.heldTail[node];
  if (tail !== 0) traces.following[tail - 1] = trace + 1;
  else spanNodes.heldHead[node] = trace + 1;
  spanNodes.heldTail[node] = trace + 1;
  const held = spanNodes.held[node] + 1;
  spanNodes.held[node] = held;
  if (held > spanNodes.tracesMax[node]) forgetOldest(node);
  else if (held > spanNodes.heldMax[node]) spanNodes.heldMax[node] = held;
  if (spanNodes.deciding[node] === 1) return;
  spanNodes.deciding[node] = 1;
  registers[AT] = registers[NOW] + spanNodes.waitMs[node];
  schedule(TRACES_DUE, node, 0);
}

/** Takes the oldest held trace out of the list; the caller gives the reference back. */
function takeOldest(node: number): number {
  const trace = spanNodes.heldHead[node] - 1;
  spanNodes.heldHead[node] = traces.following[trace];
  if (spanNodes.heldHead[node] === 0) spanNodes.heldTail[node] = 0;
  spanNodes.held[node]--;
  spanNodes.heldSpans[node] -= traces.spans[trace];
  return trace;
}

function forgetOldest(node: number): void {
  const trace = takeOldest(node);
  traces.state[trace] = FORGOTTEN;
  spanNodes.evicted[node]++;
  releaseTrace(trace);
}

/** Traces that have been held for the whole wait are decided; the next is looked at when it is due. */
export function tracesDue(node: number): void {
  spanNodes.deciding[node] = 0;
  const wait = spanNodes.waitMs[node];
  while (spanNodes.heldHead[node] !== 0) {
    const dueAt = traces.heldAt[spanNodes.heldHead[node] - 1] + wait;
    if (dueAt > registers[NOW]) {
      spanNodes.deciding[node] = 1;
      registers[AT] = dueAt;
      schedule(TRACES_DUE, node, 0);
      return;
    }
    decide(node, takeOldest(node));
  }
}

function decide(node: number, trace: number): void {
  if (isWorthKeeping(node, trace)) {
    keep(node, trace);
    spanNodes.stored[node] += traces.spans[trace];
  } else {
    traces.state[trace] = DISCARDED;
    spanNodes.discarded[node]++;
  }
  releaseTrace(trace);
}

function isWorthKeeping(node: number, trace: number): boolean {
  if (traces.failed[trace] === 1 && spanNodes.keepsErrors[node] === 1) return true;
  const slowMs = spanNodes.slowMs[node];
  if (slowMs > 0 && traces.lastAt[trace] - traces.firstAt[trace] >= slowMs) return true;
  // Its request's row may be another's by now, so its source does not count here.
  return shareOf(0, traces.arrivedAt[trace], 2) < spanNodes.keepRatio[node];
}

/** An instance of a collector has crashed: what it held in memory is gone. */
export function loseHeldTraces(instance: number): void {
  const node = instances.node[instance];
  if (spanNodes.isCollector[node] === 0) return;
  while (spanNodes.heldHead[node] !== 0) {
    const trace = takeOldest(node);
    traces.state[trace] = FORGOTTEN;
    spanNodes.crashed[node]++;
    releaseTrace(trace);
  }
}
