// Departures of nodes from health and the evidence gathered from their first window on: how many
// more failures, arrivals, held slots and pending calls than the baseline's. Memory is one row per
// node and edge; evidence stops growing after the horizon within which a cause is looked for.
import type { SeriesLayout } from "../results/series.ts";
import { NO_TRAFFIC } from "../results/story.ts";
import { LIMITS } from "./constants.ts";
import { type Evidence, emptyEvidence, gather, restart } from "./evidence.ts";
import { graver, HEALTHY, KEEP } from "./node-states.ts";
import type { WindowReadings } from "./readings.ts";
import type { Topology } from "./topology.ts";

export type Mechanism =
  | "dependencyErrors"
  | "blockedCallers"
  | "retryLoad"
  | "starvation"
  | "heldLocks"
  | "sharedFate";

/** Why a node departed. `node` is an index of the layout. */
export type Cause =
  | { readonly kind: "fault" | "change"; readonly id: string }
  | { readonly kind: "load" | "capacity" | "unexplained" }
  | { readonly kind: "node"; readonly node: number; readonly mechanism: Mechanism };

/** A confirmed departure. */
export interface Departure {
  readonly node: number;
  /** First analysis window out of health, and the time of its end. */
  readonly window: number;
  readonly atMs: number;
  readonly spanMs: number;
  /** The gravest state shown soon after, see THRESHOLDS.originWindows. */
  state: number;
  /** End of the window in which that state was entered. */
  stateMs: number;
  cause: Cause;
  /** False until a cause has been looked for, which may be late: when little finishes. */
  explored: boolean;
  /** Window in which it was healthy again; Infinity until then. */
  endWindow: number;
  /** Every unhealthy window of it was noise around the node's baseline. */
  onlyNoise: boolean;
}

/** What a window says of each node: the judged state, the shown one, 1 for judged only by noise. */
export interface WindowStates {
  readonly judged: Uint8Array;
  readonly shown: Uint8Array;
  readonly noise: Uint8Array;
  /** 1 where a node could not be judged because it finishes so little. */
  readonly stalled: Uint8Array;
  /** 1 where so much failed that no other window has to confirm it. */
  readonly certain: Uint8Array;
}

export interface DepartureRules {
  /**
   * Whether a departure that lasts, or, where it is null, a suspicion since `sinceMs`, is chance, of which
   * what shows in the window is no part.
   */
  readonly isExcused: (
    departure: Departure | null,
    sinceMs: number,
    window: WindowReadings,
  ) => boolean;
  /** Whether something was done to the system shortly before `sinceMs`. */
  readonly isDisturbed: (sinceMs: number, spanMs: number) => boolean;
}

export interface DepartureLog {
  readonly evidence: Evidence;
  /** All confirmed departures in order of confirmation. */
  readonly all: readonly Departure[];
  /** The present or latest departure of a node. */
  latestOf(node: number): Departure | null;
  /** The departure of a node that another one in `window` can be due to: the latest up to a horizon after it. */
  departedBy(node: number, window: number, horizon: number): Departure | null;
  /** The departure of a node before `window` in which `retrier` may still have tried again what failed in it. */
  retriedSince(node: number, retrier: number, window: number, spanMs: number): Departure | null;
  /** First window since which a node is, or may be, out of health; -1 while it is not. */
  suspectedFrom(node: number): number;
  /** Whether no node is, or may be. */
  isAtRest(): boolean;
  take(window: WindowReadings, states: WindowStates): void;
  /** Index of the latest window before which a departure of one window had ended; -1 if none has. */
  readonly briefBefore: number;
  /** Nothing comes any more that could confirm what the last window shows. */
  close(window: WindowReadings): void;
  /** Whether its slots were gone in most windows of the evidence. */
  wasFull(node: number): boolean;
  /** Windows within which the cause of this node's departure is looked for. */
  horizonOf(node: number, spanMs: number): number;
}

