// Live numbers of a node in the words of its kind.
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import type { OfferedHere } from "../store/assessment.ts";
import type { NodeLive } from "../store/live-values.ts";
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatRate,
  formatRatio,
} from "../ui/format.ts";
import type { Fact } from "./Facts.tsx";

function failureTone(ratio: number): Fact["tone"] {
  return ratio >= 0.25 ? "failing" : ratio >= 0.01 ? "degraded" : undefined;
}

/** Held of all slots; a node without a limit has no second number. */
function slotsFact({ held, slots }: NodeLive): Fact {
  const limited = Number.isFinite(slots) && slots > 0;
  return {
    label: "Slots held",
    value: formatCount(Math.round(held)),
    ...(limited ? { rest: `/${formatCount(slots)}` } : {}),
    tone: limited && held / slots >= 0.95 ? "saturated" : undefined,
  };
}

/** The four numbers of the head. */
export function headFacts(
  kind: KindDefinition | undefined,
  live: NodeLive | null,
): readonly Fact[] {
  const rate: Fact = { label: "In", value: formatRate(live?.ratePerS) };
  const good: Fact = {
    label: "Good out",
    value: formatRate(live?.goodPerS),
    tone: live ? failureTone(live.failureRatio) : undefined,
  };
  const p99: Fact = { label: "p99", value: formatDuration(live?.p99Ms) };
  if (kind?.family === "messaging") {
    return [
      rate,
      good,
      { label: "Backlog", value: formatCount(live?.backlog) },
      { label: "Oldest", value: formatDuration(live?.oldestMs) },
    ];
  }
  if (kind?.ports.in.length === 0) {
    return [
      { ...rate, label: "Offered" },
      { ...good, label: "Good" },
      { label: "In flight", value: formatCount(live?.inFlight) },
      p99,
    ];
  }
  return [
    rate,
    good,
    live ? slotsFact(live) : { label: "Slots held", value: formatCount(null) },
    p99,
  ];
}

/** The four numbers of the head before anything was simulated: from the document alone. */
export function offeredFacts(offered: OfferedHere): readonly Fact[] {
  const { ratePerS, utilization, capacityPerS, headroom } = offered;
  const tone =
    (utilization ?? 0) >= 1 ? "failing" : (utilization ?? 0) >= 0.7 ? "saturated" : undefined;
  return [
    { label: "Offered", value: ratePerS === Infinity ? "endless" : formatRate(ratePerS) },
    {
      label: "Utilization",
      value: utilization === null ? "no limit" : formatRatio(utilization),
      tone,
    },
    {
      label: "Takes up to",
      value: capacityPerS === null ? formatRate(null) : formatRate(capacityPerS),
    },
    {
      label: "Saturates at",
      value: headroom === null ? formatRate(null) : `${formatNumber(headroom)}×`,
    },
  ];
}

/** Everything the engine says about the node at this instant. */
export function allFacts(live: NodeLive): readonly Fact[] {
  const bounded = Number.isFinite(live.queueBound);
  const facts: Fact[] = [
    { label: "Requests or messages in", value: formatRate(live.ratePerS) },
    { label: "Good out", value: formatRate(live.goodPerS) },
    {
      label: "Fail, as callers see it",
      value: formatRatio(live.failureRatio),
      tone: failureTone(live.failureRatio),
    },
    { label: "Latency p50", value: formatDuration(live.p50Ms) },
    { label: "Latency p99", value: formatDuration(live.p99Ms) },
    {
      label: "Queue",
      value: formatCount(live.queue),
      ...(bounded ? { rest: `of ${formatCount(live.queueBound)}` } : {}),
      tone:
        bounded && live.queueBound > 0 && live.queue >= live.queueBound ? "saturated" : undefined,
    },
    slotsFact(live),
    { label: "In flight", value: formatNumber(live.inFlight) },
    {
      label: "Instances up",
      value: formatCount(live.instancesUp),
      ...(Number.isFinite(live.instances) ? { rest: `of ${formatCount(live.instances)}` } : {}),
    },
  ];
  if (Number.isFinite(live.limit)) {
    facts.push({
      label: "Concurrency limit",
      value: formatCount(live.limit),
      tone: live.inFlight >= live.limit ? "saturated" : undefined,
    });
  }
  if (Number.isFinite(live.hitRatio)) {
    facts.push({ label: "Hits", value: formatRatio(live.hitRatio) });
  }
  if (Number.isFinite(live.entries)) {
    facts.push({ label: "Entries", value: formatCount(live.entries) });
  }
  if (Number.isFinite(live.connections)) {
    facts.push(
      { label: "Connections held", value: formatCount(live.connections) },
      { label: "Connections refused so far", value: formatCount(live.refusedConnections) },
    );
  }
  if (Number.isFinite(live.windowsKept)) {
    facts.push(
      { label: "Keys and windows kept", value: formatCount(live.windowsKept) },
      { label: "Watermark behind by", value: formatDuration(live.watermarkLagMs) },
      { label: "Late records so far", value: formatCount(live.lateRecords) },
    );
  }
  if (Number.isFinite(live.backlog) && live.backlog > 0) {
    facts.push(
      { label: "Backlog", value: formatCount(live.backlog) },
      { label: "Oldest message", value: formatDuration(live.oldestMs) },
    );
  }
  return facts;
}
