// One-way: the call of a stage that is sent and forgotten, over an edge without policies. For its
// caller it has ended as soon as it is sent, so it needs no row of its own; all that is counted,
// drawn and caused is what call.ts and attempt.ts would, in the same order.
import { NOW, OPENED, registers } from "../core/registers.ts";
import { ATTEMPTS, EDGE_ENDED, EDGE_METERS, edgeMeter, TYPE_ATTEMPTS } from "../metrics/meters.ts";
import { OK } from "../results/outcomes.ts";
import { PARTICLE_MESSAGE } from "../results/snapshot.ts";
import { balances } from "./balance-rows.ts";
import { pickInstance, picksByCall } from "./balancer.ts";
import { CALLS_NESTED_MAX } from "./call.ts";
import { countForType } from "./call-end.ts";
import { ARRIVE_AND_GO_ON, ARRIVE_NOW, SENT_ONE_WAY } from "./event-kinds.ts";
import { edgeState } from "./network.ts";
import { nodeState } from "./node-state.ts";
import { edges, nodes, plans, SENDS_ONE_WAY, SORT_CALL } from "./parameters.ts";
import { attempts, NONE, ONE_WAY, ROOT } from "./rows.ts";
import { follow, join } from "./transitions.ts";
import { newAttempt, travel } from "./wire.ts";

/** True when nothing about a call of a plan can hold it up, refuse it or be told of it. */
export function isPlainOneWay(plan: number, parent: number): boolean {
  const edge = plans.edge[plan];
  if (edges.sort[edge] !== SORT_CALL || edges.guards[edge] !== SENDS_ONE_WAY) return false;
  if (balances.watch[edge] !== 0 || picksByCall(edge)) return false;
  if (edgeState.addedMs[edge] < 0 || nodeState.listed[edges.to[edge]] === 0) return false;
  return attempts.depth[parent] < CALLS_NESTED_MAX;
}

/** Sends it; its parent goes on by a transition. */
export function sendOneWay(plan: number, parent: number): void {
  const edge = plans.edge[plan];
  const row =
    edges.firstRow[edge] + attempts.instance[parent] - nodes.firstInstance[edges.from[edge]];
  const m = edge * EDGE_METERS;
  edgeMeter[m + ATTEMPTS]++;
  edgeMeter[m + EDGE_ENDED + OK]++;
  if (attempts.origin[parent] === ROOT) countForType(attempts.request[parent], TYPE_ATTEMPTS);
  const instance = pickInstance(edge, row, NONE);
  const attempt = newAttempt(parent, plans.operation[plan], edge, instance, 0);
  attempts.call[attempt] = NONE;
  attempts.origin[attempt] = ONE_WAY;
  travel(attempt, edge, PARTICLE_MESSAGE, NONE);
  passThrough(edge);
  if (join(ARRIVE_NOW, attempt, ARRIVE_AND_GO_ON, parent)) return;
  follow(SENT_ONE_WAY, parent, attempts.generation[parent]);
}

/** One more call in progress and one less: rounding is that of both steps. */
function passThrough(edge: number): void {
  const since = registers[NOW] - registers[OPENED];
  edgeState.pendingTime[edge] = edgeState.pendingTime[edge] - since + since;
}
