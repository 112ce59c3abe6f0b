// What a node's card says before anything was simulated: what it is offered, and how much more load it
// takes until it saturates.
import type { OfferedHere } from "../store/assessment.ts";
import { formatNumber, formatRate, formatRatio } from "../ui/format.ts";
import type { CardWords } from "./node-words.ts";

/** From these shares on a node is close to saturation, or beyond it. */
const CLOSE = 0.7;
const FULL = 1;

function barTone(utilization: number): CardWords["bar"] {
  if (utilization >= FULL) return "var(--state-failing)";
  return utilization >= CLOSE ? "var(--state-saturated)" : "var(--text-3)";
}

/** Beyond this it is far enough away. */
const FAR = 100;

/** "1.61×"; a loop of calls without end leaves no room at all. */
function headroomText(headroom: number | null): string {
  if (headroom === null) return "";
  return headroom > FAR ? `> ${FAR}×` : `${formatNumber(headroom)}×`;
}

function shareText(utilization: number): string {
  return utilization > 0 && utilization < 0.001 ? "< 0.1 %" : formatRatio(utilization);
}

export function offeredWords(offered: OfferedHere): CardWords {
  const { ratePerS, utilization, headroom, isFirst } = offered;
  const endless = ratePerS === Number.POSITIVE_INFINITY;
  const right =
    utilization === null
      ? { label: "", value: "no limit" }
      : { label: "load", value: endless ? "endless" : shareText(utilization) };
  return {
    left: endless ? "" : formatRate(ratePerS),
    right,
    queue: utilization === null ? null : headroomText(headroom),
    fill: Math.max(0, Math.min(1, utilization ?? 0)),
    bar: barTone(utilization ?? 0),
    isFirst,
  };
}

/** "offered 62 %, saturates first, at 1.61 times the load" */
export function offeredSentence({ utilization, headroom, isFirst }: OfferedHere): string {
  if (utilization === null) return "offered load without a limit";
  if (headroom === null) return "offered no load";
  const share =
    utilization === Number.POSITIVE_INFINITY ? "endless load" : formatRatio(utilization);
  const when = isFirst ? "saturates first, at" : "saturates at";
  return `offered ${share}, ${when} ${formatNumber(headroom)} times the load`;
}
