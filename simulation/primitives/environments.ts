// Functions: environments that come with requests and go when idle. A request takes one that is warm and
// has room, the one used last first, so that the others may go; else a new one starts, and the request
// waits until it is ready (a cold start). There is a limit of environments and a token bucket for
// starting them; whoever finds neither room nor token is throttled, or waits where the platform lets it
// and all are busy. Messages are never turned away: they wait with the platform, and a batch of them keeps
// its environment until the last is worked on. Cost: constant per request, and one event of a node for all
// its idle environments.
import { schedule } from "../core/event-list.ts";
import { allocateRow, freeRow, reachRow, Table } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { ENVIRONMENT_MAY_START, ENVIRONMENTS_IDLE } from "./event-kinds.ts";
import { pulls } from "./lease-rows.ts";
import { attemptExtras, attempts, DELIVERED } from "./rows.ts";
import { NODE_STREAMS, START } from "./streams.ts";

/** Bit of a node's `door`: it is a function. */
export const DOOR_FUNCTION = 16;
/** Bit of a node's `watch`: what leaves gives its environment back. */
export const WATCH_FUNCTION = 64;

class Functions extends Table {
  readonly most = this.int32();
  /** Requests that an environment takes at once. */
  readonly each = this.int32();
  /** Environments that may start at once, 0 = any number, and how fast they may again. */
  readonly burst = this.float64();
  readonly perMs = this.float64();
  /** 0 = for ever. */
  readonly idleMs = this.float64();
  /** Environments that stay. */
  readonly warm = this.int32();
  /** Distribution of the time to start. */
  readonly start = this.int32();
  /** 1: where all are busy, requests wait. */
  readonly waits = this.uint8();
  /** Present: how many there are; of both lists the first and the last, + 1. */
  readonly count = this.int32();
  readonly firstIdle = this.int32();
  readonly lastIdle = this.int32();
  readonly firstRoomy = this.int32();
  readonly lastRoomy = this.int32();
  readonly missing = this.float64();
  readonly missingAt = this.float64();
  /** 1: an event will look for idle ones. */
  readonly looks = this.uint8();
  /** 1: some message may wait for an environment; and an event will look when one may start. */
  readonly lacks = this.uint8();
  readonly awaitsToken = this.uint8();
  /** Of the measured period. */
  readonly countTime = this.float64();
  readonly changedAt = this.float64();
  readonly least = this.int32();
  readonly highest = this.int32();
  readonly coldStarts = this.float64();
  readonly coldMs = this.float64();
  readonly throttled = this.float64();
  readonly ended = this.float64();
}

class Environments extends Table {
  readonly busy = this.int32();
  readonly readyAt = this.float64();
  readonly idleSince = this.float64();
  /** Neighbors in the list that it stands in, + 1. */
  readonly before = this.int32();
  readonly after = this.int32();
}

/** Rounding must not let the wait for a token end before it is there. */
const SLACK_MS = 1e-6;

/** By node. */
export const functions = new Functions("functions", 1_000);
export const environments = new Environments("environments", 100_000);

function touch(node: number): void {
  functions.countTime[node] += (registers[NOW] - functions.changedAt[node]) * functions.count[node];
  functions.changedAt[node] = registers[NOW];
}

function resize(node: number, change: number): void {
  touch(node);
  const count = functions.count[node] + change;
  functions.count[node] = count;
  if (count > functions.highest[node]) functions.highest[node] = count;
  if (count < functions.least[node]) functions.least[node] = count;
}

/** Tokens taken and not refilled by now. */
function missingTokens(node: number): number {
  const refilled = (registers[NOW] - functions.missingAt[node]) * functions.perMs[node];
  return Math.max(0, functions.missing[node] - refilled);
}

/** Whether an environment has room, or may start. */
export function hasEnvironment(node: number): boolean {
  if (functions.firstIdle[node] !== 0 || functions.firstRoomy[node] !== 0) return true;
  if (functions.count[node] >= functions.most[node]) return false;
  return functions.burst[node] === 0 || missingTokens(node) + 1 <= functions.burst[node];
}

/** Whether a request may come in: into an environment, or to wait for one. */
export function mayInvoke(node: number): boolean {
  if (hasEnvironment(node)) return true;
  if (functions.waits[node] === 1 && functions.count[node] >= functions.most[node]) return true;
  functions.throttled[node]++;
  return false;
}

/** A message has to wait for an environment; where only the scaling rate keeps one back, an event follows. */
export function lackEnvironment(node: number, instance: number): void {
  functions.lacks[node] = 1;
  if (functions.awaitsToken[node] === 1 || functions.count[node] >= functions.most[node]) return;
  functions.awaitsToken[node] = 1;
  const missing = missingTokens(node) + 1 - functions.burst[node];
  registers[AT] = registers[NOW] + Math.max(0, missing) / functions.perMs[node] + SLACK_MS;
  schedule(ENVIRONMENT_MAY_START, instance, 0);
}

/** The consumer in whose batch of messages an attempt stands, -1 = in none; before it makes calls. */
function batchOf(attempt: number): number {
  if (attempts.origin[attempt] !== DELIVERED) return -1;
  return pulls.invokes[attempts.needed[attempt]] === 0 ? -1 : attempts.needed[attempt];
}

/** An attempt begins its work: it gets an environment, and what is left of a start is added to the work. */
export function takeEnvironment(attempt: number, node: number): void {
  const work = registers[SAMPLE];
  const batch = batchOf(attempt);
  const kept = batch < 0 ? 0 : pulls.environment[batch];
  const at = kept === 0 ? environmentFor(node) : kept - 1;
  registers[SAMPLE] = work + Math.max(0, environments.readyAt[at] - registers[NOW]);
  reachRow(attemptExtras.marks, attempt);
  attemptExtras.permit[attempt] = batch < 0 ? at + 1 : 0;
  if (kept !== 0) return;
  if (batch >= 0) pulls.environment[batch] = at + 1;
  environments.busy[at]++;
  if (environments.busy[at] < functions.each[node]) pushRoomy(node, at);
}

