// What became of an alert rule in a run.

/** Once that it held for long enough. Times in s since the start. */
export interface AlertFiring {
  /** From when on it held at each evaluation. */
  readonly pendingAtS: number;
  readonly firedAtS: number;
  /** null: it still fires. */
  readonly resolvedAtS: number | null;
  /** The fault that had begun last, if it acted while the rule began to hold or just before. */
  readonly fault: string | null;
  /** From the beginning of that fault until it fired. */
  readonly detectS: number | null;
}

export interface AlertResult {
  readonly id: string;
  readonly name: string;
  readonly expr: string;
  readonly firings: readonly AlertFiring[];
  /** Since when it holds without having fired yet; null: it does not. */
  readonly pendingAtS: number | null;
  /** Faults that began while it was watched and that it did not fire for. */
  readonly missed: readonly string[];
}
