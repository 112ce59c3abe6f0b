// What was left in the middle is taken up: a process reads in its log how far it had come and goes on
// there, calls that were under way made once more; or a job that compares data finds it and has it
// undone. Either is work like any other at the first instance that is up; nobody waits for its end.
import { cancel } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { recordZero } from "../metrics/histogram.ts";
import { ARRIVALS, NODE_METERS, nodeMeter } from "../metrics/meters.ts";
import { DEPENDENCY } from "../results/outcomes.ts";
import { awayMoreAt, countArrival } from "./instance-load.ts";
import { nameTransaction } from "./lock-rows.ts";
import { enter, instances } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { nextStage } from "./plan.ts";
import { attempts, CALLED, CALLING, UNDOING } from "./rows.ts";
import { firstStageOf, scheduleTakeUp } from "./undo.ts";
import { undoes, undoState, unfinished } from "./undo-rows.ts";

/** The first instance of a node that is up, -1 = none. */
function firstUp(node: number): number {
  const first = nodes.firstInstance[node];
  for (let at = 0; at < nodes.instanceCount[node]; at++) {
    if (instances.up[first + at] === 1) return first + at;
  }
  return -1;
}

/** The time has come to go on with what was left. */
export function takeUpUnfinished(row: number): void {
  const node = unfinished.node[row];
  const instance = firstUp(node);
  if (instance < 0) {
    scheduleTakeUp(row, node);
    return;
  }
  const ms = registers[NOW] - unfinished.since[row];
  if (ms > undoState.longest[node]) undoState.longest[node] = ms;
  undoState.open[node]--;
  undoState.takenUp[node]++;
  unfinished.event[row] = 0;
  const attempt = goOnWith(row, node, instance);
  unfinished.since[row] = -1;
  freeRow(unfinished.marks, unfinished.next, row);
  nextStage(attempt);
}

/** An attempt that nobody waits for, with its calls before it. */
function goOnWith(row: number, node: number, instance: number): number {
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  const left = unfinished.operation[row];
  const undoesIt = undoes.of[left] === 0 && undoState.isJob[node] === 1;
  const operation = undoesIt ? undoes.by[left] - 1 : left;
  attempts.node[attempt] = node;
  attempts.instance[attempt] = instance;
  attempts.operation[attempt] = undoes.of[operation] === 0 ? operation : undoes.of[operation] - 1;
  attempts.call[attempt] = -1;
  attempts.edge[attempt] = unfinished.edge[row];
  attempts.request[attempt] = unfinished.request[row];
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.origin[attempt] = CALLED;
  attempts.phase[attempt] = CALLING;
  attempts.depth[attempt] = 1;
  attempts.flags[attempt] = undoes.of[operation] === 0 ? 0 : UNDOING;
  attempts.stage[attempt] = undoesIt
    ? firstStageOf(left, unfinished.stage[row])
    : unfinished.stage[row];
  attempts.outcome[attempt] = DEPENDENCY;
  attempts.arrivedAt[attempt] = registers[NOW];
  attempts.orphanedAt[attempt] = registers[NOW];
  attempts.servedMs[attempt] = 0;
  if (unfinished.transaction[row] !== 0) nameTransaction(attempt, unfinished.transaction[row]);
  nodeMeter[node * NODE_METERS + ARRIVALS]++;
  countArrival(attempt, instance);
  attempts.operation[attempt] = operation;
  enter(node);
  recordZero(2 * node);
  awayMoreAt(node, instance);
  return attempt;
}

/** An instance is up again: what its node had left is taken up at once, unless that is a job's matter. */
export function takeUpAfterRestart(node: number): void {
  if (undoState.open[node] === 0 || undoState.againMs[node] === 0) return;
  if (undoState.isJob[node] === 1) return;
  const rows: number[] = [];
  for (let row = 0; row < unfinished.highWater; row++) {
    if (unfinished.event[row] !== 0 && unfinished.node[row] === node) rows.push(row);
  }
  // Row numbers depend on what other nodes do.
  rows.sort((left, right) => unfinished.since[left] - unfinished.since[right] || left - right);
  for (const row of rows) {
    cancel(unfinished.event[row] - 1);
    takeUpUnfinished(row);
  }
}