class Log implements DepartureLog {
  private gathered: Evidence | null = null;
  private readonly layout: SeriesLayout;
  readonly all: Departure[] = [];
  briefBefore = -1;
  private readonly topology: () => Topology;
  private readonly rules: DepartureRules;
  private readonly departures: Departure[][];
  private readonly suspected: Int32Array;
  private readonly suspectedMs: Float64Array;
  /** 1 while the node is out of health. */
  private readonly out: Uint8Array;
  /** 1 as soon as a window of the suspicion was more than noise. */
  private readonly loud: Uint8Array;
  /** 1 while the suspicion rests on stalled windows alone. */
  private readonly unjudged: Uint8Array;
  /** The gravest state of the windows of the suspicion that need no other to confirm them; HEALTHY: none does. */
  private readonly certainly: Uint8Array;
  private readonly certainMs: Float64Array;

  constructor(topology: () => Topology, layout: SeriesLayout, rules: DepartureRules) {
    const count = layout.nodeIds.length;
    this.topology = topology;
    this.rules = rules;
    this.layout = layout;
    this.departures = Array.from({ length: count }, () => []);
    this.suspected = new Int32Array(count).fill(-1);
    this.suspectedMs = new Float64Array(count);
    this.out = new Uint8Array(count);
    this.loud = new Uint8Array(count);
    this.unjudged = new Uint8Array(count);
    this.certainly = new Uint8Array(count);
    this.certainMs = new Float64Array(count);
  }

  /** Made when it is first asked for: in most runs nothing departs. */
  get evidence(): Evidence {
    this.gathered ??= emptyEvidence(this.layout);
    return this.gathered;
  }

  latestOf(node: number): Departure | null {
    return this.departures[node].at(-1) ?? null;
  }

  departedBy(node: number, window: number, horizon: number): Departure | null {
    return this.departures[node].findLast((known) => known.window <= window + horizon) ?? null;
  }

  retriedSince(node: number, retrier: number, window: number, spanMs: number): Departure | null {
    const before = this.departures[node].findLast((known) => known.window < window);
    const reachMs = this.topology().nodes[retrier].longestRetriesMs;
    const reach = Math.trunc(reachMs / spanMs + 1 - 1e-9) + this.horizonOf(retrier, spanMs);
    return before !== undefined && before.endWindow >= window - reach ? before : null;
  }

  suspectedFrom(node: number): number {
    return this.suspected[node];
  }

  isAtRest(): boolean {
    for (let node = 0; node < this.suspected.length; node++) {
      if (this.suspected[node] >= 0) return false;
    }
    return true;
  }

  wasFull(node: number): boolean {
    const { fullWindows, windows } = this.evidence;
    return 2 * fullWindows[node] >= Math.max(1, windows[node]);
  }

  horizonOf(node: number, spanMs: number): number {
    const timeouts = LIMITS.originTimeouts * this.topology().nodes[node].longestTimeoutMs;
    return Math.max(LIMITS.originWindows, Math.trunc(timeouts / spanMs + 1 - 1e-9));
  }

  take(window: WindowReadings, states: WindowStates): void {
    for (let node = 0; node < this.out.length; node++) this.takeNode(node, window, states);
  }

  close(window: WindowReadings): void {
    for (let node = 0; node < this.out.length; node++) {
      if (this.out[node] === 0 && this.isBrief(node, window)) this.departBriefly(node, window);
    }
  }

  /** Whether the suspicion, though nothing has confirmed it, is beyond doubt and due to something. */
  private isBrief(node: number, { spanMs }: WindowReadings): boolean {
    if (this.suspected[node] < 0 || this.certainly[node] === HEALTHY) return false;
    return this.rules.isDisturbed(this.suspectedMs[node], spanMs);
  }

  /** The node is well again before its departure was confirmed. */
  private dismiss(node: number, window: WindowReadings): void {
    if (this.isBrief(node, window)) {
      this.departBriefly(node, window).endWindow = window.index;
      this.out[node] = 0;
      this.briefBefore = window.index;
    }
    this.suspected[node] = -1;
  }

