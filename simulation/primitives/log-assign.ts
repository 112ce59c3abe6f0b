// Who is to own which partition of a group: the assignors of Apache Kafka's clients. Members are in
// the order of their rows. An owner's name stands in `cursors.target` until the group takes it over.
import { brokers } from "./consumer-rows.ts";
import { ASSIGN_RANGE, ASSIGN_ROUND_ROBIN, cursors, groups, members } from "./log-rows.ts";

/** The first member from row `from` on that has joined the group, or -1. */
export function joinedFrom(group: number, from: number): number {
  const end = groups.firstMember[group] + groups.memberCount[group];
  for (let member = from; member < end; member++) {
    if (members.joined[member] === 1) return member;
  }
  return -1;
}

export function firstJoined(group: number): number {
  return joinedFrom(group, groups.firstMember[group]);
}

export function cursorCount(group: number): number {
  return brokers.partitionCount[groups.node[group]];
}

/** Plans who is to own the partitions of a group; with nobody in it, nobody does. */
export function planOwners(group: number): void {
  const first = groups.firstCursor[group];
  const count = cursorCount(group);
  for (let cursor = first; cursor < first + count; cursor++) cursors.target[cursor] = 0;
  let joined = 0;
  for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) {
    members.share[member] = 0;
    joined++;
  }
  if (joined === 0) return;
  if (groups.assignor[group] === ASSIGN_RANGE) planRange(group, count, joined);
  else if (groups.assignor[group] === ASSIGN_ROUND_ROBIN) planInTurn(group, count);
  else planSticky(group, count, joined);
}

/** Consecutive partitions; the first members get one more. */
function planRange(group: number, count: number, joined: number): void {
  let left = joined;
  let cursor = groups.firstCursor[group];
  const end = cursor + count;
  for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) {
    const share = -Math.floor(-(end - cursor) / left--) | 0;
    for (let at = 0; at < share; at++) cursors.target[cursor++] = member + 1;
  }
}

function planInTurn(group: number, count: number): void {
  const first = groups.firstCursor[group];
  let member = firstJoined(group);
  for (let cursor = first; cursor < first + count; cursor++) {
    cursors.target[cursor] = member + 1;
    member = joinedFrom(group, member + 1);
    if (member < 0) member = firstJoined(group);
  }
}

/** Balanced, with as few partitions moved as that allows. */
function planSticky(group: number, count: number, joined: number): void {
  const first = groups.firstCursor[group];
  const base = Math.floor(count / joined) | 0;
  let larger = count - base * joined;
  for (let cursor = first; cursor < first + count; cursor++) {
    const owner = cursors.owner[cursor] - 1;
    if (owner < 0 || members.joined[owner] === 0) continue;
    const share = members.share[owner];
    if (share > base || (share === base && larger === 0)) continue;
    if (share === base) larger--;
    members.share[owner] = share + 1;
    cursors.target[cursor] = owner + 1;
  }
  for (let cursor = first; cursor < first + count; cursor++) {
    if (cursors.target[cursor] !== 0) continue;
    const member = leastLoaded(group);
    members.share[member]++;
    cursors.target[cursor] = member + 1;
  }
}

function leastLoaded(group: number): number {
  let least = firstJoined(group);
  for (let member = least; member >= 0; member = joinedFrom(group, member + 1)) {
    if (members.share[member] < members.share[least]) least = member;
  }
  return least;
}

/** Chains the cursors of each member of a group anew, in the order of their partitions. */
export function chainOwned(group: number): void {
  const firstMember = groups.firstMember[group];
  for (let member = firstMember; member < firstMember + groups.memberCount[group]; member++) {
    members.firstCursor[member] = 0;
    members.partitionCount[member] = 0;
  }
  const first = groups.firstCursor[group];
  for (let cursor = first + cursorCount(group) - 1; cursor >= first; cursor--) {
    const owner = cursors.owner[cursor];
    if (owner === 0) continue;
    cursors.next[cursor] = members.firstCursor[owner - 1];
    members.firstCursor[owner - 1] = cursor + 1;
    members.partitionCount[owner - 1]++;
  }
}
