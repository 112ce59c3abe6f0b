// Transactional outbox: what a caller wants to publish is written together with its other data, and
// its call has ended with that. A relay looks for entries at regular times, publishes them in order,
// some at a time, and takes them out once the broker has confirmed them. It lives in the first
// instance of the caller that is up; what it had on the way when that crashes, or did not hear of in
// time, it publishes again. Cost: one event per look, three per entry.
import { schedule } from "../core/event-list.ts";
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE, VALUE } from "../core/registers.ts";
import { record } from "../metrics/histogram.ts";
import {
  ATTEMPTS,
  CALLER_FAILED,
  EDGE_ENDED,
  EDGE_METERS,
  edgeMeter,
  NODE_METERS,
  nodeMeter,
  RETRIES,
  VAIN_COMPLETIONS,
} from "../metrics/meters.ts";
import {
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  FIRST_FAILURE,
  TIMEOUT,
} from "../results/outcomes.ts";
import { PARTICLE_MESSAGE, PARTICLE_RESPONSE } from "../results/snapshot.ts";
import { forget } from "./answer.ts";
import { pickInstance } from "./balancer.ts";
import { edgeHistogram } from "./edge-histograms.ts";
import { ARRIVE, OUTBOX_POLL, RELAY_ANSWER } from "./event-kinds.ts";
import { partitionFor } from "./log-keys.ts";
import { FINDS_LEADER, partitions } from "./log-rows.ts";
import { sampleDelay } from "./network.ts";
import { instances } from "./node-state.ts";
import { edges, nodes, plans } from "./parameters.ts";
import { identify } from "./publish-identity.ts";
import { RELAYED } from "./reply-rows.ts";
import { holdRequest, releaseRequest, settleTo } from "./request.ts";
import { ANSWERING, attempts, callExtras, calls, FROM_RETRY, IN_TRANSIT, NONE } from "./rows.ts";

/** Bit of an edge's `guards`: what it publishes goes to an outbox first. */
export const STORES_FIRST = 1 << 17;
/** Until a relay gives up what it has heard nothing of, where its edge says nothing, ms. */
const PATIENCE_MS = 30_000;

class Outboxes extends Table {
  /** 0 = the edge has none. */
  readonly intervalMs = this.float64();
  readonly batchMax = this.int32();
  /** Ends of the list of entries, + 1. */
  readonly head = this.int32();
  readonly tail = this.int32();
  readonly level = this.int32();
  /** Entries on their way, since when, from which instance (+ 1), and whether one has failed. */
  readonly inFlight = this.int32();
  readonly sentAt = this.float64();
  readonly relay = this.int32();
  readonly failed = this.uint8();
  readonly sent = this.int32();
  readonly changedAt = this.float64();
  readonly levelTime = this.float64();
  readonly levelMax = this.int32();
  readonly lagMax = this.float64();
  readonly written = this.float64();
  readonly published = this.float64();
}

/** Neighbors in the list are `next` and `before`. */
class Entries extends Table {
  readonly request = this.int32();
  readonly operation = this.int32();
  readonly identity = this.int32();
  readonly before = this.int32();
  /** The attempt that publishes it, + 1; 0 = none. */
  readonly attempt = this.int32();
  readonly sends = this.int32();
  readonly writtenAt = this.float64();
}

/** By edge. */
export const outboxes = new Outboxes("outboxes", 5_000);
const entries = new Entries("entries of outboxes", 300_000);

/** Brings the integral of an outbox's level up to now. */
export function touchOutbox(edge: number): void {
  const now = registers[NOW];
  outboxes.levelTime[edge] += (now - outboxes.changedAt[edge]) * outboxes.level[edge];
  outboxes.changedAt[edge] = now;
}

/** A call to publish has become an entry. */
export function storeFirst(call: number, edge: number): void {
  const request = attempts.request[calls.parent[call]];
  write(edge, request, plans.operation[calls.plan[call]], callExtras.identity[call]);
}

