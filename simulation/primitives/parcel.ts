// Collecting calls into parcels: a parcel waits from its first call on, or for the next instant of a
// grid, or until it is full, and is sent as one attempt. Its answer is that of all its calls, each of
// which tries again on its own. Cost: an event and an attempt for each parcel instead of each call.
import { cancel, schedule, scheduleInLane } from "../core/event-list.ts";
import { allocateRow, freeRow } from "../core/memory.ts";
import { AT, BLAME, NOW, registers, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import { EDGE_ENDED, EDGE_METERS, edgeMeter } from "../metrics/meters.ts";
import { CONNECTION_REFUSED, OK } from "../results/outcomes.ts";
import { PARTICLE_MESSAGE } from "../results/snapshot.ts";
import { attemptEnded, tryEnded } from "./attempt-end.ts";
import { pickInstance } from "./balancer.ts";
import { brokers } from "./consumer-rows.ts";
import { ATTEMPT_TIMEOUT, PARCEL_DUE, PARCEL_TICK } from "./event-kinds.ts";
import { effectOf } from "./keyed-work.ts";
import { partitionFor } from "./log-keys.ts";
import { FINDS_LEADER, partitions } from "./log-rows.ts";
import { edges, LOG_BROKER, nodes, plans, SORT_CALL, TRACKS_EFFECTS } from "./parameters.ts";
import {
  addItem,
  CARRIER,
  CARRIES,
  items,
  parcelEdges,
  parcels,
  releaseParcel,
  slots,
} from "./parcel-rows.ts";
import { NUMBERS_PUBLISHES } from "./publish-identity.ts";
import { holdRequest } from "./request.ts";
import {
  attempts,
  CALLED,
  callExtras,
  calls,
  FROM_RETRY,
  IN_PARCEL,
  IN_TRANSIT,
  NONE,
  ONE_WAY,
} from "./rows.ts";
import { travel } from "./wire.ts";

/** A call is ready to be sent: it joins the open parcel of its caller and, in a log, its partition. */
export function collect(call: number, edge: number): void {
  const parent = calls.parent[call];
  const request = attempts.request[parent];
  const row = calls.row[call];
  const each = parcelEdges.slotsEach[edge];
  const to = edges.to[edge];
  let slot = parcelEdges.firstSlot[edge] + (row - edges.firstRow[edge]) * each;
  let partition = -1;
  if (each > 1) {
    partition = partitionFor(request, to);
    slot += partition - brokers.firstPartition[to];
  }
  let parcel = slots.open[slot] - 1;
  if (parcel < 0) {
    // A log that names the partition for each batch, or has one only.
    const isForLog = each === 1 && nodes.primitive[to] === LOG_BROKER;
    parcel = openParcel(edge, slot, isForLog ? partitionFor(request, to) : partition);
  }
  const item = addItem(parcel, call, request);
  const operation = plans.operation[calls.plan[call]];
  items.operation[item] = operation;
  items.retried[item] =
    calls.tries[call] > 1 || (attempts.flags[parent] & FROM_RETRY) !== 0 ? 1 : 0;
  items.depth[item] = attempts.depth[parent] + 1;
  items.joinedAt[item] = registers[NOW];
  const isNumbered = (edges.guards[edge] & NUMBERS_PUBLISHES) !== 0;
  items.identity[item] = isNumbered ? callExtras.identity[call] : 0;
  items.effect[item] =
    (edges.guards[edge] & TRACKS_EFFECTS) !== 0 ? effectOf(call, operation) : NONE;
  calls.attempt[call] = IN_PARCEL - item;
  if (parcels.count[parcel] === parcelEdges.countMax[edge]) sendParcel(parcel);
}

function openParcel(edge: number, slot: number, partition: number): number {
  const parcel = allocateRow(parcels.marks, parcels.next, parcels.cap);
  slots.open[slot] = parcel + 1;
  parcels.slot[parcel] = slot;
  parcels.partition[parcel] = partition;
  parcels.first[parcel] = 0;
  parcels.last[parcel] = 0;
  parcels.count[parcel] = 0;
  parcels.event[parcel] = 0;
  parcels.references[parcel] = 1;
  if (parcelEdges.everyMs[edge] === 0) {
    registers[AT] = registers[NOW] + parcelEdges.lingerMs[edge];
    parcels.event[parcel] = schedule(PARCEL_DUE, parcel, 0) + 1;
  }
  return parcel;
}

/** A parcel has waited for as long as it may. */
export function parcelDue(parcel: number): void {
  parcels.event[parcel] = 0;
  sendParcel(parcel);
}

/** An instant of the grid: what is there is sent. */
export function parcelTick(slot: number): void {
  const edge = slots.edge[slot];
  registers[AT] = registers[NOW] + parcelEdges.everyMs[edge];
  schedule(PARCEL_TICK, slot, 0);
  if (slots.open[slot] === 0) parcelEdges.empty[edge]++;
  else sendParcel(slots.open[slot] - 1);
}

function sendParcel(parcel: number): void {
  const slot = parcels.slot[parcel];
  const edge = slots.edge[slot];
  if (parcels.event[parcel] !== 0) cancel(parcels.event[parcel] - 1);
  parcels.event[parcel] = 0;
  slots.open[slot] = 0;
  countParcel(parcel, edge);
  const carrier = makeCarrier(parcel, edge, slots.row[slot]);
  const instance = destination(parcel, edge, carrier);
  if (instance < 0) {
    if (edges.oneWay[edge] === 1 && edges.sort[edge] === SORT_CALL) {
      sentForGood(carrier, CONNECTION_REFUSED);
    } else parcelEnded(carrier, CONNECTION_REFUSED);
    return;
  }
  const attempt = makeParcelAttempt(parcel, edge, instance);
  if (edges.oneWay[edge] === 1) {
    attempts.call[attempt] = NONE;
    attempts.origin[attempt] = ONE_WAY;
    travel(attempt, edge, PARTICLE_MESSAGE, carrier);
    sentForGood(carrier, OK);
    return;
  }
  attempts.call[attempt] = carrier;
  attempts.origin[attempt] = CALLED;
  calls.attempt[carrier] = attempt;
  const timeout = edges.timeoutMs[edge];
  if (timeout > 0) {
    registers[AT] = registers[NOW] + timeout;
    calls.timer[carrier] = scheduleInLane(edge, ATTEMPT_TIMEOUT, carrier) + 1;
  }
  travel(attempt, edge, PARTICLE_MESSAGE, carrier);
}

function countParcel(parcel: number, edge: number): void {
  const histogram = parcelEdges.histogram[edge];
  parcelEdges.sent[edge]++;
  parcelEdges.items[edge] += parcels.count[parcel];
  for (let link = parcels.first[parcel]; link !== 0; link = items.next[link - 1]) {
    registers[VALUE] = registers[NOW] - items.joinedAt[link - 1];
    record(histogram);
  }
}

function makeCarrier(parcel: number, edge: number, row: number): number {
  const carrier = allocateRow(calls.marks, calls.next, calls.cap);
  calls.plan[carrier] = CARRIER;
  calls.edge[carrier] = edge;
  calls.parent[carrier] = NONE;
  calls.attempt[carrier] = NONE;
  calls.timer[carrier] = 0;
  calls.tries[carrier] = 1;
  calls.row[carrier] = row;
  calls.pinned[carrier] = parcel;
  calls.guard[carrier] = NONE;
  calls.attemptAt[carrier] = registers[NOW];
  return carrier;
}

function destination(parcel: number, edge: number, carrier: number): number {
  if ((edges.guards[edge] & FINDS_LEADER) !== 0) {
    return partitions.leader[parcels.partition[parcel]];
  }
  return pickInstance(edge, calls.row[carrier], carrier);
}

/** It stands for its first call where a request or an operation is asked for. */
function makeParcelAttempt(parcel: number, edge: number, instance: number): number {
  const first = parcels.first[parcel] - 1;
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  attempts.node[attempt] = edges.to[edge];
  attempts.instance[attempt] = instance;
  attempts.operation[attempt] = items.operation[first];
  attempts.edge[attempt] = edge;
  attempts.request[attempt] = items.request[first];
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.phase[attempt] = IN_TRANSIT;
  attempts.flags[attempt] = items.retried[first] === 1 ? CARRIES | FROM_RETRY : CARRIES;
  attempts.depth[attempt] = items.depth[first];
  attempts.message[attempt] = parcel;
  attempts.needed[attempt] = parcels.partition[parcel];
  parcels.references[parcel]++;
  holdRequest(items.request[first]);
  return attempt;
}

/** For its calls a parcel that nobody answers has succeeded once it is sent. */
function sentForGood(carrier: number, outcome: number): void {
  const edge = calls.edge[carrier];
  const parcel = calls.pinned[carrier];
  registers[BLAME] = callExtras.blame[carrier];
  freeRow(calls.marks, calls.next, carrier);
  for (let link = parcels.first[parcel]; link !== 0; link = items.next[link - 1]) {
    const call = items.call[link - 1];
    if (call < 0) continue;
    items.call[link - 1] = NONE;
    calls.attempt[call] = NONE;
    edgeMeter[edge * EDGE_METERS + EDGE_ENDED + outcome]++;
    tryEnded(call, OK);
  }
  releaseParcel(parcel);
}

/** The parcel of a carrier is answered, late or cannot be sent: so are all its calls. */
export function parcelEnded(carrier: number, outcome: number): void {
  const parcel = calls.pinned[carrier];
  freeRow(calls.marks, calls.next, carrier);
  for (let link = parcels.first[parcel]; link !== 0; link = items.next[link - 1]) {
    const call = items.call[link - 1];
    if (call < 0) continue;
    items.call[link - 1] = NONE;
    calls.attempt[call] = NONE;
    attemptEnded(call, outcome);
  }
  releaseParcel(parcel);
}

/** A caller instance has crashed: what it had collected is gone with it. */
export function loseOpenParcels(instance: number): void {
  for (let slot = 0; slot < slots.highWater; slot++) {
    const parcel = slots.open[slot] - 1;
    if (parcel < 0) continue;
    const edge = slots.edge[slot];
    const caller = nodes.firstInstance[edges.from[edge]] + slots.row[slot] - edges.firstRow[edge];
    if (caller !== instance) continue;
    if (parcels.event[parcel] !== 0) cancel(parcels.event[parcel] - 1);
    slots.open[slot] = 0;
    releaseParcel(parcel);
  }
}
