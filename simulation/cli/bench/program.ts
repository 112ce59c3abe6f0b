// Entry of the bench as a plain script for workers, of a browser or of Node: it has no imports and
// leaves one function behind, which takes and gives text.
import { runReferenceKernel } from "./reference-kernel.ts";
import { type Work, type Workload, type WorkloadSpec, workload } from "./workload.ts";

export type BenchRequest =
  | { readonly ask: "make"; readonly spec: WorkloadSpec }
  | { readonly ask: "run" | "bytes" }
  | { readonly ask: "kernel"; readonly customers: number };

/** What is known of a workload before it runs. */
export type Made = Pick<Workload, "kernel" | "metrics">;

export interface Answers {
  readonly make: Made;
  readonly run: Work;
  readonly kernel: null;
  readonly bytes: number | null;
}

declare global {
  var brownoutBench: (request: string) => string;
}

let made: Workload | null = null;

export function answerTo(request: BenchRequest): Answers[BenchRequest["ask"]] {
  if (request.ask === "make") {
    made = workload(request.spec);
    return { kernel: made.kernel, metrics: made.metrics };
  }
  if (request.ask === "kernel") {
    runReferenceKernel(request.customers);
    return null;
  }
  if (made === null) throw new Error("No workload was made.");
  return request.ask === "run" ? made.run() : made.bytesPerInFlight();
}

globalThis.brownoutBench = (request) => JSON.stringify(answerTo(JSON.parse(request)));
