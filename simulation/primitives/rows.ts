// Rows that come and go while a simulation runs: requests (a user's journey), attempts (the
// callee's side of one call, or the root of a request, or the processing of a message) and calls
// (the caller's side: policies, retries, timer). On a timeout the attempt loses its caller and goes
// on as a zombie, hence two pools.
import { Table } from "../core/memory.ts";

const LIVE_CALLS = 2_700_000;

/** What an attempt is. */
export const ROOT = 0;
export const CALLED = 1;
export const ONE_WAY = 2;
export const DELIVERED = 3;

/** Where an attempt is in its life. */
export const IN_TRANSIT = 0;
export const QUEUED = 1;
export const IN_SERVICE = 2;
export const CALLING = 3;
/** Waits for a slot to do the work after its calls. */
export const RESUMING = 4;
export const IN_AFTER = 5;
export const ANSWERING = 6;
/** Received by a consumer, waiting in the client's buffer for a slot. */
export const BUFFERED = 7;
export const GONE = 8;
/** Its work stands still with its broken instance; `stage` is the phase in which it will go on. */
export const PAUSED = 9;
/** Works at an instance that shares its cores; `stage` is the phase it is in apart from that. */
export const IN_SHARING = 10;
/** Served together with others. */
export const IN_BATCH = 11;

/** Waits before the door of its node for a token of the rate limit. */
export const AT_GATE = 12;

/** A publish, handled by its broker: waits until its copies are safe, or until it may be stored. */
export const STORING = 13;

/** Holds its slot and waits for the lock of a row (row-locks.ts). */
export const LOCKED_OUT = 14;

/** Bits of `flags`. */
export const HOLDS_SLOT = 1;
/** It, or an attempt it descends from, is a retry. */
export const FROM_RETRY = 2;
/** A degraded answer went into it. */
export const TAINTED = 4;
/** Its caller has cancelled it and the cancellation has arrived. */
export const CANCEL_SEEN = 8;
/** Its result was thrown away, so all of its service counts as wasted. */
export const DISCARDED = 16;
/** `message` tells of its effect or of the row that it reads or writes (keyed-work.ts). */
export const KEYED = 32;
/** Belongs to what its instance has at hand without holding a slot: shares cores, or is set aside. */
export const ASIDE = 64;
/** Waits to go on with work that was interrupted; `stage` is the phase in which it will. */
export const INTERRUPTED = 128;
/** It knows until when its answer is of use: `deadlineAt`. */
export const HAS_DEADLINE = 256;

/** Of a cache's command: its calls fetch what is then stored; it has found its key. */
export const FETCHES = 512;
export const FOUND = 1024;
/** Wants the lock of its row, or waits for it, or has it: `needed` is its transaction, `pending` its claim. */
export const CLAIMS = 2048;
/** Of a cache: makes a write that was answered before (write-behind.ts). */
export const FLUSHES = 1 << 29;
/** Undoes what it has done before, since it has failed (undo.ts). */
export const UNDOING = 1 << 24;
/** `attemptExtras.correlation` is the number of the transaction that it coordinates. */
export const COORDINATES = 32768;
/** It ends as a call of it has ended, which is to blame for that. */
export const RELAYED = 1 << 30;
// Bits 16 to 23: which caches its own lookups have hit (cache-rows.ts). Bits 25 to 28: what it shows of its
// caller, and how it came (access-rows.ts).

class RequestTable extends Table {
  readonly source = this.int32();
  readonly type = this.int32();
  readonly client = this.int32();
  readonly user = this.int32();
  readonly key = this.int32();
  /** Attempts and messages that still refer to it. */
  readonly references = this.int32();
  readonly root = this.int32();
  readonly patience = this.int32();
  /** 1: one of its calls was nested too deep, so it fails and nothing of it is tried again. */
  readonly tooDeep = this.uint8();
  /** 1: it has settled, and stands here for a record that is kept. */
  readonly kept = this.uint8();
  readonly arrivedAt = this.float64();
  /** When the last asynchronous descendant ended. */
  readonly settledAt = this.float64();
}

