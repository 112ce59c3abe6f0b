import { useEffect, useState } from "react";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { useRun } from "../store/hooks.ts";
import { attachedWorker, failRun, isAttached } from "../store/run-lifecycle.ts";

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
