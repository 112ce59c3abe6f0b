// Retry-After: when to come back, as answers that refuse or fail say it. Whoever hands answers on (a
// gateway, a balancer, a proxy of a mesh) hands this on as well, so it stands with the failed attempt on its
// way up. Cost: one number a failure. In whole ms where it is handed on; HTTP has whole seconds.
import { Table } from "../core/memory.ts";
import {
  DEPENDENCY,
  ERROR,
  QUEUE_TIMEOUT,
  RATE_LIMITED,
  REJECTED,
  SHED,
} from "../results/outcomes.ts";
import { edges, nodes } from "./parameters.ts";
import { DOOR_QUOTA, quotaEdges, quotas } from "./quota.ts";
import { attempts, RELAYED } from "./rows.ts";

/** Endings that are an answer, of the callee or of somebody behind it. */
const TELLS =
  (1 << REJECTED) |
  (1 << QUEUE_TIMEOUT) |
  (1 << RATE_LIMITED) |
  (1 << SHED) |
  (1 << ERROR) |
  (1 << DEPENDENCY);

class ToldEdges extends Table {
  /** What the answer that came over it last said, ms; 0 = nothing. Read at the instant at which it came. */
  readonly heardMs = this.float64();
  /** 1: who is asked is none whose answer a gateway would hand on. */
  readonly isAside = this.uint8();
}

/** By edge. */
export const toldEdges = new ToldEdges("what answers said", 5_000);

/** The answer to a failed attempt has come. */
export function hearAnswer(attempt: number, outcome: number): void {
  const edge = attempts.edge[attempt];
  const isHandedOn = (attempts.flags[attempt] & RELAYED) !== 0;
  toldEdges.heardMs[edge] = isHandedOn ? attempts.needed[attempt] : saidBy(edge, outcome);
}

/** Nobody has answered: a policy of the caller has refused a call. */
export function hearNothing(edge: number): void {
  toldEdges.heardMs[edge] = 0;
}

/** What the ending of a call over an edge says at the instant of its answer, ms; 0 = nothing. */
export function heardOver(edge: number, outcome: number): number {
  return (TELLS & (1 << outcome)) === 0 ? 0 : toldEdges.heardMs[edge];
}

/** An attempt hands on what the call that failed it was told. */
export function handOnTold(attempt: number, edge: number, outcome: number): void {
  attempts.needed[attempt] = Math.floor(heardOver(edge, outcome) + 0.5);
}

/** What the callee says of itself; a quota says when there is some again. */
function saidBy(edge: number, outcome: number): number {
  if (outcome === DEPENDENCY) return 0;
  const to = edges.to[edge];
  if (outcome !== RATE_LIMITED || (nodes.door[to] & DOOR_QUOTA) === 0) return edges.toldMs[edge];
  return quotas.tells[to] === 1 ? quotaEdges.toldMs[edge] : 0;
}
