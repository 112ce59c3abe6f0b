// Whom a caller may pick: members it knows, less those it holds to be unhealthy; all of them in a
// panic; those of its own zone first. Worked out anew whenever something changes for one caller, so
// that a pick looks at one byte per member. Panic threshold and the share that spills over to other
// zones are those of Envoy (upstream/load_balancer_impl.cc).
import { NOW, registers } from "../core/registers.ts";
import {
  balancedNodes,
  balanceRows,
  balanceState,
  balances,
  CHECKS,
  FAR,
  memberCell,
  members,
  NEAR,
  NEAR_FIRST,
} from "./balance-rows.ts";
import { instances } from "./node-state.ts";
import { edges, nodes } from "./parameters.ts";
import { isRegistered } from "./place-rows.ts";

/** Before anything that changes the levels of an edge. */
export function touchBalance(edge: number): void {
  const since = registers[NOW] - balanceState.touchedAt[edge];
  balanceState.touchedAt[edge] = registers[NOW];
  balanceState.ejectedTime[edge] += balanceState.ejected[edge] * since;
  balanceState.healthyTime[edge] += balanceState.healthy[edge] * since;
  balanceState.panicTime[edge] += balanceState.panicking[edge] * since;
}

/**
 * A caller with health checks finds out by itself who of those on its list is there; the others are told.
 */
export function isKnown(edge: number, at: number): boolean {
  const instance = nodes.firstInstance[edges.to[edge]] + at;
  if ((balances.watch[edge] & CHECKS) !== 0) return isRegistered(instance);
  return instances.listed[instance] === 1;
}

function isPassive(cell: number): boolean {
  return members.ejected[cell] === 1 || members.leftOut[cell] === 1;
}

export function isHealthy(cell: number): boolean {
  return members.sick[cell] === 0 && !isPassive(cell);
}

/** Counts the members that a caller knows. */
export function knownMembers(edge: number): number {
  const count = nodes.instanceCount[edges.to[edge]];
  let known = 0;
  for (let at = 0; at < count; at++) if (isKnown(edge, at)) known++;
  return known;
}

/** Works out anew which members a caller row may pick. */
export function refreshRow(edge: number, row: number): void {
  const count = nodes.instanceCount[edges.to[edge]];
  const cells = memberCell(edge, row, 0);
  let known = 0;
  let healthy = 0;
  let ejected = 0;
  for (let at = 0; at < count; at++) {
    if (!isKnown(edge, at)) continue;
    known++;
    if (isHealthy(cells + at)) healthy++;
    if (isPassive(cells + at)) ejected++;
  }
  const panics = healthy < balances.panicThreshold[edge] * known ? 1 : 0;
  touchBalance(edge);
  balanceState.ejected[edge] += ejected - balanceRows.ejected[row];
  balanceState.healthy[edge] += healthy - balanceRows.healthy[row];
  balanceState.panicking[edge] += panics - balanceRows.panics[row];
  balanceRows.ejected[row] = ejected;
  balanceRows.healthy[row] = healthy;
  balanceRows.panics[row] = panics;
  balanceRows.nearShare[row] = 1;
  const zone = instances.zone[nodes.firstInstance[edges.from[edge]] + row - edges.firstRow[edge]];
  const zoned = panics === 0 && zone !== 0 && (balances.watch[edge] & NEAR_FIRST) !== 0;
  if (zoned) preferZone(edge, row, zone);
  else markUsable(edge, row, panics === 1, 0);
}

/** Marks every member that may be picked; with a zone those elsewhere are marked as far. */
function markUsable(edge: number, row: number, all: boolean, zone: number): void {
  const first = nodes.firstInstance[edges.to[edge]];
  const count = nodes.instanceCount[edges.to[edge]];
  const cells = memberCell(edge, row, 0);
  let near = 0;
  let far = 0;
  for (let at = 0; at < count; at++) {
    const usable = isKnown(edge, at) && (all || isHealthy(cells + at));
    const isNear = zone === 0 || instances.zone[first + at] === zone;
    members.usable[cells + at] = usable ? (isNear ? NEAR : FAR) : 0;
    if (usable && isNear) near++;
    if (usable && !isNear) far++;
  }
  balanceRows.near[row] = near;
  balanceRows.far[row] = far;
}

/** What a group of members can take: its healthy share, with some reserve, at most all. */
function healthOf(edge: number, healthy: number, known: number): number {
  if (known === 0) return 0;
  return Math.min(1, (balances.overprovisioning[edge] * healthy) / known);
}

function preferZone(edge: number, row: number, zone: number): void {
  const first = nodes.firstInstance[edges.to[edge]];
  const count = nodes.instanceCount[edges.to[edge]];
  let knownNear = 0;
  let knownFar = 0;
  for (let at = 0; at < count; at++) {
    if (!isKnown(edge, at)) continue;
    if (instances.zone[first + at] === zone) knownNear++;
    else knownFar++;
  }
  markUsable(edge, row, false, zone);
  const near = healthOf(edge, balanceRows.near[row], knownNear);
  const far = healthOf(edge, balanceRows.far[row], knownFar);
  const total = Math.min(1, near + far);
  balanceRows.nearShare[row] = total > 0 ? near / total : 1;
}

/** A member is as new: nothing is held against it. */
function forgetMember(cell: number): void {
  members.ejected[cell] = 0;
  members.leftOut[cell] = 0;
  members.backoff[cell] = 0;
  members.returnedAt[cell] = 0;
  members.failures[cell] = 0;
  members.failedAt[cell] = 0;
  members.checkedAt[cell] = 0;
  members.answers[cell] = 0;
  members.successes[cell] = 0;
  members.localAnswers[cell] = 0;
  members.localSuccesses[cell] = 0;
  members.consecutive5xx[cell] = 0;
  members.consecutiveGateway[cell] = 0;
  members.consecutiveLocal[cell] = 0;
}

/** Callers were told that an instance came or went; those that check by themselves do not listen. */
export function membershipChanged(instance: number): void {
  const node = instances.node[instance];
  const at = instance - nodes.firstInstance[node];
  for (let link = balancedNodes.firstEdge[node]; link !== 0; link = balances.nextEdge[link - 1]) {
    const edge = link - 1;
    const last = edges.firstRow[edge] + edges.rowCount[edge];
    for (let row = edges.firstRow[edge]; row < last; row++) {
      const cell = memberCell(edge, row, at);
      forgetMember(cell);
      members.warmSince[cell] = registers[NOW];
      refreshRow(edge, row);
    }
  }
}

/** Works out anew whom all callers of an edge may pick. */
export function refreshEdge(edge: number): void {
  const last = edges.firstRow[edge] + edges.rowCount[edge];
  for (let row = edges.firstRow[edge]; row < last; row++) refreshRow(edge, row);
}
