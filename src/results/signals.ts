// The four golden signals at an instant, and what would give way first.

import type { OfferedLoad } from "../../simulation/results/offered-load.ts";
import { FIRST_FAILURE, OUTCOMES } from "../../simulation/results/outcomes.ts";
import { type RunRows, rowTimeMs } from "../store/run-rows.ts";
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatRate,
  formatRatio,
} from "../ui/format.ts";
import { latest, nodeValue, perSecond, steady, sum, typeValue, utilization } from "./run-values.ts";

const ALL = 0;

export interface Signal {
  readonly name: "Latency" | "Traffic" | "Errors" | "Saturation";
  readonly value: string;
  /** What the value is of. */
  readonly of: string;
  readonly isBad: boolean;
}

/** Shares of failures and held slots from which a signal is printed as an alarm. */
const BAD_FAILURES = 0.01;
const BAD_SATURATION = 0.95;
const BAD_GOOD_RATIO = 0.8;

export interface BusiestNode {
  readonly id: string;
  /** Share of its slots that are held. */
  readonly busy: number;
  /** How many wait. */
  readonly queued: number;
}

/** The node whose slots are held most; of equals the one with the longer queue. */
export function busiestNode(rows: RunRows, row: number): BusiestNode | null {
  let found: BusiestNode | null = null;
  for (const [index, id] of rows.layout.nodeIds.entries()) {
    const busy = steady(rows, utilization(rows, index))(row);
    if (Number.isNaN(busy)) continue;
    const queued = nodeValue(rows, index, "queueEnd")(row);
    const isMore = found === null || busy > found.busy + 1e-9;
    const isLonger = found !== null && Math.abs(busy - found.busy) <= 1e-9 && queued > found.queued;
    if (isMore || isLonger) found = { id, busy, queued };
  }
  return found;
}

export function signalsAt(
  rows: RunRows,
  row: number,
  nameOf: (node: string) => string,
): readonly Signal[] {
  const rate = (column: Parameters<typeof typeValue>[2]) =>
    steady(rows, perSecond(rows, typeValue(rows, ALL, column)))(row);
  const [good, offered] = [rate("good"), rate("offered")];
  const ended = OUTCOMES.reduce((total, outcome) => total + rate(outcome), 0);
  const failed = OUTCOMES.slice(FIRST_FAILURE).reduce((total, each) => total + rate(each), 0);
  const failures = ended > 0 ? failed / ended : Number.NaN;
  const busiest = busiestNode(rows, row);
  return [
    {
      name: "Latency",
      value: formatDuration(latest(typeValue(rows, ALL, "p99Ms"), row)),
      of: "p99",
      isBad: false,
    },
    {
      name: "Traffic",
      value: formatRate(good),
      of: `of ${formatRate(offered)}`,
      isBad: good < BAD_GOOD_RATIO * offered,
    },
    {
      name: "Errors",
      value: formatRatio(failures),
      of: "failed",
      isBad: failures >= BAD_FAILURES,
    },
    {
      name: "Saturation",
      value: formatRatio(busiest?.busy),
      of: busiest ? nameOf(busiest.id) : "no slots",
      isBad: (busiest?.busy ?? 0) >= BAD_SATURATION,
    },
  ];
}

/** Mean share of held slots since the warm-up, of the node that has the largest. */
function fullest(rows: RunRows, row: number, warmupMs: number): BusiestNode | null {
  let first = 0;
  while (first < row && rowTimeMs(rows, first) <= warmupMs) first += 1;
  let found: BusiestNode | null = null;
  for (const [index, id] of rows.layout.nodeIds.entries()) {
    const slots = sum(nodeValue(rows, index, "slotsMean"), first, row);
    const busy = sum(nodeValue(rows, index, "heldMean"), first, row) / slots;
    if (!Number.isFinite(slots) || !(slots > 0) || busy <= (found?.busy ?? 0)) continue;
    found = { id, busy, queued: 0 };
  }
  return found;
}

/** Below this many windows the mean says little. */
const FEWEST_WINDOWS = 4;

interface Calm {
  readonly warmupMs: number;
  /** No node has left health. */
  readonly isCalm: boolean;
  /** What the drawing alone tells of the headroom; it goes before what was measured so far. */
  readonly beforehand?: string | null;
}

/** How much more load the drawing takes, without anything simulated; null where nothing limits it. */
export function offeredSentence(
  { first, headroom }: Pick<OfferedLoad, "first" | "headroom">,
  nameOf: (node: string) => string,
): string | null {
  if (first === null || headroom === null) return null;
  if (headroom >= 1)
    return `Headroom ×${formatNumber(headroom)}: ${nameOf(first)} saturates first.`;
  return `Overloaded as drawn: ${nameOf(first)} takes ${formatRatio(headroom)} of its load.`;
}

/**
 * Where the system is tight, or, while nothing happened, how far it is from that; null where nothing
 * can be told. After an incident the mean no longer speaks of the load alone.
 */
export function bottleneckSentence(
  rows: RunRows,
  row: number,
  { warmupMs, isCalm, beforehand = null }: Calm,
  nameOf: (node: string) => string,
): string | null {
  const busiest = busiestNode(rows, row);
  if (busiest && busiest.busy >= BAD_SATURATION) {
    const queue = busiest.queued > 0 ? `, ${formatCount(busiest.queued)} wait` : "";
    return `Bottleneck: ${nameOf(busiest.id)}, ${formatRatio(busiest.busy)} of its slots held${queue}.`;
  }
  if (beforehand !== null) return beforehand;
  const full = isCalm && row >= FEWEST_WINDOWS ? fullest(rows, row, warmupMs) : null;
  if (!full || full.busy >= 1) return null;
  return (
    `Headroom ×${formatNumber(1 / full.busy)}: ${nameOf(full.id)} saturates first, its slots are ` +
    `${formatRatio(full.busy)} held on average.`
  );
}
