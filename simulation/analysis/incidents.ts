// An incident is the time from the first node's departure until everything has been calm again.
// Its facts (when slots ran out, when a queue was full, what callers saw) are gathered as the
// windows arrive, because the story may only tell what the series showed. One row per entity.

import { OUTCOME_COUNT } from "../results/outcomes.ts";
import type { SeriesLayout } from "../results/series.ts";
import { type Baseline, isReady, levelOf, NODE_SUM, nodeSum } from "./baseline.ts";
import { LIMITS } from "./constants.ts";
import type { Departure, DepartureLog } from "./departures.ts";
import { failureRatio } from "./node-states.ts";
import type { OtherIncident } from "./other-incidents.ts";
import {
  EDGE_READ,
  NODE_BEFORE,
  NODE_READ,
  nodeBefore,
  ofEdge,
  ofType,
  type PlaceIn,
  TYPE_READ,
  type WindowReadings,
} from "./readings.ts";
import type { Topology } from "./topology.ts";

const column = (rows: number): Float64Array => new Float64Array(rows);
const unknown = (rows: number): Float64Array => column(rows).fill(Number.NaN);

function nodeFacts(rows: number, window: WindowReadings) {
  const before = (place: PlaceIn<typeof NODE_BEFORE>): Float64Array =>
    column(rows).map((_, node) => nodeBefore(window, node, place));
  return {
    ended: column(rows),
    failed: column(rows),
    arrivals: column(rows),
    peakQueue: column(rows),
    queueFullMs: unknown(rows),
    slotsGoneMs: unknown(rows),
    slots: before(NODE_BEFORE.slots),
    peakBacklog: column(rows),
    backlogBefore: before(NODE_BEFORE.backlog),
    drainedMs: unknown(rows),
    peakFailureRatio: column(rows),
    peakP95Ms: column(rows),
    peakMeanMs: column(rows),
  };
}

function typeFacts(rows: number) {
  return {
    offered: column(rows),
    success: column(rows),
    good: column(rows),
    failed: column(rows),
    lastSuccessMs: unknown(rows),
    silentWindows: column(rows),
  };
}

/** Of a request type, kept of each of the latest windows: offered, success, good, failed. */
const COUNTS = 4;

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
  readonly node: Readonly<ReturnType<typeof nodeFacts>>;
  readonly type: Readonly<ReturnType<typeof typeFacts>>;
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
  /** By request type, see COUNTS. */
  readonly types: Float64Array;
  readonly outcomes: Float64Array;
  readonly sourceCalls: number;
  readonly sourceAttempts: number;
}

/** "All slots in use": held on average over a window; a slot changing hands is free for a moment. */
const SLOTS_GONE = 0.995;

function newIncident(window: WindowReadings, layout: SeriesLayout): Incident {
  return {
    startMs: window.endMs - window.spanMs,
    firstWindow: window.index,
    endMs: Number.NaN,
    spanMs: 0,
    offered: 0,
    departures: [],
    node: nodeFacts(layout.nodeIds.length, window),
    type: typeFacts(layout.typeIds.length),
    outcomes: new Float64Array(layout.typeIds.length * OUTCOME_COUNT),
    sourceCalls: 0,
    sourceAttempts: 0,
    latest: [],
  };
}

