// What operations do when they have failed, as columns, and what stands undone because a process or a
// call has failed in the middle of it.
import { Table } from "../core/memory.ts";

/** Where undoing begins: at the step that failed and back from there, or with all of it. */
export const BACK_FROM_STEP = 1;
export const ALL_AT_ONCE = 2;
/** Calls that are made when the operation has failed, by itself or by its calls. */
export const TELLS = 3;

/** By operation. */
class UndoOperations extends Table {
  /** The operation that undoes it, + 1; 0 = none. Of that one: what it undoes, + 1. */
  readonly by = this.int32();
  readonly of = this.int32();
  readonly way = this.uint8();
  /** From this stage on it is decided and only to be carried out, + 1; 0 = never. */
  readonly decidedFrom = this.int32();
}

/** By node. Times in ms. */
class UndoState extends Table {
  /** After which time what was left is gone on with; 0 = never. */
  readonly againMs = this.float64();
  /** 1: by a job at fixed times, which undoes it, since nothing says how far it has come. */
  readonly isJob = this.uint8();
  readonly undone = this.float64();
  readonly left = this.float64();
  readonly takenUp = this.float64();
  readonly open = this.int32();
  readonly openMost = this.int32();
  readonly longest = this.float64();
}

class Unfinished extends Table {
  readonly node = this.int32();
  readonly operation = this.int32();
  readonly edge = this.int32();
  readonly stage = this.int32();
  readonly request = this.int32();
  readonly transaction = this.int32();
  /** Its event, + 1; 0 = none. */
  readonly event = this.int32();
  readonly since = this.float64();
}

export const undoes = new UndoOperations("operations that undo", 20_000);
export const undoState = new UndoState("state of undoing", 1_000);
export const unfinished = new Unfinished("unfinished work", 20_000);
