// Coverage as a table, and the verdict over it.
import { FEWEST_FOR_INTERVAL } from "../../results/sample-size.ts";
import { markdownTable, percent, shortNumber, type Table, textTable } from "../command/table.ts";
import type { Coverage } from "./measure.ts";

/** Coverage that counts as 95 %: two and three quarters standard errors of 400 repetitions. */
export const LEAST = 0.92;
export const MOST = 0.98;

/** The judged ones that lie outside the bounds. */
export function missesOf(coverages: readonly Coverage[]): readonly Coverage[] {
  return coverages.filter(({ isJudged, share }) => isJudged && !(share >= LEAST && share <= MOST));
}

function tableOf(coverages: readonly Coverage[]): Table {
  const rows = coverages.map((each) => [
    each.design,
    each.name,
    shortNumber(each.truth),
    shortNumber(each.estimate),
    shortNumber(each.halfWidth),
    percent(each.share),
    percent(each.reliableShare),
    percent(each.reliableCoverage),
    each.isJudged ? "yes" : "no",
  ]);
  const header = [
    "runs",
    "value",
    "truth",
    "mean estimate",
    "mean half-width",
    "coverage",
    "called reliable",
    "coverage of these",
    "judged",
  ];
  return [header, ...rows];
}

function verdictOf(coverages: readonly Coverage[]): string {
  const misses = missesOf(coverages);
  const judged = coverages.filter(({ isJudged }) => isJudged).length;
  const bounds = `${LEAST * 100} to ${MOST * 100} %`;
  if (misses.length === 0) return `All ${judged} judged intervals cover within ${bounds}.`;
  const names = misses.map(({ design, name }) => `${name} (${design})`).join(", ");
  return `${misses.length} of ${judged} judged intervals are outside ${bounds}: ${names}.`;
}

export function textReport(coverages: readonly Coverage[]): string {
  return `${textTable(tableOf(coverages))}\n\n${verdictOf(coverages)}\n`;
}

export function markdownReport(coverages: readonly Coverage[]): string {
  const repetitions = coverages[0]?.repetitions ?? 0;
  return [
    "# Coverage of confidence intervals",
    `How often does a 95 % interval hold the true value? ${repetitions} repetitions of each design ` +
      "on an M/M/1 queue at 80 % (80 requests/s, exponential service of 10 ms), where theory gives " +
      "mean, quantiles, throughput and utilization exactly. Every run has a warm-up of 10 s that is " +
      "left out, and seeds of its own. Several replications give Student's t intervals over their " +
      "values; one run gives batch means (20 batches). A share of 95 % has a standard error of " +
      `${((100 * Math.sqrt(0.95 * 0.05)) / Math.sqrt(Math.max(1, repetitions))).toFixed(1)} points here.`,
    markdownTable(tableOf(coverages)),
    verdictOf(coverages),
    "Designs that are not judged show what too short a run costs.",
    "- Ten runs of 20 s estimate the p99 from 16 values beyond it, which come in a few busy periods: the " +
      "estimate is biased by more than its interval. A quantile's interval counts as reliable from " +
      `${FEWEST_FOR_INTERVAL} values beyond it in each replication on.`,
    "- One run of 60 s has batches of 3 s, three relaxation times of the queue. Most of these runs say " +
      "so themselves; one that happens to see no long busy period cannot know, so the few intervals " +
      "of the mean that call themselves reliable there hold the truth less often than they say.",
    "Made by `npm run coverage -- --md`; equal on every machine.",
  ].join("\n\n");
}
