// Ring hash: instances own points on a ring of hashes, a request goes to the owner of the first point
// at or after the hash of its key. Instances that are out are passed over, so a key moves only when
// its own instance goes. The ring stands in columns, sorted, and is made when the run is set up.
import { murmurOfWord } from "../core/murmur.ts";
import { balancedNodes, ringPoints } from "./balance-rows.ts";
import { rowOfKey } from "./keyed-work.ts";
import { BALANCE_HASH, BALANCE_RING_HASH, edges, nodes } from "./parameters.ts";
import { attempts, calls, requests } from "./rows.ts";

/** Points that an instance of usual weight owns. Source: product semantics, decision 53. */
export const VIRTUAL_NODES = 128;

/** The key of a call's request: where the callee knows rows, the row that is meant. */
function keyOf(node: number, call: number): number {
  const parent = calls.parent[call];
  if (nodes.keyCount[node] === 0) return requests.key[attempts.request[parent]];
  return rowOfKey(parent, node) - nodes.firstKey[node];
}

/** True where picks over an edge depend on the keys of requests. */
export function picksByKey(edge: number): boolean {
  const balancing = edges.balancing[edge];
  return balancing === BALANCE_RING_HASH || balancing === BALANCE_HASH;
}

/** Hash of the key of a call's request, below 2^30. */
export function hashOfKey(node: number, call: number): number {
  return murmurOfWord(keyOf(node, call), 0) & 0x3fffffff;
}

/** Position on a node's ring of the first point at or after the hash of a call's key. */
export function pointOf(node: number, call: number): number {
  const hash = murmurOfWord(keyOf(node, call), 0);
  const first = balancedNodes.firstPoint[node];
  const count = balancedNodes.pointCount[node];
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ringPoints.hash[first + middle] < hash) low = middle + 1;
    else high = middle;
  }
  return low === count ? 0 : low;
}

/** Owner of a point, by its position at the node. */
export function ownerOf(node: number, point: number): number {
  return ringPoints.member[balancedNodes.firstPoint[node] + point];
}
