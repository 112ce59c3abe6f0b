// Watches a run through its series: states of the nodes, the cascade, the story, the recovery. Fed
// with rows as the engine finishes them, in any portions; what it says does not depend on how they
// were cut. Costs one pass over each row and a few operations per node and analysis window.
import type { AlertResult } from "../results/alert-result.ts";
import type { Blame, FailurePlace } from "../results/failure-place.ts";
import { rowLengthOf, type SeriesLayout } from "../results/series.ts";
import type { StorySentence } from "../results/snapshot.ts";
import { type CascadeStep, NO_TRAFFIC } from "../results/story.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { AlertWatch } from "./alerts.ts";
import { type Baseline, emptyBaseline, extendBaseline, firstDisturbanceMs } from "./baseline.ts";
import { blameOf } from "./blame.ts";
import { cascadeStep, isOrdinary, orderedDepartures, settleCauses } from "./cascade.ts";
import { rootOf } from "./cause-chains.ts";
import { LIMITS } from "./constants.ts";
import { createDepartureLog, type Departure, type DepartureLog } from "./departures.ts";
import { type Disturbances, disturbancesOf, isDisturbedIn } from "./disturbances.ts";
import { createIncidentLog, type IncidentLog } from "./incidents.ts";
import { LateRequests } from "./late-requests.ts";
import { NodeJudge } from "./node-judge.ts";
import { HEALTHY } from "./node-states.ts";
import { rootCauseOf, toldCause } from "./origins.ts";
import { PhaseClock } from "./phases.ts";
import { PlainWindows } from "./plain-windows.ts";
import { planOf } from "./plan.ts";
import { QuietStart } from "./quiet-start.ts";
import { ofType, TYPE_READ, type WindowReadings } from "./readings.ts";
import { createRecoveryWatch, type RecoveryTimes } from "./recovery.ts";
import { StateStore, UtilizationMeans } from "./state-store.ts";
import { tellStory } from "./story.ts";
import { type Topology, topologyOf } from "./topology.ts";
import { createWindowReader, type WindowReader } from "./window-readings.ts";

export interface Observer {
  /** Length of an analysis window in simulated ms: whole series windows, at least a second. */
  readonly analysisWindowMs: number;
  /** Whole series rows back to back, in order. */
  push(rows: Float64Array): void;
  /** The run is over (`isStuck`: time stands still): judges the last window if at least half of it was seen. */
  finish(isStuck?: boolean): void;
  /** Parameters or faults changed while the run goes on: at `atMs`, default the last row's end. */
  update(scenario: ResolvedScenario, atMs?: number): void;
  /** Analysis windows judged so far. */
  windowCount(): number;
  /** States from window `from` on: nodes in layout order per window, NO_TRAFFIC where idle. */
  states(from?: number): Uint8Array;
  cascade(): CascadeStep[];
  /** A few sentences on what happened so far; none before the first window. */
  story(): StorySentence[];
  recovery(): RecoveryTimes;
  /** What became of the alert rules so far. */
  alerts(): AlertResult[];
  /** What failed and late requests are due to in the end, as far as is known. */
  blame(places: readonly FailurePlace[]): Blame[];
  /** What has been learned as normal, for use as another run's baseline. */
  baseline(): Baseline;
}

class RunObserver implements Observer {
  readonly analysisWindowMs: number;
  private readonly warmupMs: number;
  private readonly phases: PhaseClock;
  private lastRowMs = 0;
  private isStuck = false;
  private readonly layout: SeriesLayout;
  private topology: Topology;
  private disturbances: Disturbances;
  private disturbedMs: number;
  private readonly reader: WindowReader;
  private readonly learned: Baseline;
  private readonly normal: Baseline;
  private readonly judge: NodeJudge;
  private readonly store: StateStore;
  private readonly plain: PlainWindows;
  /** Windows that end until then change no state as long as nothing is notable in them. */
  private restUntilMs = 0;
  private readonly utilization: UtilizationMeans;
  private readonly log: DepartureLog;
  private readonly incidents: IncidentLog;
  private readonly watch = createRecoveryWatch();
  private readonly alertWatch: AlertWatch;
  private readonly late = new LateRequests();
  private readonly start: QuietStart;

