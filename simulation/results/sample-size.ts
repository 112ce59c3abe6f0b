// Which quantiles of a result rest on too few values: fewer than FEWEST_BEYOND above them in a
// replication. How many values stand behind a summary is told by the counts beside it.
import type { EdgeResult, LatencySummary, RunResult } from "./run-result.ts";

/** A quantile with fewer values beyond it moves with every one of them. */
export const FEWEST_BEYOND = 10;

/**
 * Values beyond a quantile in each replication from which on its interval holds the truth as often
 * as it says. Values of a queue come in bursts, so this is far more than FEWEST_BEYOND; measured for
 * a queue at 80 % utilization, see docs/coverage.md.
 */
export const FEWEST_FOR_INTERVAL = 100;

const QUANTILES = [
  ["p50", 0.5],
  ["p90", 0.9],
  ["p95", 0.95],
  ["p99", 0.99],
  ["p999", 0.999],
] as const;

export type QuantileName = (typeof QUANTILES)[number][0];

export interface ThinQuantiles {
  /** Where the summary stands in the result: `endToEnd`, `all`, `latencyMs`. */
  readonly at: readonly string[];
  readonly quantiles: readonly QuantileName[];
  /** Values behind the summary in a replication. */
  readonly values: number;
}

/** Endings of an attempt to which no answer came, so that it has no latency. */
const UNANSWERED = new Set([
  "timeout",
  "deadlineExceeded",
  "abandoned",
  "poolTimeout",
  "rateLimited",
  "circuitOpen",
  "bulkheadFull",
  "connectionRefused",
  "connectionLost",
  "cancelled",
]);

function answered({ ok, failed }: EdgeResult): number {
  const failures = Object.entries(failed).filter(([outcome]) => !UNANSWERED.has(outcome));
  return failures.reduce((sum, [, count]) => sum + count, ok);
}

type Summary = readonly [at: readonly string[], summary: LatencySummary, values: number];

function summariesOf(result: RunResult): Summary[] {
  const types = Object.entries(result.endToEnd).flatMap(([id, type]): Summary[] => {
    const { ok, degraded, completed } = type;
    return [
      [["endToEnd", id, "latencyMs"], type.latencyMs, ok + degraded],
      [["endToEnd", id, "latencyAllMs"], type.latencyAllMs, completed],
      [["endToEnd", id, "settledMs"], type.settledMs, completed],
    ];
  });
  const nodes = Object.entries(result.nodes).flatMap(([id, node]): Summary[] => [
    [["nodes", id, "waitMs"], node.waitMs, node.completions],
    [["nodes", id, "latencyMs"], node.latencyMs, node.completions],
    ...Object.entries(node.operations ?? {}).map(
      ([name, { latencyMs, completions }]): Summary => [
        ["nodes", id, "operations", name, "latencyMs"],
        latencyMs,
        completions,
      ],
    ),
  ]);
  const edges = Object.entries(result.edges).map(
    ([id, edge]): Summary => [["edges", id, "latencyMs"], edge.latencyMs, answered(edge)],
  );
  return [...types, ...nodes, ...edges];
}

/** Whether a quantile of so many values has fewer than `fewest` of them beyond it. */
export function isThin(quantile: QuantileName, values: number, fewest = FEWEST_BEYOND): boolean {
  const p = QUANTILES.find(([name]) => name === quantile)?.[1] ?? 0;
  // Without the slack 100 values would have 9.999... of them beyond their p90.
  return values * (1 - p) < fewest - 1e-9;
}

/** Summaries with quantiles that rest on too few values, in the order of the result. */
export function thinQuantilesOf(result: RunResult, fewest = FEWEST_BEYOND): ThinQuantiles[] {
  return summariesOf(result).flatMap(([at, summary, total]) => {
    const values = total / Math.max(1, result.replications);
    const quantiles = QUANTILES.map(([name]) => name).filter(
      (name) => summary[name] !== null && isThin(name, values, fewest),
    );
    return quantiles.length > 0 ? [{ at, quantiles, values }] : [];
  });
}

/** Names in a sentence; the rest is counted. */
const NAMED_MOST = 4;
/** Fewer finished requests than this tell nothing. */
const FEWEST_FINISHED = 20;

/** "p99, p999 of orders": one entry an entity, with all quantiles that are thin in any summary. */
function thinByEntity(result: RunResult): string[] {
  const thin = new Map<string, Set<QuantileName>>();
  for (const { at, quantiles } of thinQuantilesOf(result)) {
    const [block, id, inner, operation] = at;
    const entity = inner === "operations" ? `${id}/${operation}` : id;
    const name = block === "endToEnd" ? `${id} end to end` : entity;
    const known = thin.get(name) ?? new Set();
    for (const quantile of quantiles) known.add(quantile);
    thin.set(name, known);
  }
  return [...thin].map(([name, quantiles]) => {
    const ordered = QUANTILES.map(([quantile]) => quantile).filter((each) => quantiles.has(each));
    return `${ordered.join(", ")} of ${name}`;
  });
}

/** A sentence for `warnings` where numbers rest on too few samples; none where all have enough. */
export function sampleWarningsOf(result: RunResult): string[] {
  const { completed } = result.endToEnd.all;
  const each = completed / Math.max(1, result.replications);
  if (each < FEWEST_FINISHED) {
    const of = result.replications > 1 ? " in a replication" : "";
    return [
      `Too few samples: ${Math.floor(each * 10) / 10} requests finished${of}; ` +
        "means and quantiles say little.",
    ];
  }
  const thin = thinByEntity(result);
  if (thin.length === 0) return [];
  const named = thin.slice(0, NAMED_MOST).join("; ");
  const rest = thin.length - NAMED_MOST;
  return [
    `Too few samples (under ${FEWEST_BEYOND} values beyond the quantile): ` +
      `${named}${rest > 0 ? `; and of ${rest} more` : ""}.`,
  ];
}
