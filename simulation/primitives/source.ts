// Source: offers requests, open loop (see arrivals.ts for when) or closed loop (users who think, ask,
// wait for the final outcome and think again).

import { cancel, events, schedule } from "../core/event-list.ts";
import { allocateRow, reachRow } from "../core/memory.ts";
import { nextU32, nextUniform } from "../core/random.ts";
import { AT, NOW, registers, SAMPLE, UNIFORM, VALUE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { record } from "../metrics/histogram.ts";
import {
  ARRIVALS,
  LATE,
  NODE_ENDED,
  NODE_METERS,
  NOT_OK_COMPLETIONS,
  nodeMeter,
  OFFERED,
  SOJOURN_SUM,
  TYPE_ENDED,
  TYPE_METERS,
  typeMeter,
  VAIN_COMPLETIONS,
} from "../metrics/meters.ts";
import { ABANDONED, DEADLINE_EXCEEDED, FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { forget } from "./answer.ts";
import { retimeArrivals, startArrivals, streamOf, takeArrival } from "./arrivals.ts";
import { blameRoot, countBlame } from "./blame.ts";
import { cutOffCalls } from "./call.ts";
import { DEADLINE, JOB_ENDED, PATIENCE_END, THINK_END } from "./event-kinds.ts";
import { awayLess, awayMore, control, enter, nodeState, PERIOD_START } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { abandonCalls, beginCalls } from "./plan.ts";
import {
  beginRequest,
  drawsKeys,
  FAILED_LATENCY,
  isDraining,
  LATENCY,
  mayBeSilent,
  recordForType,
  settleTo,
  typeState,
} from "./request.ts";
import { attemptExtras, attempts, HAS_DEADLINE, ROOT, requests } from "./rows.ts";
import { sources, types } from "./source-parameters.ts";

import { KEY, PATIENCE, SOURCE_STREAMS, THINK, TYPE, USER } from "./streams.ts";
import { considerTrace } from "./trace-list.ts";
import { holdBack, holdUser, isHeldBack, returnOne, takeUser } from "./traffic.ts";
import { follow } from "./transitions.ts";

/** Number of the first source's first stream. */
export function placeSourceStreams(first: number): void {
  for (let source = 0; source < sources.highWater; source++) {
    sources.firstStream[source] = first + source * SOURCE_STREAMS;
  }
}

/** Schedules the first arrival of an open loop, or the first thoughts of a closed one. */
export function startSource(source: number): void {
  const users = sources.users[source];
  for (let user = 0; user < users; user++) think(source, user);
  if (users === 0) startArrivals(source);
}

/**
 * Rate or profile of a source may have changed; users of a closed loop think on as they were. Once a
 * draining run offers nothing new, the source has no pending event of its own any more.
 */
export function retimeSource(source: number): void {
  if (sources.users[source] === 0 && !isDraining()) retimeArrivals(source);
}

function think(source: number, user: number): void {
  sampleInto(sources.think[source], streamOf(source, THINK));
  registers[AT] = registers[NOW] + registers[SAMPLE] / sources.haste[source];
  schedule(THINK_END, source, user);
}

/** A user of a closed loop stops thinking. */
export function thinkEnd(source: number, user: number): void {
  if (mayBeSilent()) {
    if (isDraining()) return;
    if (isHeldBack(source)) {
      holdUser(source, user);
      return;
    }
  }
  offer(source, user);
}

/** The pending event of an open loop has come: an arrival, or what decides when the next one is. */
export function arrival(source: number): void {
  const silent = mayBeSilent();
  if (silent && isDraining()) return;
  const requestCount = takeArrival(source);
  if (silent && isHeldBack(source)) {
    holdBack(source, requestCount);
    return;
  }
  for (let i = 0; i < requestCount; i++) offer(source, -1);
}

/** A client that was held back sends at last. */
export function herdReturn(source: number): void {
  if (isDraining() || !returnOne(source)) return;
  if (sources.users[source] === 0) {
    offer(source, -1);
    return;
  }
  const user = takeUser(source);
  if (user >= 0) offer(source, user);
}

/**
 * Offers one request and returns its row; `user` is the closed loop's or the job's of a batch, -1 for an
 * open one.
 */
export function offer(source: number, user: number): number {
  const node = sources.node[source];
  const request = allocateRow(requests.marks, requests.next, requests.cap);
  const type = drawType(source);
  const client = drawClient(source, user);
  requests.source[request] = source;
  requests.type[request] = type;
  requests.client[request] = client;
  requests.user[request] = user;
  requests.key[request] = drawsKeys() ? nextU32(streamOf(source, KEY)) : 0;
  beginRequest(request);
  requests.patience[request] = 0;
  requests.tooDeep[request] = 0;
  requests.arrivedAt[request] = registers[NOW];
  requests.settledAt[request] = registers[NOW];
  const root = allocateRow(attempts.marks, attempts.next, attempts.cap);
  requests.root[request] = root;
  attempts.node[root] = node;
  attempts.instance[root] = nodes.firstInstance[node] + client;
  attempts.operation[root] = types.operation[type];
  attempts.call[root] = -1;
  attempts.edge[root] = -1;
  attempts.request[root] = request;
  attempts.firstCall[root] = 0;
  attempts.depth[root] = 0;
  attempts.origin[root] = ROOT;
  attempts.flags[root] = 0;
  attempts.arrivedAt[root] = registers[NOW];
  enter(node);
  awayMore(node);
  nodeMeter[node * NODE_METERS + ARRIVALS]++;
  const reported = types.reported[type];
  typeMeter[reported * TYPE_METERS + OFFERED]++;
  typeState.inFlight[reported]++;
  if (sources.isBounded[source] === 1) bound(source, request, root);
  beginCalls(root);
  return request;
}

function drawType(source: number): number {
  const first = sources.firstType[source];
  const count = sources.typeCount[source];
  if (count === 1) return first;
  nextUniform(streamOf(source, TYPE));
  let type = first;
  while (type + 1 < first + count && registers[UNIFORM] >= types.upTo[type]) type++;
  return type;
}

function drawClient(source: number, user: number): number {
  const clients = sources.clients[source];
  if (clients === 1) return 0;
  if (user >= 0) return user % clients;
  nextUniform(streamOf(source, USER));
  return Math.floor(registers[UNIFORM] * clients) | 0;
}

/** Bounds how long a request may take: by its user's patience, its deadline, or both. */
function bound(source: number, request: number, root: number): void {
  startPatience(source, request);
  if (sources.deadlineMs[source] > 0) startRequestDeadline(source, request, root);
}

function startPatience(source: number, request: number): void {
  const patience = sources.patience[source];
  if (patience < 0) return;
  sampleInto(patience, streamOf(source, PATIENCE));
  registers[AT] = registers[NOW] + registers[SAMPLE];
  requests.patience[request] = schedule(PATIENCE_END, request, 0) + 1;
}

/** Of patience and deadline only the one that ends first can matter. */
function startRequestDeadline(source: number, request: number, root: number): void {
  const at = registers[NOW] + sources.deadlineMs[source];
  reachRow(attemptExtras.marks, root);
  attemptExtras.deadlineAt[root] = at;
  attempts.flags[root] = HAS_DEADLINE;
  const patience = requests.patience[request];
  if (patience !== 0) {
    if (events.time[patience - 1] <= at) return;
    cancel(patience - 1);
  }
  registers[AT] = at;
  requests.patience[request] = schedule(DEADLINE, request, 1) + 1;
}

/** The deadline of a whole request has come. */
export function requestDeadline(request: number): void {
  const root = requests.root[request];
  requests.patience[request] = 0;
  blameRoot(root);
  cutOffCalls(root);
  abandonCalls(root);
  rootEnded(root, DEADLINE_EXCEEDED);
}

/** The user gives up on the whole request. */
export function patienceEnd(request: number): void {
  const root = requests.root[request];
  requests.patience[request] = 0;
  blameRoot(root);
  abandonCalls(root);
  rootEnded(root, ABANDONED);
}

/** The whole request is given up by whoever made it. */
export function endRequest(request: number, outcome: number): void {
  const root = requests.root[request];
  blameRoot(root);
  abandonCalls(root);
  rootEnded(root, outcome);
}

/** The root of a request has ended: its user learns the outcome now. */
export function rootEnded(root: number, outcome: number): void {
  const request = attempts.request[root];
  const node = attempts.node[root];
  const type = requests.type[request];
  const latency = registers[NOW] - requests.arrivedAt[request];
  if (requests.patience[request] !== 0) cancel(requests.patience[request] - 1);
  awayLess(node);
  nodeState.present[node]--;
  const m = node * NODE_METERS;
  const from = Math.max(requests.arrivedAt[request], control.f64[PERIOD_START]);
  nodeMeter[m + SOJOURN_SUM] += registers[NOW] - from;
  if (outcome !== OK) {
    nodeMeter[m + NODE_ENDED + outcome]++;
    nodeMeter[m + NOT_OK_COMPLETIONS]++;
    if (outcome >= FIRST_FAILURE) {
      nodeMeter[m + VAIN_COMPLETIONS]++;
      countBlame(root);
    }
  }
  registers[VALUE] = latency;
  record(2 * node + 1);
  countEnd(type, outcome, latency);
  considerTrace(request, outcome, latency);
  settleTo(request);
  const source = requests.source[request];
  const user = requests.user[request];
  forget(root);
  if (user < 0) return;
  if (sources.users[source] > 0) think(source, user);
  else follow(JOB_ENDED, user, outcome);
}

function countEnd(type: number, outcome: number, latency: number): void {
  const reported = types.reported[type];
  const t = reported * TYPE_METERS;
  typeState.inFlight[reported]--;
  typeMeter[t + TYPE_ENDED + outcome]++;
  const goal = types.goalMs[type];
  if (outcome === OK && goal > 0 && latency > goal) typeMeter[t + LATE]++;
  registers[VALUE] = latency;
  recordForType(reported, outcome < FIRST_FAILURE ? LATENCY : FAILED_LATENCY);
}