  constructor(scenario: ResolvedScenario, layout: SeriesLayout, baseline: Baseline | undefined) {
    const count = layout.nodeIds.length;
    this.warmupMs = scenario.warmupMs;
    this.layout = layout;
    this.topology = topologyOf(scenario, layout);
    const { phases, disturbances, disturbedMs } = planOf(scenario, this.topology);
    this.phases = new PhaseClock(phases);
    this.disturbances = disturbances;
    this.disturbedMs = disturbedMs;
    this.reader = createWindowReader(layout, this.topology);
    this.analysisWindowMs = this.reader.analysisWindowMs;
    this.learned = emptyBaseline(layout);
    this.normal = baseline ?? this.learned;
    this.judge = new NodeJudge(count, this.normal);
    this.store = new StateStore(count, scenario.durationMs / this.analysisWindowMs);
    this.utilization = new UtilizationMeans(count);
    this.start = new QuietStart(this.utilization);
    this.plain = new PlainWindows(layout, {
      reader: this.reader,
      judge: this.judge,
      utilization: this.utilization,
      normal: this.normal,
    });
    this.alertWatch = new AlertWatch(scenario, layout);
    this.log = createDepartureLog(() => this.topology, layout, {
      isExcused: (departure, sinceMs, window) => this.isExcused(departure, sinceMs, window),
      isDisturbed: (sinceMs, spanMs) => this.isDisturbed(sinceMs, spanMs),
    });
    this.incidents = createIncidentLog(layout, {
      isBlameless: (departure) => this.isBlameless(departure),
      isDoneTo: (departure) => this.isDoneTo(departure),
    });
  }

  push(rows: Float64Array): void {
    this.alertWatch.push(rows);
    const length = rowLengthOf(this.layout);
    const whole = Math.trunc(rows.length / length);
    for (let row = 0; row < whole; ) {
      this.enterPhase(rows[row * length]);
      // Rows of one phase are summed together.
      if (this.passes(rows, row, whole)) {
        row += this.reader.rowsPerWindow;
        continue;
      }
      const most = Math.min(this.reader.wanted(), whole - row);
      let count = this.phases.nextMs === Infinity ? most : 1;
      while (count < most && rows[(row + count) * length] <= this.phases.nextMs) count += 1;
      this.lastRowMs = rows[(row + count - 1) * length];
      if (this.reader.take(this.topology, rows, row * length, count)) this.finishWindow();
      row += count;
    }
    // The rows may be gone when somebody asks for the story.
    this.reader.readMore();
  }

  finish(isStuck = false): void {
    this.isStuck = isStuck;
    if (this.reader.close(this.topology)) this.finishWindow();
    if (this.store.windowCount === 0) return;
    this.reader.readMore();
    this.log.close(this.reader.readings);
    this.settleCauses();
    this.incidents.close(this.log);
  }

  update(scenario: ResolvedScenario, atMs = this.lastRowMs): void {
    this.alertWatch.update(scenario);
    this.restUntilMs = 0;
    const phases = this.phases.change(scenario, atMs);
    this.disturbances = disturbancesOf(phases, this.topology);
    this.disturbedMs = firstDisturbanceMs(phases[0].scenario, this.disturbances);
  }

  windowCount(): number {
    return this.store.windowCount;
  }

  states(from = 0): Uint8Array {
    return this.store.from(from);
  }

  cascade(): CascadeStep[] {
    const { topology, disturbances, log } = this;
    if (log.all.length === 0) return [];
    const reported = this.reportedOf(log.all);
    return orderedDepartures(reported, topology, disturbances).map((departure) =>
      cascadeStep(departure, toldCause({ topology, disturbances, log }, departure), topology),
    );
  }

