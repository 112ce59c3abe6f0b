// Consumer group: how it comes to another assignment. Eager: all members stop at their next poll and
// commit; when the slowest has, two round trips later everybody has the new assignment. Cooperative:
// only partitions that move stop, which takes a second round; the others go on meanwhile. A crashed
// member is missed after its session timeout; one that comes back before is a new member, which the
// group can only admit once the old one has expired, unless its membership is static. A member that
// does not poll in time has left; it joins again when what it worked on is done.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { PARTICLE_REQUEST } from "../results/snapshot.ts";
import { consumers } from "./consumer-rows.ts";
import { POLL_OVERDUE, REBALANCE } from "./event-kinds.ts";
import { chainOwned, cursorCount, firstJoined, joinedFrom, planOwners } from "./log-assign.ts";
import { cancelCommit, commit, isBusy, rewind } from "./log-commit.ts";
import { askForRecords, park, stopFetch } from "./log-fetch.ts";
import {
  ASSIGN_COOPERATIVE,
  cursors,
  groups,
  logs,
  members,
  PREPARING,
  STABLE,
  SYNCING,
} from "./log-rows.ts";
import { goAstray } from "./log-stray.ts";
import { sampleDelay } from "./network.ts";
import { nodeState } from "./node-state.ts";

/** Join and sync: two requests and their answers. */
const TRIPS = 4;

/** The members of a group have their partitions from the start of the run. */
export function startGroup(group: number): void {
  assign(group);
  const first = groups.firstCursor[group];
  for (let cursor = first; cursor < first + cursorCount(group); cursor++) {
    if (cursors.owner[cursor] !== 0) park(cursor);
  }
}

function isCooperative(group: number): boolean {
  return groups.assignor[group] === ASSIGN_COOPERATIVE;
}

/** Whether a partition stands still until the present rebalance of its group is over. */
export function isHeld(cursor: number): boolean {
  const group = cursors.group[cursor];
  if (groups.state[group] === STABLE) return false;
  return !isCooperative(group) || cursors.target[cursor] !== cursors.owner[cursor];
}

/** Shares all partitions out anew. */
function assign(group: number): void {
  planOwners(group);
  const first = groups.firstCursor[group];
  for (let cursor = first; cursor < first + cursorCount(group); cursor++) takeOver(cursor);
  chainOwned(group);
  for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) {
    members.committedAt[member] = registers[NOW];
    cancelCommit(member);
  }
  groups.state[group] = STABLE;
}

/** The planned owner of a partition begins where it was committed. */
function takeOver(cursor: number): void {
  cursors.owner[cursor] = cursors.target[cursor];
  rewind(cursor);
}

/** A member has joined or its session has expired, or the new assignment has arrived. */
export function rebalance(group: number): void {
  if (nodeState.instancesUp[groups.node[group]] === 0) return;
  const changed = expireMembers(group);
  const state = groups.state[group];
  if (state === PREPARING) {
    if (changed && isCooperative(group)) planOwners(group);
    completeIfQuiet(group);
  } else if (state === SYNCING) {
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
    disown(member);
    changed = true;
  }
  return changed;
}

/** Nobody owns the partitions of a member any more; what it worked on goes on without its group. */
function disown(member: number): void {
  for (let link = members.firstCursor[member]; link !== 0; link = cursors.next[link - 1]) {
    const cursor = link - 1;
    goAstray(cursor, members.consumer[member], true);
    stopFetch(cursor);
    rewind(cursor);
    cursors.owner[cursor] = 0;
  }
  members.firstCursor[member] = 0;
  members.partitionCount[member] = 0;
  cancelCommit(member);
}

