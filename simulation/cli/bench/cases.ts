// The cases of the bench by name, and how each is measured.
import type { KernelChoice } from "../../engine/kernel.ts";
import { analysisCase } from "./analysis-case.ts";
import { type BenchResult, measure } from "./measure.ts";
import { buildProgram } from "./program-script.ts";
import { reducedCase } from "./reduced-case.ts";
import { benchDocument, galleryDocument, largeShop } from "./scenario-case.ts";
import { simJsCase } from "./simjs-case.ts";
import { nodeStage, type Where } from "./stage.ts";
import type { WorkloadSpec } from "./workload.ts";

export interface Surroundings {
  readonly where: Where;
  readonly kernel: KernelChoice;
  /** Number of interleaved pairs; each case has its own if none is asked for. */
  readonly pairs?: number | undefined;
}

export interface CaseEntry {
  readonly help: string;
  readonly where: readonly Where[];
  /** Least ratio to the reference kernel: three quarters of that of README.md. */
  readonly gate?: number;
  readonly measure: (name: string, around: Surroundings) => Promise<BenchResult>;
}

const PAIRS = 15;
/** The shop takes seconds. */
const LONG_PAIRS = 5;
const REDUCED_PAIRS = 30;
/** Runs of the gallery take some 20 to 100 ms. */
const ANALYSIS_PAIRS = 60;

async function stageAt({ where, kernel }: Surroundings) {
  if (where === "node") return nodeStage();
  const { chromiumStage } = await import("./chromium.ts");
  return chromiumStage(await buildProgram(kernel !== "js"));
}

async function onStage(
  name: string,
  spec: WorkloadSpec,
  around: Surroundings,
  pairs: number,
): Promise<BenchResult> {
  const stage = await stageAt(around);
  try {
    return await measure(stage, name, spec, around.pairs ?? pairs);
  } finally {
    await stage.close();
  }
}

const EVERYWHERE = ["node", "chromium"] as const;

function hold(pending: number): CaseEntry {
  return {
    help: `the event list alone with ${pending.toLocaleString("en-US")} events pending`,
    where: EVERYWHERE,
    measure: (name, around) => onStage(name, { kind: "hold", pending }, around, PAIRS),
  };
}

function scenario(help: string, gate?: number): CaseEntry {
  return {
    help,
    where: EVERYWHERE,
    ...(gate === undefined ? {} : { gate }),
    measure: (name, around) => {
      const document = benchDocument(name);
      return onStage(name, { kind: "scenario", document, kernel: around.kernel }, around, PAIRS);
    },
  };
}

function reduced(of: string, without: "metrics" | "unused" | "nothing", help: string): CaseEntry {
  return {
    help,
    where: ["node"],
    measure: (name, { pairs = REDUCED_PAIRS }) =>
      reducedCase(name, { document: benchDocument(of), without, pairs }),
  };
}

function simJs(of: string): CaseEntry {
  return {
    help: `${of} written for SimJS, in turns with Brownout`,
    where: ["node"],
    measure: (name, { kernel, pairs = PAIRS }) =>
      simJsCase(name, { document: benchDocument(of), kernel, pairs }),
  };
}

function analysis(of: string): CaseEntry {
  return {
    help: `${of} of the gallery with the analysis of its run, and without`,
    where: ["node"],
    measure: (name, { kernel, pairs = ANALYSIS_PAIRS }) =>
      analysisCase(name, { document: galleryDocument(of), kernel, pairs }),
  };
}

export const CASES: Readonly<Record<string, CaseEntry>> = {
  "hold-1e2": hold(1e2),
  "hold-1e4": hold(1e4),
  "hold-1e5": hold(1e5),
  "hold-1e6": hold(1e6),
  mm1: scenario("one server", 0.2805),
  tandem: scenario("three stations in a row", 0.12675),
  retry: scenario("time-outs and retries", 0.195),
  three: scenario("slots held over nested calls", 0.06375),
  everything: scenario("every kind of node, policy and fault"),
  "mesh-60": scenario("sixty nodes in a mesh of sidecars with all of its policies"),
  kafka: scenario("producers, a log of 24 partitions, two consumer groups"),
  "kafka-100k": scenario("100,000 records a second in batches, 12 partitions, two groups"),
  shop: {
    help: "ten minutes of the shop at 1,000 requests/s and five times the replicas",
    where: EVERYWHERE,
    measure: (name, around) => {
      const { kernel } = around;
      return onStage(name, { kind: "scenario", document: largeShop(), kernel }, around, LONG_PAIRS);
    },
  },
  checkpoint: {
    help: "saving, and putting back, a state of 4,096 calls in progress",
    where: EVERYWHERE,
    measure: (name, around) => {
      const document = benchDocument(name);
      return onStage(name, { kind: "checkpoint", document, kernel: around.kernel }, around, PAIRS);
    },
  },
  "simjs-mm1": simJs("mm1"),
  "simjs-tandem": simJs("tandem"),
  "analysis-shop": analysis("shop"),
  "analysis-retry-storm": analysis("retry-storm"),
  "analysis-noisy-neighbor": analysis("noisy-neighbor"),
  "analysis-bookinfo": analysis("bookinfo"),
  "mm1-bare": reduced("mm1", "metrics", "mm1 by an engine whose code records nothing"),
  "three-bare": reduced("three", "metrics", "three by an engine whose code records nothing"),
  "mm1-lean": reduced("mm1", "unused", "mm1 by an engine without the branches it never takes"),
  "three-lean": reduced(
    "three",
    "unused",
    "three by an engine without the branches it never takes",
  ),
  "three-same": reduced(
    "three",
    "nothing",
    "three by the same engine twice: what noise alone does",
  ),
};