  story(): StorySentence[] {
    if (this.store.windowCount === 0) return [];
    const incident = this.incidents.main();
    const reported = this.reportedOf(incident?.departures ?? []);
    const told = tellStory({
      topology: this.topology,
      disturbances: this.disturbances,
      window: this.reader.readings,
      baseline: this.normal,
      incident,
      departures: orderedDepartures(reported, this.topology, this.disturbances),
      log: this.log,
      utilizationOf: (node) => this.utilization.of(node),
      shown: this.judge.latest.shown,
      disturbed: this.start.disturbed,
      disturbedMs: this.disturbedMs,
      others: this.incidents.others(),
      times: this.watch.times(),
      isStuck: this.isStuck,
    });
    return [...told, ...this.alertWatch.sentence()];
  }

  alerts(): AlertResult[] {
    return this.alertWatch.results();
  }

  recovery(): RecoveryTimes {
    return this.watch.times();
  }

  blame(places: readonly FailurePlace[]): Blame[] {
    const { topology, disturbances, normal: baseline, log, analysisWindowMs } = this;
    const toMs = baseline === this.learned ? Math.min(this.disturbedMs, this.lastRowMs) : 0;
    const inputs = {
      ...{ topology, disturbances, baseline, log, analysisWindowMs },
      calm: { fromMs: this.warmupMs, toMs },
      seriesWindowMs: this.layout.windowMs,
      isBlameless: (departure: Departure): boolean => this.isBlameless(departure),
    };
    return blameOf(inputs, places, this.late.places());
  }

  baseline(): Baseline {
    return this.learned;
  }

  /** Takes over the parameters in force in a row that ends at `endMs`. */
  private enterPhase(endMs: number): void {
    this.lastRowMs = endMs;
    if (endMs <= this.phases.nextMs) return;
    this.topology = topologyOf(this.phases.enter(endMs).scenario, this.layout);
  }

  private reportedOf(departures: readonly Departure[]): Departure[] {
    return departures.filter((departure) => !this.isBlameless(departure));
  }

  private isBlameless(departure: Departure): boolean {
    const early = departure.atMs <= this.disturbedMs && this.start.was();
    return early || isOrdinary(departure, this.log);
  }

  /** Blameless, and what shows in the window is not. */
  private isExcused(
    departure: Departure | null,
    sinceMs: number,
    { endMs }: WindowReadings,
  ): boolean {
    const isBefore = sinceMs <= this.disturbedMs && endMs > this.disturbedMs;
    return (
      (isBefore && this.start.was()) || (departure !== null && isOrdinary(departure, this.log))
    );
  }

  private isDoneTo(departure: Departure): boolean {
    const { topology, disturbances, log } = this;
    const { kind } = rootCauseOf({ topology, disturbances, log }, rootOf(log, departure));
    return kind === "fault" || kind === "change" || kind === "load";
  }

  private isDisturbed(sinceMs: number, spanMs: number): boolean {
    const reachMs = (LIMITS.originWindows + 1) * spanMs;
    return isDisturbedIn(this.disturbances, sinceMs - reachMs, sinceMs);
  }

  private finishWindow(): void {
    const window = this.reader.readings;
    const { topology, log, watch } = this;
    const { cells, latest } = this.judge;
    const isDisturbed = window.endMs > this.disturbedMs;
    if (isDisturbed) this.start.was();
    const isNotable = this.judge.take(this.reader, topology);
    this.store.add(cells);
    const isPlain = !isNotable && log.isAtRest() && !this.incidents.isOpen() && !watch.isWaiting();
    if (!isPlain) {
      this.reader.readMore();
      log.take(window, latest);
      this.settleCauses();
    }
    this.utilization.take(window);
    this.start.take(window, latest.shown);
    const failed = ofType(window, 0, TYPE_READ.failed);
    this.start.count(isDisturbed, ofType(window, 0, TYPE_READ.success), failed);
    if (isPlain) this.watchRecovery(true, false);
    else this.watchOver();
    this.restUntilMs = isPlain ? watch.restUntilMs(this.disturbances) : 0;
    if (this.isLearned()) extendBaseline(this.learned, window);
    if (this.isMeasured()) this.placeLate();
  }

  private placeLate(): void {
    const { topology, normal: baseline } = this;
    this.late.take({ window: this.reader.readings, topology, baseline });
  }

  private isMeasured(): boolean {
    const { endMs, spanMs } = this.reader.readings;
    return endMs - spanMs >= this.warmupMs - 1e-6;
  }

