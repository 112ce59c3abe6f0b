// Places of instances that come and go: one that starts is ready later, one that leaves takes nothing
// new, finishes what it has, and crashes if that takes too long. Worked out outside the events, with
// the faults: what a place wants is whether its instance is down.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { consumers, FROM_QUEUE } from "./consumer-rows.ts";
import { FAULTS_DUE } from "./event-kinds.ts";
import { leave } from "./log-group.ts";
import { members } from "./log-rows.ts";
import { queues } from "./mailbox-rows.ts";
import { membershipChanged } from "./membership.ts";
import { hasRoom } from "./next-consumer.ts";
import { instances, nodeState } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { ABSENT, BOOTS, DRAINS, places, SERVES, STARTS } from "./place-rows.ts";
import { proxies } from "./proxy-rows.ts";
import { stopAsking } from "./pull.ts";
import { attempts, GONE, IN_TRANSIT } from "./rows.ts";
import { DOWN, wanted } from "./wanted-state.ts";

/** How often somebody looks whether an instance that leaves is done, ms. */
const DRAIN_LOOK_MS = 1000;

/** What has come about at a place by now. */
export function advancePlace(instance: number): void {
  const state = places.state[instance];
  const isOver = registers[NOW] >= places.until[instance];
  if ((state === STARTS || state === BOOTS) && isOver) {
    places.state[instance] = SERVES;
    places.cut[instance] = 0;
  }
  if (state !== DRAINS) return;
  if (instances.up[instance] === 0 || isOver || isIdle(instance)) {
    places.state[instance] = ABSENT;
    comeIn(instance);
  } else {
    lookAgain(instance, Math.min(places.until[instance], registers[NOW] + DRAIN_LOOK_MS));
  }
}

/** The instance of a place is to be as the place wants it. */
export function settlePlace(node: number, instance: number): void {
  const state = places.state[instance];
  if (state === SERVES || state === DRAINS) return;
  wanted.down[instance] |= DOWN;
  if (state === BOOTS) enlist(node, instance);
  else if (places.cut[instance] === 0) leaveLists(node, instance);
}

/** An instance takes nothing new from now on. */
export function drain(node: number, instance: number, withinMs: number): void {
  places.state[instance] = DRAINS;
  places.until[instance] = registers[NOW] + withinMs;
  leaveLists(node, instance);
  if (nodes.sharedQueue[node] === 1) instances.slots[instance] = 0;
  standBack(instance);
}

/** An instance is stopped at once, and nobody is told. */
export function cutOff(instance: number): void {
  places.state[instance] = ABSENT;
  places.cut[instance] = 1;
}

/** A place that is empty gets an instance, which is ready after a time. */
export function occupy(instance: number, state: number, forMs: number): void {
  places.state[instance] = state;
  places.until[instance] = registers[NOW] + forMs;
  lookAgain(instance, places.until[instance]);
}

export function lookAgain(instance: number, atMs: number): void {
  registers[AT] = atMs;
  schedule(FAULTS_DUE, instance, 0);
}

/** An instance and what stands beside it take nothing new, as far as callers can be told. */
function leaveLists(node: number, instance: number): void {
  const at = instance - nodes.firstInstance[node];
  for (let link = node + 1; link !== 0; link = proxies.companion[link - 1]) {
    const beside = nodes.firstInstance[link - 1] + at;
    if (instances.listed[beside] === 0 || proxies.unannounced[link - 1] === 1) continue;
    unlist(link - 1, beside);
  }
}

/** Callers take an instance to be there. */
function enlist(node: number, instance: number): void {
  if (instances.listed[instance] === 1 || proxies.unannounced[node] === 1) return;
  instances.listed[instance] = 1;
  nodeState.listed[node]++;
  membershipChanged(instance);
}

/** Callers are told at once: endpoints of a pod that terminates are taken out when it begins to. */
function unlist(node: number, instance: number): void {
  instances.listed[instance] = 0;
  nodeState.listed[node]--;
  membershipChanged(instance);
}

/** Nothing of an instance is left to be done. */
function isIdle(instance: number): boolean {
  for (let link = instances.firstConsumer[instance]; link !== 0; ) {
    const consumer = link - 1;
    link = consumers.nextHere[consumer];
    if (consumers.inHand[consumer] > 0 || consumers.unsettled[consumer] > 0) return false;
  }
  for (let attempt = 0; attempt < attempts.highWater; attempt++) {
    if (attempts.instance[attempt] !== instance) continue;
    const phase = attempts.phase[attempt];
    if (phase !== GONE && phase !== IN_TRANSIT) return false;
  }
  return true;
}

/** Consumers of an instance that leaves take nothing new; members of groups say good-bye. */
function standBack(instance: number): void {
  for (let link = instances.firstConsumer[instance]; link !== 0; ) {
    const consumer = link - 1;
    link = consumers.nextHere[consumer];
    if (consumers.sort[consumer] !== FROM_QUEUE) {
      const member = consumers.home[consumer];
      if (members.joined[member] === 1) leave(member, true);
    } else if (queues.singleActive[consumers.home[consumer]] === 0) {
      stand(consumer, 1);
      stopAsking(consumer);
    }
  }
}

function comeIn(instance: number): void {
  for (let link = instances.firstConsumer[instance]; link !== 0; ) {
    const consumer = link - 1;
    link = consumers.nextHere[consumer];
    if (consumers.sort[consumer] !== FROM_QUEUE) continue;
    if (queues.singleActive[consumers.home[consumer]] === 0) stand(consumer, 0);
  }
  if (nodes.sharedQueue[instances.node[instance]] === 1) {
    instances.slots[instance] = nodes.slots[instances.node[instance]];
  }
}

function stand(consumer: number, back: 0 | 1): void {
  const before = hasRoom(consumer);
  consumers.standby[consumer] = back;
  const after = hasRoom(consumer);
  if (before !== after) queues.roomy[consumers.home[consumer]] += after ? 1 : -1;
}
