// What the bench prints, and what it judges: only ratios, since absolute figures are the machine's.
import { shortNumber, textTable } from "../command/table.ts";
import type { BenchResult, Comparison } from "./measure.ts";

export interface Report {
  /** Version of Node. */
  readonly node: string;
  readonly cases: readonly BenchResult[];
}

const HEADER = [
  "Case",
  "where",
  "engine",
  "metrics",
  "requests/CPU s",
  "ns/request",
  "M events/CPU s",
  "CPU s/run",
  "B/in flight",
  "of the kernel",
  "gate",
];

function rowOf(result: BenchResult): readonly string[] {
  return [
    result.name,
    result.where,
    result.kernel,
    result.metrics ? "full" : "none",
    shortNumber(result.requestsPerCpuS),
    shortNumber(result.nsPerRequest),
    shortNumber(result.mevPerS),
    shortNumber(result.cpuS),
    shortNumber(result.bytesPerInFlight),
    shortNumber(result.kernelRatio),
    result.gate?.toFixed(3) ?? "-",
  ];
}

function sentenceOf(name: string, { first, second, ratio, low, high, pairs }: Comparison): string {
  const interval = `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
  return `${name}: ${first} is ${ratio.toFixed(3)} times as fast as ${second} (${interval}, ${pairs} pairs)`;
}

export function textReport({ node, cases }: Report): string {
  const compared = cases.flatMap(({ name, comparison }) =>
    comparison === undefined ? [] : [sentenceOf(name, comparison)],
  );
  const table = textTable([HEADER, ...cases.map(rowOf)]);
  return `${[`Node ${node}`, table, ...compared].join("\n")}\n`;
}

/** A sentence for each case whose ratio to the kernel is below its gate. */
export function missedGates(cases: readonly BenchResult[]): readonly string[] {
  return cases.flatMap(({ name, kernelRatio, gate }) => {
    if (gate === undefined || (kernelRatio !== null && kernelRatio >= gate)) return [];
    const ratio = kernelRatio?.toFixed(3) ?? "not measured";
    return [`${name} is at ${ratio} of the kernel, its gate is ${gate}.`];
  });
}
