// What is inside a broker, without places: what takes what is published, what consumers take from, and
// what leads from one to the other.

/** Takes what is published: an exchange, a topic, a stream, a partition. */
export interface Intake {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
}

/** What consumers take from: a queue, a subscription, a group. */
export interface Outlet {
  /** The engine's name of it. */
  readonly key: string;
  readonly title: string;
  /** In the soft tone beside the title. */
  readonly detail: string;
  readonly isDead: boolean;
  /** Messages at which it is full; null: at none. */
  readonly bound: number | null;
  /** Edges to its consumers. */
  readonly edgeIds: readonly string[];
}

/** Leads messages from one part to another; `dead` ones are drawn dashed. */
export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
  readonly isDead: boolean;
}

export interface InsideParts {
  readonly intakes: readonly Intake[];
  readonly outlets: readonly Outlet[];
  readonly wires: readonly Wire[];
  /** Partitions of a log; 0: it is none. */
  readonly partitions: number;
  /** Copies of each partition. */
  readonly copies: number;
  /** The part that a publishing edge ends at; edges that are not listed end at the first. */
  readonly entries: ReadonlyMap<string, string>;
  /** What its outlets and intakes are called; empty where their titles say it. */
  readonly noun: string;
  readonly intakeNoun: string;
}

export const NO_PARTS: InsideParts = {
  intakes: [],
  outlets: [],
  wires: [],
  partitions: 0,
  copies: 1,
  entries: new Map(),
  noun: "queues",
  intakeNoun: "",
};
