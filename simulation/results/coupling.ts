// How request types hang on nodes: what the drawing says, and what runs with one node down showed.
import type { Maybe } from "./level.ts";

/** A node with a number of neighbors. */
export interface Fan {
  readonly node: string;
  readonly count: number;
}

/** What a journey, one request type, waits for, as drawn. */
export interface JourneyCoupling {
  /** Request type, as under `endToEnd`. */
  readonly journey: string;
  /** Calls in a row that wait for each other; publishing a message is none, nor a call in process. */
  readonly depth: number;
  /** Nodes along the longest such chain, from the client. */
  readonly longest: readonly string[];
  /** The node that waits for the most others, and the one that most others wait for; null: none. */
  readonly fanOut: Fan | null;
  readonly fanIn: Fan | null;
  /** Share of its requests that fail when the node alone is down, 0 .. 1; only nodes above 0. */
  readonly needs: Readonly<Record<string, number>>;
  /** Nodes that only get messages because of it: when they are down, work waits. */
  readonly later: readonly string[];
  /**
   * Share of its requests that find all they need, 0 .. 1: the product over the nodes, each down by
   * itself and never two together. What lives in one process counts once.
   */
  readonly availability: number;
}

export interface Coupling {
  /** Assumed for every node that does not say how often its instances break down, 0 .. 1. */
  readonly nodeAvailability: number;
  readonly journeys: readonly JourneyCoupling[];
  /** Nodes that each node waits for, and nodes that wait for it, over all journeys. */
  readonly nodes: Readonly<Record<string, { readonly fanIn: number; readonly fanOut: number }>>;
}

/** How a node is down: it refuses connections, or takes calls and never answers. */
export type DownMode = "crash" | "hang";

/** A journey while one node is down, beyond what it loses with all nodes up. Shares of its requests. */
export interface JourneyLoss {
  /** Failed or unanswered; null: no such request was offered. */
  readonly failed: Maybe;
  readonly degraded: Maybe;
  /** Answered, but later than the goal of their type. */
  readonly late: Maybe;
}

export interface NodeDown {
  readonly node: string;
  /** By request type. */
  readonly journeys: Readonly<Record<string, JourneyLoss>>;
  /** The same over all requests. */
  readonly all: JourneyLoss;
  /** Why the run ended early; null if it did not. */
  readonly endedEarly: string | null;
}

export interface BlastRadiusResult {
  readonly scenario: string;
  readonly seed: number;
  readonly mode: DownMode;
  /** Of each run, warm-up included. */
  readonly simulatedS: number;
  readonly warmupS: number;
  readonly coupling: Coupling;
  /** Requests of each type in the run with all nodes up. */
  readonly offered: Readonly<Record<string, number>>;
  /** Shares that fail, come late or are degraded even so, by type. */
  readonly baseline: Readonly<Record<string, JourneyLoss>>;
  /** The node that takes most requests down first. */
  readonly nodes: readonly NodeDown[];
  readonly runsMade: number;
  readonly runsInAll: number;
}