  /** Whether the last window is a part of the baseline. */
  private isLearned(): boolean {
    return this.isMeasured() && this.reader.readings.endMs <= this.disturbedMs + 1e-6;
  }

  /**
   * Passes the window that begins with a row if it is plain, as `finishWindow` would, but without reading
   * it. The last one of the rows is read in any case, since the story speaks of it.
   */
  private passes(rows: Float64Array, row: number, whole: number): boolean {
    const { reader, plain, watch } = this;
    const { rowsPerWindow } = reader;
    if (this.restUntilMs === 0 || reader.wanted() < rowsPerWindow) return false;
    if (row + 2 * rowsPerWindow > whole) return false;
    const length = rowLengthOf(this.layout);
    const at = row * length;
    const endMs = rows[at + (rowsPerWindow - 1) * length];
    if (endMs > this.restUntilMs || endMs > this.phases.nextMs) return false;
    const { endMs: startMs } = reader.readings;
    if (!plain.isPlain(this.topology, rows, at, endMs - startMs)) return false;
    const isDisturbed = endMs > this.disturbedMs;
    if (isDisturbed) this.start.was();
    const isLate = plain.seen.late > 0 && startMs >= this.warmupMs - 1e-6;
    // Where the time of late requests went takes a whole window to tell.
    if (isLate) reader.take(this.topology, rows, at, rowsPerWindow);
    else reader.pass(endMs);
    plain.carry();
    this.store.add(this.judge.cells);
    const { good, offered, ok, degraded, failed } = plain.seen;
    this.start.count(isDisturbed, ok + degraded, failed);
    watch.pass({ good, offered, spanMs: endMs - startMs, startMs });
    if (this.isLearned()) plain.learn(this.learned, rows, at, endMs - startMs);
    if (isLate) this.placeLate();
    this.lastRowMs = endMs;
    return true;
  }

  private settleCauses(): void {
    const { topology, disturbances, normal: baseline, log } = this;
    settleCauses({ topology, disturbances, baseline, log }, this.reader.readings.index);
  }

  /** Unhealthy, if at all, by chance or as usual. */
  private isQuiet(node: number): boolean {
    if (this.judge.latest.noise[node] === 1) return true;
    const departure = this.log.latestOf(node);
    return departure !== null && departure.endWindow === Infinity && this.isBlameless(departure);
  }

  private watchOver(): void {
    const { topology, normal: baseline, log } = this;
    const { judged, shown } = this.judge.latest;
    const window = this.reader.readings;
    let calm = true;
    let suspicious = false;
    let suspectedFrom = Infinity;
    for (let node = 0; node < topology.nodes.length; node++) {
      const isIdle = judged[node] === NO_TRAFFIC;
      const healthy = isIdle || shown[node] === HEALTHY || shown[node] === NO_TRAFFIC;
      const suspected = log.suspectedFrom(node) >= 0;
      if ((healthy && !suspected) || this.isQuiet(node)) continue;
      if (!healthy) calm = false;
      if (!suspected) continue;
      suspicious = true;
      suspectedFrom = Math.min(suspectedFrom, log.suspectedFrom(node));
    }
    this.watchRecovery(calm, suspicious);
    const calmSinceMs = this.watch.calmSinceMs();
    this.incidents.take({
      window,
      topology,
      baseline,
      log,
      suspicious,
      suspectedFrom,
      calmSinceMs,
    });
  }

  private watchRecovery(calm: boolean, suspicious: boolean): void {
    const { topology, disturbances, normal: baseline, log } = this;
    const window = this.reader.readings;
    const brief = log.briefBefore === window.index;
    const uneasy = !calm || suspicious;
    this.watch.take({ topology, window, baseline, disturbances, log, calm, uneasy, brief });
  }
}

/**
 * `baseline`: of an undisturbed run (see `shadowScenario`), where the scenario has too little
 * undisturbed time of its own; otherwise it is learned from the run.
 */
export function createObserver(
  scenario: ResolvedScenario,
  layout: SeriesLayout,
  baseline?: Baseline,
): Observer {
  return new RunObserver(scenario, layout, baseline);
}
