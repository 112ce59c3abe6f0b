// What a feature costs while it is off: the compiled kernel against one that takes for granted that it
// is, in turns in one process and one memory. Nothing is told of a feature that a scenario uses.
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { createEngine } from "../../engine/engine.ts";
import { type Kernel, kernelOf } from "../../engine/kernel.ts";
import { type KernelBinary, kernelBinary } from "../../engine/kernel-binary.ts";
import type { ResolvedScenario } from "../../scenario/document.ts";
import { textTable } from "../command/table.ts";
import { projectRoot } from "../project-root.ts";
import { type Contender, compareSpeeds, runInTurns } from "./comparison.ts";
import { FEATURES, type Feature, isOff, knownWithout } from "./features.ts";
import type { Comparison, Timed } from "./measure.ts";
import { developmentPackage } from "./program-script.ts";
import { loadScenario } from "./scenario-case.ts";
import { cpuNsOfProcess } from "./stage.ts";

/** Runs of some 30 ms: what disturbs the machine longer than that falls on both of a pair. */
const SCENARIOS = [
  { name: "mm1", durationS: 800 },
  { name: "three", durationS: 15 },
] as const;
const PAIRS = 30;
const WARM_UPS = 3;
/** Code of V8's best compiler from the first call on: else one of a pair may still wait for it. */
const FLAG = "--no-liftoff";
const SEEDS = 10;

const SAME = "nothing (control)";
const ALL = "all that is off";

/** What leaving out a feature that is off gains in a scenario. */
export interface OffCost {
  readonly scenario: string;
  readonly feature: string;
  readonly comparison: Comparison;
}

/** Makes the kernel that takes something for granted. */
export type KernelMaker = (known: ReturnType<typeof knownWithout>) => Promise<KernelBinary>;

type Vite = typeof import("vite");

/** The compiler of the checkout, as the command's build has it. */
export async function checkoutKernels(): Promise<KernelMaker> {
  const { loadConfigFromFile } = (await developmentPackage("vite")) as Vite;
  const root = projectRoot();
  const file = join(root, "vite.cli.config.ts");
  const loaded = await loadConfigFromFile({ command: "build", mode: "production" }, file, root);
  const plugins = [loaded?.config.plugins ?? []].flat() as { name?: string; api?: unknown }[];
  const api = plugins.find((plugin) => plugin?.name === "kernel")?.api;
  return (api as { without: KernelMaker }).without;
}

function made(binary: KernelBinary): Kernel {
  const kernel = kernelOf(binary);
  if (typeof kernel === "string") throw new Error(`There is no compiled engine: ${kernel}.`);
  return kernel;
}

/** Runs of the scenario with one seed after another; both of a pair have the same. */
function contenderOf(scenario: ResolvedScenario, kernel: Kernel): Contender & { digest(): string } {
  const engine = createEngine({ heapOnly: false, kernel });
  engine.load(scenario);
  let runs = 0;
  return {
    clock: { cpuNs: async () => cpuNsOfProcess(), leastNs: 0 },
    run: async () => {
      engine.reset(scenario.seed + (runs++ % SEEDS));
      engine.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      const requests = engine.totals().endToEnd.all?.offered ?? 0;
      return { requests, events: engine.events() };
    },
    digest() {
      engine.reset(scenario.seed);
      engine.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      return engine.digest();
    },
  };
}

/** A kernel without a feature and the whole one. */
type KernelPair = readonly [without: Kernel, whole: Kernel];

/**
 * Measures each of `kernels` for an equal part of the pairs: kernels made in both orders, so that
 * neither gains by where its code and constants happen to stand. Throws when two kernels compute
 * different things.
 */