function noteNode(
  incident: Incident,
  { window, baseline }: Pick<IncidentInputs, "window" | "baseline">,
  node: number,
): void {
  const { node: facts } = incident;
  const { node: read } = window;
  const at = node * NODE_READ.width;
  const queueMax = read[at + NODE_READ.queueMax];
  const p95Ms = read[at + NODE_READ.p95Ms];
  const meanMs = read[at + NODE_READ.meanMs];
  facts.ended[node] += read[at + NODE_READ.ended];
  facts.failed[node] += read[at + NODE_READ.failed];
  facts.arrivals[node] += read[at + NODE_READ.arrivals];
  if (queueMax > facts.peakQueue[node]) facts.peakQueue[node] = queueMax;
  if (p95Ms > facts.peakP95Ms[node]) facts.peakP95Ms[node] = p95Ms;
  if (meanMs > facts.peakMeanMs[node]) facts.peakMeanMs[node] = meanMs;
  const ratio = failureRatio(window, node);
  if (ratio > facts.peakFailureRatio[node]) facts.peakFailureRatio[node] = ratio;
  if (Number.isNaN(facts.slotsGoneMs[node])) {
    // Of instances at a standstill or down for a part of the window only that part is counted.
    const slots = read[at + NODE_READ.slots];
    if (!(facts.slots[node] >= slots)) facts.slots[node] = slots;
    if (read[at + NODE_READ.utilization] >= SLOTS_GONE) {
      facts.slotsGoneMs[node] = window.endMs;
      // As many as there are now: of a whole window it is known, whatever there were before.
      if (Number.isInteger(slots)) facts.slots[node] = slots;
    }
  }
  const bound = read[at + NODE_READ.queueBound];
  const full = bound > 0 && queueMax >= bound;
  if (full && Number.isNaN(facts.queueFullMs[node])) facts.queueFullMs[node] = window.endMs;
  const backlog = read[at + NODE_READ.backlog];
  if (backlog > facts.peakBacklog[node]) {
    facts.peakBacklog[node] = backlog;
    facts.drainedMs[node] = Number.NaN;
  }
  const usual = isReady(baseline)
    ? levelOf(baseline, nodeSum(baseline, node, NODE_SUM.backlog))
    : 0;
  const isLow = backlog <= LIMITS.recoveringQueueRatio * usual + LIMITS.recoveringQueue;
  // Where nothing was injected the usual level is of the same growth, so that alone says nothing.
  const isDown = isLow && backlog < facts.peakBacklog[node] / 2;
  const drained = isDown || backlog <= facts.backlogBefore[node];
  if (drained && Number.isNaN(facts.drainedMs[node])) facts.drainedMs[node] = window.endMs;
}

function noteType(incident: Incident, window: WindowReadings, type: number): void {
  const { type: facts } = incident;
  if (ofType(window, type, TYPE_READ.success) > 0) {
    facts.lastSuccessMs[type] = window.endMs;
    facts.silentWindows[type] = 0;
  } else if (ofType(window, type, TYPE_READ.offered) > 0) facts.silentWindows[type] += 1;
}

function note(incident: Incident, inputs: IncidentInputs): void {
  const { window, topology } = inputs;
  incident.spanMs += window.spanMs;
  incident.offered += ofType(window, 0, TYPE_READ.offered);
  for (let node = 0; node < topology.nodes.length; node++) noteNode(incident, inputs, node);
  for (let type = 0; type < topology.typeIds.length; type++) noteType(incident, window, type);
  const added = addedBy(window, topology);
  count(incident, added, 1);
  if (incident.latest.length === LIMITS.recoveredWindows) incident.latest.shift();
  incident.latest.push(added);
}

function addedBy(window: WindowReadings, topology: Topology): Added {
  const types = column(topology.typeIds.length * COUNTS);
  for (let type = 0; type < topology.typeIds.length; type++) {
    const at = type * COUNTS;
    types[at] = ofType(window, type, TYPE_READ.offered);
    types[at + 1] = ofType(window, type, TYPE_READ.success);
    types[at + 2] = ofType(window, type, TYPE_READ.good);
    types[at + 3] = ofType(window, type, TYPE_READ.failed);
  }
  let sourceCalls = 0;
  let sourceAttempts = 0;
  for (const source of topology.sources) {
    for (const edge of topology.nodes[source].outEdges) {
      sourceCalls += ofEdge(window, edge, EDGE_READ.calls);
      sourceAttempts += ofEdge(window, edge, EDGE_READ.attempts);
    }
  }
  const startMs = window.endMs - window.spanMs;
  return { startMs, types, outcomes: window.outcomes.slice(), sourceCalls, sourceAttempts };
}

/** Adds a window to what clients saw, or (`sign` -1) takes it back. */
function count(incident: Incident, added: Added, sign: 1 | -1): void {
  const { outcomes, type: facts } = incident;
  const { offered, success, good, failed } = facts;
  for (let type = 0; type < offered.length; type++) {
    const at = type * COUNTS;
    offered[type] += sign * added.types[at];
    success[type] += sign * added.types[at + 1];
    good[type] += sign * added.types[at + 2];
    failed[type] += sign * added.types[at + 3];
  }
  for (let at = 0; at < outcomes.length; at++) outcomes[at] += sign * added.outcomes[at];
  incident.sourceCalls += sign * added.sourceCalls;
  incident.sourceAttempts += sign * added.sourceAttempts;
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
  /** What is told: the open incident while the run goes on, else the gravest; null if there was none. */
  main(): Incident | null;
  /** All others, in order. */
  others(): OtherIncident[];
  take(inputs: IncidentInputs): void;
  /** Whether one has begun, or seems to have, that is not over. */
  isOpen(): boolean;
  /** The run is over: departures that were confirmed since belong to the open incident. */
  close(log: DepartureLog): void;
}

