// The engine as its callers see it. There is one per isolate: a second one would halve the speed of
// both, since the tables of the first are constants of the compiled loop. `load` reuses the memory.
import { NOW, registers } from "../core/registers.ts";
import { type Draws, type Fault, planFaults } from "../primitives/fault-plan.ts";
import { applyFaults } from "../primitives/faults.ts";
import { takeFaultsNow } from "../primitives/leaks.ts";
import { control, DRAINED } from "../primitives/node-state.ts";
import { startDraining } from "../primitives/request.ts";
import { startSources } from "../primitives/schedule.ts";
import type {
  Checkpoint,
  CheckpointKeeping,
  EnginePort,
  EngineTotals,
  RunControl,
  RunStop,
} from "../results/engine-port.ts";
import type { SeriesLayout } from "../results/series.ts";
import type { Trace, TraceSummary } from "../results/traces.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { capReached, eventsAllowed, stopAt } from "./caps.ts";
import { SavedRun, savedRunOf, undisturbed } from "./checkpoint.ts";
import { CheckpointList } from "./checkpoint-list.ts";
import { faultsOf } from "./fill-faults.ts";
import { startWaiting } from "./fill-nodes.ts";
import { type Kernel, type KernelChoice, kernelFor } from "./kernel.ts";
import { livePresent } from "./live.ts";
import { DRAIN_FACTOR, marksOf, withChanges } from "./marks.ts";
import { withDetail } from "./operation-results.ts";
import { ParticleSampling } from "./particle-sampling.ts";
import { NOTHING, type Position, type TimedChange } from "./position.ts";
import { putAtStart, putParameters } from "./prepare.ts";
import { compile, type Program } from "./program.ts";
import { settle } from "./run.ts";
import { spareStream } from "./seed-streams.ts";
import { whyStructural } from "./shape.ts";
import { digestOf, totalsAtPresent } from "./summary.ts";
import { traceRequests } from "./tracing/trace-requests.ts";
import { traceSummaries } from "./tracing/trace-summaries.ts";
import { justBefore } from "./tracing/tracing-kernel.ts";
import { beginPeriod, closeSeriesWindow, histogramCount, seriesRows, viewRows } from "./windows.ts";

const EMPTY_LAYOUT: SeriesLayout = { windowMs: 1, typeIds: ["all"], nodeIds: [], edgeIds: [] };

export interface EngineOptions {
  /** Keep all pending events in the plain heap: the reference for tests, slower. */
  readonly heapOnly: boolean;
  /** Which code executes the events; no result depends on it. Default "auto". */
  readonly kernel?: KernelChoice | Kernel;
}

/** The program whose rows stand in the columns, whichever engine put it there. */
let resident: Program | null = null;

class Engine implements EnginePort<ResolvedScenario>, RunControl<ResolvedScenario> {
  private at: Position = { ...NOTHING };
  private readonly kept = new CheckpointList<SavedRun<Position>>();
  private readonly particles = new ParticleSampling();
  private readonly options: EngineOptions;
  /** Executes the events in place of the usual kernel, to look at them. */
  private watching: Kernel | null = null;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  load(scenario: ResolvedScenario, seed: number = scenario.seed): void {
    this.at = { ...NOTHING, start: compile(scenario) };
    this.reset(seed);
  }

  reset(seed: number): void {
    this.kept.clear();
    const recorded = this.at.start?.scenario.changes ?? [];
    const changes = recorded.map(({ id, atMs, after }) => ({ id, atMs, after, live: false }));
    this.restart(seed, changes);
  }

  /** Time 0 of what was loaded; `changes` are to come. */
  private restart(seed: number, changes: readonly TimedChange[]): void {
    const { start } = this.at;
    this.at = { ...NOTHING, start, program: start, seed, changes };
    const program = this.loaded();
    resident = program;
    const faults = faultsOf(program);
    this.at.cap = putAtStart(program, seed, this.options.heapOnly);
    this.planFaults(faults);
    this.particles.begin();
    this.planMarks();
    if (program.scenario.warmupMs <= 0) this.warmUp();
    startSources();
    this.applyFaults();
    this.settle();
  }

  private loaded(): Program {
    if (!this.at.program) throw new Error("No scenario is loaded");
    return this.at.program;
  }

  /** When faults come and go, now that their distributions are loaded. */
  private planFaults(faults: readonly Fault[]): void {
    const { durationMs, drain } = this.loaded().scenario;
    const horizonMs = drain ? durationMs * DRAIN_FACTOR : durationMs;
    this.at.faults = planFaults(faults, this.draws(), horizonMs);
  }

  private draws(): Draws {
    return { seed: this.at.seed, stream: spareStream() };
  }

