// Where the rows of a database are: each at one of its shards, by its number; or all of them at a primary,
// which takes the writes, and at replicas, which apply them some time later, in order. A read at a
// replica that has not applied the last write of its row is stale. After the primary's crash another
// instance takes its place, and what it had not applied is lost. Cost: nothing for other databases.
import { capAt, reachRow, ringRow, Table } from "../core/memory.ts";
import { murmurOfWord } from "../core/murmur.ts";
import { nextIndex } from "../core/random.ts";
import { NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { rowOfKey } from "./keyed-work.ts";
import { edgeStream } from "./network.ts";
import { instances } from "./node-state.ts";
import { edges, nodes, plans } from "./parameters.ts";
import { attempts, calls } from "./rows.ts";
import { BALANCE, NODE_STREAMS, REPLICATION } from "./streams.ts";

/** `edges.balancing` of calls to it: the row of the request says where they go. */
export const BALANCE_PLACED = 9;

/** How a database's instances share its rows; 0 = they are one store. */
export const IN_SHARDS = 1;
export const ON_REPLICAS = 2;

/** Which instances take reads. */
export const READS_REPLICAS = 0;
export const READS_PRIMARY = 1;
export const READS_ALL = 2;

/** By node. Times in ms. */
class DataPlaces extends Table {
  readonly way = this.uint8();
  readonly readsFrom = this.uint8();
  /** Distribution. */
  readonly lag = this.int32();
  /** -1 = nobody takes a primary's place. */
  readonly failoverMs = this.float64();
  /** Position of the primary, and when it went down, -1 = it is up. */
  readonly primary = this.int32();
  readonly downAt = this.float64();
  /** When replicas have applied the last write. */
  readonly appliedAt = this.float64();
  readonly writes = this.float64();
  readonly replicaReads = this.float64();
  readonly staleReads = this.float64();
  readonly staleTotal = this.float64();
  readonly staleMost = this.float64();
  readonly failovers = this.float64();
  readonly lostWrites = this.float64();
}

/** By operation. */
class OperationPlaces extends Table {
  /** 1: it is a write, or part of a transaction. */
  readonly writes = this.uint8();
}

const RING = 1 << 16;
/** Places in which a write may stand, from that of its hash on. */
const PROBES = 16;

/** The last writes that replicas may not have applied yet, by row. */
class RecentWrites extends Table {
  /** Row + 1. */
  readonly row = this.int32();
  readonly node = this.int32();
  readonly writtenAt = this.float64();
  readonly appliedAt = this.float64();
}

export const dataPlaces = new DataPlaces("places of data", 1_000);
export const operationPlaces = new OperationPlaces("operations at databases", 20_000);
const recent = new RecentWrites("recent writes", RING);

/** Position of the instance that a call to a database with places goes to. */
export function placedMember(edge: number, call: number): number {
  const node = edges.to[edge];
  if (dataPlaces.way[node] === IN_SHARDS) return shardOf(calls.parent[call], node);
  const writes = operationPlaces.writes[plans.operation[calls.plan[call]]] === 1;
  const from = dataPlaces.readsFrom[node];
  if (writes || from === READS_PRIMARY) return primaryOf(node);
  return readerOf(edge, node, from);
}

/** Rows are dealt to shards one after another, the most wanted one to the first. */
function shardOf(attempt: number, node: number): number {
  return (rowOfKey(attempt, node) - nodes.firstKey[node]) % nodes.instanceCount[node];
}

/** An instance for a read, drawn at random among those that are listed; the primary where no other is. */
function readerOf(edge: number, node: number, from: number): number {
  const first = nodes.firstInstance[node];
  const count = nodes.instanceCount[node];
  const primary = primaryOf(node);
  let able = 0;
  for (let at = 0; at < count; at++) if (reads(first, at, primary, from)) able++;
  if (able === 0) return primary;
  let drawn = nextIndex(edgeStream(edge, BALANCE), able);
  for (let at = 0; at < count; at++) {
    if (!reads(first, at, primary, from)) continue;
    if (drawn === 0) return at;
    drawn--;
  }
  return primary;
}

function reads(first: number, at: number, primary: number, from: number): boolean {
  return instances.listed[first + at] === 1 && (at !== primary || from === READS_ALL);
}

/** The primary now: another one, if it has been down for long enough. */
function primaryOf(node: number): number {
  const failover = dataPlaces.failoverMs[node];
  const downAt = dataPlaces.downAt[node];
  if (downAt >= 0 && failover >= 0 && registers[NOW] >= downAt + failover) failOver(node, downAt);
  return dataPlaces.primary[node];
}

function failOver(node: number, downAt: number): void {
  const first = nodes.firstInstance[node];
  for (let at = 0; at < nodes.instanceCount[node]; at++) {
    if (instances.up[first + at] === 0) continue;
    dataPlaces.primary[node] = at;
    dataPlaces.downAt[node] = -1;
    dataPlaces.failovers[node]++;
    loseUnapplied(node, downAt);
    return;
  }
}

/** Rows whose last write only the primary had. */
function loseUnapplied(node: number, downAt: number): void {
  for (let row = 0; row < capAt(recent.marks); row++) {
    if (recent.row[row] === 0 || recent.node[row] !== node) continue;
    if (recent.appliedAt[row] > downAt) dataPlaces.lostWrites[node]++;
    recent.row[row] = 0;
  }
  dataPlaces.appliedAt[node] = registers[NOW];
}

/** An instance has crashed, or is back. */
export function noteAway(instance: number, node: number, isUp: boolean): void {
  if (dataPlaces.way[node] !== ON_REPLICAS) return;
  if (instance - nodes.firstInstance[node] !== dataPlaces.primary[node]) return;
  dataPlaces.downAt[node] = isUp ? -1 : registers[NOW];
}

/** An attempt leaves a database with replicas. */
export function followReplica(attempt: number, node: number, outcome: number): void {
  if (dataPlaces.way[node] !== ON_REPLICAS || outcome >= FIRST_FAILURE) return;
  const row = rowOfKey(attempt, node);
  if (operationPlaces.writes[attempts.operation[attempt]] === 1) {
    noteWritten(node, row);
    return;
  }
  if (attempts.instance[attempt] - nodes.firstInstance[node] === dataPlaces.primary[node]) return;
  dataPlaces.replicaReads[node]++;
  const place = writeOf(node, row);
  if (place < 0 || recent.appliedAt[place] <= registers[NOW]) return;
  const ms = registers[NOW] - recent.writtenAt[place];
  dataPlaces.staleReads[node]++;
  dataPlaces.staleTotal[node] += ms;
  if (ms > dataPlaces.staleMost[node]) dataPlaces.staleMost[node] = ms;
}

/** Where the last write of a row stands; -1 if there is none, or all have applied it. */
function writeOf(node: number, row: number): number {
  const first = murmurOfWord(row, node);
  for (let at = 0; at < PROBES; at++) {
    const place = ringRow(recent.marks, (first + at) | 0);
    if (recent.row[place] === row + 1 && recent.node[place] === node) return place;
  }
  return -1;
}

/** A place for the write of a row: its own, or one that says nothing any more. */
function placeForWrite(node: number, row: number): number {
  const known = writeOf(node, row);
  if (known >= 0) return known;
  const first = murmurOfWord(row, node);
  for (let at = 0; at < PROBES; at++) {
    const place = ringRow(recent.marks, (first + at) | 0);
    if (recent.row[place] === 0 || recent.appliedAt[place] <= registers[NOW]) return place;
  }
  recent.exhaust();
  return ringRow(recent.marks, first);
}

function noteWritten(node: number, row: number): void {
  sampleInto(dataPlaces.lag[node], node * NODE_STREAMS + REPLICATION);
  const applied = Math.max(dataPlaces.appliedAt[node], registers[NOW] + registers[SAMPLE]);
  dataPlaces.appliedAt[node] = applied;
  dataPlaces.writes[node]++;
  const place = placeForWrite(node, row);
  reachRow(recent.marks, place);
  recent.row[place] = row + 1;
  recent.node[place] = node;
  recent.writtenAt[place] = registers[NOW];
  recent.appliedAt[place] = applied;
}
