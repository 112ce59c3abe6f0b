// Replicas of a log's partitions. Followers fetch in rounds: one round is under way at a time and
// brings the replicas in sync all that stood at the leader when it began; a publish that wants all of
// them and the groups' fetches wait for that. A broker that crashes leads on in name until the cluster
// notices; then a replica in sync is elected, which lacks what the last round had not brought, or none.
// Clients know of the new leader at once. Leadership does not move back when a broker returns. Cost:
// an event a round and partition; nothing with a single replica.
import { cancel, schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { OK, REJECTED } from "../results/outcomes.ts";
import { brokers } from "./consumer-rows.ts";
import { BROKER_FENCED, REPLICA_BACK, REPLICATED } from "./event-kinds.ts";
import { awayLessAt, awayMoreAt } from "./instance-load.ts";
import { releaseEffect } from "./keyed-work.ts";
import { freeCommitted } from "./log-commit.ts";
import { sendRecords } from "./log-fetch.ts";
import { noteRevealed } from "./log-flow.ts";
import { resumePartitions } from "./log-resume.ts";
import { ACKS_ALL, ACKS_NONE, groups, logs, partitions, records, replicas } from "./log-rows.ts";
import { truncate } from "./log-truncate.ts";
import { instances, isAtWork } from "./node-state.ts";
import { attempts, CALLING } from "./rows.ts";
import { finish, releaseSlot } from "./station.ts";
import { NODE_STREAMS, REPLICATION } from "./streams.ts";

/** Records a follower that comes back fetches per ms: some 50 MB/s of 1 KB each. */
const CATCH_UP_PER_MS = 50;

/** More records than there can be. */
const BEYOND_ALL = 1e15;

/** Waits for nothing but the end of its broker's standstill. */
const STRANDED = 1e16;

/** Offset up to which a publish must be replicated, kept in a column that it needs no longer. */
const waitsFor = attempts.slotAt;

/** Something was appended: followers fetch it, unless a round is under way. */
export function replicate(node: number, partition: number): void {
  if (logs.replicas[node] <= 1) {
    partitions.visible[partition] = partitions.end[partition];
  } else if (partitions.round[partition] === 0) {
    startRound(node, partition);
  }
}

function startRound(node: number, partition: number): void {
  sampleInto(logs.replication[node], node * NODE_STREAMS + REPLICATION);
  let slowest = 1;
  const first = partitions.firstReplica[partition];
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    if (replicas.inSync[replica] === 0 || !isAble(replica)) continue;
    slowest = Math.max(slowest, instances.slowFactor[replicas.instance[replica]]);
  }
  registers[AT] = registers[NOW] + registers[SAMPLE] * slowest;
  partitions.roundTo[partition] = partitions.end[partition];
  partitions.round[partition] = schedule(REPLICATED, partition, node) + 1;
}

/** Whether a replica's broker does anything. */
function isAble(replica: number): boolean {
  return isAtWork(replicas.instance[replica]);
}

/** A round is over: followers in sync have what stood at the leader when it began. */
export function replicated(partition: number, node: number): void {
  partitions.round[partition] = 0;
  if (!isLeaderUp(partition)) return;
  const first = partitions.firstReplica[partition];
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    if (replicas.instance[replica] === partitions.leader[partition]) continue;
    if (isAble(replica)) follow(replica, partition);
    else fallBehind(replica, node);
  }
  advance(node, partition);
  if (partitions.round[partition] === 0) planRound(node, partition);
}

/** The next round follows at once where a follower can fetch, else when one is given up. */
function planRound(node: number, partition: number): void {
  const end = partitions.end[partition];
  const first = partitions.firstReplica[partition];
  let givenUpAt = 0;
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    if (replicas.inSync[replica] === 0 || replicas.end[replica] >= end) continue;
    if (replicas.instance[replica] === partitions.leader[partition]) continue;
    if (isAble(replica)) {
      startRound(node, partition);
      return;
    }
    givenUpAt = replicas.stuckAt[replica] + logs.replicaLagMaxMs[node];
  }
  if (givenUpAt === 0) return;
  registers[AT] = Math.max(registers[NOW], givenUpAt);
  partitions.roundTo[partition] = end;
  partitions.round[partition] = schedule(REPLICATED, partition, node) + 1;
}

function restartRound(node: number, partition: number): void {
  if (partitions.round[partition] !== 0) cancel(partitions.round[partition] - 1);
  partitions.round[partition] = 0;
  planRound(node, partition);
}

function isLeaderUp(partition: number): boolean {
  return partitions.isLed[partition] === 1 && isAtWork(partitions.leader[partition]);
}

/** A follower that left only because it stood still is in sync again with its first fetch. */
function follow(replica: number, partition: number): void {
  if (replicas.inSync[replica] === 0 && replicas.stuckAt[replica] < 0) return;
  replicas.inSync[replica] = 1;
  replicas.stuckAt[replica] = 0;
  replicas.end[replica] = Math.max(replicas.end[replica], partitions.roundTo[partition]);
}

