// Features that most scenarios leave off, and what the kernel looks at to learn that they are off.
import { engineMemory } from "../../core/memory.ts";
import {
  AVOIDS,
  balances,
  CHECKS,
  DETECTS,
  LEAVES_OUT,
  STAYS,
} from "../../primitives/balance-rows.ts";
import { WATCH_CACHE } from "../../primitives/cache-rows.ts";
import { FINDS_LEADER } from "../../primitives/log-rows.ts";
import { sampling } from "../../primitives/network.ts";
import {
  ATTEMPT_BREAKER,
  ATTEMPT_BULKHEAD,
  ATTEMPT_RATE_LIMIT,
  AVOIDS_TRIED,
  CALL_BREAKER,
  CALL_BULKHEAD,
  CALL_DEADLINE,
  CALL_RATE_LIMIT,
  DOOR_BATCH,
  DOOR_LIMIT,
  DOOR_PRIORITY,
  DOOR_RATE,
  DOOR_RATIOS,
  edges,
  FALLS_BACK,
  FLIES,
  nodes,
  RETRY_BUDGET,
  SENDS_ONE_WAY,
  TRACKS_EFFECTS,
  WATCH_LIMIT,
  WATCH_OPERATIONS,
  WRITES_CONDITIONALLY,
} from "../../primitives/parameters.ts";
import { COLLECTS } from "../../primitives/parcel-rows.ts";
import { DOOR_QUOTA } from "../../primitives/quota.ts";
import { sources } from "../../primitives/source-parameters.ts";

type Column = Int32Array | Uint8Array | Float64Array;

/** Bits that a feature sets in a column, or the number that the column has while it is off. */
type Sign = { readonly column: Column; readonly rows: () => number } & (
  | { readonly bits: number }
  | { readonly off: number }
);

export interface Feature {
  readonly name: string;
  readonly signs: readonly Sign[];
}

const ofEdges = () => edges.highWater;
const ofNodes = () => nodes.highWater;
const ofSources = () => sources.highWater;

function guard(bits: number): Sign {
  return { column: edges.guards, rows: ofEdges, bits };
}

function door(bits: number): Sign {
  return { column: nodes.door, rows: ofNodes, bits };
}

function watch(bits: number): Sign {
  return { column: nodes.watch, rows: ofNodes, bits };
}

function balance(bits: number): Sign {
  return { column: balances.watch, rows: ofEdges, bits };
}

function edgeOff(column: Column, off: number): Sign {
  return { column, rows: ofEdges, off };
}

export const FEATURES: readonly Feature[] = [
  { name: "retry", signs: [edgeOff(edges.maxAttempts, 1)] },
  { name: "time-out", signs: [edgeOff(edges.timeoutMs, 0)] },
  { name: "breaker", signs: [guard(CALL_BREAKER | ATTEMPT_BREAKER)] },
  { name: "retry budget", signs: [guard(RETRY_BUDGET)] },
  { name: "bulkhead", signs: [guard(CALL_BULKHEAD | ATTEMPT_BULKHEAD)] },
  {
    name: "rate limit",
    signs: [guard(CALL_RATE_LIMIT | ATTEMPT_RATE_LIMIT), door(DOOR_RATE | DOOR_QUOTA)],
  },
  { name: "fallback", signs: [guard(FALLS_BACK)] },
  { name: "hedge and pool", signs: [guard(FLIES)] },
  {
    name: "deadline",
    signs: [guard(CALL_DEADLINE), { column: sources.deadlineMs, rows: ofSources, off: 0 }],
  },
  { name: "patience", signs: [{ column: sources.patience, rows: ofSources, off: -1 }] },
  {
    name: "patience and deadline",
    signs: [{ column: sources.isBounded, rows: ofSources, off: 0 }],
  },
  { name: "idempotency", signs: [guard(TRACKS_EFFECTS | WRITES_CONDITIONALLY)] },
  { name: "outlier detection", signs: [balance(DETECTS | LEAVES_OUT | CHECKS)] },
  { name: "sticky balancing", signs: [balance(AVOIDS | STAYS), guard(AVOIDS_TRIED)] },
  {
    name: "admission",
    signs: [door(DOOR_RATIOS | DOOR_LIMIT | DOOR_PRIORITY), watch(WATCH_LIMIT)],
  },
  { name: "cache", signs: [watch(WATCH_CACHE)] },
  { name: "one-way calls", signs: [edgeOff(edges.oneWay, 0), guard(SENDS_ONE_WAY)] },
  { name: "brokers", signs: [edgeOff(edges.sort, 0), guard(COLLECTS | FINDS_LEADER)] },
  { name: "particles", signs: [{ column: sampling, rows: () => 1, off: 0 }] },
  { name: "results per operation", signs: [watch(WATCH_OPERATIONS)] },
  {
    name: "stations that do more",
    signs: [{ column: nodes.mode, rows: ofNodes, off: 0 }, door(DOOR_BATCH)],
  },
];

/** Whether a scenario that is loaded leaves a feature off. */
export function isOff({ signs }: Feature): boolean {
  return signs.every((sign) => {
    const { column, rows } = sign;
    for (let row = 0; row < rows(); row++) {
      const value = column[row] ?? 0;
      if ("bits" in sign ? (value & sign.bits) !== 0 : value !== sign.off) return false;
    }
    return true;
  });
}

/** What a kernel may take for granted of the numbers of a column: bits that may be set, or all. */
type Known = { readonly is: number } | { readonly bits: number };

/** What a kernel may take for granted when these features are off, by the names of columns. */
export function knownWithout(features: readonly Feature[]): Readonly<Record<string, Known>> {
  const known: Record<string, Known> = {};
  const { regions } = engineMemory();
  for (const sign of features.flatMap(({ signs }) => signs)) {
    const name = regions.find(({ offset }) => offset === sign.column.byteOffset)?.name;
    if (name === undefined) throw new Error("A column is no region of the memory.");
    const before = known[name];
    if ("off" in sign) known[name] = { is: sign.off };
    else if (before === undefined) known[name] = { bits: ~sign.bits };
    else if ("bits" in before) known[name] = { bits: before.bits & ~sign.bits };
  }
  return known;
}
