// Writes the versioned rows of databases: where those of each node stand, and which share of the
// requests means which of them.
import { pow } from "../core/deterministic-math.ts";
import type { NodeDescriptor } from "../kinds/descriptors.ts";
import { picksByKey } from "../primitives/hash-ring.ts";
import { versions } from "../primitives/keyed-work.ts";
import { dataOperations, LOCKS_ROWS } from "../primitives/lock-rows.ts";
import {
  edges,
  nodes,
  operations,
  plans,
  SOURCE,
  STATION,
  TRACKS_EFFECTS,
  WRITES_CONDITIONALLY,
} from "../primitives/parameters.ts";
import { sticksToSessions } from "./fill-sticky.ts";
import type { Program } from "./program.ts";

/** Caches have keys; databases where something is written on a condition, or rows are locked. */
function hasKeys(descriptor: NodeDescriptor): boolean {
  if (descriptor.primitive === "cache") return true;
  if (descriptor.primitive === "log") return descriptor.log.streams !== undefined;
  if (descriptor.primitive !== "station") return false;
  const { work, operations, places } = descriptor.station;
  if (places != null) return true;
  return [work, ...Object.values(operations)].some(
    ({ readsBefore, locksRow }) => readsBefore !== null || locksRow === true,
  );
}

/** Nodes that take part in transactions, whose rows these lock. */
function participants({ graph }: Program): ReadonlySet<number> {
  return new Set(
    graph.operations.flatMap(({ node, phase }) => (phase === "prepare" ? [node] : [])),
  );
}

/** Rows of all caches, and of nodes that have conditional writes; versions start at 0. Null or the cap that was hit. */
export function fillKeys(program: Program): string | null {
  let next = 0;
  const prepared = participants(program);
  for (const [row, { descriptor }] of program.nodes.entries()) {
    nodes.firstKey[row] = next;
    nodes.keyCount[row] = 0;
    const isLocked = descriptor.primitive === "station" && prepared.has(row);
    if (descriptor.primitive === "source" || !(isLocked || hasKeys(descriptor))) continue;
    const { keys } = descriptor.station;
    if (!versions.occupy(next + keys.count)) return "versioned rows";
    nodes.keyCount[row] = keys.count;
    fillShares(next, keys.count, keys.skew);
    next += keys.count;
  }
  return null;
}

/**
 * Whether anything may ask for the key of a request: rows of a node, a broker, a pick by hash. To be
 * asked when all else is filled in.
 */
export function usesKeys(): boolean {
  for (let node = 0; node < nodes.highWater; node++) {
    const isPlain = nodes.primitive[node] === SOURCE || nodes.primitive[node] === STATION;
    if (!isPlain || nodes.keyCount[node] > 0) return true;
  }
  for (let edge = 0; edge < edges.highWater; edge++)
    if (picksByKey(edge) || sticksToSessions(edge)) return true;
  return false;
}

/** Row k has the weight 1 / k^skew. */
function fillShares(first: number, count: number, skew: number): void {
  let below = 0;
  for (let k = 0; k < count; k++) {
    below += skew === 0 ? 1 : 1 / pow(k + 1, skew);
    versions.upTo[first + k] = below;
  }
  for (let k = 0; k < count; k++) versions.upTo[first + k] /= below;
}

/** Adds to the guards of edges what their calls need; operations and plans must be filled in. */
export function guardKeyedWork(program: Program): void {
  for (let plan = 0; plan < plans.highWater; plan++) {
    const edge = plans.edge[plan];
    const { retry, idempotencyKey } = (program.scenario.edges[edge]?.values ?? {}) as {
      readonly retry?: unknown;
      readonly idempotencyKey?: boolean;
    };
    if (dataOperations.mode[plans.operation[plan]] !== 0) edges.guards[edge] |= LOCKS_ROWS;
    if (plans.readOperation[plan] !== 0) edges.guards[edge] |= WRITES_CONDITIONALLY;
    else if (operations.idempotent[plans.operation[plan]] === 1) continue;
    else if (retry != null || idempotencyKey === true) edges.guards[edge] |= TRACKS_EFFECTS;
  }
}