/** Whether a member that was cut off still works on a record; the group waits for that. */
function hasInHand(member: number): boolean {
  for (let link = members.firstCursor[member]; link !== 0; link = cursors.next[link - 1]) {
    if (cursors.attempt[link - 1] !== 0) return true;
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

/** Members are to stop at their next poll: all of them, or those with partitions that move. */
export function beginRebalance(group: number): void {
  if (groups.state[group] !== STABLE) return;
  groups.state[group] = PREPARING;
  groups.rebalances[group]++;
  if (isCooperative(group)) planOwners(group);
  const first = groups.firstCursor[group];
  for (let cursor = first; cursor < first + cursorCount(group); cursor++) {
    if (isHeld(cursor)) stopAtPoll(cursor);
  }
  completeIfQuiet(group);
}

function stopAtPoll(cursor: number): void {
  stopFetch(cursor);
  cursors.fetchedTo[cursor] = cursors.batchEnd[cursor];
}

/** Once nobody works on what moves and nobody is missed, the members get their new assignment. */
export function completeIfQuiet(group: number): void {
  if (groups.state[group] !== PREPARING) return;
  if (nodeState.instancesUp[groups.node[group]] === 0) return;
  const first = firstJoined(group);
  for (let member = first; member >= 0; member = joinedFrom(group, member + 1)) {
    if (members.expiresAt[member] !== 0) return;
  }
  let moves = false;
  const from = groups.firstCursor[group];
  for (let cursor = from; cursor < from + cursorCount(group); cursor++) {
    if (!isHeld(cursor)) continue;
    stopAtPollIfFetching(cursor);
    if (cursors.owner[cursor] === 0) continue;
    if (isBusy(cursor)) return;
    moves = true;
  }
  for (let member = first; member >= 0; member = joinedFrom(group, member + 1)) {
    if (members.partitionCount[member] > 0) commit(member);
  }
  const rounds = isCooperative(group) && moves ? 2 : 1;
  let delay = 0;
  for (let trip = 0; first >= 0 && trip < rounds * TRIPS; trip++) {
    sampleDelay(consumers.edge[members.consumer[first]], PARTICLE_REQUEST);
    delay += registers[SAMPLE];
  }
  syncIn(group, delay);
}

/** A plan that was made anew may move a partition that went on until now. */
function stopAtPollIfFetching(cursor: number): void {
  if (cursors.fetchEvent[cursor] !== 0 || cursors.fetch[cursor] !== 0) stopAtPoll(cursor);
}

function syncIn(group: number, delay: number): void {
  groups.state[group] = SYNCING;
  groups.syncAt[group] = registers[NOW] + delay;
  registers[AT] = groups.syncAt[group];
  schedule(REBALANCE, group, 0);
}

function finishRebalance(group: number): void {
  if (isCooperative(group)) {
    finishMoves(group);
    return;
  }
  assign(group);
  const first = groups.firstCursor[group];
  for (let cursor = first; cursor < first + cursorCount(group); cursor++) askAsOwner(cursor);
}

function askAsOwner(cursor: number): void {
  const owner = cursors.owner[cursor];
  if (owner === 0) return;
  if (consumers.connected[members.consumer[owner - 1]] === 1) askForRecords(cursor);
}

/** Partitions that are to move and stand still go to their new owners; others wait for a next round. */
function finishMoves(group: number): void {
  planOwners(group);
  const first = groups.firstCursor[group];
  let later = false;
  for (let cursor = first; cursor < first + cursorCount(group); cursor++) {
    const moves = cursors.target[cursor] !== cursors.owner[cursor];
    if (moves && cursors.owner[cursor] !== 0 && !isAtRest(cursor)) later = true;
    else if (moves) takeOver(cursor);
    else cursors.target[cursor] = 0;
  }
  chainOwned(group);
  groups.state[group] = STABLE;
  for (let cursor = first; cursor < first + cursorCount(group); cursor++) {
    if (cursors.target[cursor] !== 0 && cursors.target[cursor] === cursors.owner[cursor]) {
      askAsOwner(cursor);
    } else if (cursors.target[cursor] === 0 && isAtRest(cursor)) {
      askAsOwner(cursor);
    }
  }
  if (later) beginRebalance(group);
}

/** Nothing of a partition is asked for, on its way or worked on. */
function isAtRest(cursor: number): boolean {
  return cursors.fetch[cursor] === 0 && !isBusy(cursor);
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
  if (members.stopped[member] === 1) return;
  const group = members.group[member];
  members.overdue[member] = 0;
  if (members.joined[member] === 1 || firstJoined(group) >= 0) {
    members.joined[member] = 1;
    beginRebalance(group);
    return;
  }
  members.joined[member] = 1;
  if (groups.state[group] === STABLE) syncIn(group, logs.initialDelayMs[groups.node[group]]);
}

/** A member leaves its group at once: what it has finished is committed if it says good-bye. */
export function leave(member: number, says: boolean): void {
  const group = members.group[member];
  if (says) commit(member);
  members.joined[member] = 0;
  members.expiresAt[member] = 0;
  disown(member);
  if (groups.state[group] === STABLE) beginRebalance(group);
  else rebalance(group);
}

/** A member gives up at a failed record, for good: its instance has to start anew. */
export function stopMember(member: number): void {
  members.stopped[member] = 1;
  leave(member, true);
}

/** A batch was handed out: somebody looks whether the next poll comes in time. */
export function watchPolls(cursor: number): void {
  const member = cursors.owner[cursor] - 1;
  cursors.polledAt[cursor] = registers[NOW];
  if (members.pollIntervalMs[member] === 0 || members.pollCheck[member] !== 0) return;
  registers[AT] = registers[NOW] + members.pollIntervalMs[member];
  members.pollCheck[member] = schedule(POLL_OVERDUE, member, 0) + 1;
}

/** A member may have been at work on one batch for longer than it is allowed. */
export function pollOverdue(member: number): void {
  members.pollCheck[member] = 0;
  let since = -1;
  for (let link = members.firstCursor[member]; link !== 0; link = cursors.next[link - 1]) {
    if (!isBusy(link - 1)) continue;
    const polledAt = cursors.polledAt[link - 1];
    if (since < 0 || polledAt < since) since = polledAt;
  }
  if (since < 0 || consumers.connected[members.consumer[member]] === 0) return;
  const due = since + members.pollIntervalMs[member];
  if (registers[NOW] < due) {
    registers[AT] = due;
    members.pollCheck[member] = schedule(POLL_OVERDUE, member, 0) + 1;
    return;
  }
  members.overdue[member] = 1;
  leave(member, false);
  if (consumers.firstOwned[members.consumer[member]] === 0) join(member);
}