/** The neighbors of an attempt in the queue or list it stands in are `next` and `before`, row + 1. */
class AttemptTable extends Table {
  readonly node = this.int32();
  readonly instance = this.int32();
  readonly operation = this.int32();
  /** The call it answers, -1 when nobody waits (any more). */
  readonly call = this.int32();
  readonly edge = this.int32();
  readonly request = this.int32();
  readonly before = this.int32();
  readonly stage = this.int32();
  /**
   * Successes that its stage still needs. Of a failure that is handed on: what was said of when to come
   * back, ms (told.ts).
   */
  readonly needed = this.int32();
  readonly pending = this.int32();
  /** First call in progress, row + 1. */
  readonly firstCall = this.int32();
  /** Its service or queue timer event, row + 1. */
  readonly event = this.int32();
  readonly generation = this.int32();
  /** The message being processed, for deliveries; for keyed work see keyed-work.ts. */
  readonly message = this.int32();
  readonly origin = this.uint8();
  readonly phase = this.uint8();
  readonly flags = this.int32();
  readonly outcome = this.uint8();
  /** Calls between it and the request or message that it descends from. */
  readonly depth = this.uint8();
  readonly arrivedAt = this.float64();
  /** Of interrupted and paused work: what is left of it, ms. Of shared cores: core time, ms. */
  readonly startedAt = this.float64();
  /** When it took the slot it holds. Of shared cores: the virtual time at which it ends, ms. */
  readonly slotAt = this.float64();
  /** Service time spent so far, ms (held time not counted). */
  readonly servedMs = this.float64();
  readonly orphanedAt = this.float64();
}

/** The neighbors of a call among those of its parent are `next` and `previousCall`. */
class CallTable extends Table {
  readonly plan = this.int32();
  readonly edge = this.int32();
  readonly parent = this.int32();
  /** The attempt in progress, NONE, or SWALLOWED. */
  readonly attempt = this.int32();
  /** Timer of the attempt, the back-off or the fallback, event row + 1; ENDED once it has ended. */
  readonly timer = this.int32();
  readonly tries = this.int32();
  /** Row of policy state: one per caller instance and edge. */
  readonly row = this.int32();
  /** Repetitions still to be made one after another. */
  readonly remaining = this.int32();
  readonly previousCall = this.int32();
  /** Position of the instance it must go to, + 1; 0 = the balancer decides. */
  readonly pinned = this.int32();
  /** Position of the instance that the current attempt went to, + 1, where balancing keeps it. */
  readonly cell = this.int32();
  readonly outcome = this.uint8();
  /** Its row of guarded calls, where its edge has policies that keep one. */
  readonly guard = this.int32();
  readonly attemptAt = this.float64();
}

/**
 * What few attempts and calls have, by their rows. Neither memory nor checkpoints pay for rows that are
 * never written to: whoever writes calls `reachRow` first.
 */
class AttemptExtras extends Table {
  readonly deadlineAt = this.float64();
  /** Let in by a concurrency limit: how many were in flight then, itself included; 0 = it was not. */
  readonly permit = this.int32();
  /** What its failure is due to, where a call of its own decided it (blame-rows.ts). */
  readonly blame = this.int32();
  /** Of a publish that wants a reply, and of the reply (reply-rows.ts); or a transaction (row-locks.ts). */
  readonly correlation = this.int32();
  /** Number of a publish (publish-identity.ts). */
  readonly identity = this.int32();
}

class CallExtras extends Table {
  /** The pause before the last retry, where the next depends on what was drawn. */
  readonly previousBackoff = this.float64();
  /** Last of the members tried, row + 1, where a retry avoids them. */
  readonly tried = this.int32();
  /** What its last failed attempt was due to (blame-rows.ts). */
  readonly blame = this.int32();
  /** Of the last attempt, where it waits for a reply. */
  readonly correlation = this.int32();
  /** Number of what it publishes. */
  readonly identity = this.int32();
}

/** `attempt` of a call that has none in progress. */
export const NONE = -1;
/** `attempt` of a call whose attempt vanished without an answer: only its timeout ends it. */
export const SWALLOWED = -2;
/** `attempt` of a call that is collected (parcel-rows.ts): this less its item. */
export const IN_PARCEL = -1_000_000_000;

/** `timer` of a call whose end is on its way to the parent. */
export const ENDED = -1;

export const requests = new RequestTable("requests", LIVE_CALLS);
export const attempts = new AttemptTable("attempts", LIVE_CALLS);
export const calls = new CallTable("calls", LIVE_CALLS);
export const attemptExtras = new AttemptExtras("attempts' extras", LIVE_CALLS);
export const callExtras = new CallExtras("calls' extras", LIVE_CALLS);