/** A follower that does not fetch is given up after a time. */
function fallBehind(replica: number, node: number): void {
  if (replicas.inSync[replica] === 0) return;
  if (replicas.stuckAt[replica] === 0) replicas.stuckAt[replica] = registers[NOW];
  if (registers[NOW] - replicas.stuckAt[replica] >= logs.replicaLagMaxMs[node]) {
    replicas.inSync[replica] = 0;
  }
}

/** Replicas in sync of a partition, its leader included. */
export function inSyncCount(node: number, partition: number): number {
  const first = partitions.firstReplica[partition];
  let count = 0;
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    count += replicas.inSync[replica];
  }
  return count;
}

/** Groups may read, and publishers are told of, what all replicas in sync have by now. */
function advance(node: number, partition: number): void {
  const first = partitions.firstReplica[partition];
  const before = partitions.visible[partition];
  let upTo = partitions.end[partition];
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    if (replicas.inSync[replica] === 0) continue;
    if (replicas.instance[replica] === partitions.leader[partition]) continue;
    upTo = Math.min(upTo, replicas.end[replica]);
  }
  if (upTo <= before) return;
  const isSafe = inSyncCount(node, partition) >= logs.minInSync[node];
  reveal(node, partition, upTo, isSafe);
  answerWaiting(partition, upTo, isSafe ? OK : REJECTED);
  const at = partition - brokers.firstPartition[node];
  const group = brokers.firstGroup[node];
  for (let g = group; g < group + brokers.groupCount[node]; g++) {
    sendRecords(groups.firstCursor[g] + at);
  }
  if (brokers.groupCount[node] === 0) freeCommitted(node, partition);
}

/** A publish waits, without a slot, until the replicas in sync have its records. */
export function awaitReplicas(attempt: number, partition: number): void {
  const node = attempts.node[attempt];
  attempts.phase[attempt] = CALLING;
  awayMoreAt(node, attempts.instance[attempt]);
  releaseSlot(attempt, node);
  waitsFor[attempt] = partitions.end[partition];
  attempts.next[attempt] = 0;
  const tail = partitions.waitTail[partition];
  if (tail !== 0) attempts.next[tail - 1] = attempt + 1;
  else partitions.waitHead[partition] = attempt + 1;
  partitions.waitTail[partition] = attempt + 1;
}

/** Answers what waits for offsets up to `upTo`. */
function answerWaiting(partition: number, upTo: number, outcome: number): void {
  for (let link = partitions.waitHead[partition]; link !== 0; ) {
    const attempt = link - 1;
    if (waitsFor[attempt] > upTo) return;
    link = attempts.next[attempt];
    partitions.waitHead[partition] = link;
    if (link === 0) partitions.waitTail[partition] = 0;
    awayLessAt(attempts.node[attempt], attempts.instance[attempt]);
    finish(attempt, outcome);
  }
}

/** What waits at a leader that does nothing waits on though another leads, until it goes on. */
function strand(partition: number): void {
  for (let link = partitions.waitHead[partition]; link !== 0; link = attempts.next[link - 1]) {
    waitsFor[link - 1] = STRANDED;
  }
  partitions.waitHead[partition] = 0;
  partitions.waitTail[partition] = 0;
}

/** A broker that another has taken the lead from goes on: what waited at it is refused. */
export function refuseStranded(instance: number): void {
  for (let attempt = 0; attempt < attempts.highWater; attempt++) {
    if (attempts.phase[attempt] !== CALLING || attempts.instance[attempt] !== instance) continue;
    if (waitsFor[attempt] !== STRANDED) continue;
    awayLessAt(attempts.node[attempt], instance);
    finish(attempt, REJECTED);
  }
}

/**
 * Groups may read records up to an offset; unless `isSafe`, publishers that wait for all replicas in
 * sync are not told of them. Those that wait for the leader alone were told before.
 */
function reveal(node: number, partition: number, upTo: number, isSafe: boolean): void {
  let link = partitions.hidden[partition];
  for (let at = partitions.visible[partition]; at < upTo; at++) {
    const record = link - 1;
    link = records.next[record];
    if (isSafe) noteRevealed(node, record);
    else if (records.acks[record] === ACKS_ALL) records.acks[record] = ACKS_NONE;
    if (records.effect[record] !== 0) releaseEffect(records.effect[record] - 1);
    records.effect[record] = 0;
  }
  partitions.hidden[partition] = link;
  partitions.visible[partition] = upTo;
}

/**
 * A broker has crashed, and what waited at it has ended with it; or it does nothing any more, and what
 * waits at it goes on waiting (`waits`).
 */
