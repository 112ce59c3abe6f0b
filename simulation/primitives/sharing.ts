// Processor sharing: an instance with c cores and n attempts gives each of them min(1, c / n) of a
// core. Virtual time is the work that every attempt present has been given, so an attempt's end is
// fixed in virtual time when it comes, and one event per instance, for the earliest end, is enough.
// The ends stand in a pairing heap whose links are columns of the attempts. Cost: O(log n) a service.
import { cancel, schedule } from "../core/event-list.ts";
import { Table } from "../core/memory.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { HELD_SUM, NODE_METERS, nodeMeter, SHARED_TIME } from "../metrics/meters.ts";
import { SHARE_END } from "./event-kinds.ts";
import { awayLess, awayMore, instances, workLess, workMore } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { attempts, IN_SHARING } from "./rows.ts";
import { bookWork } from "./work-account.ts";

class SharingState extends Table {
  /** Work given to each attempt present since the instance was empty last, ms at speed 1. */
  readonly virtual = this.float64();
  /** Core time that each was given, ms; now, and when the measured period began. */
  readonly core = this.float64();
  readonly coreAtStart = this.float64();
  /** Up to when both are counted, ms. */
  readonly updatedAt = this.float64();
  /** Part of a core that each gets, and ms of core time that a ms of work takes. */
  readonly share = this.float64();
  readonly pace = this.float64();
  /** Attempt whose end is the earliest, + 1, and the one that the pending event is about. */
  readonly root = this.int32();
  readonly awaited = this.int32();
  /** The pending event, + 1. */
  readonly event = this.int32();
  readonly count = this.int32();
  /** Up to when the time spent by those present is booked, ms. */
  readonly bookedAt = this.float64();
  /** Cores at work. */
  readonly busy = this.int32();
}

export const sharing = new SharingState("sharing", 100_000);

const child = attempts.pending;
const sibling = attempts.next;
/** Left sibling, of the first child its parent. */
const left = attempts.before;
const endsAt = attempts.slotAt;

function isEarlier(a: number, b: number): boolean {
  const one = endsAt[a - 1];
  const other = endsAt[b - 1];
  return one < other || (one === other && a < b);
}

/** Makes one heap of two; heaps are given by their roots, + 1, 0 = empty. */
function meld(a: number, b: number): number {
  if (a === 0) return b;
  if (b === 0) return a;
  const top = isEarlier(b, a) ? b : a;
  const below = top === a ? b : a;
  const first = child[top - 1];
  sibling[below - 1] = first;
  if (first !== 0) left[first - 1] = below;
  left[below - 1] = top;
  child[top - 1] = below;
  return top;
}

/** One heap of a list of siblings: in pairs from the left, then all pairs from the right. */
function meldSiblings(first: number): number {
  let pairs = 0;
  for (let at = first; at !== 0; ) {
    const one = at;
    const two = sibling[one - 1];
    at = two === 0 ? 0 : sibling[two - 1];
    const pair = meld(one, two);
    sibling[pair - 1] = pairs;
    pairs = pair;
  }
  let root = 0;
  while (pairs !== 0) {
    const next = sibling[pairs - 1];
    root = meld(root, pairs);
    pairs = next;
  }
  if (root !== 0) {
    sibling[root - 1] = 0;
    left[root - 1] = 0;
  }
  return root;
}

function insert(attempt: number, instance: number): void {
  child[attempt] = 0;
  sibling[attempt] = 0;
  left[attempt] = 0;
  sharing.root[instance] = meld(sharing.root[instance], attempt + 1);
}

function remove(attempt: number, instance: number): void {
  const below = meldSiblings(child[attempt]);
  if (sharing.root[instance] === attempt + 1) {
    sharing.root[instance] = below;
    return;
  }
  const previous = left[attempt];
  const next = sibling[attempt];
  if (child[previous - 1] === attempt + 1) child[previous - 1] = next;
  else sibling[previous - 1] = next;
  if (next !== 0) left[next - 1] = previous;
  sharing.root[instance] = meld(sharing.root[instance], below);
}

/** Books the time that the attempts present have spent here up to now. */
function bookPresence(instance: number, node: number): void {
  const since = registers[NOW] - sharing.bookedAt[instance];
  sharing.bookedAt[instance] = registers[NOW];
  nodeMeter[node * NODE_METERS + SHARED_TIME] += since * sharing.count[instance];
}

/** The present window is about to be read. */
export function bookShared(): void {
  for (let instance = 0; instance < sharing.highWater; instance++) {
    if (sharing.count[instance] > 0) bookPresence(instance, instances.node[instance]);
  }
}

