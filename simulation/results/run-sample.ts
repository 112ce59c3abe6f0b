// The present of a run at an instant, as its command prints it.

/** Levels of a node at an instant. `held` and `inFlight` count attempts, `backlog` messages. */
export interface NodeSample {
  readonly queue: number;
  readonly held: number;
  readonly inFlight: number;
  readonly instancesUp: number;
  readonly backlog: number;
  readonly oldestMs: number;
}

/** The present at an instant, after every event of it. */
export interface RunSample {
  readonly atS: number;
  readonly nodes: Readonly<Record<string, NodeSample>>;
  /** Calls pending, those of them in back-off, and the share of callers with an open breaker. */
  readonly edges: Readonly<
    Record<
      string,
      { readonly pending: number; readonly inBackoff: number; readonly openRatio: number }
    >
  >;
}
