// The last sentence of the story: what clients saw, what consumers saw, whether all is back.
import { OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import type { StorySentence } from "../results/snapshot.ts";
import { NO_TRAFFIC, NODE_STATES } from "../results/story.ts";
import { expectedIn, isReady, latencyOf } from "./baseline.ts";
import { rootOf } from "./cause-chains.ts";
import type { Incident } from "./incidents.ts";
import { loopClause } from "./loops.ts";
import { HEALTHY, isSlower } from "./node-states.ts";
import {
  capitalize,
  formatClock,
  formatCount,
  formatDuration,
  formatNumber,
  formatShare,
  listOf,
} from "./phrase.ts";
import type { StoryInputs } from "./story-inputs.ts";

/** Windows without a single success after which "none has succeeded" is said. */
const SILENT_WINDOWS = 3;
/** Attempts per request from which retries are worth a word. */
const NOTABLE_ATTEMPTS = 1.2;
/** Below this share of the usual work consumers are said to get less. */
const LESS_WORK = 0.9;
const NOTABLE_BACKLOG = 10;

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
};

/** The most frequent failing outcome of all requests, in words. */
function mainOutcome(incident: Incident): string {
  let best = -1;
  for (let code = 0; code < OUTCOME_COUNT; code++) {
    if (OUTCOME_WORDS[OUTCOMES[code]] === undefined || !(incident.outcomes[code] > 0)) continue;
    if (best < 0 || incident.outcomes[code] > incident.outcomes[best]) best = code;
  }
  return best < 0 ? "" : `, mostly ${OUTCOME_WORDS[OUTCOMES[best]]}`;
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

function clientClauses(inputs: StoryInputs, incident: Incident): string[] {
  const { topology } = inputs;
  const { type } = incident;
  const sinceMs = toldSinceMs(inputs, incident);
  const since = formatClock(sinceMs);
  const lasts = Number.isNaN(incident.endMs);
  const ended = type.success[0] + type.failed[0];
  const clauses: string[] = [];
  if (ended > 0) {
    const period = lasts ? `since ${since}` : `from ${since} to ${formatClock(incident.endMs)}`;
    clauses.push(
      type.failed[0] > 0
        ? `${formatShare(type.failed[0] / ended)} of requests failed ${period}${mainOutcome(incident)}`
        : `no request failed ${period}${slowness(inputs, incident)}`,
    );
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

/** Consumers that lost nothing, and how much work they got against the usual. */
function consumerClause(inputs: StoryInputs, incident: Incident): string | null {
  const { topology, baseline } = inputs;
  const { node: facts } = incident;
  const departed = new Set(inputs.departures.map((departure) => departure.node));
  const fine = topology.nodes.flatMap((role, node) => {
    const worked = facts.ended[node] > 0 || facts.arrivals[node] > 0;
    const alone = role.inEdges.every((edge) => topology.edges[edge].sort === "deliver");
    const lost = facts.failed[node] > 0 || departed.has(node);
    return role.consumer && alone && worked && !lost ? [node] : [];
  });
  if (fine.length === 0) return null;
  const names = listOf(fine.map((node) => topology.nodes[node].name));
  const arrived = fine.reduce((sum, node) => sum + facts.arrivals[node], 0);
  const usual = fine.reduce(
    (sum, node) => sum + expectedIn(incident.spanMs, baseline.node.arrivals[node], baseline),
    0,
  );
  const share = arrived / usual;
  if (!isReady(baseline) || !(share < LESS_WORK)) return `${names} failed nothing`;
  return `${names} failed nothing and merely got ${formatShare(share)} of their usual messages`;
}

function backlogClause(inputs: StoryInputs, incident: Incident): string | null {
  const { topology, window } = inputs;
  const { node: facts } = incident;
  const peak = topology.nodes.reduce((most, role, node) => {
    const grew = facts.peakBacklog[node] - 2 * facts.backlogBefore[node] > NOTABLE_BACKLOG;
    if (!role.broker || !grew) return most;
    return most < 0 || facts.peakBacklog[node] > facts.peakBacklog[most] ? node : most;
  }, -1);
  if (peak < 0) return null;
  const backlog = `the backlog of ${topology.nodes[peak].name}`;
  const reached = `${backlog} reached ${formatCount(facts.peakBacklog[peak])}`;
  if (facts.drainedMs[peak] > 0) {
    return `${reached} and had drained by ${formatClock(facts.drainedMs[peak])}`;
  }
  const now = window.node.backlog[peak];
  if (!Number.isNaN(incident.endMs)) return reached;
  const still = `${backlog} is at ${formatCount(now)}`;
  return now < facts.peakBacklog[peak] ? `${reached} and is at ${formatCount(now)}` : still;
}

function recoveryClause(inputs: StoryInputs, incident: Incident): string | null {
  const { times, window } = inputs;
  const { metastable, faultEndMs } = times;
  if (!Number.isNaN(incident.endMs)) {
    const back = `all was back to normal by ${formatClock(incident.endMs)}`;
    const afterMs = incident.endMs - faultEndMs;
    const own = faultEndMs > incident.startMs && afterMs >= 0;
    return own && afterMs > 0 ? `${back}, ${formatDuration(afterMs)} after the fault ended` : back;
  }
  if (metastable !== null) {
    const [loop] = metastable.loops;
    const nameOf = (id: string): string =>
      inputs.topology.nodes.find((node) => node.id === id)?.name ?? id;
    const keeps = loop === undefined ? "" : `: ${loopClause(loop, nameOf)}`;
    return `it stays down by itself though the fault is over${keeps}`;
  }
  const ill = inputs.shown.some((state) => state !== HEALTHY && state !== NO_TRAFFIC);
  const waits = times.status === "waiting" && faultEndMs >= incident.startMs;
  if (!waits || !ill || !(window.endMs > faultEndMs)) return null;
  return `not recovered ${formatDuration(window.endMs - faultEndMs)} after the fault ended`;
}

export function effectSentence(inputs: StoryInputs, incident: Incident): StorySentence | null {
  const clauses = [
    ...clientClauses(inputs, incident),
    consumerClause(inputs, incident),
    backlogClause(inputs, incident),
    recoveryClause(inputs, incident),
  ].filter((clause) => clause !== null);
  if (clauses.length === 0) return null;
  const source = inputs.topology.sources.find((node) =>
    inputs.departures.some((departure) => departure.node === node),
  );
  const node = source ?? inputs.topology.sources[0];
  return {
    text: `${capitalize(clauses.join("; "))}.`,
    node: node === undefined ? null : inputs.topology.nodes[node].id,
    atS: (Number.isNaN(incident.endMs) ? inputs.window.endMs : incident.endMs) / 1000,
    state: node === undefined ? null : (NODE_STATES[inputs.shown[node]] ?? null),
  };
}
