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
import { type Contender, compareSpeeds, type Paired, runInTurns } from "./comparison.ts";
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
/**
 * So often both kernels are made. Where the platform puts their code decides more than most features,
 * for as long as they exist: runs of two kernels that do the same differ by some per cent, one way or
 * the other. So it is the kernels made that are the sample, and not the runs of each.
 */
const KERNELS = 6;
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

/** An empty section of a name of its own: engines keep the code of modules that are equal. */
function sectionNamed(name: string): Buffer {
  const text = Buffer.from(name);
  return Buffer.concat([Buffer.from([0, text.length + 1, text.length]), text]);
}

/** Makes a kernel whose code is compiled anew. */
function made(binary: KernelBinary, name: string): Kernel {
  const code = Buffer.concat([Buffer.from(binary.code, "base64"), sectionNamed(name)]);
  const kernel = kernelOf({ ...binary, code: code.toString("base64") });
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

/** Makes a kernel without a feature, or the whole one. */
type Makers = Readonly<Record<"without" | "whole", (name: string) => Kernel>>;

/** The pair of runs with the median ratio: what disturbs the machine for a moment is left out. */
function medianPair({ first, second }: Paired): readonly [Timed, Timed] {
  const perRequest = ({ cpuNs, requests }: Timed) => cpuNs / requests;
  const pairs = first.map((run, at) => [run, second[at] ?? run] as const);
  const ratio = ([one, other]: readonly [Timed, Timed]) => perRequest(one) / perRequest(other);
  pairs.sort((a, b) => ratio(a) - ratio(b));
  const middle = pairs[Math.floor(pairs.length / 2)];
  if (middle === undefined) throw new Error("There were no runs.");
  return middle;
}

/**
 * Measures kernels, made several times in both orders, for an equal part of the pairs each. Throws
 * when two of them compute different things.
 */
export async function costOf(
  scenario: ResolvedScenario,
  { without, whole }: Makers,
  feature: string,
  pairs: number,
): Promise<OffCost> {
  const runs: { first: Timed[]; second: Timed[] } = { first: [], second: [] };
  const kernels = Math.min(KERNELS, pairs);
  for (let number = 0; number < kernels; number++) {
    const later = number % 2 === 0 ? null : whole(`whole ${feature} ${number}`);
    const first = contenderOf(scenario, without(`${feature} ${number}`));
    const second = contenderOf(scenario, later ?? whole(`whole ${feature} ${number}`));
    if (first.digest() !== second.digest()) {
      throw new Error(`${scenario.name}: without ${feature} the results are others.`);
    }
    const part = { pairs: Math.ceil(pairs / kernels), warmUps: WARM_UPS };
    const [one, other] = medianPair(await runInTurns(first, second, part));
    runs.first.push(one);
    runs.second.push(other);
  }
  const names = [`a kernel without ${feature}`, "the whole one"] as const;
  const comparison = { ...compareSpeeds(names, runs), pairs: kernels * Math.ceil(pairs / kernels) };
  return { scenario: scenario.name, feature, comparison };
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

/** By what is known. */
async function binariesFor(parts: readonly Part[]): Promise<ReadonlyMap<string, KernelBinary>> {
  const make = await checkoutKernels();
  const binaries = new Map<string, KernelBinary>();
  for (const { known } of parts) {
    const key = JSON.stringify(known);
    if (!binaries.has(key)) binaries.set(key, await make(known));
  }
  return binaries;
}

/** Measures all features, the control first; `tell` hears of each result. */
export async function measureOff(
  pairs: number | undefined,
  tell: (line: string) => void,
): Promise<readonly OffCost[]> {
  setFlagsFromString(FLAG);
  const parts = SCENARIOS.flatMap(partsOf);
  const binaries = await binariesFor(parts);
  const whole = kernelBinary;
  if (whole === null) throw new Error("This build has no compiled engine.");
  // The whole kernel has the largest rows; reserved first they serve all others.
  made(whole, "first");
  const costs: OffCost[] = [];
  for (const { scenario, name, known } of parts) {
    const binary = binaries.get(JSON.stringify(known)) ?? whole;
    const makers: Makers = {
      without: (name) => made(binary, name),
      whole: (name) => made(whole, name),
    };
    const cost = await costOf(scenario, makers, name, pairs ?? PAIRS);
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
