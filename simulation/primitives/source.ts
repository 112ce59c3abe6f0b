// Source: offers requests, open loop (renewal or Poisson, thinned against a load profile) or closed
// loop (users who think, ask, wait for the final outcome and think again).

import { cancel, events, schedule } from "../core/event-list.ts";
import { allocateRow, Table } from "../core/memory.ts";
import { nextU32, nextUniform } from "../core/random.ts";
import { AT, EXPONENTIAL, NOW, registers, SAMPLE, UNIFORM, VALUE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { nextExponential } from "../core/ziggurat.ts";
import { record } from "../metrics/histogram.ts";
import {
  ARRIVALS,
  COMPLETIONS,
  GOOD,
  GOOD_COMPLETIONS,
  NODE_ENDED,
  NODE_METERS,
  nodeMeter,
  OFFERED,
  SOJOURN_SUM,
  TYPE_ENDED,
  TYPE_METERS,
  typeMeter,
} from "../metrics/meters.ts";
import { ABANDONED, FIRST_FAILURE, OK } from "../results/outcomes.ts";
import { forget } from "./answer.ts";
import { ARRIVAL, PATIENCE_END, THINK_END } from "./event-kinds.ts";
import { control, integrate, nodeState, PERIOD_START } from "./node-state.ts";
import { nodes, sources, types } from "./parameters.ts";
import { abandonCalls, beginCalls } from "./plan.ts";
import { endGap, multiplierAt } from "./profile.ts";
import {
  beginRequest,
  isDraining,
  LATENCY,
  LATENCY_ALL,
  recordForType,
  settleTo,
  typeState,
} from "./request.ts";
import { attempts, ROOT, requests } from "./rows.ts";

import {
  ARRIVAL_GAP,
  KEY,
  PATIENCE,
  SOURCE_STREAMS,
  THINK,
  THINNING,
  TYPE,
  USER,
} from "./streams.ts";

const shape = new Int32Array(1);
const eventTime = events.time;

/** Number of the first source's first stream. */
export function placeSourceStreams(first: number): void {
  shape[0] = first;
}

function streamOf(source: number, purpose: number): number {
  return shape[0] + source * SOURCE_STREAMS + purpose;
}

class SourceState extends Table {
  /** The next arrival's event + 1; 0 when none is due. */
  readonly nextArrival = this.int32();
  /** The rate for which it is due. */
  readonly ratePerMs = this.float64();
}

const sourceState = new SourceState("source state", 1_000);

/** Schedules the first arrivals of a source. */
export function startSource(source: number): void {
  sourceState.occupy(source + 1);
  const users = sources.users[source];
  if (users > 0) {
    for (let user = 0; user < users; user++) think(source, user);
    return;
  }
  sourceState.ratePerMs[source] = sources.ratePerMs[source];
  const first = sources.firstAtMs[source];
  if (first >= 0 && sources.ratePerMs[source] > 0) arriveAt(source, first);
  else scheduleNext(source);
}

/**
 * The rate may have changed: what is left of the present gap is passed at the new rate. A rate of 0
 * stops the source until the next change.
 */
export function retimeSource(source: number): void {
  const before = sourceState.ratePerMs[source];
  const after = sources.ratePerMs[source];
  if (before === after || sources.users[source] > 0) return;
  sourceState.ratePerMs[source] = after;
  const next = sourceState.nextArrival[source];
  if (next === 0) {
    scheduleNext(source);
    return;
  }
  const left = eventTime[next - 1] - registers[NOW];
  cancel(next - 1);
  sourceState.nextArrival[source] = 0;
  if (after > 0) arriveAt(source, registers[NOW] + (left * before) / after);
}

function arriveAt(source: number, atMs: number): void {
  registers[AT] = atMs;
  sourceState.nextArrival[source] = schedule(ARRIVAL, source, 0) + 1;
}

function think(source: number, user: number): void {
  sampleInto(sources.think[source], streamOf(source, THINK));
  registers[AT] = registers[NOW] + registers[SAMPLE];
  schedule(THINK_END, source, user);
}

/** A user of a closed loop stops thinking. */
export function thinkEnd(source: number, user: number): void {
  if (isDraining()) return;
  offer(source, user);
}

function scheduleNext(source: number): void {
  sourceState.nextArrival[source] = 0;
  const rate = sources.ratePerMs[source];
  if (rate <= 0) return;
  const gap = sources.gap[source];
  if (gap < 0) {
    nextExponential(streamOf(source, ARRIVAL_GAP));
    registers[AT] = registers[NOW] + registers[EXPONENTIAL] / (rate * sources.peak[source]);
  } else {
    sampleInto(gap, streamOf(source, ARRIVAL_GAP));
    endGap(source, registers[NOW], registers[SAMPLE]);
    if (registers[AT] === Infinity) return;
  }
  sourceState.nextArrival[source] = schedule(ARRIVAL, source, 0) + 1;
}

/** An arrival is due: Poisson candidates above the profile are thinned out. */
export function arrival(source: number): void {
  if (isDraining()) return;
  if (sources.pointCount[source] > 0 && sources.gap[source] < 0) {
    nextUniform(streamOf(source, THINNING));
    const share = multiplierAt(source, registers[NOW]) / sources.peak[source];
    if (registers[UNIFORM] >= share) {
      scheduleNext(source);
      return;
    }
  }
  scheduleNext(source);
  const batch = sources.batch[source];
  for (let i = 0; i < batch; i++) offer(source, -1);
}

/** Offers one request; `user` is the closed loop's, -1 for an open one. */
function offer(source: number, user: number): void {
  const node = sources.node[source];
  const request = allocateRow(requests.marks, requests.next, requests.cap);
  const type = drawType(source);
  const client = drawClient(source, user);
  requests.source[request] = source;
  requests.type[request] = type;
  requests.client[request] = client;
  requests.user[request] = user;
  requests.key[request] = nextU32(streamOf(source, KEY));
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
  attempts.event[root] = 0;
  attempts.origin[root] = ROOT;
  attempts.flags[root] = 0;
  attempts.arrivedAt[root] = registers[NOW];
  integrate(node);
  const present = ++nodeState.present[node];
  if (present > nodeState.maxPresent[node]) nodeState.maxPresent[node] = present;
  nodeMeter[node * NODE_METERS + ARRIVALS]++;
  const reported = types.reported[type];
  typeMeter[reported * TYPE_METERS + OFFERED]++;
  typeState.inFlight[reported]++;
  startPatience(source, request);
  beginCalls(root);
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
  return Math.floor(registers[UNIFORM] * clients);
}

function startPatience(source: number, request: number): void {
  const patience = sources.patience[source];
  if (patience < 0) return;
  sampleInto(patience, streamOf(source, PATIENCE));
  registers[AT] = registers[NOW] + registers[SAMPLE];
  requests.patience[request] = schedule(PATIENCE_END, request, 0) + 1;
}

/** The user gives up on the whole request. */
export function patienceEnd(request: number): void {
  const root = requests.root[request];
  requests.patience[request] = 0;
  abandonCalls(root);
  rootEnded(root, ABANDONED);
}

/** The root of a request has ended: its user learns the outcome now. */
export function rootEnded(root: number, outcome: number): void {
  const request = attempts.request[root];
  const node = attempts.node[root];
  const type = requests.type[request];
  const latency = registers[NOW] - requests.arrivedAt[request];
  if (requests.patience[request] !== 0) cancel(requests.patience[request] - 1);
  integrate(node);
  nodeState.present[node]--;
  const m = node * NODE_METERS;
  const from = Math.max(requests.arrivedAt[request], control.f64[PERIOD_START]);
  nodeMeter[m + SOJOURN_SUM] += registers[NOW] - from;
  nodeMeter[m + COMPLETIONS]++;
  nodeMeter[m + NODE_ENDED + outcome]++;
  if (outcome < FIRST_FAILURE) nodeMeter[m + GOOD_COMPLETIONS]++;
  registers[VALUE] = latency;
  record(2 * node + 1);
  countEnd(type, outcome, latency);
  settleTo(request);
  const source = requests.source[request];
  const user = requests.user[request];
  forget(root);
  if (user >= 0) think(source, user);
}

function countEnd(type: number, outcome: number, latency: number): void {
  const reported = types.reported[type];
  const t = reported * TYPE_METERS;
  typeState.inFlight[reported]--;
  typeMeter[t + TYPE_ENDED + outcome]++;
  const goal = types.goalMs[type];
  if (outcome === OK && (goal === 0 || latency <= goal)) typeMeter[t + GOOD]++;
  registers[VALUE] = latency;
  recordForType(reported, LATENCY_ALL);
  if (outcome < FIRST_FAILURE) recordForType(reported, LATENCY);
}
