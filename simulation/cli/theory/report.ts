// The verdicts of all cases, as the JSON of the contract and as a table.
import { shortNumber, textTable } from "../command/table.ts";
import type { CaseResult } from "./check-case.ts";
import { summarizeZ, type ZSummary } from "./statistics.ts";

export interface Report {
  readonly cases: readonly CaseResult[];
  readonly zScores: ZSummary;
}

export function reportOf(cases: readonly CaseResult[]): Report {
  const scores = cases
    .flatMap(({ metrics }) => metrics.map(({ z }) => z))
    .filter((z) => z !== null);
  return { cases, zScores: summarizeZ(scores) };
}

function worst({ metrics }: CaseResult): string {
  const largest = Math.max(...metrics.map(({ z }) => Math.abs(z ?? 0)));
  return metrics.some(({ z }) => z !== null) ? largest.toFixed(2) : "-";
}

function passed({ metrics }: CaseResult): string {
  return `${metrics.filter(({ pass }) => pass).length}/${metrics.length}`;
}

function count({ cases }: Report, status: CaseResult["status"]): number {
  return cases.filter((each) => each.status === status).length;
}

export function textReport(report: Report): string {
  const rows = report.cases.map((each) => [
    each.id,
    each.status,
    passed(each),
    worst(each),
    each.why,
  ]);
  const { n, mean, sd, ksP } = report.zScores;
  return [
    textTable([["Case", "verdict", "metrics", "worst |z|", "why"], ...rows]),
    "",
    `${count(report, "pass")} passed, ${count(report, "fail")} failed, ` +
      `${count(report, "unsupported")} unsupported`,
    `z-scores: n ${n}, mean ${shortNumber(mean)}, sd ${shortNumber(sd)}, ` +
      `Kolmogorov-Smirnov p ${shortNumber(ksP)}`,
    "",
  ].join("\n");
}
