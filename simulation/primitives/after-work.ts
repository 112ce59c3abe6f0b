// Whether an attempt whose calls have ended has more to do, or can be answered.
import { nextUniform } from "../core/random.ts";
import { registers, UNIFORM } from "../core/registers.ts";
import { BY_FAULT, instances } from "./node-state.ts";
import { nodes, operations, SHARES } from "./parameters.ts";
import { attempts, CANCEL_SEEN } from "./rows.ts";
import { AFTER_CHOICE, NODE_STREAMS } from "./streams.ts";

/** Nothing leaves an instance that a fault has brought to a standstill. */
export function waitsForInstance(attempt: number, node: number): boolean {
  if ((nodes.mode[node] & SHARES) !== 0) return false;
  const instance = attempts.instance[attempt];
  return instances.hung[instance] !== 0 || (instances.broken[instance] & BY_FAULT) !== 0;
}

/** Whether the work after its calls follows. */
export function worksAfter(attempt: number, operation: number): boolean {
  if ((attempts.flags[attempt] & CANCEL_SEEN) !== 0) return false;
  const probability = operations.afterProbability[operation];
  if (probability >= 1) return true;
  nextUniform(attempts.node[attempt] * NODE_STREAMS + AFTER_CHOICE);
  return registers[UNIFORM] < probability;
}
