// What an attempt leaves unpublished that has written to its database and ends before it could
// publish: it is missing, or stands in the outbox, which was written along with the rest.

import { outboxes, STORES_FIRST, storeFor } from "./outbox.ts";
import { edges, operations, plans, stages } from "./parameters.ts";
import {
  identityOf,
  isMissing,
  NUMBERS_PUBLISHES,
  noteMissing,
  planWrites,
} from "./publish-identity.ts";
import { attempts, callExtras, calls, NONE } from "./rows.ts";

/** An attempt ends with its plan undone; `crashed` 1: so that its calls under way are carried out. */
export function leaveUnpublished(attempt: number, crashed: number): void {
  const operation = attempts.operation[attempt];
  const first = operations.firstStage[operation];
  const present = attempts.stage[attempt];
  for (let at = present; at < operations.stageCount[operation]; at++) {
    const begin = stages.firstPlan[first + at];
    for (let plan = begin; plan < begin + stages.planCount[first + at]; plan++) {
      const written = planWrites.after[plan];
      if (written === 0 || (edges.guards[plans.edge[plan]] & NUMBERS_PUBLISHES) === 0) continue;
      if (!isWritten(attempt, written - 1, present, crashed)) continue;
      if (at === present) leaveCalls(attempt, plan);
      else leavePlan(attempt, plan);
    }
  }
}

/** Whether what stands at the stage `written` is in the database, or will be. */
function isWritten(attempt: number, written: number, present: number, crashed: number): boolean {
  if (written < present) return true;
  if (written > present || crashed === 0) return false;
  for (let link = attempts.firstCall[attempt]; link !== 0; link = calls.next[link - 1]) {
    const writes = planWrites.isQuery[calls.plan[link - 1]] === 1;
    if (writes && calls.attempt[link - 1] === NONE) return false;
  }
  return true;
}

/** Calls of a plan that are in progress, but not on the wire. */
function leaveCalls(attempt: number, plan: number): void {
  for (let link = attempts.firstCall[attempt]; link !== 0; link = calls.next[link - 1]) {
    const call = link - 1;
    if (calls.plan[call] !== plan || calls.attempt[call] !== NONE) continue;
    leaveOne(attempt, plan, callExtras.identity[call]);
  }
}

/** A numbered call has failed for good. */
export function publishFailed(call: number): void {
  const plan = calls.plan[call];
  if (planWrites.after[plan] !== 0) leaveOne(calls.parent[call], plan, callExtras.identity[call]);
}

/** Nobody publishes this any more, unless a job finds it. */
function leaveOne(parent: number, plan: number, identity: number): void {
  const edge = plans.edge[plan];
  if (outboxes.intervalMs[edge] === 0) noteMissing(identity, edge);
  else if (isMissing(identity)) storeFor(parent, plan, identity);
}

/** A plan that has not begun; one that chance decides on is left out. */
function leavePlan(attempt: number, plan: number): void {
  if (plans.probability[plan] < 1 || plans.choice[plan] !== 0 || plans.count[plan] >= 0) return;
  const edge = plans.edge[plan];
  for (let at = 0; at < plans.fixedCount[plan]; at++) {
    const identity = identityOf(attempt, plan);
    if ((edges.guards[edge] & STORES_FIRST) !== 0) storeFor(attempt, plan, identity);
    else leaveOne(attempt, plan, identity);
  }
}