  private takeNode(node: number, window: WindowReadings, states: WindowStates): void {
    const judged = states.judged[node];
    const told = judged !== KEEP && judged !== NO_TRAFFIC;
    if (!told && states.stalled[node] === 0) {
      // What only seemed to stall has nothing to do with what comes later.
      if (this.unjudged[node] === 1 && this.out[node] === 0) this.suspected[node] = -1;
      return;
    }
    if (told && judged !== HEALTHY && states.noise[node] === 0) this.breakOff(node, window);
    if (judged === HEALTHY && this.out[node] === 0) this.dismiss(node, window);
    else if (this.suspected[node] < 0) this.suspect(node, window);
    if (told) this.unjudged[node] = 0;
    if (this.suspected[node] < 0) return;
    if (judged !== HEALTHY && states.noise[node] === 0) this.loud[node] = 1;
    if (states.certain[node] === 1 && graver(judged, this.certainly[node])) {
      this.certainly[node] = judged;
      this.certainMs[node] = window.endMs;
    }
    const age = window.index - this.suspected[node];
    if (age < this.horizonOf(node, window.spanMs)) {
      gather(this.evidence, window, node, this.topology());
    }
    this.follow(node, window, states.shown[node], told);
  }

  /** What nobody is blamed for ends where there is more than chance: a fault must not hide behind it. */
  private breakOff(node: number, window: WindowReadings): void {
    const departure = this.out[node] === 1 ? this.latestOf(node) : null;
    if (this.suspected[node] < 0) return;
    if (!this.rules.isExcused(departure, this.suspectedMs[node], window)) return;
    if (departure !== null) departure.endWindow = window.index;
    this.out[node] = 0;
    this.suspected[node] = -1;
  }

  private suspect(node: number, window: WindowReadings): void {
    this.suspected[node] = window.index;
    this.suspectedMs[node] = window.endMs;
    this.loud[node] = 0;
    this.unjudged[node] = 1;
    this.certainly[node] = HEALTHY;
    restart(this.evidence, node, this.topology().nodes[node].outEdges);
    this.evidence.since[node] = window.index;
  }

  /** Confirms a suspicion, follows the state of a departure, and ends it. */
  private follow(node: number, window: WindowReadings, shown: number, told: boolean): void {
    const healthy = shown === HEALTHY || shown === NO_TRAFFIC;
    if (this.out[node] === 0 && !healthy && told) this.depart(node, window, shown);
    const departure = this.latestOf(node);
    if (departure === null || this.out[node] === 0) return;
    if (this.loud[node] === 1) departure.onlyNoise = false;
    const age = window.index - departure.window;
    if (age < LIMITS.originWindows && graver(shown, departure.state)) {
      departure.state = shown;
      departure.stateMs = window.endMs;
    }
    if (healthy && told) {
      departure.endWindow = window.index;
      this.out[node] = 0;
      this.suspected[node] = -1;
    }
  }

  private departBriefly(node: number, window: WindowReadings): Departure {
    const departure = this.depart(node, window, this.certainly[node]);
    departure.stateMs = this.certainMs[node];
    return departure;
  }

  private depart(node: number, window: WindowReadings, shown: number): Departure {
    const departure: Departure = {
      node,
      window: this.suspected[node],
      atMs: this.suspectedMs[node],
      spanMs: window.spanMs,
      state: shown,
      stateMs: window.endMs,
      cause: { kind: "unexplained" },
      explored: false,
      endWindow: Infinity,
      onlyNoise: this.loud[node] === 0,
    };
    this.departures[node].push(departure);
    this.all.push(departure);
    this.out[node] = 1;
    return departure;
  }
}

/** `topology`: the one in force. */
export function createDepartureLog(
  topology: () => Topology,
  layout: SeriesLayout,
  rules: DepartureRules,
): DepartureLog {
  return new Log(topology, layout, rules);
}