/** Writes an entry for what `parent` would publish by a plan. */
export function storeFor(parent: number, plan: number, identity: number): void {
  write(plans.edge[plan], attempts.request[parent], plans.operation[plan], identity);
}

function write(edge: number, request: number, operation: number, identity: number): void {
  const entry = allocateRow(entries.marks, entries.next, entries.cap);
  holdRequest(request);
  entries.request[entry] = request;
  entries.operation[entry] = operation;
  entries.identity[entry] = identity;
  entries.attempt[entry] = 0;
  entries.sends[entry] = 0;
  entries.writtenAt[entry] = registers[NOW];
  const tail = outboxes.tail[edge];
  entries.before[entry] = tail;
  entries.next[entry] = 0;
  if (tail !== 0) entries.next[tail - 1] = entry + 1;
  else outboxes.head[edge] = entry + 1;
  outboxes.tail[edge] = entry + 1;
  touchOutbox(edge);
  outboxes.written[edge]++;
  const level = ++outboxes.level[edge];
  if (level > outboxes.levelMax[edge]) outboxes.levelMax[edge] = level;
}

/** An entry is published, and out of the box. */
function remove(entry: number, edge: number): void {
  touchOutbox(edge);
  outboxes.level[edge]--;
  outboxes.published[edge]++;
  const lag = registers[NOW] - entries.writtenAt[entry];
  if (lag > outboxes.lagMax[edge]) outboxes.lagMax[edge] = lag;
  const before = entries.before[entry];
  const after = entries.next[entry];
  if (before !== 0) entries.next[before - 1] = after;
  else outboxes.head[edge] = after;
  if (after !== 0) entries.before[after - 1] = before;
  else outboxes.tail[edge] = before;
  const request = entries.request[entry];
  entries.attempt[entry] = 0;
  freeRow(entries.marks, entries.next, entry);
  settleTo(request);
  releaseRequest(request);
}

/** The relay of an edge looks into its outbox. */
export function outboxPoll(edge: number): void {
  registers[AT] = registers[NOW] + outboxes.intervalMs[edge];
  schedule(OUTBOX_POLL, edge, 0);
  if (outboxes.inFlight[edge] > 0) {
    const own = edges.timeoutMs[edge];
    const patience = own > 0 ? own : PATIENCE_MS;
    if (registers[NOW] - outboxes.sentAt[edge] < patience) return;
    giveUpBatch(edge, TIMEOUT);
  }
  sendBatch(edge);
}

/** Position of the first instance of a node that is up, -1 = none. */
function firstUp(node: number): number {
  const first = nodes.firstInstance[node];
  for (let at = 0; at < nodes.instanceCount[node]; at++) {
    if (instances.up[first + at] === 1) return at;
  }
  return -1;
}

function sendBatch(edge: number): void {
  const from = edges.from[edge];
  const at = firstUp(from);
  if (at < 0 || outboxes.head[edge] === 0) return;
  outboxes.relay[edge] = nodes.firstInstance[from] + at + 1;
  outboxes.sentAt[edge] = registers[NOW];
  outboxes.failed[edge] = 0;
  let sent = 0;
  let link = outboxes.head[edge];
  while (link !== 0 && sent < outboxes.batchMax[edge]) {
    const entry = link - 1;
    link = entries.next[entry];
    send(entry, edge, edges.firstRow[edge] + at);
    sent++;
  }
  outboxes.sent[edge] = sent;
  outboxes.inFlight[edge] = sent;
}

