// What an attempt makes of its calls once all have ended: their outcome for it, and whether work follows.
import { nextUniform } from "../core/random.ts";
import { registers, UNIFORM } from "../core/registers.ts";
import { DEGRADED, FIRST_FAILURE } from "../results/outcomes.ts";
import { verdictOf } from "./access.ts";
import { checks } from "./access-rows.ts";
import { BY_FAULT, instances } from "./node-state.ts";
import { nodes, operations, SHARES } from "./parameters.ts";
import { attempts, CANCEL_SEEN } from "./rows.ts";
import { servesStale } from "./shield.ts";
import { AFTER_CHOICE, NODE_STREAMS } from "./streams.ts";

/** What an attempt makes of the outcome of its calls. */
export function verdictOnCalls(
  attempt: number,
  node: number,
  operation: number,
  ended: number,
): number {
  if (operations.after[operation] >= 0 && checks.goesOnAs[operation] !== 0) {
    return verdictOf(attempt, node, ended);
  }
  return ended >= FIRST_FAILURE && servesStale(attempt, node) ? DEGRADED : ended;
}

/** True when work follows the calls of an attempt, by chance or always. */
export function worksAfter(attempt: number, operation: number): boolean {
  if ((attempts.flags[attempt] & CANCEL_SEEN) !== 0) return false;
  const probability = operations.afterProbability[operation];
  if (probability >= 1) return true;
  nextUniform(attempts.node[attempt] * NODE_STREAMS + AFTER_CHOICE);
  return registers[UNIFORM] < probability;
}

/** Nothing leaves an instance that a fault has brought to a standstill. */
export function waitsForInstance(attempt: number, node: number): boolean {
  if ((nodes.mode[node] & SHARES) !== 0) return false;
  const instance = attempts.instance[attempt];
  return instances.hung[instance] !== 0 || (instances.broken[instance] & BY_FAULT) !== 0;
}