/** One with room, in no list any more. */
function environmentFor(node: number): number {
  const roomy = functions.firstRoomy[node];
  if (roomy !== 0) {
    dropRoomy(node, roomy - 1);
    return roomy - 1;
  }
  const idle = functions.firstIdle[node];
  if (idle !== 0) {
    dropIdle(node, idle - 1);
    return idle - 1;
  }
  functions.missing[node] = missingTokens(node) + 1;
  functions.missingAt[node] = registers[NOW];
  sampleInto(functions.start[node], node * NODE_STREAMS + START);
  const took = registers[SAMPLE];
  functions.coldStarts[node]++;
  functions.coldMs[node] += took;
  return openEnvironment(node, registers[NOW] + took);
}

/** A new environment, in no list yet. */
export function openEnvironment(node: number, readyAt: number): number {
  const at = allocateRow(environments.marks, environments.next, environments.cap);
  environments.busy[at] = 0;
  environments.readyAt[at] = readyAt;
  resize(node, 1);
  return at;
}

/** An attempt leaves its environment, if it has had one. */
export function leaveEnvironment(attempt: number, node: number): void {
  const at = attemptExtras.permit[attempt] - 1;
  if (at < 0) return;
  attemptExtras.permit[attempt] = 0;
  makeRoom(node, at);
}

/** The batch of a consumer leaves its environment, if it has had one. */
export function leaveWithBatch(consumer: number, node: number): void {
  const at = pulls.environment[consumer] - 1;
  if (at < 0) return;
  pulls.environment[consumer] = 0;
  makeRoom(node, at);
}

function makeRoom(node: number, at: number): void {
  if (environments.busy[at] < functions.each[node]) dropRoomy(node, at);
  environments.busy[at]--;
  if (environments.busy[at] > 0) pushRoomy(node, at);
  else rest(node, at);
}

/** An environment has nothing to do. */
export function rest(node: number, at: number): void {
  environments.idleSince[at] = registers[NOW];
  const first = functions.firstIdle[node];
  environments.before[at] = 0;
  environments.after[at] = first;
  if (first !== 0) environments.before[first - 1] = at + 1;
  else functions.lastIdle[node] = at + 1;
  functions.firstIdle[node] = at + 1;
  lookLater(node);
}

/** The time has come to look for environments that have been idle for long. */
export function environmentsIdle(node: number): void {
  functions.looks[node] = 0;
  const idleMs = functions.idleMs[node];
  for (;;) {
    const last = functions.lastIdle[node];
    if (last === 0 || functions.count[node] <= functions.warm[node]) return;
    if (registers[NOW] < environments.idleSince[last - 1] + idleMs) break;
    end(node, last - 1);
    functions.ended[node]++;
  }
  lookLater(node);
}

function lookLater(node: number): void {
  const last = functions.lastIdle[node];
  if (functions.looks[node] === 1 || last === 0 || functions.idleMs[node] === 0) return;
  if (functions.count[node] <= functions.warm[node]) return;
  functions.looks[node] = 1;
  registers[AT] = environments.idleSince[last - 1] + functions.idleMs[node];
  schedule(ENVIRONMENTS_IDLE, node, 0);
}

function end(node: number, at: number): void {
  dropIdle(node, at);
  resize(node, -1);
  freeRow(environments.marks, environments.next, at);
}

/** The platform comes back from an outage: what it kept ready is started anew, the rest is gone. */
export function renewEnvironments(node: number): void {
  while (functions.lastIdle[node] !== 0) end(node, functions.lastIdle[node] - 1);
  functions.missing[node] = 0;
  functions.missingAt[node] = registers[NOW];
  while (functions.count[node] < functions.warm[node]) {
    rest(node, openEnvironment(node, registers[NOW]));
  }
}

function dropIdle(node: number, at: number): void {
  const before = environments.before[at];
  const after = environments.after[at];
  if (before !== 0) environments.after[before - 1] = after;
  else functions.firstIdle[node] = after;
  if (after !== 0) environments.before[after - 1] = before;
  else functions.lastIdle[node] = before;
}

/** In front where it is ready, else behind all others with room. */
function pushRoomy(node: number, at: number): void {
  const isReady = environments.readyAt[at] <= registers[NOW];
  const first = functions.firstRoomy[node];
  const last = functions.lastRoomy[node];
  environments.before[at] = isReady ? 0 : last;
  environments.after[at] = isReady ? first : 0;
  if (isReady && first !== 0) environments.before[first - 1] = at + 1;
  if (!isReady && last !== 0) environments.after[last - 1] = at + 1;
  if (isReady || first === 0) functions.firstRoomy[node] = at + 1;
  if (!isReady || last === 0) functions.lastRoomy[node] = at + 1;
}

function dropRoomy(node: number, at: number): void {
  const before = environments.before[at];
  const after = environments.after[at];
  if (before !== 0) environments.after[before - 1] = after;
  else functions.firstRoomy[node] = after;
  if (after !== 0) environments.before[after - 1] = before;
  else functions.lastRoomy[node] = before;
}

/** The measured period begins. */
export function restartFunctions(): void {
  for (let node = 0; node < functions.highWater; node++) {
    touch(node);
    functions.countTime[node] = 0;
    functions.least[node] = functions.count[node];
    functions.highest[node] = functions.count[node];
    functions.coldStarts[node] = 0;
    functions.coldMs[node] = 0;
    functions.throttled[node] = 0;
    functions.ended[node] = 0;
  }
}
