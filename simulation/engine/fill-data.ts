// Writes what operations do with data into their columns: locks of rows, phases of transactions, changes,
// and what is done when they have failed. Reports what came of it.
import { NOW, registers } from "../core/registers.ts";
import { changeCounts } from "../primitives/data-changes.ts";
import {
  COMMITS,
  dataOperations,
  LOCKS,
  locks,
  PREPARES,
  ROLLS_BACK,
  WATCH_DATA,
} from "../primitives/lock-rows.ts";
import { nodes, operations } from "../primitives/parameters.ts";
import { operationWrites, UNDOES } from "../primitives/publish-identity.ts";
import {
  ALL_AT_ONCE,
  BACK_FROM_STEP,
  TELLS,
  undoes,
  undoState,
  unfinished,
} from "../primitives/undo-rows.ts";
import type { ChangesResult, LocksResult, UndoResult } from "../results/data-result.ts";
import type { PlannedOperation } from "./operation-graph.ts";
import { decidingStage, type Phase, stepsOf } from "./operation-steps.ts";
import type { Program } from "./program.ts";

const MODES: Readonly<Record<Phase, number>> = {
  plain: 0,
  undo: 0,
  prepare: PREPARES,
  commit: COMMITS,
  rollback: ROLLS_BACK,
  check: 0,
  refuse: 0,
  reject: 0,
};

/** Whether a design has anything that undoes, or brings data together again. */
export function followsData({ graph, scenario }: Program): boolean {
  return (
    graph.operations.some(({ undo }) => undo !== null) ||
    scenario.edges.some(({ values }) => values.reconciliation != null)
  );
}

/** All operations and nodes, which must be filled in. */
export function fillData(program: Program): string | null {
  const { graph } = program;
  const isFollowed = followsData(program);
  if (!dataOperations.occupy(operations.highWater)) return "operations";
  if (!undoes.occupy(operations.highWater)) return "operations";
  if (!operationWrites.occupy(operations.highWater)) return "operations";
  if (!locks.occupy(nodes.highWater) || !undoState.occupy(nodes.highWater)) return "nodes";
  changeCounts.occupy(program.layout.typeIds.length);
  undoes.of.fill(0, 0, undoes.highWater);
  for (const [row, operation] of graph.operations.entries()) {
    fillOperation(operation, row, isFollowed);
    fillUndo(program, operation, row);
  }
  for (const [node, { descriptor }] of program.nodes.entries()) {
    const steps = stepsOf(descriptor);
    undoState.againMs[node] = steps?.againMs ?? 0;
    undoState.isJob[node] = steps?.byJob ? 1 : 0;
  }
  return null;
}

function fillOperation({ node, phase, work }: PlannedOperation, row: number, isFollowed: boolean) {
  const mode = phase === "plain" && work?.locksRow ? LOCKS : MODES[phase];
  const writes = phase === "commit" || (phase === "plain" && work?.changesData === true);
  dataOperations.mode[row] = mode;
  dataOperations.changes[row] = isFollowed && writes ? 1 : 0;
  dataOperations.lockTimeoutMs[row] = work?.lockTimeoutMs ?? 0;
  if (mode !== 0 || dataOperations.changes[row] === 1) nodes.watch[node] |= WATCH_DATA;
}

function fillUndo({ nodes: all }: Program, operation: PlannedOperation, row: number): void {
  const { undo, stages, node } = operation;
  undoes.by[row] = undo === null ? 0 : undo + 1;
  undoes.decidedFrom[row] = 0;
  operationWrites.onFailure[row] = undo === null && operation.phase !== "undo" ? 0 : UNDOES;
  if (undo === null) return;
  undoes.of[undo] = row + 1;
  const way = stepsOf(all[node]?.descriptor)?.way;
  undoes.way[row] = way === "saga" ? BACK_FROM_STEP : way === "two-phase" ? ALL_AT_ONCE : TELLS;
  if (way === "two-phase") undoes.decidedFrom[row] = decidingStage(stages) + 1;
}

/** The measured period begins. */
export function restartData(): void {
  for (const column of [
    ...[locks.acquired, locks.waited, locks.timeouts, locks.waitTotal, locks.waitMost],
    ...[locks.released, locks.heldTotal, locks.heldMost],
    ...[locks.decided, locks.preparedTotal, locks.preparedLongest],
  ]) {
    column.fill(0, 0, locks.highWater);
  }
  for (const column of [undoState.undone, undoState.left, undoState.takenUp, undoState.longest]) {
    column.fill(0, 0, undoState.highWater);
  }
  for (const column of [changeCounts.requests, changeCounts.totalMs, changeCounts.mostMs]) {
    column.fill(0, 0, changeCounts.highWater);
  }
  locks.preparedMost.set(locks.prepared.subarray(0, locks.highWater));
  undoState.openMost.set(undoState.open.subarray(0, undoState.highWater));
}

function mean(total: number, count: number): number | null {
  return count > 0 ? total / count : null;
}

/** What a node reports of its locks, and of what it undid. */
export function dataResultOf(node: number): {
  readonly locks?: LocksResult;
  readonly undo?: UndoResult;
} {
  const isLocking = operationsOf(node).some((row) => dataOperations.mode[row] !== 0);
  const isUndoing = operationsOf(node).some((row) => undoes.by[row] !== 0);
  return {
    ...(isLocking ? { locks: locksResultOf(node) } : {}),
    ...(isUndoing ? { undo: undoResultOf(node) } : {}),
  };
}

function operationsOf(node: number): readonly number[] {
  const rows = Array.from({ length: operations.highWater }, (_, row) => row);
  return rows.filter((row) => operations.node[row] === node);
}

function locksResultOf(node: number): LocksResult {
  return {
    acquired: locks.acquired[node],
    waited: locks.waited[node],
    timeouts: locks.timeouts[node],
    waitMs: {
      mean: mean(locks.waitTotal[node], locks.waited[node]),
      max: locks.waitMost[node],
    },
    heldMs: { mean: mean(locks.heldTotal[node], locks.released[node]), max: locks.heldMost[node] },
    prepared: {
      decided: locks.decided[node],
      atEnd: locks.prepared[node],
      max: locks.preparedMost[node],
      undecidedMs: {
        mean: mean(locks.preparedTotal[node], locks.decided[node]),
        max: locks.preparedLongest[node],
      },
    },
  };
}

function undoResultOf(node: number): UndoResult {
  let oldest = 0;
  for (let row = 0; row < unfinished.highWater; row++) {
    const isOpen = unfinished.node[row] === node && unfinished.since[row] >= 0;
    if (isOpen) oldest = Math.max(oldest, registers[NOW] - unfinished.since[row]);
  }
  const open = undoState.open[node];
  return {
    undone: undoState.undone[node],
    left: undoState.left[node],
    takenUp: undoState.takenUp[node],
    openAtEnd: open,
    openMax: undoState.openMost[node],
    openMs: { max: Math.max(undoState.longest[node], open > 0 ? oldest : 0) },
  };
}

/** How long the requests of types had changed only a part of their data, where that is followed. */
export function changesResultOf(program: Program, rows: readonly number[]): ChangesResult | null {
  if (!followsData(program)) return null;
  let requests = 0;
  let total = 0;
  let most = 0;
  for (const row of rows) {
    requests += changeCounts.requests[row];
    total += changeCounts.totalMs[row];
    most = Math.max(most, changeCounts.mostMs[row]);
  }
  return { changed: requests, mean: mean(total, requests), max: most };
}
