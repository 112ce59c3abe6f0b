// Which parts of the program a workload executes, from the profiler of V8. It runs in a thread of
// its own, since profiled code is slower.
import { Worker } from "node:worker_threads";
import type { BenchRequest } from "./program.ts";
import { type CoveredFunction, type Executed, executedOf } from "./reduced.ts";

const DRIVER = `
const { parentPort, workerData } = require("node:worker_threads");
const { Session } = require("node:inspector");
const { runInThisContext } = require("node:vm");
const NAME = "bench-program.js";
const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
runInThisContext(workerData.script, { filename: NAME });
for (const request of workerData.requests) brownoutBench(request);
session.post("Profiler.takePreciseCoverage", (error, { result }) => {
  parentPort.postMessage(result.find(({ url }) => url.endsWith(NAME)).functions);
});
`;

/** Parts of `script` that the requests execute, one after the other. */
export async function profileOf(
  script: string,
  requests: readonly BenchRequest[],
): Promise<Executed> {
  const worker = new Worker(DRIVER, {
    eval: true,
    workerData: { script, requests: requests.map((request) => JSON.stringify(request)) },
  });
  try {
    const functions = await new Promise<CoveredFunction[]>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    return executedOf(functions, script.length);
  } finally {
    await worker.terminate();
  }
}
