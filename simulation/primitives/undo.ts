// Undoing: an operation of several steps has failed, and what it did is taken back by calls of their
// own: the compensations of a saga, in reverse order and the failed step included, since it may have
// happened; the rollbacks of a transaction; or whatever tells others of a failure. Undoing is an
// operation in the place of the one that failed, so nothing here costs what goes well anything.
// What cannot be undone now, or was cut off by a crash, is kept: see unfinished.ts.
import { schedule } from "../core/event-list.ts";
import { allocateRow } from "../core/memory.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { DEGRADED } from "../results/outcomes.ts";
import { TAKE_UP } from "./event-kinds.ts";
import { operations } from "./parameters.ts";
import { holdRequest, settleTo } from "./request.ts";
import {
  attemptExtras,
  attempts,
  CALLING,
  CANCEL_SEEN,
  COORDINATES,
  DELIVERED,
  UNDOING,
} from "./rows.ts";
import { BACK_FROM_STEP, TELLS, undoes, undoState, unfinished } from "./undo-rows.ts";

/** Instead of an outcome: the calls that undo are to be made now. */
export const GOES_ON = -1;

/** An operation that can be undone, or its undoing, has failed; returns how it ends, or GOES_ON. */
export function undo(attempt: number, outcome: number): number {
  const operation = attempts.operation[attempt];
  if (undoes.of[operation] !== 0) return giveUpUndoing(attempt);
  const way = undoes.way[operation];
  // It has failed by itself before its first step.
  if (way !== TELLS && attempts.phase[attempt] !== CALLING) return outcome;
  const decided = undoes.decidedFrom[operation];
  if (decided !== 0 && attempts.stage[attempt] >= decided - 1) {
    keep(attempt, operation, attempts.stage[attempt]);
    return DEGRADED;
  }
  attempts.stage[attempt] = firstStageOf(operation, attempts.stage[attempt]);
  attempts.operation[attempt] = undoes.by[operation] - 1;
  attempts.outcome[attempt] = outcome;
  attempts.flags[attempt] = (attempts.flags[attempt] & ~CANCEL_SEEN) | UNDOING;
  return GOES_ON;
}

/** Where the undoing of an operation begins that has failed at a stage. */
export function firstStageOf(operation: number, failedAt: number): number {
  if (undoes.way[operation] !== BACK_FROM_STEP) return 0;
  return Math.max(0, operations.stageCount[operation] - 1 - failedAt);
}

/** Everything is undone; returns how the attempt ends. */
export function undone(attempt: number): number {
  undoState.undone[attempts.node[attempt]]++;
  settleTo(attempts.request[attempt]);
  endUndoing(attempt);
  // A message that failed for good, and whose failure was dealt with, is settled.
  return attempts.origin[attempt] === DELIVERED ? DEGRADED : attempts.outcome[attempt];
}

function endUndoing(attempt: number): void {
  attempts.flags[attempt] &= ~UNDOING;
  attempts.operation[attempt] = undoes.of[attempts.operation[attempt]] - 1;
}

function giveUpUndoing(attempt: number): number {
  const operation = attempts.operation[attempt];
  const way = undoes.way[undoes.of[operation] - 1];
  // A broker delivers its message again.
  if (way !== TELLS || attempts.origin[attempt] !== DELIVERED) {
    keep(attempt, operation, attempts.stage[attempt]);
  }
  endUndoing(attempt);
  return attempts.outcome[attempt];
}

/** An attempt with calls is cut off, by a crash or from outside. */
export function keepUnfinished(attempt: number): void {
  const operation = attempts.operation[attempt];
  const isUndoing = (attempts.flags[attempt] & UNDOING) !== 0;
  const forward = isUndoing ? undoes.of[operation] - 1 : operation;
  const stage = attempts.stage[attempt];
  const decided = undoes.decidedFrom[forward];
  if (isUndoing) {
    if (undoes.way[forward] !== TELLS || attempts.origin[attempt] !== DELIVERED) {
      keep(attempt, operation, stage);
    }
    endUndoing(attempt);
  } else if (undoes.way[forward] === BACK_FROM_STEP || (decided !== 0 && stage >= decided - 1)) {
    keep(attempt, operation, stage);
  } else if (decided !== 0) {
    // Nothing was decided, so there is nothing in the log: it is taken back (presumed abort).
    keep(attempt, undoes.by[operation] - 1, 0);
  }
}

/** What an attempt has begun is to be gone on with at a stage of an operation. */
function keep(attempt: number, operation: number, stage: number): void {
  const node = attempts.node[attempt];
  const row = allocateRow(unfinished.marks, unfinished.next, unfinished.cap);
  const coordinates = (attempts.flags[attempt] & COORDINATES) !== 0;
  unfinished.node[row] = node;
  unfinished.operation[row] = operation;
  unfinished.edge[row] = attempts.edge[attempt];
  unfinished.stage[row] = stage;
  unfinished.request[row] = attempts.request[attempt];
  unfinished.transaction[row] = coordinates ? attemptExtras.correlation[attempt] : 0;
  unfinished.since[row] = registers[NOW];
  holdRequest(attempts.request[attempt]);
  undoState.left[node]++;
  const open = ++undoState.open[node];
  if (open > undoState.openMost[node]) undoState.openMost[node] = open;
  scheduleTakeUp(row, node);
}

/** What was left is taken up after a time, or by the next run of the job. */
export function scheduleTakeUp(row: number, node: number): void {
  const again = undoState.againMs[node];
  unfinished.event[row] = 0;
  if (again === 0) return;
  const at = registers[NOW] + again;
  registers[AT] = undoState.isJob[node] === 1 ? Math.floor(at / again) * again : at;
  unfinished.event[row] = schedule(TAKE_UP, row, 0) + 1;
}
