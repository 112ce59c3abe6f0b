// One hard case for each seed: a random design, one small fault of any kind somewhere in it, and the
// question whether what is named as the origin is what was injected.
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { Blame } from "../../simulation/results/failure-place.ts";
import { OUTCOMES } from "../../simulation/results/outcomes.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { rowLengthOf, typeColumn } from "../../simulation/results/series.ts";
import type { CascadeStep } from "../../simulation/results/story.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { Dice, type HardDesign, hardDesign } from "./hard-design.ts";
import { resolved } from "./simulate.ts";

const WARMUP_S = 5;
const FAULT_AT_S = 30;
const FAULT_FOR_S = 25;
const DURATION_S = 75;
/** What was under way when the fault ended has mostly ended after this time. */
const PENDING_S = 4;

type Draw = (dice: Dice, design: HardDesign) => Omit<FaultDocument, "atS" | "forS"> | null;

/** One instance where there are several, mostly. */
function someOf(dice: Dice, { stations, replicas }: HardDesign): string {
  const id = dice.pick(stations);
  const many = (replicas[id] ?? 1) > 1;
  return many && dice.chance(0.7) ? `${id}[${dice.whole(0, (replicas[id] ?? 1) - 1)}]` : id;
}

const FAULTS: Readonly<Record<string, Draw>> = {
  slow: (dice, design) => ({
    kind: "slow",
    target: someOf(dice, design),
    factor: dice.pick([4, 10, 30]),
  }),
  crash: (dice, design) => ({
    kind: "crash",
    target: someOf(dice, design),
    mode: dice.pick(["exit", "blackhole"]),
  }),
  errors: (dice, design) => ({
    kind: "errors",
    target: someOf(dice, design),
    ratio: dice.pick([0.05, 0.2, 0.6]),
  }),
  hang: (dice, design) => ({ kind: "hang", target: someOf(dice, design) }),
  pause: (dice, design) => ({ kind: "pause", target: someOf(dice, design) }),
  gc: (dice, design) => ({
    kind: "pause",
    target: dice.pick(design.stations),
    every: { type: "exponential", meanMs: 2000 },
    for: { type: "exponential", meanMs: dice.pick([300, 800]) },
  }),
  deploy: (dice, design) => ({
    kind: "bad-deploy",
    target: dice.pick(design.stations),
    share: dice.pick([0.3, 0.5]),
    ratio: dice.pick([0.1, 0.5]),
    factor: dice.pick([1, 5]),
  }),
  latency: (dice, design) => ({
    kind: "latency",
    target: dice.pick(design.links),
    addMs: dice.pick([50, 200, 600]),
  }),
  loss: (dice, design) => ({
    kind: "loss",
    target: dice.pick(design.links),
    ratio: dice.pick([0.03, 0.1, 0.3]),
  }),
  partition: (dice, design) => ({
    kind: "partition",
    target: dice.pick(design.links),
    mode: dice.pick(["blackhole", "refuse"]),
  }),
  leak: (dice, design) =>
    design.pooled.length === 0
      ? null
      : { kind: "pool-leak", target: dice.pick(design.pooled), ratio: 0.05 },
  names: (dice, design) => ({ kind: "dns-failure", target: dice.pick(design.links), ttlS: 15 }),
  certificate: (dice, design) => ({
    kind: "certificate-expiry",
    target: dice.pick(design.links),
    connectionS: 15,
  }),
  spike: (dice) => ({ kind: "spike", target: "users", factor: dice.pick([2, 3]) }),
};

/** Sorts of faults as they are drawn here. */
export const SORTS: readonly string[] = Object.keys(FAULTS);

export interface HardCase {
  readonly document: ScenarioDocument;
  /** Kind of the fault as it is drawn here. */
  readonly sort: string;
  /** Nodes that may be named: the one that is hit, or both ends of the link. */
  readonly injected: readonly string[];
}

/** A fault that does nothing, on a node of which the injected one knows nothing. */
function decoyOf(dice: Dice, { stations }: HardDesign, injected: readonly string[]): FaultDocument {
  const target = dice.pick(stations.filter((id) => !injected.includes(id)));
  return { kind: "slow", target, factor: 1, atS: FAULT_AT_S, forS: FAULT_FOR_S };
}

