// Outages of a log broker and of the members of its groups. A crashed member keeps its partitions
// until its session is over; the next owner starts at what was committed. Records survive a crash of
// the broker (they are replicated); fetches and commits wait until it is back.
import { CONNECTION_LOST } from "../results/outcomes.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { loseInHand } from "./consumers.ts";
import { isParted } from "./link-faults.ts";
import { leaveHand } from "./log.ts";
import { cancelCommit, commitIfIdle, firstCursorOf, rewind } from "./log-commit.ts";
import { askForRecords, stopFetch } from "./log-fetch.ts";
import { awaitExpiry, join, rebalance } from "./log-group.ts";
import { cursors, groups, members, NO_FETCH, STABLE } from "./log-rows.ts";
import { instances, nodeState } from "./node-state.ts";

/** The instance of a member has crashed, its station's work included. */
export function memberCrashed(member: number): void {
  const consumer = members.consumer[member];
  consumers.connected[consumer] = 0;
  const first = firstCursorOf(member);
  for (let cursor = first; cursor < first + members.partitionCount[member]; cursor++) {
    stopFetch(cursor);
    const attempt = cursors.attempt[cursor];
    if (attempt !== 0) {
      loseInHand(consumer, attempt - 1);
      leaveHand(cursor, consumer, CONNECTION_LOST);
    }
    rewind(cursor);
  }
  cancelCommit(member);
  if (members.joined[member] === 1) awaitExpiry(member);
}

/**
 * The link between a member and its broker is cut, or whole again. A member that is cut off works on
 * what it has, fetches and commits nothing, and is missed when its session is over; one that is back
 * before goes on.
 */
export function memberParted(member: number, isCut: boolean): void {
  const consumer = members.consumer[member];
  const isConnected = consumers.connected[consumer] === 1;
  if (isCut === !isConnected || instances.up[consumers.instance[consumer]] === 0) return;
  consumers.connected[consumer] = isCut ? 0 : 1;
  if (isCut) {
    const first = firstCursorOf(member);
    for (let at = 0; at < members.partitionCount[member]; at++) stopFetch(first + at);
    if (members.joined[member] === 1) awaitExpiry(member);
    return;
  }
  const group = members.group[member];
  if (nodeState.instancesUp[groups.node[group]] === 0) return;
  if (members.joined[member] === 0) {
    join(member);
    return;
  }
  members.expiresAt[member] = 0;
  if (groups.state[group] === STABLE) resumeMember(member);
  else rebalance(group);
}

/** The instance of a member is back. */
export function memberRestarted(member: number): void {
  if (isParted(consumers.edge[members.consumer[member]])) return;
  consumers.connected[members.consumer[member]] = 1;
  if (nodeState.instancesUp[groups.node[members.group[member]]] > 0) join(member);
}

/** A log broker has crashed: what is on the way to and from it is lost. */
export function logCrashed(node: number): void {
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    const from = groups.firstCursor[group];
    for (let at = 0; at < brokers.partitionCount[node]; at++) stopFetch(from + at);
  }
}

/** A log broker is back: members join that could not, fetch and commit again. */
export function logRestarted(node: number): void {
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    const from = groups.firstMember[group];
    for (let member = from; member < from + groups.memberCount[group]; member++) {
      if (consumers.connected[members.consumer[member]] === 0) continue;
      if (members.joined[member] === 0 || members.expiresAt[member] > 0) join(member);
    }
    rebalance(group);
    if (groups.state[group] === STABLE) resume(group);
  }
}

function resume(group: number): void {
  const from = groups.firstMember[group];
  for (let member = from; member < from + groups.memberCount[group]; member++) {
    if (consumers.connected[members.consumer[member]] === 1) resumeMember(member);
  }
}

function resumeMember(member: number): void {
  commitIfIdle(member);
  const first = firstCursorOf(member);
  for (let at = 0; at < members.partitionCount[member]; at++) {
    const cursor = first + at;
    const waiting = cursors.fetchedTo[cursor] > cursors.batchEnd[cursor];
    if (!waiting && cursors.fetch[cursor] === NO_FETCH) askForRecords(cursor);
  }
}
