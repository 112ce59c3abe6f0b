// The door of a node: what an arrival must pass before it may take a slot or a place in the queue,
// outermost first: quota, rate limit, then admission (by chance, by a concurrency limit, or by priority). The
// outermost that refuses gives the outcome. Most nodes have none of them: their `door` is 0.
import { reachRow } from "../core/memory.ts";
import { nextUniform } from "../core/random.ts";
import { NOW, registers, UNIFORM } from "../core/registers.ts";
import { NODE_ENDED, NODE_METERS, nodeMeter, SOJOURN_SUM } from "../metrics/meters.ts";
import { RATE_LIMITED, SHED } from "../results/outcomes.ts";
import { BY_QUEUE, buckets, doors, limits } from "./admission-rows.ts";
import { answer } from "./answer.ts";
import { acquire, openLimit } from "./concurrency-limit.ts";
import { DOOR_FUNCTION, mayInvoke, renewEnvironments } from "./environments.ts";
import { control, heldSlots, instances, nodeState, PERIOD_START } from "./node-state.ts";
import {
  admissions,
  DOOR_LIMIT,
  DOOR_PRIORITY,
  DOOR_RATE,
  DOOR_RATIOS,
  LEVELS,
  nodes,
  operations,
} from "./parameters.ts";
import { DOOR_QUOTA, mayCall } from "./quota.ts";
import { takeToken, waitAtGate } from "./rate-gate.ts";
import { attemptExtras, attempts } from "./rows.ts";
import { ADMISSION, NODE_STREAMS } from "./streams.ts";
import { refuseWatched } from "./watch.ts";

/** Turns an attempt away: it is answered at once and was present at most before the door. */
export function refuse(attempt: number, node: number, outcome: number): void {
  const m = node * NODE_METERS;
  nodeMeter[m + NODE_ENDED + outcome]++;
  const from = Math.max(attempts.arrivedAt[attempt], control.f64[PERIOD_START]);
  nodeMeter[m + SOJOURN_SUM] += registers[NOW] - from;
  if (nodes.watch[node] !== 0) refuseWatched(attempt, node, outcome);
  answer(attempt, outcome);
}

/** An arrival at a node with a door; false: it waits or was turned away. */
export function passesDoor(attempt: number, node: number, instance: number): boolean {
  reachRow(attemptExtras.marks, attempt);
  attemptExtras.permit[attempt] = 0;
  if ((nodes.door[node] & DOOR_QUOTA) !== 0 && !mayCall(attempt, node)) {
    refuse(attempt, node, RATE_LIMITED);
    return false;
  }
  if ((nodes.door[node] & DOOR_RATE) !== 0) {
    const wait = takeToken(node, instance);
    if (wait < 0) {
      refuse(attempt, node, RATE_LIMITED);
      return false;
    }
    if (wait > 0) {
      waitAtGate(attempt, node, wait);
      return false;
    }
  }
  return isAdmitted(attempt, node, instance);
}

/** What follows the rate limit; false: the attempt was turned away. */
export function isAdmitted(attempt: number, node: number, instance: number): boolean {
  const door = nodes.door[node];
  const isShed =
    ((door & DOOR_RATIOS) !== 0 && isUnlucky(node)) ||
    ((door & DOOR_PRIORITY) !== 0 && isTooLoaded(attempt, node, instance)) ||
    ((door & DOOR_LIMIT) !== 0 && !acquire(attempt));
  if (isShed) refuse(attempt, node, SHED);
  else if ((door & DOOR_FUNCTION) !== 0 && !mayInvoke(node)) {
    refuse(attempt, node, RATE_LIMITED);
    return false;
  }
  return !isShed;
}

/** State-dependent admission: drawn by the number present. */
function isUnlucky(node: number): boolean {
  const last = nodes.ratioCount[node] - 1;
  const ratio =
    admissions.acceptRatio[nodes.firstRatio[node] + Math.min(last, nodeState.present[node])];
  nextUniform(node * NODE_STREAMS + ADMISSION);
  return registers[UNIFORM] >= ratio;
}

/** Whether the load is too high for a request of this priority. */
function isTooLoaded(attempt: number, node: number, instance: number): boolean {
  const from = doors.shedFrom[node * LEVELS + operations.priority[attempts.operation[attempt]]];
  if (doors.shedBy[node] === BY_QUEUE) return instances.queued[instances.queue[instance]] >= from;
  if (nodes.sharedQueue[node] === 0) return instances.held[instance] >= from * nodes.slots[node];
  return heldSlots(node) >= from * nodeState.slots[node];
}

/** A restarted instance begins with a full bucket and the limit of a fresh process. */
export function resetDoor(instance: number, node: number): void {
  if ((nodes.door[node] & DOOR_FUNCTION) !== 0) renewEnvironments(node);
  if ((nodes.door[node] & DOOR_RATE) !== 0 && doors.bucketShared[node] === 0) {
    buckets.missing[instance] = 0;
  }
  if ((nodes.door[node] & DOOR_LIMIT) !== 0 && nodes.sharedQueue[node] === 0) {
    openLimit(instance, node);
    limits.inFlight[instance] = 0;
  }
}
