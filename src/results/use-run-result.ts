import { useEffect, useState } from "react";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { useRun } from "../store/hooks.ts";
import { attachedWorker, failRun, isAttached } from "../store/run-lifecycle.ts";
import { studio } from "../store/studio-store.ts";

/** Totals of the run once it has ended; null before. */
export function useRunResult(): RunResult | null {
  const { status, digest } = useRun((run) => ({ status: run.status, digest: run.digest }));
  const [result, setResult] = useState<RunResult | null>(null);
  useEffect(() => {
    if (status !== "finished" || digest === null || !isAttached()) return;
    let wanted = true;
    attachedWorker()
      .result()
      .then(
        (answer) => {
          if (wanted) setResult(answer);
        },
        (error: unknown) => {
          if (wanted) failRun(`The results cannot be read: ${String(error)}`);
        },
      );
    return () => {
      wanted = false;
      setResult(null);
    };
  }, [status, digest]);
  return result;
}

/** A result takes the worker some milliseconds, so it is not asked for more often. */
const ASK_EVERY_MS = 2000;

/** Totals so far, while they are wanted; of the whole run once it has ended. */
export function useResultSoFar(isWanted: boolean): RunResult | null {
  const final = useRunResult();
  const [result, setResult] = useState<RunResult | null>(null);
  const info = useRun((run) => run.info);
  const asks = isWanted && final === null && info !== null;
  useEffect(() => {
    if (!asks || !isAttached()) return;
    let isAsking = false;
    let seen: object | null = null;
    let isOpen = true;
    const look = (): void => {
      const { rows } = studio.getState().run;
      if (isAsking || rows === null || rows.count === 0 || rows === seen) return;
      seen = rows;
      isAsking = true;
      void attachedWorker()
        .result()
        .then((answer) => {
          if (isOpen) setResult(answer);
        })
        // A worker that died is said elsewhere.
        .catch(() => {})
        .finally(() => {
          isAsking = false;
        });
    };
    look();
    const timer = setInterval(look, ASK_EVERY_MS);
    return () => {
      isOpen = false;
      clearInterval(timer);
      setResult(null);
    };
  }, [asks]);
  return final ?? result;
}
