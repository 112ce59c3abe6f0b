// Parcels: calls of one caller instance that go over an edge together, as one attempt. Here are their
// rows, and what must be known of them where attempts and calls end. Each call in a parcel is an
// attempt in the books of its edge; what travels and is served is the parcel's own attempt, whose
// caller is a call without a parent, the carrier.
import { allocateRow, freeRow, Table } from "../core/memory.ts";
import { releaseEffect } from "./keyed-work.ts";
import { holdRequest, releaseRequest } from "./request.ts";
import { IN_PARCEL } from "./rows.ts";

/** Bit of an edge's `guards`: calls over it are collected. */
export const COLLECTS = 1 << 14;
/** Bit of an attempt's `flags`: it is a parcel's, `message` says which. */
export const CARRIES = 512;
/** `plan` of a carrier. */
export const CARRIER = -1;

class ParcelEdges extends Table {
  /** From the first call of a parcel on; or at every multiple of `everyMs`, 0 = not so. */
  readonly lingerMs = this.float64();
  readonly everyMs = this.float64();
  /** Calls in a parcel, 0 = any number. */
  readonly countMax = this.int32();
  /** Open parcels: the first, and how many each caller instance has (one per partition). */
  readonly firstSlot = this.int32();
  readonly slotsEach = this.int32();
  /** Histogram of how long calls wait in parcels, -1 = it collects nothing. */
  readonly histogram = this.int32();
  readonly sent = this.float64();
  readonly items = this.float64();
  /** Times at which there was nothing to send. */
  readonly empty = this.float64();
}

class Slots extends Table {
  readonly edge = this.int32();
  /** Row of policy state of the caller. */
  readonly row = this.int32();
  /** Its open parcel, + 1. */
  readonly open = this.int32();
}

class Parcels extends Table {
  readonly slot = this.int32();
  /** Partition of the log that it goes to, -1 = none. */
  readonly partition = this.int32();
  /** Ends of its items, + 1. */
  readonly first = this.int32();
  readonly last = this.int32();
  readonly count = this.int32();
  /** Event that sends it, + 1. */
  readonly event = this.int32();
  /** Its carrier and its attempt while they may ask for its items, one before it is sent. */
  readonly references = this.int32();
}

class Items extends Table {
  /** The call that waits for it, -1 = none any more. */
  readonly call = this.int32();
  readonly request = this.int32();
  readonly operation = this.int32();
  /** Row of its effect, a reference; -1 = none. */
  readonly effect = this.int32();
  /** Number of its publish (publish-identity.ts), 0 = it has none. */
  readonly identity = this.int32();
  readonly retried = this.uint8();
  readonly depth = this.uint8();
  readonly joinedAt = this.float64();
}

/** By edge. */
export const parcelEdges = new ParcelEdges("edges that collect", 5_000);
export const slots = new Slots("open parcels", 50_000);
export const parcels = new Parcels("parcels", 50_000);
export const items = new Items("calls in parcels", 200_000);

/** Puts a call, of which `request` is held, at the end of a parcel. */
export function addItem(parcel: number, call: number, request: number): number {
  const item = allocateRow(items.marks, items.next, items.cap);
  holdRequest(request);
  items.call[item] = call;
  items.request[item] = request;
  items.next[item] = 0;
  const last = parcels.last[parcel];
  if (last !== 0) items.next[last - 1] = item + 1;
  else parcels.first[parcel] = item + 1;
  parcels.last[parcel] = item + 1;
  parcels.count[parcel]++;
  return item;
}

/** A call that is in a parcel, by its `attempt`, waits for it no longer; it goes with the others. */
export function leaveParcel(position: number): void {
  items.call[IN_PARCEL - position] = -1;
}

/** Gives a reference to a parcel back; with the last one it and its items are gone. */
export function releaseParcel(parcel: number): void {
  if (--parcels.references[parcel] > 0) return;
  for (let link = parcels.first[parcel]; link !== 0; ) {
    const item = link - 1;
    link = items.next[item];
    const request = items.request[item];
    if (items.effect[item] >= 0) releaseEffect(items.effect[item]);
    freeRow(items.marks, items.next, item);
    releaseRequest(request);
  }
  freeRow(parcels.marks, parcels.next, parcel);
}
