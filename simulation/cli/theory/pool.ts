// Checks cases in worker threads. Cases share nothing, so neither the number of threads nor the
// order in which they finish has any part in the results.
import { parentPort, Worker, workerData } from "node:worker_threads";
import { type CaseResult, checkCase } from "./check-case.ts";
import type { TheoryCase } from "./theory-case.ts";

const ROLE = "theory cases";

interface Task {
  readonly index: number;
  readonly theory: TheoryCase;
}

type Answer =
  | { readonly index: number; readonly result: CaseResult }
  | { readonly index: number; readonly error: string };

/** Whether this thread was started by `checkInThreads`. */
export function isCheckingThread(): boolean {
  return parentPort !== null && workerData === ROLE;
}

function answerTo({ index, theory }: Task): Answer {
  try {
    return { index, result: checkCase(theory) };
  } catch (error) {
    return { index, error: `${theory.id}: ${(error as Error).stack ?? error}` };
  }
}

/** The other end of `checkInThreads`: checks what it is sent, until it is ended. */
export function serveChecks(): void {
  parentPort?.on("message", (task: Task) => parentPort?.postMessage(answerTo(task)));
}

/** What a case says of its own cost: enough to begin with the long ones. */
function cost({ tolerance_rule: rule }: TheoryCase): number {
  return rule.min_requests ?? 1_000_000;
}

/**
 * Results in the order of `cases`. `script` is a file that calls `serveChecks` where
 * `isCheckingThread`; `done` is told how many are finished. Rejects when a check throws.
 */
export async function checkInThreads(
  cases: readonly TheoryCase[],
  jobs: number,
  script: URL,
  done: (count: number) => void,
): Promise<CaseResult[]> {
  const results = new Array<CaseResult>(cases.length);
  const waiting = cases
    .map((theory, index) => ({ theory, index }))
    .sort((a, b) => cost(b.theory) - cost(a.theory));
  let finished = 0;
  const serve = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      const next = () => {
        const task = waiting.shift();
        if (task === undefined) resolve();
        else worker.postMessage(task);
      };
      worker.on("error", reject);
      worker.on("message", (answer: Answer) => {
        if ("error" in answer) {
          reject(new Error(answer.error));
          return;
        }
        results[answer.index] = answer.result;
        finished++;
        done(finished);
        next();
      });
      next();
    });
  const count = Math.max(1, Math.min(jobs, cases.length));
  const workers = Array.from({ length: count }, () => new Worker(script, { workerData: ROLE }));
  try {
    await Promise.all(workers.map(serve));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}