/** Counts the time since the last change. */
function advance(instance: number): void {
  bookPresence(instance, instances.node[instance]);
  const since = registers[NOW] - sharing.updatedAt[instance];
  sharing.updatedAt[instance] = registers[NOW];
  if (since <= 0 || sharing.count[instance] === 0) return;
  const given = since * sharing.share[instance];
  sharing.core[instance] += given;
  sharing.virtual[instance] += given / sharing.pace[instance];
}

/** Core time given to each attempt of an instance up to now, ms. */
export function coreTimeOf(instance: number): number {
  const since = registers[NOW] - sharing.updatedAt[instance];
  return sharing.core[instance] + since * sharing.share[instance];
}

function setBusy(instance: number, node: number, busy: number): void {
  for (let at = sharing.busy[instance]; at < busy; at++) {
    awayLess(node);
    workMore(node);
  }
  for (let at = sharing.busy[instance]; at > busy; at--) {
    workLess(node);
    awayMore(node);
  }
  sharing.busy[instance] = busy;
}

/** Brings shares and the pending event to what is present now. */
function retime(instance: number, node: number): void {
  const count = sharing.count[instance];
  const cores = instances.broken[instance] !== 0 ? 0 : nodes.slots[node];
  const busy = Math.min(count, cores);
  setBusy(instance, node, busy);
  const share = count === 0 ? 0 : busy / count;
  const pace = instances.pace[instance];
  const root = sharing.root[instance];
  const pending = sharing.event[instance];
  const isSame = share === sharing.share[instance] && pace === sharing.pace[instance];
  if (pending !== 0 && isSame && root === sharing.awaited[instance]) return;
  sharing.share[instance] = share;
  sharing.pace[instance] = pace;
  if (pending !== 0) cancel(pending - 1);
  sharing.event[instance] = 0;
  sharing.awaited[instance] = root;
  if (count === 0) {
    // From an empty instance on counts start at 0, which keeps them exact in long runs.
    sharing.virtual[instance] = 0;
    sharing.core[instance] = 0;
    sharing.coreAtStart[instance] = 0;
    return;
  }
  if (share === 0) return;
  const work = Math.max(0, endsAt[root - 1] - sharing.virtual[instance]);
  registers[AT] = registers[NOW] + (work * pace) / share;
  sharing.event[instance] = schedule(SHARE_END, instance, 0) + 1;
}

/** Starts `registers[SAMPLE]` ms of work of an attempt, which is in `phase` apart from that. */
export function joinSharing(attempt: number, node: number, instance: number, phase: number): void {
  advance(instance);
  attempts.stage[attempt] = phase;
  attempts.phase[attempt] = IN_SHARING;
  attempts.startedAt[attempt] = sharing.core[instance];
  // Nobody waits for it any more: all of its core time will be wasted.
  if (attempts.call[attempt] < 0) attempts.orphanedAt[attempt] = -1;
  endsAt[attempt] = sharing.virtual[instance] + registers[SAMPLE];
  insert(attempt, instance);
  sharing.count[instance]++;
  awayMore(node);
  retime(instance, node);
}

/** The attempt's work has ended, done or not: it is in its phase apart from that again. */
export function leaveSharing(attempt: number, node: number): void {
  const instance = attempts.instance[attempt];
  advance(instance);
  remove(attempt, instance);
  account(attempt, node, instance);
  attempts.phase[attempt] = attempts.stage[attempt];
  sharing.count[instance]--;
  // The level it leaves: an idle attempt where one is left, else a core.
  if (sharing.busy[instance] > sharing.count[instance]) {
    workLess(node);
    sharing.busy[instance]--;
  } else {
    awayLess(node);
  }
  retime(instance, node);
}

function account(attempt: number, node: number, instance: number): void {
  const core = sharing.core[instance];
  const from = Math.max(attempts.startedAt[attempt], sharing.coreAtStart[instance]);
  nodeMeter[node * NODE_METERS + HELD_SUM] += core - from;
  bookWork(attempt, node, core);
}

/** The attempt loses its caller: the core time it is given from now on is wasted. */
export function orphanShared(attempt: number): void {
  attempts.orphanedAt[attempt] = coreTimeOf(attempts.instance[attempt]);
}

/** Speed, cores or availability of an instance have changed, or may have. */
export function reshare(instance: number, node: number): void {
  advance(instance);
  retime(instance, node);
}

/** The measured period begins. */
export function beginSharedPeriod(): void {
  for (let instance = 0; instance < sharing.highWater; instance++) {
    if (sharing.count[instance] > 0) sharing.coreAtStart[instance] = coreTimeOf(instance);
  }
}

/** The attempt whose work is done, now that the pending event of the instance has come. */
export function earliestEnd(instance: number): number {
  sharing.event[instance] = 0;
  sharing.awaited[instance] = 0;
  return sharing.root[instance] - 1;
}