export async function costOf(
  scenario: ResolvedScenario,
  kernels: readonly KernelPair[],
  feature: string,
  pairs: number,
): Promise<OffCost> {
  const runs: { first: Timed[]; second: Timed[] } = { first: [], second: [] };
  for (const [without, whole] of kernels) {
    const [first, second] = [contenderOf(scenario, without), contenderOf(scenario, whole)];
    if (first.digest() !== second.digest()) {
      throw new Error(`${scenario.name}: without ${feature} the results are others.`);
    }
    const part = Math.ceil(pairs / kernels.length);
    const { first: some, second: others } = await runInTurns(first, second, {
      pairs: part,
      warmUps: WARM_UPS,
    });
    runs.first.push(...some);
    runs.second.push(...others);
  }
  const names = [`a kernel without ${feature}`, "the whole one"] as const;
  return { scenario: scenario.name, feature, comparison: compareSpeeds(names, runs) };
}

/** The features that a scenario leaves off. */
export function featuresOff(scenario: ResolvedScenario): readonly Feature[] {
  createEngine({ heapOnly: false }).load(scenario);
  return FEATURES.filter(isOff);
}

interface Part {
  readonly scenario: ResolvedScenario;
  readonly name: string;
  readonly known: ReturnType<typeof knownWithout>;
}

/** What is measured: the control first, each feature that is off, and all of them. */
function partsOf({ name, durationS }: (typeof SCENARIOS)[number]): Part[] {
  const scenario = loadScenario(name, { "run.durationS": durationS });
  const off = featuresOff(scenario);
  const each = off.map((feature) => ({ name: feature.name, features: [feature] }));
  return [{ name: SAME, features: [] }, ...each, { name: ALL, features: off }].map(
    ({ name, features }) => ({ scenario, name, known: knownWithout(features) }),
  );
}

/** By what they take for granted: two of each, made before and after the whole one. */
async function kernelsFor(parts: readonly Part[]): Promise<ReadonlyMap<string, KernelPair[]>> {
  if (kernelBinary === null) throw new Error("This build has no compiled engine.");
  const make = await checkoutKernels();
  const binaries = new Map<string, KernelBinary>();
  for (const { known } of parts) {
    const key = JSON.stringify(known);
    if (!binaries.has(key)) binaries.set(key, await make(known));
  }
  // The whole kernel has the largest rows; reserved first they serve all others.
  made(kernelBinary);
  const before = new Map([...binaries].map(([key, binary]) => [key, made(binary)]));
  const whole = made(kernelBinary);
  const pairs = new Map<string, KernelPair[]>();
  for (const [key, binary] of binaries) {
    const first = before.get(key);
    if (first !== undefined)
      pairs.set(key, [
        [first, whole],
        [made(binary), whole],
      ]);
  }
  return pairs;
}

/** Measures all features, the control first; `tell` hears of each result. */
export async function measureOff(
  pairs: number | undefined,
  tell: (line: string) => void,
): Promise<readonly OffCost[]> {
  setFlagsFromString(FLAG);
  const parts = SCENARIOS.flatMap(partsOf);
  const kernels = await kernelsFor(parts);
  const costs: OffCost[] = [];
  for (const { scenario, name, known } of parts) {
    const each = kernels.get(JSON.stringify(known)) ?? [];
    const cost = await costOf(scenario, each, name, pairs ?? PAIRS);
    costs.push(cost);
    tell(rowOf(cost).join("  "));
  }
  return costs;
}

/** Whether the pairs tell the two kernels apart. */
function isResolved({ low, high }: Comparison): boolean {
  return low > 1 || high < 1;
}

function rowOf({ scenario, feature, comparison }: OffCost): string[] {
  const { ratio, low, high, pairs } = comparison;
  return [
    scenario,
    feature,
    ratio.toFixed(3),
    `${low.toFixed(3)} to ${high.toFixed(3)}`,
    String(pairs),
    isResolved(comparison) ? "yes" : "no",
  ];
}

/** Speed of the kernel without a feature over that of the whole one, as a table. */
export function offTable(costs: readonly OffCost[]): string {
  const header = ["Scenario", "without", "speed", "95 % interval", "pairs", "resolved"];
  return `${textTable([header, ...costs.map(rowOf)])}\n`;
}
