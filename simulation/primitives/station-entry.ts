// How an attempt enters a station: turned away, admitted to a slot, into a batch or to the queue.
import { NOW, registers } from "../core/registers.ts";
import {
  ARRIVALS,
  NODE_ENDED,
  NODE_METERS,
  nodeMeter,
  RETRIED_ARRIVALS,
} from "../metrics/meters.ts";
import { CONNECTION_LOST, CONNECTION_REFUSED, OK, REJECTED } from "../results/outcomes.ts";
import { forget } from "./answer.ts";
import { addToBatch, launchBatch } from "./batch-service.ts";
import { openBatch } from "./batches.ts";
import { endBeforeService } from "./deadline.ts";
import { isAdmitted, passesDoor, refuse } from "./door.ts";
import { swallow } from "./flight-rows.ts";
import { countArrival } from "./instance-load.ts";
import { enter, instances, nodeState } from "./node-state.ts";
import { DOOR_BATCH, nodes, PREEMPTS } from "./parameters.ts";
import { displace } from "./preemption.ts";
import { leaveGate } from "./rate-gate.ts";
import { attempts, CANCEL_SEEN, FROM_RETRY, HAS_DEADLINE } from "./rows.ts";
import { begin } from "./service.ts";
import { depart, fillSlot } from "./station.ts";
import { enqueue } from "./station-queue.ts";
import { refuseWatched } from "./watch.ts";

/** An attempt has reached its instance. */
export function arrive(attempt: number): void {
  const instance = attempts.instance[attempt];
  const node = attempts.node[attempt];
  attempts.arrivedAt[attempt] = registers[NOW];
  const m = node * NODE_METERS;
  nodeMeter[m + ARRIVALS]++;
  countArrival(attempt, instance);
  const flags = attempts.flags[attempt];
  if ((flags & FROM_RETRY) !== 0) nodeMeter[m + RETRIED_ARRIVALS]++;
  attempts.servedMs[attempt] = 0;
  if (instances.up[instance] === 0) {
    meetDeadInstance(attempt, instance);
    return;
  }
  if ((flags & (CANCEL_SEEN | HAS_DEADLINE)) !== 0) {
    const ending = endBeforeService(attempt);
    if (ending !== OK) {
      refuse(attempt, node, ending);
      return;
    }
  }
  if (nodes.door[node] === 0) takeIn(attempt, node, instance);
  else if (passesDoor(attempt, node, instance)) letIn(attempt, node, instance);
}

/** An attempt before the door has its token. */
export function gateOpen(attempt: number): void {
  const node = attempts.node[attempt];
  const instance = attempts.instance[attempt];
  attempts.event[attempt] = 0;
  leaveGate(attempt, node);
  const ending = endBeforeService(attempt);
  if (ending !== OK) {
    depart(attempt, ending);
    return;
  }
  // From here on it is like any other arrival.
  nodeState.present[node]--;
  if (isAdmitted(attempt, node, instance)) letIn(attempt, node, instance);
}

/** An attempt that has passed the door. */
function letIn(attempt: number, node: number, instance: number): void {
  if ((nodes.door[node] & DOOR_BATCH) === 0) takeIn(attempt, node, instance);
  else arriveForBatch(attempt, node, instance);
}

/** An attempt that may come in takes a slot or a place in the queue, if there is one. */
function takeIn(attempt: number, node: number, instance: number): void {
  let host = -1;
  if (nodes.sharedQueue[node] === 1) host = instanceWithSlot(node);
  else if (instances.held[instance] < instances.slots[instance]) host = instance;
  const queue = instances.queue[instance];
  if (host < 0 && instances.queued[queue] >= nodes.queueMax[node]) {
    refuse(attempt, node, REJECTED);
    return;
  }
  enter(node);
  if (host < 0 && (nodes.mode[node] & PREEMPTS) !== 0) host = displace(attempt, node, instance);
  if (host < 0) {
    enqueue(attempt, node, queue);
    return;
  }
  attempts.instance[attempt] = host;
  begin(attempt, node, host, nodes.mode[node]);
}

/** A crashed process refuses the connection; a black hole swallows what is sent to it. */
function meetDeadInstance(attempt: number, instance: number): void {
  const node = attempts.node[attempt];
  if (instances.blackhole[instance] === 1) {
    nodeMeter[node * NODE_METERS + NODE_ENDED + CONNECTION_LOST]++;
    if (nodes.watch[node] !== 0) refuseWatched(attempt, node, CONNECTION_LOST);
    swallow(attempt);
    forget(attempt);
    return;
  }
  refuse(attempt, node, CONNECTION_REFUSED);
}

/** An instance that is up and has a free slot, looked for round robin; -1 if there is none. */
function instanceWithSlot(node: number): number {
  const first = nodes.firstInstance[node];
  const count = nodes.instanceCount[node];
  let at = nodeState.pointer[node];
  for (let i = 0; i < count; i++) {
    const instance = first + at;
    at = at + 1 === count ? 0 : at + 1;
    if (instances.up[instance] === 1 && instances.held[instance] < instances.slots[instance]) {
      nodeState.pointer[node] = at;
      return instance;
    }
  }
  return -1;
}

/** Takes an arrival into a batch at once, where a slot is free and enough are there, or queues it. */
function arriveForBatch(attempt: number, node: number, instance: number): void {
  let host = instance;
  if (nodes.sharedQueue[node] === 1) host = instanceWithSlot(node);
  else if (instances.held[instance] >= instances.slots[instance]) host = -1;
  const queue = instances.queue[instance];
  const begins = host >= 0 && instances.queued[queue] + 1 >= nodes.bulkMin[node];
  if (!begins && instances.queued[queue] >= nodes.queueMax[node]) {
    refuse(attempt, node, REJECTED);
    return;
  }
  enter(node);
  if (begins && instances.queued[queue] === 0) {
    const batch = openBatch(host);
    attempts.instance[attempt] = host;
    addToBatch(attempt, node, batch);
    launchBatch(batch, node);
    return;
  }
  enqueue(attempt, node, queue);
  if (begins) fillSlot(host, node);
}
