/** What a mesh did over the measured period. */
export interface MeshResult {
  /** Calls that proxies sent on, with those sent elsewhere. */
  readonly calls: number;
  /** Attempts that proxies added. */
  readonly retries: number;
  readonly ejections: number;
  /** Between proxies; with mutual TLS each paid a handshake. */
  readonly connectionsOpened: number;
  /** Sent to another node than the drawn one; copied; held up; aborted; refused by authorization. */
  readonly redirected: number;
  readonly mirrored: number;
  readonly delayed: number;
  readonly aborted: number;
  readonly unauthorized: number;
  /** Executions beyond the first of one call that is not idempotent, as its proxies saw them. */
  readonly duplicateEffects: number;
  /** Present where its proxies record spans: those of sampled requests, and what became of them. */
  readonly spans?: {
    readonly recorded: number;
    readonly exported: number;
    readonly dropped: number;
  };
  /** Processors that all of its proxies kept busy, on average. */
  readonly vcpuMean: number;
}
