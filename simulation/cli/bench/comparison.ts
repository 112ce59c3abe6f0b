// Two ways to do the same work, run in turns: what changes on the machine from one minute to the
// next falls on both, and the interval of the paired differences says what can be told apart.
import { estimateMean } from "../../metrics/confidence.ts";
import { type Comparison, type Timed, timed } from "./measure.ts";
import type { Stage } from "./stage.ts";
import type { Work } from "./workload.ts";

type Clock = Pick<Stage, "cpuNs" | "leastNs">;

export interface Contender {
  readonly clock: Clock;
  readonly run: () => Promise<Work>;
}

export interface Paired {
  readonly first: readonly Timed[];
  readonly second: readonly Timed[];
}

/** `pairs` runs of each after `warmUps`; who begins alternates, so that neither gains by its place. */
export async function runInTurns(
  first: Contender,
  second: Contender,
  { pairs, warmUps }: { readonly pairs: number; readonly warmUps: number },
): Promise<Paired> {
  for (let i = 0; i < warmUps; i++) {
    await first.run();
    await second.run();
  }
  const runs: { first: Timed[]; second: Timed[] } = { first: [], second: [] };
  const once = { first, second };
  for (let i = 0; i < pairs; i++) {
    const order = i % 2 === 0 ? (["first", "second"] as const) : (["second", "first"] as const);
    for (const which of order) {
      runs[which].push(await timed(once[which].clock, once[which].run));
    }
  }
  return runs;
}

/** Speed of the first over that of the second, in requests per CPU second, with its interval. */
export function compareSpeeds(names: readonly [string, string], runs: Paired): Comparison {
  const logs = runs.first.map((run, i) => {
    const other = runs.second[i]!;
    return Math.log((run.requests * other.cpuNs) / (other.requests * run.cpuNs));
  });
  const { mean, halfWidth, count } = estimateMean(logs);
  return {
    first: names[0],
    second: names[1],
    ratio: Math.exp(mean),
    low: Math.exp(mean - halfWidth),
    high: Math.exp(mean + halfWidth),
    pairs: count,
  };
}
