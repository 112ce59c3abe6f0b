// What clients saw of an incident, as clauses: how many of their requests failed against the usual and
// how, which request types nobody was served, how often each was tried.
import { OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import { type Baseline, endedIn, isFailure, isReady, latencyOf } from "./baseline.ts";
import { rootOf } from "./cause-chains.ts";
import { LIMITS } from "./constants.ts";
import type { Incident } from "./incidents.ts";
import { isSlower, mostByChance } from "./node-states.ts";
import { formatClock, formatDuration, formatNumber, formatShare, listOf } from "./phrase.ts";
import type { StoryInputs } from "./story-inputs.ts";

/** Windows without a single success after which "none has succeeded" is said. */
const SILENT_WINDOWS = 3;
/** Attempts per request from which retries are worth a word. */
const NOTABLE_ATTEMPTS = 1.2;

const OK = OUTCOMES.indexOf("ok");
const DEGRADED = OUTCOMES.indexOf("degraded");

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  timeout: "timeouts",
  deadlineExceeded: "past their deadline",
  abandoned: "abandoned by users",
  rejected: "rejected",
  queueTimeout: "waited too long in a queue",
  poolTimeout: "waited too long for a connection",
  rateLimited: "over a rate limit",
  shed: "shed",
  circuitOpen: "stopped by an open breaker",
  bulkheadFull: "stopped by a full bulkhead",
  connectionRefused: "connections refused",
  connectionLost: "connections lost",
  unauthorized: "unauthorized",
  error: "errors",
  dependency: "failed dependencies",
  conflict: "conflicts",
};

/** How requests end when nothing is wrong; null while that is not known. */
interface Usual {
  readonly ended: number;
  readonly failed: number;
  /** Succeeded, but after their goal. */
  readonly late: number;
  readonly outcomes: Float64Array;
}

function usualOf(baseline: Baseline): Usual | null {
  const { ended, failed } = endedIn(baseline);
  if (!isReady(baseline) || ended < LIMITS.baselineAttempts) return null;
  const { outcomes, good } = baseline;
  return { ended, failed, late: outcomes[OK] - good, outcomes };
}

/** Whether more requests ended in a way than chance makes of the usual ratio. */
function isMore(count: number, ended: number, usual: number): boolean {
  if (usual === 0) return count > 0;
  return count > mostByChance(usual, ended, LIMITS.noiseErrors);
}

/** How most of what failed beyond the usual ended, in words. */
function mainOutcomes({ outcomes }: Incident, ended: number, usual: Usual | null): string {
  const excess = Array.from({ length: OUTCOME_COUNT }, (_, code) => {
    const expected = usual === null ? 0 : (usual.outcomes[code] / usual.ended) * ended;
    return { code, count: isFailure(code) ? Math.max(0, outcomes[code] - expected) : 0 };
  }).sort((a, b) => b.count - a.count);
  const all = excess.reduce((sum, { count }) => sum + count, 0);
  const words: string[] = [];
  let told = 0;
  for (const { code, count } of excess) {
    if (2 * told >= all) break;
    told += count;
    words.push(OUTCOME_WORDS[OUTCOMES[code]] ?? OUTCOMES[code]);
  }
  return words.length === 0 ? "" : `, mostly ${listOf(words)}`;
}

function slowness(inputs: StoryInputs, incident: Incident): string {
  for (const node of inputs.topology.sources) {
    if (!inputs.departures.some((departure) => departure.node === node)) continue;
    // With few requests in a window most have no quantile, and those that have one are the quick ones.
    for (const measure of ["p95", "mean"] as const) {
      const usual = latencyOf(inputs.baseline, measure, node);
      const peak = incident.node[measure === "p95" ? "peakP95Ms" : "peakMeanMs"][node];
      if (!isSlower(peak, usual)) continue;
      const name = measure === "p95" ? "p95" : "a mean";
      return `, with ${name} up to ${formatDuration(peak)} from ${formatDuration(usual)}`;
    }
  }
  return "";
}

/**
 * Since when an incident is told: its first window may have begun before what brought it about, and
 * nothing that a fault or change did can be older than that.
 */
