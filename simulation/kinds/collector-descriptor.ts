// What a model says of a collector of spans.

/** What it samples, and what each span costs it. */
export interface CollectorDescriptor {
  readonly sampleRatio: number;
  readonly spanUs: number;
  /** null: whatever comes is stored. */
  readonly tail: {
    readonly decisionWaitMs: number;
    readonly tracesMax: number;
    readonly keepErrors: boolean;
    readonly slowMs: number | null;
    readonly keepRatio: number;
  } | null;
}
