// Ring hash: instances own points on a ring of hashes, a request goes to the owner of the first point
// at or after the hash of its key. Instances that are out are passed over, so a key moves only when
// its own instance goes. The ring stands in columns, sorted, and is made when the run is set up.
import { murmurOfWord } from "../core/murmur.ts";
import { balancedNodes, ringPoints } from "./balance-rows.ts";
import { attempts, calls, requests } from "./rows.ts";

/** Points that an instance of usual weight owns. Source: product semantics, decision 53. */
export const VIRTUAL_NODES = 128;

/** Hash of the key of a call's request, below 2^30. */
export function hashOfKey(call: number): number {
  return murmurOfWord(requests.key[attempts.request[calls.parent[call]]], 0) & 0x3fffffff;
}

/** Position on a node's ring of the first point at or after the hash of a call's key. */
export function pointOf(node: number, call: number): number {
  const request = attempts.request[calls.parent[call]];
  const hash = murmurOfWord(requests.key[request], 0);
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
