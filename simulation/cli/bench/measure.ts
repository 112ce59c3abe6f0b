// Speed in CPU time, with the reference kernel interleaved in the same process: what else the
// machine does slows both alike, so their ratio holds where absolute figures do not.
import type { Kernel } from "../../engine/kernel.ts";
import type { Stage, Where } from "./stage.ts";
import type { Work, WorkloadSpec } from "./workload.ts";

/** How two speeds compare, pair by pair. */
export interface Comparison {
  readonly first: string;
  readonly second: string;
  /** Speed of the first over that of the second, geometric mean over the pairs. */
  readonly ratio: number;
  /** 95 % interval of `ratio` by Student's t over the logarithms of the pairs. */
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
}

/** One case of `bench --json`. */
export interface BenchResult {
  readonly name: string;
  readonly where: Where;
  readonly kernel: Kernel["name"] | "simjs";
  readonly metrics: boolean;
  readonly mevPerS: number;
  readonly requestsPerCpuS: number;
  readonly nsPerRequest: number;
  /** Null where nothing is in flight, or another library runs. */
  readonly bytesPerInFlight: number | null;
  /** Null where it was not interleaved with the reference kernel. */
  readonly kernelRatio: number | null;
  /** Median CPU seconds of one run. */
  readonly cpuS: number;
  /** Requests per CPU second of each run. */
  readonly runs: readonly number[];
  /** Least `kernelRatio` that `--check` accepts. */
  readonly gate?: number;
  readonly comparison?: Comparison;
}

const WARM_UPS = 2;
const KERNEL_CUSTOMERS = 2_000_000;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Timed extends Work {
  readonly cpuNs: number;
}

/** CPU time of a run, repeated until the stage's clock can tell. */
export async function timed(stage: Pick<Stage, "cpuNs" | "leastNs">, run: () => Promise<Work>) {
  const before = await stage.cpuNs();
  let [requests, events, cpuNs] = [0, 0, 0];
  do {
    const work = await run();
    requests += work.requests;
    events += work.events;
    cpuNs = (await stage.cpuNs()) - before;
  } while (cpuNs < stage.leastNs);
  return { requests, events, cpuNs } satisfies Timed;
}

/** What a row of results says of some timed runs. */
export function speedOf(runs: readonly Timed[]) {
  const requestsPerCpuS = runs.map(({ requests, cpuNs }) => (requests * 1e9) / cpuNs);
  const speed = median(requestsPerCpuS);
  return {
    mevPerS: median(runs.map(({ events, cpuNs }) => (events * 1e3) / cpuNs)),
    requestsPerCpuS: speed,
    nsPerRequest: 1e9 / speed,
    cpuS: median(runs.map(({ cpuNs }) => cpuNs / 1e9)),
    runs: requestsPerCpuS,
  };
}

/**
 * Medians over interleaved pairs of a run and a kernel run, after warm-up. `kernelRatio` is
 * requests per CPU second over customers of the kernel per CPU second.
 */
export async function measure(
  stage: Stage,
  name: string,
  spec: WorkloadSpec,
  pairs: number,
): Promise<BenchResult> {
  const { kernel, metrics } = await stage.make(spec);
  const runKernel = async () => {
    await stage.runKernel(KERNEL_CUSTOMERS);
    return { requests: KERNEL_CUSTOMERS, events: 2 * KERNEL_CUSTOMERS };
  };
  for (let i = 0; i < WARM_UPS; i++) {
    await stage.run();
    await runKernel();
  }
  const runs: Timed[] = [];
  const ratios: number[] = [];
  for (let i = 0; i < pairs; i++) {
    const run = await timed(stage, stage.run);
    const reference = await timed(stage, runKernel);
    runs.push(run);
    ratios.push((run.requests / run.cpuNs) * (reference.cpuNs / reference.requests));
  }
  return {
    name,
    where: stage.where,
    kernel,
    metrics,
    ...speedOf(runs),
    bytesPerInFlight: await stage.bytesPerInFlight(),
    kernelRatio: median(ratios),
  };
}
