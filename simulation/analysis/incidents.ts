// An incident is the time from the first node's departure until everything has been calm again.
// Its facts (when slots ran out, when a queue was full, what callers saw) are gathered as the
// windows arrive, because the story may only tell what the series showed. One row per entity.

import { OUTCOME_COUNT } from "../results/outcomes.ts";
import type { SeriesLayout } from "../results/series.ts";
import { type Baseline, isReady, levelOf } from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import type { Departure, DepartureLog } from "./departures.ts";
import { failureRatio } from "./node-states.ts";
import type { PastIncident } from "./other-incidents.ts";
import type { Topology } from "./topology.ts";
import { columnsOf, type WindowReadings } from "./window-readings.ts";

const NODE_FACTS = [
  "ended",
  "failed",
  "arrivals",
  "peakQueue",
  "queueFullMs",
  "slotsGoneMs",
  "slots",
  "peakBacklog",
  "backlogBefore",
  "drainedMs",
  "peakFailureRatio",
  "peakP95Ms",
  "peakMeanMs",
] as const;
const TYPE_COUNTS = ["offered", "success", "good", "failed"] as const;
const TYPE_FACTS = [...TYPE_COUNTS, "lastSuccessMs", "silentWindows"] as const;

/** Facts of one incident. Times in ms, NaN where it did not happen. */
export interface Incident {
  /** Start of the first window of it. */
  readonly startMs: number;
  readonly firstWindow: number;
  /** Start of the calm that ended it; NaN while it lasts. */
  endMs: number;
  spanMs: number;
  /** Requests in that time. */
  offered: number;
  readonly departures: Departure[];
  readonly node: Readonly<Record<(typeof NODE_FACTS)[number], Float64Array>>;
  readonly type: Readonly<Record<(typeof TYPE_FACTS)[number], Float64Array>>;
  readonly outcomes: Float64Array;
  /** Calls and attempts on the edges that leave the sources. */
  sourceCalls: number;
  sourceAttempts: number;
  /** What its latest windows added, to be taken back of those that turn out to come after its end. */
  readonly latest: Added[];
}

/** What clients saw in one window. */
interface Added {
  readonly startMs: number;
  readonly type: Readonly<Record<(typeof TYPE_COUNTS)[number], Float64Array>>;
  readonly outcomes: Float64Array;
  readonly sourceCalls: number;
  readonly sourceAttempts: number;
}

/** "All slots in use": held on average over a window; a slot changing hands is free for a moment. */
const SLOTS_GONE = 0.995;

/** Of each node in the window before. */
interface Before {
  readonly backlogs: Float64Array;
  readonly slots: Float64Array;
}

function newIncident(window: WindowReadings, layout: SeriesLayout, { backlogs, slots }: Before) {
  const node = columnsOf(NODE_FACTS, layout.nodeIds.length);
  for (const name of ["queueFullMs", "slotsGoneMs", "drainedMs"] as const) {
    node[name].fill(Number.NaN);
  }
  node.backlogBefore.set(backlogs);
  node.slots.set(slots);
  const incident: Incident = {
    startMs: window.endMs - window.spanMs,
    firstWindow: window.index,
    endMs: Number.NaN,
    spanMs: 0,
    offered: 0,
    departures: [],
    node,
    type: columnsOf(TYPE_FACTS, layout.typeIds.length),
    outcomes: new Float64Array(layout.typeIds.length * OUTCOME_COUNT),
    sourceCalls: 0,
    sourceAttempts: 0,
    latest: [],
  };
  incident.type.lastSuccessMs.fill(Number.NaN);
  return incident;
}

function noteNode(
  incident: Incident,
  { window, baseline }: Pick<IncidentInputs, "window" | "baseline">,
  node: number,
): void {
  const { node: facts } = incident;
  const { node: read } = window;
  facts.ended[node] += read.ended[node];
  facts.failed[node] += read.failed[node];
  facts.arrivals[node] += read.arrivals[node];
  if (read.queueMax[node] > facts.peakQueue[node]) facts.peakQueue[node] = read.queueMax[node];
  if (read.p95Ms[node] > facts.peakP95Ms[node]) facts.peakP95Ms[node] = read.p95Ms[node];
  if (read.meanMs[node] > facts.peakMeanMs[node]) facts.peakMeanMs[node] = read.meanMs[node];
  const ratio = failureRatio(window, node);
  if (ratio > facts.peakFailureRatio[node]) facts.peakFailureRatio[node] = ratio;
  if (Number.isNaN(facts.slotsGoneMs[node])) {
    // Of instances at a standstill or down for a part of the window only that part is counted.
    if (!(facts.slots[node] >= read.slots[node])) facts.slots[node] = read.slots[node];
    if (read.utilization[node] >= SLOTS_GONE) facts.slotsGoneMs[node] = window.endMs;
  }
  const full = read.queueBound[node] > 0 && read.queueMax[node] >= read.queueBound[node];
  if (full && Number.isNaN(facts.queueFullMs[node])) facts.queueFullMs[node] = window.endMs;
  const backlog = read.backlog[node];
  if (backlog > facts.peakBacklog[node]) {
    facts.peakBacklog[node] = backlog;
    facts.drainedMs[node] = Number.NaN;
  }
  const usual = isReady(baseline) ? levelOf(baseline.node.backlog, node, baseline) : 0;
  const isLow = backlog <= LIMITS.recoveringQueueRatio * usual + LIMITS.recoveringQueue;
  // Where nothing was injected the usual level is of the same growth, so that alone says nothing.
  const isDown = isLow && backlog < facts.peakBacklog[node] / 2;
  const drained = isDown || backlog <= facts.backlogBefore[node];
  if (drained && Number.isNaN(facts.drainedMs[node])) facts.drainedMs[node] = window.endMs;
}

