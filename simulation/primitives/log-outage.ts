// Outages of a log's brokers and of the members of its groups. A crashed member keeps its partitions
// until its session is over; the next owner starts at what was committed. Records survive a crash of
// their broker's process; fetches and commits wait until it, or another replica, leads.
import { CONNECTION_LOST } from "../results/outcomes.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { loseInHand } from "./consumers.ts";
import { loseHome } from "./event-time-state.ts";
import { isParted } from "./link-faults.ts";
import { leaveHand } from "./log.ts";
import { cancelCommit, commitIfIdle, rewind } from "./log-commit.ts";
import { stopFetch } from "./log-fetch.ts";
import { awaitExpiry, join, rebalance } from "./log-group.ts";
import { brokerGone, brokerRestarted, refuseStranded } from "./log-replica.ts";
import { resumeCursor, resumePartitions } from "./log-resume.ts";
import { cursors, groups, members, partitions } from "./log-rows.ts";
import { loseStrays } from "./log-stray.ts";
import { instances, nodeState } from "./node-state.ts";

/** The instance of a member has crashed, its station's work included. */
export function memberCrashed(member: number): void {
  const consumer = members.consumer[member];
  consumers.connected[consumer] = 0;
  loseStrays(consumer, CONNECTION_LOST);
  for (let link = members.firstCursor[member]; link !== 0; link = cursors.next[link - 1]) {
    const cursor = link - 1;
    stopFetch(cursor);
    const attempt = cursors.attempt[cursor];
    if (attempt !== 0) {
      loseInHand(consumer, attempt - 1);
      leaveHand(cursor, consumer, CONNECTION_LOST);
    }
    loseHome(cursor);
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
    for (let link = members.firstCursor[member]; link !== 0; link = cursors.next[link - 1]) {
      stopFetch(link - 1);
    }
    if (members.joined[member] === 1) awaitExpiry(member);
    return;
  }
  const group = members.group[member];
  if (nodeState.instancesUp[groups.node[group]] === 0) return;
  if (members.joined[member] === 0) {
    join(member);
    return;
  }
  goOn(member);
}

/** A member is there again within its session. */
function goOn(member: number): void {
  members.expiresAt[member] = 0;
  resumeMember(member);
  rebalance(members.group[member]);
}

/** The instance of a member is back. */
export function memberRestarted(member: number): void {
  members.stopped[member] = 0;
  members.overdue[member] = 0;
  if (isParted(consumers.edge[members.consumer[member]])) return;
  consumers.connected[members.consumer[member]] = 1;
  if (nodeState.instancesUp[groups.node[members.group[member]]] === 0) return;
  if (members.isStatic[member] === 1 && members.expiresAt[member] !== 0) goOn(member);
  else join(member);
}

/** A broker of a log has crashed: what is on the way to and from its partitions is lost. */
export function logCrashed(node: number, instance: number): void {
  brokerGone(node, instance, false);
  stopFetches(node, instance);
}

/** A broker of a log does nothing any more, or goes on, without a crash. */
export function logStands(node: number, instance: number, still: boolean): void {
  if (still) {
    brokerGone(node, instance, true);
    stopFetches(node, instance);
    return;
  }
  refuseStranded(instance);
  brokerRestarted(node, instance);
  resumePartitions(node);
}

/** Fetches from the partitions that a broker leads are lost. */
function stopFetches(node: number, instance: number): void {
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    const from = groups.firstCursor[group];
    for (let at = 0; at < brokers.partitionCount[node]; at++) {
      const partition = cursors.partition[from + at];
      if (partitions.leader[partition] === instance) stopFetch(from + at);
    }
  }
}

/** A broker of a log is back: members join that could not, fetch and commit again. */
export function logRestarted(node: number, instance: number): void {
  brokerRestarted(node, instance);
  if (nodeState.instancesUp[node] === 1) coordinate(node);
  resumePartitions(node);
}

/** The first broker is back: groups are led again. */
function coordinate(node: number): void {
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    const from = groups.firstMember[group];
    for (let member = from; member < from + groups.memberCount[group]; member++) {
      if (consumers.connected[members.consumer[member]] === 0) continue;
      if (members.joined[member] === 0 || members.expiresAt[member] > 0) join(member);
    }
    rebalance(group);
    for (let member = from; member < from + groups.memberCount[group]; member++) {
      if (consumers.connected[members.consumer[member]] === 1) resumeMember(member);
    }
  }
}

function resumeMember(member: number): void {
  if (members.expiresAt[member] !== 0 || members.joined[member] === 0) return;
  commitIfIdle(member);
  for (let link = members.firstCursor[member]; link !== 0; link = cursors.next[link - 1]) {
    resumeCursor(link - 1);
  }
}
