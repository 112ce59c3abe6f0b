// What a run tells of the members that callers have left out, and of the present for the page.
import { NOW, registers } from "../core/registers.ts";
import { balanceState, balances, FILTERS } from "../primitives/balance-rows.ts";
import { control, PERIOD_START } from "../primitives/node-state.ts";
import { edges, nodes } from "../primitives/parameters.ts";
import type { BalancingResult } from "../results/run-result.ts";

/** Callers times instances of the callee. */
function pairsOf(edge: number): number {
  return edges.rowCount[edge] * nodes.instanceCount[edges.to[edge]];
}

/** Whether some instances may be left out on an edge. */
function judges(edge: number): boolean {
  return (balances.watch[edge] & FILTERS) !== 0 && pairsOf(edge) > 0;
}

/** Integral of a level since the measured period began, the time since its last change included. */
function integral(edge: number, until: Float64Array, level: Int32Array): number {
  return until[edge] + level[edge] * (registers[NOW] - balanceState.touchedAt[edge]);
}

/** Null where every instance that callers know of is alike to them. */
export function balancingResultOf(edge: number): BalancingResult | null {
  if (!judges(edge)) return null;
  const periodMs = Math.max(registers[NOW] - control.f64[PERIOD_START], 1e-9);
  const { ejectedTime, ejected, healthyTime, healthy, panicTime, panicking } = balanceState;
  const callers = edges.rowCount[edge];
  return {
    ejections: balanceState.ejections[edge],
    ejectedRatio: integral(edge, ejectedTime, ejected) / periodMs / pairsOf(edge),
    healthyMembers: integral(edge, healthyTime, healthy) / periodMs / callers,
    panicRatio: integral(edge, panicTime, panicking) / periodMs / callers,
  };
}

/** The measured period begins. */
export function restartBalancing(): void {
  for (let edge = 0; edge < balanceState.highWater; edge++) {
    balanceState.ejections[edge] = 0;
    balanceState.ejectedTime[edge] = 0;
    balanceState.healthyTime[edge] = 0;
    balanceState.panicTime[edge] = 0;
    balanceState.touchedAt[edge] = registers[NOW];
  }
}

/** The present, as a mean over callers; NaN where nobody judges. */
export function balancingPresent(edge: number): {
  readonly ejectedRatio: number;
  readonly healthyMembers: number;
} {
  if (!judges(edge)) return { ejectedRatio: Number.NaN, healthyMembers: Number.NaN };
  return {
    ejectedRatio: balanceState.ejected[edge] / pairsOf(edge),
    healthyMembers: balanceState.healthy[edge] / edges.rowCount[edge],
  };
}
