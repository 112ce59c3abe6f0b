// Consumer group: who owns which partition. Eager protocol, the default of Apache Kafka's clients:
// all members stop at their next poll and commit; when the slowest has, two round trips later
// everybody has the new assignment (range over the members in order). A crashed member is missed
// after its session timeout; one that comes back before is a new member, which the group can only
// admit once the old one has expired. The limit on the time between polls is not modeled.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { PARTICLE_REQUEST } from "../results/snapshot.ts";
import { brokers, consumers } from "./consumer-rows.ts";
import { REBALANCE } from "./event-kinds.ts";
import { cancelCommit, commit, firstCursorOf, isBusy, rewind } from "./log-commit.ts";
import { askForRecords, park, stopFetch } from "./log-fetch.ts";
import { cursors, groups, members, PREPARING, STABLE, SYNCING } from "./log-rows.ts";
import { sampleDelay } from "./network.ts";
import { nodeState } from "./node-state.ts";

/** Wait of an empty group for more members. Apache Kafka 4.0: group.initial.rebalance.delay.ms. */
const INITIAL_DELAY_MS = 3000;
/** Join and sync: two requests and their answers. */
const TRIPS = 4;

/** The first member from row `from` on that has joined the group, or -1. */
function joinedFrom(group: number, from: number): number {
  const end = groups.firstMember[group] + groups.memberCount[group];
  for (let member = from; member < end; member++) {
    if (members.joined[member] === 1) return member;
  }
  return -1;
}

function firstJoined(group: number): number {
  return joinedFrom(group, groups.firstMember[group]);
}

/** The members of a group have their partitions from the start of the run. */
export function startGroup(group: number): void {
  assign(group);
  const first = groups.firstCursor[group];
  const count = brokers.partitionCount[groups.node[group]];
  for (let cursor = first; cursor < first + count; cursor++) {
    if (cursors.owner[cursor] !== 0) park(cursor);
  }
}

/** Shares the partitions out over the joined members: consecutive ones, the first get one more. */
function assign(group: number): void {
  const firstCursor = groups.firstCursor[group];
  const count = brokers.partitionCount[groups.node[group]];
  let left = 0;
  for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) left++;
  let from = 0;
  for (let cursor = firstCursor; cursor < firstCursor + count; cursor++) {
    cursors.owner[cursor] = 0;
    rewind(cursor);
  }
  for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) {
    const share = -Math.floor(-(count - from) / left--) | 0;
    members.firstPartition[member] = from;
    members.partitionCount[member] = share;
    members.committedAt[member] = registers[NOW];
    cancelCommit(member);
    for (let at = from; at < from + share; at++) cursors.owner[firstCursor + at] = member + 1;
    from += share;
  }
  groups.state[group] = STABLE;
}

/** A member has joined or its session has expired, or the new assignment has arrived. */
export function rebalance(group: number): void {
  if (nodeState.instancesUp[groups.node[group]] === 0) return;
  const changed = expireMembers(group);
  const state = groups.state[group];
  if (state === PREPARING) completeIfQuiet(group);
  else if (state === SYNCING) {
    if (registers[NOW] >= groups.syncAt[group]) finishRebalance(group);
  } else if (changed) beginRebalance(group);
}

/** Drops crashed members whose session is over; true if there was one. */
function expireMembers(group: number): boolean {
  let changed = false;
  for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) {
    const at = members.expiresAt[member];
    if (at === 0 || registers[NOW] < at || hasInHand(member)) continue;
    members.expiresAt[member] = 0;
    members.joined[member] = consumers.connected[members.consumer[member]];
    if (members.joined[member] === 0) members.partitionCount[member] = 0;
    changed = true;
  }
  return changed;
}

/** Whether a member that was cut off still works on a record; the group waits for that. */
function hasInHand(member: number): boolean {
  const first = firstCursorOf(member);
  for (let at = 0; at < members.partitionCount[member]; at++) {
    if (cursors.attempt[first + at] !== 0) return true;
  }
  return false;
}

/** A member has finished a batch; true if its session was over meanwhile, and the group goes on. */
export function leftByNow(member: number): boolean {
  const at = members.expiresAt[member];
  if (at === 0 || registers[NOW] < at) return false;
  rebalance(members.group[member]);
  return true;
}

/** Every member is to stop at its next poll. */
export function beginRebalance(group: number): void {
  if (groups.state[group] !== STABLE) return;
  groups.state[group] = PREPARING;
  const first = groups.firstCursor[group];
  const count = brokers.partitionCount[groups.node[group]];
  for (let cursor = first; cursor < first + count; cursor++) {
    stopFetch(cursor);
    cursors.fetchedTo[cursor] = cursors.batchEnd[cursor];
  }
  completeIfQuiet(group);
}

/** Once nobody works and nobody is missed, the members get their new assignment. */
export function completeIfQuiet(group: number): void {
  if (nodeState.instancesUp[groups.node[group]] === 0) return;
  const first = firstJoined(group);
  for (let member = first; member >= 0; member = joinedFrom(group, member + 1)) {
    if (members.expiresAt[member] !== 0 || !hasStopped(member)) return;
  }
  for (let member = first; member >= 0; member = joinedFrom(group, member + 1)) {
    if (members.partitionCount[member] > 0) commit(member);
  }
  let delay = 0;
  for (let trip = 0; first >= 0 && trip < TRIPS; trip++) {
    sampleDelay(consumers.edge[members.consumer[first]], PARTICLE_REQUEST);
    delay += registers[SAMPLE];
  }
  syncIn(group, delay);
}

function syncIn(group: number, delay: number): void {
  groups.state[group] = SYNCING;
  groups.syncAt[group] = registers[NOW] + delay;
  registers[AT] = groups.syncAt[group];
  schedule(REBALANCE, group, 0);
}

function hasStopped(member: number): boolean {
  const first = firstCursorOf(member);
  for (let at = 0; at < members.partitionCount[member]; at++) {
    if (isBusy(first + at)) return false;
  }
  return true;
}

function finishRebalance(group: number): void {
  assign(group);
  const first = groups.firstCursor[group];
  const count = brokers.partitionCount[groups.node[group]];
  for (let cursor = first; cursor < first + count; cursor++) {
    const owner = cursors.owner[cursor];
    if (owner !== 0 && consumers.connected[members.consumer[owner - 1]] === 1) {
      askForRecords(cursor);
    }
  }
}

/** A crashed member is missed when its session is over. */
export function awaitExpiry(member: number): void {
  const at = registers[NOW] + members.sessionTimeoutMs[member];
  members.expiresAt[member] = at;
  registers[AT] = at;
  schedule(REBALANCE, members.group[member], 0);
}

/** An instance has started and wants to be a member. */
export function join(member: number): void {
  const group = members.group[member];
  if (members.joined[member] === 1 || firstJoined(group) >= 0) {
    members.joined[member] = 1;
    beginRebalance(group);
    return;
  }
  members.joined[member] = 1;
  if (groups.state[group] === STABLE) syncIn(group, INITIAL_DELAY_MS);
}