function toldSinceMs({ departures, log, disturbances }: StoryInputs, incident: Incident): number {
  const starts = departures.map((departure) => {
    const { cause } = rootOf(log, departure);
    if (cause.kind === "fault") {
      const acting = disturbances.faults.filter(({ fault }) => fault.id === cause.id);
      return Math.min(...acting.map(({ startMs }) => startMs));
    }
    if (cause.kind !== "change") return Number.NEGATIVE_INFINITY;
    return disturbances.changes.find(({ id }) => id === cause.id)?.atMs ?? Number.NaN;
  });
  const first = Math.min(...starts);
  return first > incident.startMs && Number.isFinite(first) ? first : incident.startMs;
}

/** From this part of all failures on the usual ones are told beside them. */
const NOTABLE_USUAL = 0.1;

function failureClause(inputs: StoryInputs, incident: Incident, period: string): string {
  const { type } = incident;
  const failed = type.failed[0];
  const ended = type.success[0] + failed;
  const slower = slowness(inputs, incident);
  if (failed === 0) return `no request failed ${period}${slower}`;
  const share = formatShare(failed / ended);
  const usual = usualOf(inputs.baseline);
  const ratio = usual === null ? 0 : usual.failed / usual.ended;
  if (!isMore(failed, ended, ratio)) {
    return `no more requests than usual failed ${period} (${share})${slower}`;
  }
  const besides =
    ratio >= (NOTABLE_USUAL * failed) / ended ? `, usually ${formatShare(ratio)}` : "";
  const late = incident.outcomes[OK] - type.good[0];
  const ways = mainOutcomes(incident, ended, usual);
  return `${share} of requests failed ${period}${besides}${ways}${late > failed ? slower : ""}`;
}

/** From this share of all requests on, those that were late or answered by a fallback are told. */
const NOTABLE_SHARE = 0.01;

/** `3.20 % were later than their goal`, `41.0 % were answered by a fallback`. */
function hurtClauses({ baseline }: StoryInputs, { type, outcomes }: Incident): string[] {
  const ended = type.success[0] + type.failed[0];
  const usual = usualOf(baseline);
  const clause = (count: number, before: number | undefined, words: string): string[] => {
    const ratio = usual === null || before === undefined ? 0 : before / usual.ended;
    const isNotable = count >= (ratio + NOTABLE_SHARE) * ended && isMore(count, ended, ratio);
    return isNotable ? [`${formatShare(count / ended)} ${words}`] : [];
  };
  return [
    ...clause(outcomes[OK] - type.good[0], usual?.late, "were later than their goal"),
    ...clause(outcomes[DEGRADED], usual?.outcomes[DEGRADED], "were answered by a fallback"),
  ];
}

/** `0.12 % of requests failed, usually none`, of a time in which no node departed; null if it was as usual. */
export function failuresBeyondUsual(
  baseline: Baseline,
  { failed, ended }: { readonly failed: number; readonly ended: number },
): string | null {
  const usual = usualOf(baseline);
  if (usual === null || !isMore(failed, ended, usual.failed / usual.ended)) return null;
  const before = usual.failed === 0 ? "none" : formatShare(usual.failed / usual.ended);
  return `${formatShare(failed / ended)} of requests failed, usually ${before}`;
}

export function clientClauses(inputs: StoryInputs, incident: Incident): string[] {
  const { topology } = inputs;
  const { type } = incident;
  const sinceMs = toldSinceMs(inputs, incident);
  const since = formatClock(sinceMs);
  const lasts = Number.isNaN(incident.endMs);
  const ended = type.success[0] + type.failed[0];
  const clauses: string[] = [];
  if (ended > 0) {
    const period = lasts ? `since ${since}` : `from ${since} to ${formatClock(incident.endMs)}`;
    clauses.push(failureClause(inputs, incident, period), ...hurtClauses(inputs, incident));
  }
  const silent = topology.typeIds.flatMap((id, at) => {
    const own = topology.typeIds.length === 1 || at > 0;
    return own && lasts && type.silentWindows[at] >= SILENT_WINDOWS ? [{ id, at }] : [];
  });
  if (silent.length > 0) {
    const last = silent.reduce((time, { at }) => Math.max(time, type.lastSuccessMs[at] || 0), 0);
    const from = Math.max(last, sinceMs);
    const names = silent.map(({ id }) => (id === "all" ? "request" : id));
    clauses.push(`no ${names.join(" or ")} has succeeded since ${formatClock(from)}`);
  }
  const attempts = incident.sourceAttempts / incident.sourceCalls;
  if (attempts >= NOTABLE_ATTEMPTS) {
    clauses.push(`retries made ${formatNumber(attempts)} attempts of each request`);
  }
  return clauses;
}