/** What the log asks about departures. */
export interface DepartureQuestions {
  /** No more than the usual failures of its node, or before anything was compared. */
  readonly isBlameless: (departure: Departure) => boolean;
  /** Due in the end to a fault, a change or the load. */
  readonly isDoneTo: (departure: Departure) => boolean;
}

class Log implements IncidentLog {
  private readonly layout: SeriesLayout;
  private readonly ask: DepartureQuestions;
  private readonly closed: Incident[] = [];
  private open: Incident | null = null;
  private isOver = false;
  private counted = 0;

  constructor(layout: SeriesLayout, ask: DepartureQuestions) {
    this.layout = layout;
    this.ask = ask;
  }

  main(): Incident | null {
    const { open } = this;
    if (open === null && this.closed.length === 0) return null;
    if (open !== null && this.isReal(open) && !this.isOver) return open;
    return this.real().reduce<Incident | null>(
      (gravest, other) => (gravest === null || this.isGraver(other, gravest) ? other : gravest),
      null,
    );
  }

  others(): OtherIncident[] {
    const told = this.main();
    if (told === null) return [];
    return this.real()
      .filter((incident) => incident !== told)
      .map(({ startMs, endMs, type, departures }) => ({
        ...{ startMs, endMs, failed: type.failed[0] },
        ended: type.success[0] + type.failed[0],
        departures: departures.filter((departure) => !this.ask.isBlameless(departure)),
      }));
  }

  take(inputs: IncidentInputs): void {
    const { window, log, suspicious, suspectedFrom, calmSinceMs } = inputs;
    const { open } = this;
    // A suspicion that has come to nothing is no part of the one that begins now.
    const isStale = open !== null && suspectedFrom > open.firstWindow && !this.isReal(open);
    if ((open === null && suspicious) || (isStale && suspectedFrom === window.index)) {
      this.open = newIncident(window, this.layout);
    }
    if (this.open !== null) this.follow(this.open, inputs, log, calmSinceMs);
  }

  isOpen(): boolean {
    return this.open !== null;
  }

  close(log: DepartureLog): void {
    if (this.open !== null) this.addDepartures(this.open, log);
    this.isOver = true;
  }

  private follow(
    open: Incident,
    inputs: IncidentInputs,
    log: DepartureLog,
    calmSinceMs: number,
  ): void {
    note(open, inputs);
    this.addDepartures(open, log);
    const isReal = this.isReal(open);
    if (!inputs.suspicious && !isReal) this.open = null;
    if (!isReal || !(calmSinceMs > open.startMs)) return;
    end(open, calmSinceMs);
    this.closed.push(open);
    this.open = null;
  }

  private addDepartures(incident: Incident, { all }: DepartureLog): void {
    for (; this.counted < all.length; this.counted++) incident.departures.push(all[this.counted]);
  }

  private real(): Incident[] {
    const all = this.open === null ? this.closed : [...this.closed, this.open];
    return all.filter((incident) => this.isReal(incident));
  }

  private isReal({ departures }: Incident): boolean {
    return departures.some((departure) => !this.ask.isBlameless(departure));
  }

  /** What was done to the system comes first, then what lost more requests, then what spread further. */
  private isGraver(one: Incident, other: Incident): boolean {
    const [mine, its] = [one, other].map(({ departures, type }) => {
      const told = departures.filter((departure) => !this.ask.isBlameless(departure));
      const done = told.some((departure) => this.ask.isDoneTo(departure)) ? 1 : 0;
      return [done, type.failed[0], told.length];
    });
    const first = mine.findIndex((value, at) => value !== its[at]);
    return first < 0 || mine[first] > its[first];
  }
}

export function createIncidentLog(layout: SeriesLayout, ask: DepartureQuestions): IncidentLog {
  return new Log(layout, ask);
}