function send(entry: number, edge: number, row: number): void {
  const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
  const broker = edges.to[edge];
  const again = entries.sends[entry] > 0;
  const request = entries.request[entry];
  attempts.node[attempt] = broker;
  attempts.operation[attempt] = entries.operation[entry];
  attempts.call[attempt] = NONE;
  attempts.edge[attempt] = edge;
  attempts.request[attempt] = request;
  attempts.firstCall[attempt] = 0;
  attempts.event[attempt] = 0;
  attempts.message[attempt] = entry;
  attempts.origin[attempt] = RELAYED;
  attempts.phase[attempt] = IN_TRANSIT;
  attempts.flags[attempt] = again ? FROM_RETRY : 0;
  attempts.depth[attempt] = 1;
  attempts.servedMs[attempt] = 0;
  holdRequest(request);
  identify(attempt, entries.identity[entry]);
  entries.attempt[entry] = attempt + 1;
  entries.sends[entry]++;
  edgeMeter[edge * EDGE_METERS + ATTEMPTS]++;
  if (again) edgeMeter[edge * EDGE_METERS + RETRIES]++;
  let instance = -1;
  if ((edges.guards[edge] & FINDS_LEADER) !== 0) {
    const partition = partitionFor(request, broker);
    attempts.needed[attempt] = partition;
    instance = partitions.leader[partition];
  } else {
    instance = pickInstance(edge, row, NONE);
  }
  attempts.instance[attempt] = Math.max(instance, nodes.firstInstance[broker]);
  sampleDelay(edge, PARTICLE_MESSAGE);
  if (instance < 0 || registers[SAMPLE] < 0) {
    attempts.outcome[attempt] = CONNECTION_REFUSED;
    registers[AT] = registers[NOW];
    schedule(RELAY_ANSWER, attempt, 0);
    return;
  }
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(ARRIVE, attempt, 0);
}

/** The broker has handled what a relay sent. */
export function relayHandled(attempt: number, outcome: number): void {
  if (outcome < FIRST_FAILURE) nodeMeter[attempts.node[attempt] * NODE_METERS + VAIN_COMPLETIONS]--;
  attempts.phase[attempt] = ANSWERING;
  sampleDelay(attempts.edge[attempt], PARTICLE_RESPONSE);
  if (registers[SAMPLE] < 0) {
    // The relay hears nothing of it.
    forget(attempt);
    return;
  }
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(RELAY_ANSWER, attempt, 0);
}

/** A relay learns what became of an entry. */
export function relayAnswered(attempt: number): void {
  const entry = attempts.message[attempt];
  const edge = attempts.edge[attempt];
  const outcome = attempts.outcome[attempt];
  if (entries.attempt[entry] !== attempt + 1) {
    forget(attempt);
    return;
  }
  edgeMeter[edge * EDGE_METERS + EDGE_ENDED + outcome]++;
  outboxes.inFlight[edge]--;
  if (outcome >= FIRST_FAILURE) {
    nodeMeter[edges.to[edge] * NODE_METERS + CALLER_FAILED]++;
    outboxes.failed[edge] = 1;
    entries.attempt[entry] = 0;
  } else {
    registers[VALUE] = registers[NOW] - outboxes.sentAt[edge];
    record(edgeHistogram(edge));
    remove(entry, edge);
  }
  forget(attempt);
  const isFull = outboxes.sent[edge] === outboxes.batchMax[edge];
  if (outboxes.inFlight[edge] === 0 && outboxes.failed[edge] === 0 && isFull) sendBatch(edge);
}

/** What is on its way is nobody's concern any more: it will be published again. */
function giveUpBatch(edge: number, outcome: number): void {
  for (let link = outboxes.head[edge]; link !== 0; link = entries.next[link - 1]) {
    if (entries.attempt[link - 1] === 0) continue;
    entries.attempt[link - 1] = 0;
    edgeMeter[edge * EDGE_METERS + EDGE_ENDED + outcome]++;
    nodeMeter[edges.to[edge] * NODE_METERS + CALLER_FAILED]++;
  }
  outboxes.inFlight[edge] = 0;
}

/** An instance has crashed, and with it the relays that lived in it. */
export function relaysCrashed(instance: number): void {
  for (let edge = 0; edge < outboxes.highWater; edge++) {
    if (outboxes.relay[edge] === instance + 1 && outboxes.inFlight[edge] > 0) {
      giveUpBatch(edge, CONNECTION_LOST);
    }
  }
}