function noteType(incident: Incident, window: WindowReadings, type: number): void {
  const { type: facts } = incident;
  if (window.type.success[type] > 0) {
    facts.lastSuccessMs[type] = window.endMs;
    facts.silentWindows[type] = 0;
  } else if (window.type.offered[type] > 0) facts.silentWindows[type] += 1;
}

function note(incident: Incident, inputs: IncidentInputs): void {
  const { window, topology } = inputs;
  incident.spanMs += window.spanMs;
  incident.offered += window.type.offered[0];
  for (let node = 0; node < topology.nodes.length; node++) noteNode(incident, inputs, node);
  for (let type = 0; type < topology.typeIds.length; type++) noteType(incident, window, type);
  const added = addedBy(window, topology);
  count(incident, added, 1);
  if (incident.latest.length === LIMITS.recoveredWindows) incident.latest.shift();
  incident.latest.push(added);
}

function addedBy(window: WindowReadings, topology: Topology): Added {
  const type = columnsOf(TYPE_COUNTS, topology.typeIds.length);
  for (const name of TYPE_COUNTS) type[name].set(window.type[name]);
  const edges = topology.sources.flatMap((source) => topology.nodes[source].outEdges);
  return {
    startMs: window.endMs - window.spanMs,
    type,
    outcomes: window.outcomes.slice(),
    sourceCalls: edges.reduce((sum, edge) => sum + window.edge.calls[edge], 0),
    sourceAttempts: edges.reduce((sum, edge) => sum + window.edge.attempts[edge], 0),
  };
}

/** Adds a window to what clients saw, or (`sign` -1) takes it back. */
function count(incident: Incident, added: Added, sign: 1 | -1): void {
  for (const name of TYPE_COUNTS) addTo(incident.type[name], added.type[name], sign);
  addTo(incident.outcomes, added.outcomes, sign);
  incident.sourceCalls += sign * added.sourceCalls;
  incident.sourceAttempts += sign * added.sourceAttempts;
}

function addTo(sums: Float64Array, values: Float64Array, sign: 1 | -1): void {
  for (let at = 0; at < sums.length; at++) sums[at] += sign * values[at];
}

/** All was calm from `endMs` on: what came then is no part of the incident. */
function end(incident: Incident, endMs: number): void {
  incident.endMs = endMs;
  for (const added of incident.latest) if (added.startMs >= endMs) count(incident, added, -1);
}

export interface IncidentInputs {
  readonly window: WindowReadings;
  readonly topology: Topology;
  readonly baseline: Baseline;
  readonly log: DepartureLog;
  /** A node has left health, or seems to, by more than its usual noise. */
  readonly suspicious: boolean;
  /** First window since which one of these nodes seems to have left; Infinity if none does. */
  readonly suspectedFrom: number;
  /** Since when all has been calm for long enough, NaN if it has not. */
  readonly calmSinceMs: number;
}

export interface IncidentLog {
  /** The open incident with a departure, else the gravest closed one; null if there was none. */
  main(): Incident | null;
  /** All closed ones but the one of `main`, in order. */
  others(): PastIncident[];
  take(inputs: IncidentInputs): void;
  /** The run is over: departures that were confirmed since belong to the open incident. */
  close(log: DepartureLog): void;
}

export function createIncidentLog(
  layout: SeriesLayout,
  ordinary: (departure: Departure) => boolean,
): IncidentLog {
  let open: Incident | null = null;
  let gravest: Incident | null = null;
  let counted = 0;
  const past: PastIncident[] = [];
  const backlogs = new Float64Array(layout.nodeIds.length);
  const slots = new Float64Array(layout.nodeIds.length);
  const weight = (incident: Incident): number =>
    incident.departures.filter((departure) => !ordinary(departure)).length;
  const isReal = (incident: Incident): boolean =>
    incident.departures.some((departure) => !ordinary(departure));

  function close(incident: Incident): void {
    if (gravest === null || weight(incident) >= weight(gravest)) gravest = incident;
    const { startMs, endMs, type, departures } = incident;
    const failed = type.failed[0];
    past.push({ startMs, endMs, ended: type.success[0] + failed, failed, departures });
    open = null;
  }

  function addDepartures(incident: Incident, { all }: DepartureLog): void {
    for (; counted < all.length; counted++) incident.departures.push(all[counted]);
  }

  return {
    main() {
      if (open !== null && isReal(open)) return open;
      return gravest !== null && isReal(gravest) ? gravest : null;
    },
    others() {
      const told = this.main()?.departures;
      return past
        .filter(({ departures }) => departures !== told)
        .map((incident) => ({
          ...incident,
          departures: incident.departures.filter((departure) => !ordinary(departure)),
        }));
    },
    take(inputs) {
      const { window, log, suspicious, suspectedFrom, calmSinceMs } = inputs;
      // A suspicion that has come to nothing is no part of the one that begins now.
      const isStale = open !== null && suspectedFrom > open.firstWindow && !isReal(open);
      if ((open === null && suspicious) || (isStale && suspectedFrom === window.index)) {
        open = newIncident(window, layout, { backlogs, slots });
      }
      if (open !== null) {
        note(open, inputs);
        addDepartures(open, log);
        if (!suspicious && !isReal(open)) open = null;
        else if (calmSinceMs > open.startMs && isReal(open)) {
          end(open, calmSinceMs);
          close(open);
        }
      }
      backlogs.set(window.node.backlog);
      slots.set(window.node.slots);
    },
    close(log) {
      if (open !== null) addDepartures(open, log);
    },
  };
}
