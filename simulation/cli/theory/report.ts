// The verdicts of all cases: as the JSON of the contract, as a table, and as what is published.
import type { ValidationReport, ZScores } from "../../results/validation-report.ts";
import { shortNumber, textTable } from "../command/table.ts";
import type { CaseResult } from "./check-case.ts";
import { summarizeZ } from "./statistics.ts";
import type { TheoryCase } from "./theory-case.ts";

export interface Report {
  readonly cases: readonly CaseResult[];
  readonly zScores: ZScores;
}

export function reportOf(cases: readonly CaseResult[]): Report {
  const scores = cases.map(({ score }) => score).filter((score) => score !== null);
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

/** One line: each statistic of the scores with its bound. */
function scoreLine(scores: ZScores): string {
  const { n, mean, sd, ksP, meanBound, sdLow, sdHigh, ksPBound } = scores;
  if (meanBound === null || sdLow === null || sdHigh === null) {
    return `z-scores, one a case: n ${n}, too few to judge`;
  }
  const verdict = scores.pass ? "as errors of chance" : "NOT as errors of chance";
  return (
    `z-scores, one a case: n ${n}, mean ${shortNumber(mean)} (within ${shortNumber(meanBound)}), ` +
    `sd ${shortNumber(sd)} (${shortNumber(sdLow)} to ${shortNumber(sdHigh)}), ` +
    `Kolmogorov-Smirnov p ${shortNumber(ksP)} (at least ${ksPBound}): ${verdict}`
  );
}

export function textReport(report: Report): string {
  const rows = report.cases.map((each) => [
    each.id,
    each.status,
    passed(each),
    worst(each),
    each.why,
  ]);
  return [
    textTable([["Case", "verdict", "metrics", "worst |z|", "why"], ...rows]),
    "",
    `${count(report, "pass")} passed, ${count(report, "fail")} failed, ` +
      `${count(report, "unsupported")} unsupported`,
    scoreLine(report.zScores),
    "",
  ].join("\n");
}

/** The model without its explanations. */
function shortModel(model: string): string {
  return model
    .replace(/\s*\([^)]*\)/g, "")
    .replace(/[:,].*$/, "")
    .trim();
}

/** What of the results a reader is shown; `cases` are those that were judged. */
export function publishedReport(
  report: Report,
  cases: readonly TheoryCase[],
  version: string,
): ValidationReport {
  const byId = new Map(cases.map((theory) => [theory.id, theory]));
  return {
    generatedFor: version,
    zScores: report.zScores,
    cases: report.cases.map(({ id, status, metrics, why, replications, requests }) => {
      const theory = byId.get(id);
      if (theory === undefined) throw new Error(`There is no case "${id}".`);
      return {
        id,
        title: theory.model,
        model: shortModel(theory.model),
        family: theory.family,
        parameters: theory.params,
        status,
        why,
        metrics: metrics.map(({ name, reference, estimate, se, z, pass, why: reason }) => ({
          ...{ name, reference, estimate, se, z, pass },
          ...(reason === undefined ? {} : { why: reason }),
        })),
        formula: theory.formula ?? "",
        method: theory.method ?? "",
        source: theory.source ?? "",
        verification: theory.verification ?? "",
        rule: theory.tolerance_rule.text ?? "",
        replications,
        requests,
      };
    }),
  };
}