export function brokerGone(node: number, instance: number, waits: boolean): void {
  if (logs.replicas[node] === 0) return;
  const first = brokers.firstPartition[node];
  let plays = false;
  for (let partition = first; partition < first + brokers.partitionCount[node]; partition++) {
    const replica = replicaAt(node, partition, instance);
    if (replica < 0) continue;
    plays = true;
    replicas.stuckAt[replica] = registers[NOW];
    if (partitions.leader[partition] !== instance) continue;
    replicas.end[replica] = partitions.end[partition];
    if (waits) continue;
    partitions.waitHead[partition] = 0;
    partitions.waitTail[partition] = 0;
  }
  if (!plays) return;
  registers[AT] = registers[NOW] + logs.electionMs[node];
  schedule(BROKER_FENCED, instance, node);
}

function replicaAt(node: number, partition: number, instance: number): number {
  const first = partitions.firstReplica[partition];
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    if (replicas.instance[replica] === instance) return replica;
  }
  return -1;
}

/** The cluster gives up a broker that does nothing, unless it has come back: others lead then. */
export function brokerFenced(instance: number, node: number): void {
  if (isAtWork(instance)) return;
  const first = brokers.firstPartition[node];
  for (let partition = first; partition < first + brokers.partitionCount[node]; partition++) {
    const replica = replicaAt(node, partition, instance);
    // It may have been back and crashed again since: then a later event is meant.
    if (replica < 0) continue;
    if (registers[NOW] < replicas.stuckAt[replica] + logs.electionMs[node]) continue;
    if (partitions.leader[partition] === instance) elect(node, partition);
    else if (replicas.inSync[replica] === 1) {
      replicas.inSync[replica] = 0;
      if (!isLeaderUp(partition)) continue;
      advance(node, partition);
      restartRound(node, partition);
    }
  }
  resumePartitions(node);
}

/** Another replica leads a partition from now on, if one may. */
function elect(node: number, partition: number): void {
  const first = partitions.firstReplica[partition];
  let chosen = -1;
  for (let replica = first; replica < first + logs.replicas[node] && chosen < 0; replica++) {
    if (replicas.inSync[replica] === 1 && isAble(replica)) chosen = replica;
  }
  const isClean = chosen >= 0;
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    if (isClean || logs.unclean[node] === 0 || !isAble(replica)) continue;
    if (chosen < 0 || replicas.end[replica] > replicas.end[chosen]) chosen = replica;
  }
  if (chosen < 0) {
    partitions.isLed[partition] = 0;
    return;
  }
  lead(node, partition, chosen, isClean);
}

function lead(node: number, partition: number, leader: number, isClean: boolean): void {
  const first = partitions.firstReplica[partition];
  const end = replicas.end[leader];
  logs.elections[node]++;
  if (!isClean) logs.uncleanElections[node]++;
  const before = partitions.leader[partition];
  if (instances.up[before] === 1 && !isAtWork(before)) strand(partition);
  else answerWaiting(partition, BEYOND_ALL, REJECTED);
  truncate(node, partition, end);
  partitions.leader[partition] = replicas.instance[leader];
  partitions.isLed[partition] = 1;
  for (let replica = first; replica < first + logs.replicas[node]; replica++) {
    if (!isAble(replica) || (!isClean && replica !== leader)) replicas.inSync[replica] = 0;
    replicas.end[replica] = Math.min(replicas.end[replica], end);
  }
  replicas.inSync[leader] = 1;
  replicas.stuckAt[leader] = 0;
  advance(node, partition);
  restartRound(node, partition);
}

/** A crashed broker is back: it leads again what nobody else leads, and follows in the rest. */
export function brokerRestarted(node: number, instance: number): void {
  const first = brokers.firstPartition[node];
  let missing = -1;
  for (let partition = first; partition < first + brokers.partitionCount[node]; partition++) {
    const replica = replicaAt(node, partition, instance);
    if (replica < 0) continue;
    const isLeader = partitions.leader[partition] === instance;
    if (isLeader && replicas.inSync[replica] === 1) {
      replicas.stuckAt[replica] = 0;
      partitions.isLed[partition] = 1;
      restartRound(node, partition);
    } else if (partitions.isLed[partition] === 0 && replicas.inSync[replica] === 1) {
      lead(node, partition, replica, true);
    } else if (partitions.isLed[partition] === 0 && logs.unclean[node] === 1) {
      lead(node, partition, replica, false);
    } else {
      replicas.stuckAt[replica] = replicas.inSync[replica] === 1 ? 0 : -1;
      missing = Math.max(missing, partitions.end[partition] - replicas.end[replica]);
    }
  }
  if (missing < 0) return;
  registers[AT] = registers[NOW] + missing / CATCH_UP_PER_MS;
  schedule(REPLICA_BACK, instance, node);
}

/** A broker that is back has fetched what it had missed: its followers are in sync after a round. */
export function replicaBack(instance: number, node: number): void {
  if (!isAtWork(instance)) return;
  const first = brokers.firstPartition[node];
  for (let partition = first; partition < first + brokers.partitionCount[node]; partition++) {
    const replica = replicaAt(node, partition, instance);
    if (replica < 0 || replicas.stuckAt[replica] >= 0) continue;
    replicas.stuckAt[replica] = 0;
    if (isLeaderUp(partition) && partitions.round[partition] === 0) startRound(node, partition);
  }
}
