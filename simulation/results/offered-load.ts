// Layout of what follows from a scenario alone, before anything is simulated: how much each node is
// asked for, and how much of it that would occupy.

/** What a node runs out of first. */
export type Bottleneck = "slots" | "rateLimit" | "deliveries";

export interface OfferedNode {
  readonly id: string;
  /** Requests or messages that reach it, 1/s. */
  readonly ratePerS: number;
  /** Share of its capacity that they need; above 1 it cannot keep up. Null: nothing limits it. */
  readonly utilization: number | null;
  /** The same while every source sends as much as its profile ever asks for. */
  readonly peakUtilization: number | null;
  /** Requests or messages of the same mix that it can take, 1/s. Null: nothing limits it. */
  readonly capacityPerS: number | null;
  /** What is used up first; null where nothing limits it. */
  readonly limit: Bottleneck | null;
  /** Mean time that one request holds a slot, ms; null where it gets none. */
  readonly holdMs: number | null;
  /** A slot is held while calls are waited for: with waits on the way it is more. */
  readonly atLeast: boolean;
}

/** Flow of a whole scenario as drawn: without faults, failures, retries, hedges and waiting. */
export interface OfferedLoad {
  /** In the order of the scenario's nodes; sources and collectors of spans are left out. */
  readonly nodes: readonly OfferedNode[];
  /** Calls, publishes or deliveries over each edge, 1/s. */
  readonly edges: readonly { readonly id: string; readonly ratePerS: number }[];
  /** Node that saturates first as load grows; null if none is limited or nothing arrives. */
  readonly first: string | null;
  /** Multiple of the present load at which it does; below 1 the scenario is overloaded as it is. */
  readonly headroom: number | null;
  /** Some load comes from users that wait for answers: the flow is what they ask for at most. */
  readonly closed: boolean;
}
