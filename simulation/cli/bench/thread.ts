// A stage in a worker thread of this process: an isolate of its own, so that two builds of the
// engine can run in turns. CPU time is that of the whole process, whose other threads wait.
import { Worker } from "node:worker_threads";
import { cpuNsOfProcess, remoteStage, type Stage } from "./stage.ts";

const LISTEN = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", (request) => parentPort.postMessage(brownoutBench(request)));
`;

function answerOf(worker: Worker, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (result: () => void) => {
      worker.off("message", onAnswer).off("error", onError);
      result();
    };
    const onAnswer = (text: string) => settle(() => resolve(text));
    const onError = (error: Error) => settle(() => reject(error));
    worker.on("message", onAnswer).on("error", onError);
    worker.postMessage(request);
  });
}

export function threadStage(script: string): Stage {
  const worker = new Worker(`${script}\n${LISTEN}`, { eval: true });
  return remoteStage((request) => answerOf(worker, request), {
    where: "node",
    leastNs: 0,
    cpuNs: async () => cpuNsOfProcess(),
    close: async () => void (await worker.terminate()),
  });
}
