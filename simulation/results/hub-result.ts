// What a run says of a hub that holds connections.
import type { Level, Maybe } from "./level.ts";

/** Connections that a hub holds for its clients, over the measured period. */
export interface HubResult {
  readonly connections: Level;
  readonly connectionsAtEnd: number;
  readonly accepted: number;
  /** Too many waited to be accepted, or the instance held enough. */
  readonly refused: number;
  /** Lost with an instance. */
  readonly lost: number;
  /** Messages pushed, one for each connection. */
  readonly pushed: number;
  /** Present where clients have a bandwidth: of the pushes to those. */
  readonly buffers?: PushBufferResult;
}

export interface PushBufferResult {
  /** Of `pushed`, those to clients of bounded speed. */
  readonly sent: number;
  /** A buffer was full; and connections that this has cost. */
  readonly dropped: number;
  readonly closed: number;
  /** Until the client's link has taken a message. */
  readonly delayMs: { readonly mean: Maybe; readonly max: Maybe };
  /** Most bytes that waited for one client. */
  readonly bytesMax: number;
}
