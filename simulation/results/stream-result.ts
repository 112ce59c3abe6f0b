// What a run says of an edge whose calls are streams of messages.
import type { Level } from "./level.ts";

/** Streams and their messages over the measured period. */
export interface StreamResult {
  readonly opened: number;
  readonly open: Level;
  /** Messages read, by the callee and by the caller. */
  readonly toCallee: number;
  readonly toCaller: number;
  readonly messagesPerS: number;
  /** From when a message is ready until it is read, on average; null: none was read. */
  readonly messageMs: number | null;
  /** Of that, how long it waited for room in the window of its stream, and of its connection. */
  readonly heldByStreamMs: number | null;
  readonly heldByConnectionMs: number | null;
  /** Most messages of a stream that had come one way and were not read. */
  readonly bufferedMax: number;
  /** Failures that were not tried again, since the caller had read a message. */
  readonly committed: number;
}
