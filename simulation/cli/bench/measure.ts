// Speed in CPU time, with the reference kernel interleaved in the same process: what else the
// machine does slows both alike, so their ratio holds where absolute figures do not.
import { runReferenceKernel } from "./reference-kernel.ts";

/** Work of one run, counted by what is measured. */
export interface Work {
  /** Requests of a scenario, holds of an event list. */
  readonly requests: number;
  readonly events: number;
}

export interface BenchCase {
  readonly name: string;
  /** Whether full metrics were recorded. */
  readonly metrics: boolean;
  readonly run: () => Work;
}

/** One case of `bench --json`. */
export interface BenchResult {
  readonly name: string;
  readonly where: "node";
  readonly metrics: boolean;
  readonly mevPerS: number;
  readonly requestsPerCpuS: number;
  readonly nsPerRequest: number;
  /** Not measured in this version. */
  readonly bytesPerInFlight: null;
  readonly kernelRatio: number;
  /** Requests per CPU second of each run. */
  readonly runs: readonly number[];
}

const WARM_UPS = 2;
const PAIRS = 9;
const KERNEL_CUSTOMERS = 2_000_000;

/** CPU time of this process in nanoseconds, user and system. */
export function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function kernelPerCpuS(): number {
  const before = cpuNs();
  runReferenceKernel(KERNEL_CUSTOMERS);
  return (KERNEL_CUSTOMERS * 1e9) / (cpuNs() - before);
}

/**
 * Medians over interleaved pairs of a run and a kernel run, after warm-up. `kernelRatio` is
 * requests per CPU second over customers of the kernel per CPU second.
 */
export function measure({ name, metrics, run }: BenchCase): BenchResult {
  for (let i = 0; i < WARM_UPS; i++) {
    run();
    runReferenceKernel(KERNEL_CUSTOMERS);
  }
  const requestsPerCpuS: number[] = [];
  const eventsPerCpuS: number[] = [];
  const ratios: number[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const before = cpuNs();
    const { requests, events } = run();
    const spentNs = cpuNs() - before;
    requestsPerCpuS.push((requests * 1e9) / spentNs);
    eventsPerCpuS.push((events * 1e9) / spentNs);
    ratios.push((requests * 1e9) / spentNs / kernelPerCpuS());
  }
  const speed = median(requestsPerCpuS);
  return {
    name,
    where: "node",
    metrics,
    mevPerS: median(eventsPerCpuS) / 1e6,
    requestsPerCpuS: speed,
    nsPerRequest: 1e9 / speed,
    bytesPerInFlight: null,
    kernelRatio: median(ratios),
    runs: requestsPerCpuS,
  };
}