  private planMarks(): void {
    this.mark(marksOf(this.at, this.loaded().scenario, registers[NOW]));
  }

  private mark(times: readonly number[]): void {
    this.at.marks = withChanges(times, this.at, registers[NOW]);
    this.at.nextMark = 0;
  }

  private kernel(): Kernel {
    return this.watching ?? kernelFor(this.options.kernel ?? "auto");
  }

  private settle(): void {
    if (this.watching?.settle) this.watching.settle();
    else settle();
  }

  private applyFaults(): void {
    applyFaults(this.at.faults, this.draws());
  }

  private warmUp(): void {
    this.at.warm = true;
    beginPeriod();
  }

  run(untilMs: number, maxEvents: number): RunStop {
    const { scenario } = this.loaded();
    let budget = maxEvents;
    while (!this.at.ended) {
      if (this.at.cap !== null) return stopAt(this.at);
      if (untilMs < registers[NOW]) return { kind: "time" };
      const end = scenario.drain ? scenario.durationMs * DRAIN_FACTOR : scenario.durationMs;
      const mark = this.at.marks[this.at.nextMark] ?? Infinity;
      const window = this.at.nextWindow * scenario.windowMs;
      const limit = Math.min(untilMs, mark, window, end);
      const share = Math.min(budget, eventsAllowed(scenario, this.at.executed));
      let stopped = false;
      const done = this.kernel().executeEvents(limit, share);
      this.at.executed += done;
      budget -= done;
      if (takeFaultsNow()) {
        this.applyFaults();
        this.settle();
        stopped = true;
      }
      this.at.cap = capReached(this.loaded().scenario, this.at, done);
      if (this.at.cap !== null) continue;
      if (control.i32[DRAINED] !== 0) {
        this.finish();
        break;
      }
      if (budget <= 0) return { kind: "budget" };
      if (done === share || stopped) continue;
      registers[NOW] = limit;
      this.passMarks(limit, mark, window, end);
      if (limit !== untilMs || this.at.marks[this.at.nextMark] === limit) continue;
      if (!this.at.ended && untilMs < end && this.at.cap === null) return { kind: "time" };
    }
    return stopAt(this.at);
  }

  /** What happens at an instant after all of its ordinary events. */
  private passMarks(now: number, mark: number, window: number, end: number): void {
    const { scenario } = this.loaded();
    if (now === window) {
      closeSeriesWindow();
      this.at.nextWindow++;
    }
    if (now === mark) {
      this.at.nextMark++;
      if (!this.at.warm && now >= scenario.warmupMs) this.warmUp();
      const isLast = this.at.marks[this.at.nextMark] !== now;
      if (isLast) this.makeChanges();
      this.applyFaults();
      this.settle();
      if (isLast && scenario.drain && now === scenario.durationMs) startDraining();
    }
    if (now === end) {
      if (scenario.drain) this.at.cap = "time to drain";
      this.finish();
    } else if (now === window && this.kept.wants(this.at.nextWindow - 1)) {
      this.kept.add(this.at.nextWindow - 1, this.save());
    }
  }

  private finish(): void {
    closeSeriesWindow();
    this.at.ended = true;
  }

  private makeChanges(): void {
    for (;;) {
      const next = this.at.changes[this.at.made];
      if (!next || next.atMs > registers[NOW]) return;
      this.at.made++;
      const after = compile(next.after);
      if (whyStructural(this.loaded(), after) === null) this.takeOver(after);
      else this.at.cap ??= `structural change ${next.id}`;
    }
  }

  change(scenario: ResolvedScenario): boolean {
    const after = compile(scenario);
    if (whyStructural(this.loaded(), after) !== null) return false;
    // What is still to happen at this instant comes first, so that a replay meets the change at
    // the same point.
    this.run(registers[NOW], Infinity);
    const { changes, made } = this.at;
    const atMs = registers[NOW];
    this.kept.cutAfter(atMs, this.at.executed);
    this.at.changes = [
      ...changes.slice(0, made),
      { id: `live-${made + 1}`, atMs, after: scenario, live: true },
      ...changes.slice(made).filter(({ live }) => !live),
    ];
    this.at.made++;
    this.takeOver(after);
    return true;
  }

  private takeOver(after: Program): void {
    this.at.program = after;
    this.at.applied = [...this.at.applied, { atMs: registers[NOW], hash: after.scenario.hash }];
    const faults = faultsOf(after);
    this.at.cap = putParameters(after) ?? this.at.cap;
    this.planFaults(faults);
    this.planMarks();
    this.applyFaults();
    startWaiting();
    this.settle();
  }

