// Writes what the parameters of logs, their groups and members, and the edges into them say. The rows
// themselves are laid out where brokers are compiled.
import { pow } from "../core/deterministic-math.ts";
import type { LogDescriptor } from "../kinds/descriptors.ts";
import { NUMBERED_REQUESTS_MAX } from "../kinds/log-rules.ts";
import { hashToPartition } from "../primitives/log-keys.ts";
import {
  ACKS_ALL,
  ACKS_LEADER,
  ACKS_NONE,
  ASSIGN_COOPERATIVE,
  ASSIGN_RANGE,
  ASSIGN_ROUND_ROBIN,
  ASSIGN_STICKY,
  BY_KEY,
  FINDS_LEADER,
  groups,
  IN_TURN,
  keyRows,
  logEdges,
  logs,
  members,
  partitions,
  replicas,
  STICKY_PARTITION,
  seenKeys,
} from "../primitives/log-rows.ts";
import { edges, SENDS_ONE_WAY, UNLIMITED } from "../primitives/parameters.ts";
import type { ResolvedValues } from "../scenario/document.ts";
import type { Program, ProgramNode } from "./program.ts";
import { isReplayed } from "./replayed.ts";

const PARTITIONERS = { key: BY_KEY, roundRobin: IN_TURN, sticky: STICKY_PARTITION } as const;
const ACKS = { none: ACKS_NONE, leader: ACKS_LEADER, all: ACKS_ALL } as const;
const ASSIGNORS = {
  range: ASSIGN_RANGE,
  roundRobin: ASSIGN_ROUND_ROBIN,
  sticky: ASSIGN_STICKY,
  cooperativeSticky: ASSIGN_COOPERATIVE,
} as const;

/** A draining run lasts at most so many times as long as its duration. */
const LONGEST_RUN = 11;

interface MemberValues {
  readonly assignor?: keyof typeof ASSIGNORS;
  readonly staticMembership?: boolean;
  readonly commitIntervalMs: number;
  readonly maxPollRecords: number;
  readonly maxPollIntervalMs?: number;
  readonly sessionTimeoutMs: number;
  readonly offsetReset: "latest" | "earliest";
  readonly retries: number;
  readonly retryBackoffMs: number;
}

interface PublishValues {
  readonly acks: keyof typeof ACKS;
  readonly idempotent: boolean;
  readonly maxInFlight: number | null;
}

/** Where the next rows of keys and replicas stand. */
export interface LogPlaces {
  key: number;
  seen: number;
  replica: number;
}

/** Null or the name of the table that is too small. */
export function fillLogSettings(
  program: Program,
  node: number,
  firstPartition: number,
  places: LogPlaces,
): string | null {
  const of = program.nodes[node];
  if (of?.descriptor.primitive !== "log") return null;
  const { log } = of.descriptor;
  logs.occupy(program.nodes.length);
  logEdges.occupy(program.scenario.edges.length);
  const isCluster = of.instanceCount > 1;
  logs.partitioner[node] = PARTITIONERS[log.partitioner];
  logs.replicas[node] = isCluster ? Math.min(log.replicationFactor, of.instanceCount) : 0;
  logs.keeps[node] = isReplayed(program, node) ? 1 : 0;
  tuneLog(program, node);
  const keyCap = fillKeyRows(node, log, places);
  if (keyCap !== null) return keyCap;
  return isCluster
    ? fillReplicas(node, of, firstPartition, places)
    : placeLeaders(of, firstPartition);
}

/** What may change while a run goes on. */
export function tuneLog(program: Program, node: number): void {
  const of = program.nodes[node];
  if (of?.descriptor.primitive !== "log") return;
  const { log } = of.descriptor;
  const reached = (log.retentionMs ?? Infinity) < LONGEST_RUN * program.scenario.durationMs;
  logs.minInSync[node] = log.minInSync;
  logs.replication[node] = program.index.distribution(log.replicationTime, "ms");
  logs.electionMs[node] = log.electionMs;
  logs.replicaLagMaxMs[node] = log.replicaLagMaxMs;
  logs.unclean[node] = log.unclean ? 1 : 0;
  logs.retentionMs[node] = reached ? (log.retentionMs ?? 0) : 0;
  logs.retentionMax[node] = log.retentionMax ?? 0;
  logs.retains[node] = reached || log.retentionMax !== null ? 1 : 0;
  logs.initialDelayMs[node] = log.initialDelayMs;
}