/** `decoy`: beside the fault there is another, which has no effect at all. */
export function hardCase(seed: number, decoy = false): HardCase {
  const dice = new Dice(seed);
  const design = hardDesign(dice);
  let drawn = dice.pick(Object.keys(FAULTS));
  let fault = FAULTS[drawn]?.(dice, design) ?? null;
  if (fault === null) {
    drawn = "slow";
    fault = FAULTS.slow?.(dice, design) ?? null;
  }
  if (fault === null) throw new Error(`no fault of sort ${drawn}`);
  const target = String(fault.target);
  const injected = target.includes("->") ? target.split("->") : [target.replace(/\[.*$/, "")];
  const document: ScenarioDocument = {
    format: 1,
    catalog: "2026-11",
    name: `hard ${seed}`,
    run: { durationS: DURATION_S, warmupS: WARMUP_S, seed },
    nodes: design.nodes,
    edges: design.edges,
    faults: {
      f: { ...fault, atS: FAULT_AT_S, forS: FAULT_FOR_S } as FaultDocument,
      ...(decoy ? { decoy: decoyOf(dice, design, injected) } : {}),
    },
  };
  return { document, sort: drawn, injected };
}

export interface Named {
  readonly cause: string;
  readonly origin: string | null;
  readonly share: number;
}

/** What most of the failed and late requests are due to. */
export function namedByBlame(blame: readonly Blame[]): Named | null {
  const sums = new Map<string, Named>();
  for (const { cause, origin = null, share } of blame) {
    const key = `${cause} ${origin}`;
    sums.set(key, { cause, origin, share: share + (sums.get(key)?.share ?? 0) });
  }
  return [...sums.values()].sort((a, b) => b.share - a.share)[0] ?? null;
}

/** Where the chain of the first step of the cascade begins: a step, or a node that has none. */
export function namedByCascade(result: RunResult): Named | null {
  const { cascade } = result;
  const seen = new Set<string>();
  const [first] = cascade;
  if (first === undefined) return null;
  let step: CascadeStep = first;
  while (step.because.startsWith("node:") && !seen.has(step.node)) {
    seen.add(step.node);
    const next: string = step.because.slice("node:".length).split("/")[0] ?? "";
    const found: CascadeStep | undefined = cascade.find(({ node }) => node === next);
    if (found === undefined) return { cause: step.because, origin: next, share: 1 };
    step = found;
  }
  return { cause: step.because, origin: step.node, share: 1 };
}

export interface Verdict {
  readonly seed: number;
  readonly sort: string;
  readonly target: string;
  readonly injected: readonly string[];
  readonly nodes: number;
  /** Of the requests that ended while the fault acted: failed, and failed or late beyond the usual. */
  readonly failed: number;
  readonly hurt: number;
  readonly byBlame: Named | null;
  readonly byCascade: Named | null;
  readonly result: RunResult;
}

/** Of the requests that ended in (fromS, toS]: shares that failed, and that failed or were late. */
function sharesIn(fromS: number, toS: number): { readonly failed: number; readonly hurt: number } {
  const layout = engine.layout();
  const rows = engine.rows(0);
  const length = rowLengthOf(layout);
  const sums = { ended: 0, success: 0, good: 0 };
  for (let at = 0; at < rows.length; at += length) {
    const endS = Number(rows[at]) / 1000;
    if (!(endS > fromS && endS <= toS)) continue;
    for (const outcome of OUTCOMES) sums.ended += Number(rows[at + typeColumn(0, outcome)]);
    for (const outcome of ["ok", "degraded"] as const) {
      sums.success += Number(rows[at + typeColumn(0, outcome)]);
    }
    sums.good += Number(rows[at + typeColumn(0, "good")]);
  }
  return { failed: 1 - sums.success / sums.ended, hurt: 1 - sums.good / sums.ended };
}

/** Requests hurt beyond the usual from which on users are said to be hurt. */
export const HURT = 0.01;

export function judgeHard(seed: number, decoy = false): Verdict {
  const { document, sort, injected } = hardCase(seed, decoy);
  const result = runScenario(resolved(document), {}, engine);
  const before = sharesIn(WARMUP_S, FAULT_AT_S);
  const during = sharesIn(FAULT_AT_S, FAULT_AT_S + FAULT_FOR_S + PENDING_S);
  return {
    seed,
    sort,
    target: String(document.faults?.f?.target),
    injected,
    nodes: Object.keys(document.nodes).length,
    failed: during.failed,
    hurt: during.hurt - before.hurt,
    byBlame: namedByBlame(result.blame ?? []),
    byCascade: namedByCascade(result),
    result,
  };
}

/** The injected fault, at the place where it was injected. */
export function isBlamed({ byBlame, injected }: Verdict): boolean {
  return byBlame?.cause === "fault:f" && injected.includes(byBlame.origin ?? "");
}

/** The chain of the cascade begins with the injected fault, or at a node that this hits. */
export function isTold({ byCascade, injected }: Verdict): boolean {
  if (byCascade?.cause.startsWith("node:")) return injected.includes(byCascade.origin ?? "");
  return byCascade?.cause === "fault:f";
}
