// A process that crashes takes the state of its policies with it: its successor starts with closed
// breakers and full buckets. State that callers share lives elsewhere and stays.
import { NOW, registers } from "../core/registers.ts";
import { resetBreaker } from "./breaker.ts";
import { policyStates } from "./guard-rows.ts";
import { edges, nodes } from "./parameters.ts";

/** Forgets what the policies of a crashed instance, whose calls have all been abandoned, knew. */
export function forgetPolicies(instance: number, node: number): void {
  const at = instance - nodes.firstInstance[node];
  for (let edge = 0; edge < edges.highWater; edge++) {
    if (edges.from[edge] !== node || edges.guards[edge] === 0) continue;
    const breakers = edges.breakerStride[edge];
    const first = edges.firstBreaker[edge] + at * breakers;
    for (let state = first; state < first + breakers; state++) resetBreaker(state, edge);
    if (edges.limiterStride[edge] === 0) continue;
    const limiter = edges.firstLimiter[edge] + at;
    policyStates.level[limiter] = edges.rateBurst[edge];
    policyStates.levelAt[limiter] = registers[NOW];
  }
}