  whyNotChange(scenario: ResolvedScenario): string | null {
    return whyStructural(this.loaded(), compile(scenario));
  }

  endEarly(reason: string): void {
    if (!this.at.ended) this.at.cap ??= reason;
  }

  private save(): SavedRun<Position> {
    this.loaded();
    return new SavedRun(registers[NOW], this.at.executed, { ...this.at });
  }

  saveCheckpoint(): Checkpoint {
    return this.save();
  }

  restoreCheckpoint(checkpoint: Checkpoint): void {
    const saved = savedRunOf<Position>(checkpoint);
    if (this.kept.all().includes(saved)) this.kept.cutAfter(saved.atMs, saved.events);
    else this.kept.clear();
    this.putBack(saved);
  }

  private putBack(saved: SavedRun<Position>): void {
    const { start, seed } = saved.position;
    if (resident !== start) {
      // Another scenario was loaded since: names and layouts beside the columns come back with it.
      this.at = { ...NOTHING, start };
      this.restart(seed, []);
    }
    saved.putBack();
    this.at = { ...saved.position };
    this.particles.begin();
  }

  keepCheckpoints(keeping: CheckpointKeeping | null): void {
    this.kept.configure(keeping);
  }

  keptCheckpoints(): readonly Checkpoint[] {
    return this.kept.all();
  }

  nearestCheckpoint(atMs: number): Checkpoint | null {
    return this.kept.nearest(atMs);
  }

  replayTo(atMs: number): RunStop {
    const from = this.kept.nearest(atMs);
    const isAhead = from !== null && from.events > this.at.executed;
    if (registers[NOW] > atMs || isAhead) this.goBack(from);
    return this.run(atMs, Infinity);
  }

  /** To a checkpoint of the present course of the run, or to time 0. */
  private goBack(from: SavedRun<Position> | null): void {
    const { changes, seed } = this.at;
    if (from) this.putBack(from);
    else this.restart(seed, changes);
    // Changes that were made live since then are made again.
    this.at.changes = changes;
    this.mark(this.at.marks.slice(this.at.nextMark));
  }

  traceList(): readonly TraceSummary[] {
    return traceSummaries(this.layout(), this.at.seed);
  }

  traces(wanted: readonly TraceSummary[]): readonly Trace[] {
    const { program } = this.at;
    if (program === null || wanted.length === 0) return [];
    const usual = this.kernel();
    const fromMs = wanted.reduce((least, { startMs }) => Math.min(least, startMs), Infinity);
    this.goBack(this.kept.nearest(justBefore(fromMs)));
    try {
      return traceRequests(wanted, program, usual, (kernel, maxEvents) => {
        this.watching = kernel;
        return this.run(Infinity, maxEvents);
      });
    } finally {
      this.watching = null;
    }
  }

  fork(checkpoint: Checkpoint, scenario: ResolvedScenario): string | null {
    const { program } = savedRunOf<Position>(checkpoint).position;
    const reason = program && whyStructural(program, compile(scenario));
    if (reason !== null) return reason;
    this.restoreCheckpoint(checkpoint);
    this.change(scenario);
    return null;
  }

  nowMs(): number {
    return registers[NOW];
  }

  events(): number {
    return this.at.executed;
  }

  layout(): SeriesLayout {
    return this.at.program?.layout ?? EMPTY_LAYOUT;
  }

  windowCount(): number {
    return seriesRows();
  }

  rows(from: number): Float64Array {
    return viewRows(from).slice();
  }

  viewRows(from: number): Float64Array {
    return viewRows(from);
  }

  live(): Float64Array {
    return livePresent(this.layout());
  }

  takeParticles(): { readonly values: Float64Array; readonly ratio: number } {
    return this.particles.take();
  }

  totals(): EngineTotals {
    return this.look(() => withDetail(this.totalsNow(), this.loaded()));
  }

  digest(): string {
    return this.look(() => this.totalsNow().digest);
  }

  /** Integrals are brought up to date for a result; the run must go on as if nobody had looked. */
  private look<Seen>(result: () => Seen): Seen {
    return this.at.ended || this.at.cap !== null ? result() : undisturbed(result);
  }

  private totalsNow(): EngineTotals {
    const { start, applied } = this.at;
    const program = this.loaded();
    const totals = totalsAtPresent(program, this.at);
    const started = { hash: start?.scenario.hash ?? "", applied };
    const histograms = histogramCount(this.layout());
    return { ...totals, digest: digestOf(program, started, totals, histograms) };
  }
}

/** An engine of its own options; the application uses `engine`, tests also the plain heap. */
export function createEngine(options: EngineOptions): Engine {
  return new Engine(options);
}

export const engine = createEngine({ heapOnly: false });