/** Key k has the weight 1 / k^skew, and the partition that its number hashes to. */
function fillKeyRows(node: number, { keys, partitions: count }: LogDescriptor, places: LogPlaces) {
  logs.firstKey[node] = places.key;
  logs.keyCount[node] = keys?.count ?? 0;
  if (keys === null) return null;
  const first = places.key;
  places.key += keys.count;
  if (!keyRows.occupy(places.key)) return keyRows.name;
  let below = 0;
  for (let k = 0; k < keys.count; k++) {
    below += keys.skew === 0 ? 1 : 1 / pow(k + 1, keys.skew);
    keyRows.upTo[first + k] = below;
    keyRows.partition[first + k] = hashToPartition(Math.imul(k + 1, 0x9e3779b1), count);
  }
  for (let k = 0; k < keys.count; k++) keyRows.upTo[first + k] /= below;
  return null;
}

function placeLeaders(of: ProgramNode, firstPartition: number): null {
  const { log } = of.descriptor as Extract<ProgramNode["descriptor"], { primitive: "log" }>;
  for (let at = 0; at < log.partitions; at++) {
    partitions.leader[firstPartition + at] = of.firstInstance;
    partitions.isLed[firstPartition + at] = 1;
  }
  return null;
}

/** Replicas of partition p on brokers p, p + 1, ...; the first of them leads. */
function fillReplicas(
  node: number,
  of: ProgramNode,
  firstPartition: number,
  places: LogPlaces,
): string | null {
  placeLeaders(of, firstPartition);
  const { log } = of.descriptor as Extract<ProgramNode["descriptor"], { primitive: "log" }>;
  const copies = logs.replicas[node];
  for (let at = 0; at < log.partitions; at++) {
    const partition = firstPartition + at;
    partitions.firstReplica[partition] = places.replica;
    partitions.leader[partition] = of.firstInstance + (at % of.instanceCount);
    for (let copy = 0; copy < copies; copy++) {
      const replica = places.replica++;
      if (!replicas.occupy(places.replica)) return replicas.name;
      replicas.partition[replica] = partition;
      replicas.instance[replica] = of.firstInstance + ((at + copy) % of.instanceCount);
      replicas.inSync[replica] = 1;
    }
  }
  return null;
}

/** The first member's edge decides how a group shares partitions out. */
export function fillGroupSettings(group: number, values: ResolvedValues, places: LogPlaces): void {
  const { assignor, offsetReset } = values as unknown as MemberValues;
  groups.assignor[group] = ASSIGNORS[assignor ?? "cooperativeSticky"];
  groups.fromEarliest[group] = offsetReset === "earliest" ? 1 : 0;
  groups.firstKey[group] = places.seen;
  places.seen += logs.keyCount[groups.node[group]];
  seenKeys.occupy(Math.min(places.seen, seenKeys.cap));
}

export function fillMemberSettings(member: number, values: ResolvedValues): void {
  const of = values as unknown as MemberValues;
  members.isStatic[member] = (of.staticMembership ?? true) ? 1 : 0;
  members.sessionTimeoutMs[member] = of.sessionTimeoutMs;
  members.commitIntervalMs[member] = of.commitIntervalMs;
  members.pollRecordsMax[member] = of.maxPollRecords ?? UNLIMITED;
  members.pollIntervalMs[member] = of.maxPollIntervalMs ?? 0;
  members.retriesMax[member] = of.retries;
  members.retryBackoffMs[member] = of.retryBackoffMs;
}

/** What edges that publish into logs ask for; `edges` and their guards must be filled in. */
export function fillLogEdges(program: Program): void {
  logEdges.occupy(program.scenario.edges.length);
  for (const [edge, { sort, to, values }] of program.scenario.edges.entries()) {
    const of = program.nodes[program.index.nodeOf(to)];
    if (sort !== "publish" || of?.descriptor.primitive !== "log") continue;
    const { acks, idempotent, maxInFlight } = values as unknown as PublishValues;
    logEdges.acks[edge] = ACKS[acks];
    const isNumbered =
      idempotent && acks === "all" && (maxInFlight ?? UNLIMITED) <= NUMBERED_REQUESTS_MAX;
    logEdges.idempotent[edge] = isNumbered ? 1 : 0;
    if (acks === "none") {
      edges.oneWay[edge] = 1;
      edges.guards[edge] |= SENDS_ONE_WAY;
    }
    // Nothing speaks against sending a record again: at worst it is there twice.
    edges.retryNonIdempotent[edge] = 1;
    if (of.instanceCount > 1) edges.guards[edge] |= FINDS_LEADER;
  }
}
