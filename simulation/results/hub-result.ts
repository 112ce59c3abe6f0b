// What a run says of a hub that holds connections.
import type { Level } from "./level.ts";

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
}
