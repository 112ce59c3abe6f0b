// Where a workload runs and how its CPU time is read. In Node that is this process; the others run
// the same program as a script in a worker (thread.ts, chromium.ts).

import type { Answers, BenchRequest, Made } from "./program.ts";
import { runReferenceKernel } from "./reference-kernel.ts";
import { type Work, type WorkloadSpec, workload } from "./workload.ts";

export type Where = "node" | "chromium";

export interface Stage {
  readonly where: Where;
  /** A measured piece of work is repeated until it took this much, for a clock with coarse ticks. */
  readonly leastNs: number;
  /** CPU time used so far, user and system, of all threads that have part in it. */
  readonly cpuNs: () => Promise<number>;
  readonly make: (spec: WorkloadSpec) => Promise<Made>;
  readonly run: () => Promise<Work>;
  readonly runKernel: (customers: number) => Promise<void>;
  readonly bytesPerInFlight: () => Promise<number | null>;
  readonly close: () => Promise<void>;
}

/** CPU time of this process in nanoseconds. */
export function cpuNsOfProcess(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** This process. */
export function nodeStage(): Stage {
  let made = workload({ kind: "hold", pending: 1 });
  return {
    where: "node",
    leastNs: 0,
    cpuNs: async () => cpuNsOfProcess(),
    make: async (spec) => {
      made = workload(spec);
      return { kernel: made.kernel, metrics: made.metrics };
    },
    run: async () => made.run(),
    runKernel: async (customers) => void runReferenceKernel(customers),
    bytesPerInFlight: async () => made.bytesPerInFlight(),
    close: async () => {},
  };
}

/** A stage whose program is asked by text. */
export function remoteStage(
  ask: (request: string) => Promise<string>,
  clock: Pick<Stage, "where" | "leastNs" | "cpuNs" | "close">,
): Stage {
  const answer = async <Ask extends BenchRequest["ask"]>(request: BenchRequest & { ask: Ask }) =>
    JSON.parse(await ask(JSON.stringify(request))) as Answers[Ask];
  return {
    ...clock,
    make: (spec) => answer({ ask: "make", spec }),
    run: () => answer<"run">({ ask: "run" }),
    runKernel: async (customers) => void (await answer({ ask: "kernel", customers })),
    bytesPerInFlight: () => answer<"bytes">({ ask: "bytes" }),
  };
}
