/** A worker that the page started before its own script was there; see public/early-worker.js. */
interface EarlyWorker {
  readonly worker: Worker;
  /** What it said if it has died since. */
  readonly failure: string | null;
}

type Started = { brownoutEarlyWorker?: EarlyWorker | undefined };

/** The worker that runs already, once; null where none was started. */
export function takeEarlyWorker(): EarlyWorker | null {
  const started = window as Started;
  const early = started.brownoutEarlyWorker ?? null;
  started.brownoutEarlyWorker = undefined;
  return early;
}
