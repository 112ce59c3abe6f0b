// The engine as its callers see it. There is one per isolate: a second one would halve the speed of
// both, since the tables of the first are constants of the compiled loop. `load` reuses the memory.
import { resetEvents } from "../core/event-list.ts";
import { clearMemory, exhaustedTable } from "../core/memory.ts";
import { seedStream, streamTable } from "../core/random.ts";
import { NOW, registers } from "../core/registers.ts";
import { loadDistributions, replaceDistributions } from "../core/sample.ts";
import { placeEdgeHistograms } from "../primitives/call.ts";
import { applyFaults, boundariesOf, type Fault, listenToCrashes } from "../primitives/faults.ts";
import { placeEdgeStreams, showEvery, takeShown } from "../primitives/network.ts";
import { control, DRAINED } from "../primitives/node-state.ts";
import { sources } from "../primitives/parameters.ts";
import { placeTypeHistograms, startDraining } from "../primitives/request.ts";
import { placeSourceStreams, retimeSource, startSource } from "../primitives/source.ts";
import {
  EDGE_PURPOSES,
  EDGE_STREAMS,
  NODE_PURPOSES,
  NODE_STREAMS,
  SOURCE_PURPOSES,
  SOURCE_STREAMS,
} from "../primitives/streams.ts";
import type { EnginePort, EngineTotals, RunStop } from "../results/engine-port.ts";
import type { SeriesLayout } from "../results/series.ts";
import { PARTICLE_STRIDE } from "../results/snapshot.ts";
import type { ResolvedChange, ResolvedScenario } from "../scenario/document.ts";
import { brokerHistograms, crashListeners, fillBrokers } from "./brokers.ts";
import { fillEdges } from "./fill-edges.ts";
import { faultsOf } from "./fill-faults.ts";
import { fillNodes, fillOperations, startWaiting } from "./fill-nodes.ts";
import { fillSources } from "./fill-sources.ts";
import { livePresent } from "./live.ts";
import { compile, type Program } from "./program.ts";
import { executeEvents, settle } from "./run.ts";
import { type AppliedChange, digestOf, totalsAtPresent } from "./summary.ts";
import {
  beginPeriod,
  closeSeriesWindow,
  copyRows,
  histogramCount,
  openSeries,
  seriesRows,
} from "./windows.ts";

const EMPTY_LAYOUT: SeriesLayout = { windowMs: 1, typeIds: ["all"], nodeIds: [], edgeIds: [] };

/** Most events of one run; reaching it ends the run with the cap "events". */
const EVENTS_MAX = 1e10;
/** A draining run ends at this multiple of its duration at the latest. */
const DRAIN_FACTOR = 10;

/** Particles per snapshot between which the sampling ratio stays as it is. */
const PARTICLES_LEAST = 40;
const PARTICLES_MOST = 200;

export interface EngineOptions {
  /** Keep all pending events in the plain heap: the reference for tests, slower. */
  readonly heapOnly: boolean;
}

class Engine implements EnginePort<ResolvedScenario> {
  private program: Program | null = null;
  private faults: readonly Fault[] = [];
  private marks: number[] = [];
  private nextMark = 0;
  private nextWindow = 0;
  private executed = 0;
  private warm = false;
  private ended = false;
  private seed = 0;
  private cap: string | null = null;
  /** Scenario of the start, and the changes since: a replay of them has the same digest. */
  private start: Program | null = null;
  private applied: AppliedChange[] = [];
  private replayed = 0;
  private particleRatio = 0;
  private readonly options: EngineOptions;

  constructor(options: EngineOptions) {
    this.options = options;
  }

  load(scenario: ResolvedScenario, seed: number = scenario.seed): void {
    this.start = compile(scenario);
    this.reset(seed);
  }

  reset(seed: number): void {
    this.program = this.start;
    this.applied = [];
    this.replayed = 0;
    const program = this.loaded();
    const { scenario, layout } = program;
    clearMemory();
    registers.fill(0);
    resetEvents(this.options.heapOnly);
    showEvery(this.particleRatio);
    this.seed = seed;
    this.executed = 0;
    this.ended = false;
    this.warm = false;
    this.nextWindow = 1;
    const windows = Math.floor(scenario.durationMs / scenario.windowMs) + 2;
    const opened = openSeries(layout, windows, brokerHistograms(program));
    this.cap = this.fill(true) ?? (opened ? null : "histograms");
    placeEdgeHistograms(2 * layout.nodeIds.length);
    const firstType = 2 * layout.nodeIds.length + layout.edgeIds.length;
    placeTypeHistograms(firstType, layout.typeIds.length > 2);
    this.seedStreams(program, seed);
    loadDistributions(program.distributions());
    listenToCrashes(crashListeners);
    this.planMarks();
    if (scenario.warmupMs <= 0) this.warmUp();
    for (let source = 0; source < sources.highWater; source++) startSource(source);
    this.replayChanges();
    this.applyFaults();
    settle();
  }

  /** Recorded changes that a run of the scenario replays. */
  private recorded(): readonly ResolvedChange[] {
    return this.start?.scenario.changes ?? [];
  }

  private replayChanges(): void {
    const recorded = this.recorded();
    for (;;) {
      const next = recorded[this.replayed];
      if (!next || next.atMs > registers[NOW]) return;
      this.replayed++;
      if (!this.change(next.after)) this.cap ??= `structural change ${next.id}`;
    }
  }

  private loaded(): Program {
    if (!this.program) throw new Error("No scenario is loaded");
    return this.program;
  }

  private fill(fresh: boolean): string | null {
    const program = this.loaded();
    this.faults = faultsOf(program);
    return (
      fillNodes(program, fresh) ??
      fillOperations(program) ??
      fillEdges(program, fresh) ??
      fillSources(program) ??
      fillBrokers(program, fresh)
    );
  }

  private seedStreams(program: Program, seed: number): void {
    const { nodeIds, edgeIds } = program.layout;
    const firstEdge = nodeIds.length * NODE_STREAMS;
    const firstSource = firstEdge + edgeIds.length * EDGE_STREAMS;
    streamTable.occupy(firstSource + sources.highWater * SOURCE_STREAMS + 1);
    placeEdgeStreams(firstEdge);
    placeSourceStreams(firstSource);
    nodeIds.forEach((id, node) => {
      NODE_PURPOSES.forEach((purpose, at) => {
        seedStream(node * NODE_STREAMS + at, seed, id, purpose);
      });
    });
    edgeIds.forEach((id, edge) => {
      EDGE_PURPOSES.forEach((purpose, at) => {
        seedStream(firstEdge + edge * EDGE_STREAMS + at, seed, id, purpose);
      });
    });
    for (let source = 0; source < sources.highWater; source++) {
      const id = nodeIds[sources.node[source]] ?? "";
      SOURCE_PURPOSES.forEach((purpose, at) => {
        seedStream(firstSource + source * SOURCE_STREAMS + at, seed, id, purpose);
      });
    }
  }

  /** A stream that belongs to nobody: fault targets are drawn with it from a fresh start. */
  private spareStream(): number {
    return streamTable.highWater - 1;
  }

  private planMarks(): void {
    const times = new Set(this.faults.flatMap((fault) => boundariesOf(fault)));
    const { warmupMs, durationMs, drain } = this.loaded().scenario;
    if (warmupMs > 0) times.add(warmupMs);
    if (drain) times.add(durationMs);
    for (const { atMs } of this.recorded()) times.add(atMs);
    this.marks = [...times].filter((at) => at > registers[NOW]).sort((a, b) => a - b);
    this.nextMark = 0;
  }

  private applyFaults(): void {
    applyFaults(this.faults, this.seed, this.spareStream());
  }

  private warmUp(): void {
    this.warm = true;
    beginPeriod();
  }

  run(untilMs: number, maxEvents: number): RunStop {
    const { scenario } = this.loaded();
    if (this.cap !== null) return { kind: "cap", cap: this.cap };
    let budget = maxEvents;
    while (!this.ended) {
      const end = this.endMs(scenario);
      const mark = this.marks[this.nextMark] ?? Infinity;
      const window = this.nextWindow * scenario.windowMs;
      const limit = Math.min(untilMs, mark, window, end);
      const done = executeEvents(limit, budget);
      this.executed += done;
      budget -= done;
      this.cap = exhaustedTable() ?? (this.executed >= EVENTS_MAX ? "events" : null);
      if (this.cap !== null) return { kind: "cap", cap: this.cap };
      if (control.i32[DRAINED] === 1) {
        this.finish();
        break;
      }
      if (budget <= 0) return { kind: "budget" };
      registers[NOW] = limit;
      this.passMarks(limit, mark, window, end);
      if (this.cap !== null) return { kind: "cap", cap: this.cap };
      if (limit === untilMs && !this.ended && untilMs < end) return { kind: "time" };
    }
    return { kind: "end" };
  }

  private endMs(scenario: ResolvedScenario): number {
    return scenario.drain ? scenario.durationMs * DRAIN_FACTOR : scenario.durationMs;
  }

  /** What happens at an instant after all of its ordinary events. */
  private passMarks(now: number, mark: number, window: number, end: number): void {
    const { scenario } = this.loaded();
    if (now === window) {
      closeSeriesWindow();
      this.nextWindow++;
    }
    if (now === mark) {
      this.nextMark++;
      if (!this.warm && now >= scenario.warmupMs) this.warmUp();
      this.replayChanges();
      this.applyFaults();
      settle();
      if (scenario.drain && now === scenario.durationMs) startDraining();
    }
    if (now !== end) return;
    if (scenario.drain) this.cap = "time to drain";
    this.finish();
  }

  private finish(): void {
    closeSeriesWindow();
    this.ended = true;
  }

  change(scenario: ResolvedScenario): boolean {
    const before = this.loaded();
    const after = compile(scenario);
    if (!sameShape(before, after)) return false;
    this.program = after;
    this.applied.push({ atMs: registers[NOW], hash: scenario.hash });
    this.cap = this.fill(false) ?? this.cap;
    replaceDistributions(after.distributions());
    for (let source = 0; source < sources.highWater; source++) retimeSource(source);
    this.planMarks();
    this.applyFaults();
    startWaiting();
    settle();
    return true;
  }

  nowMs(): number {
    return registers[NOW];
  }

  events(): number {
    return this.executed;
  }

  layout(): SeriesLayout {
    return this.program?.layout ?? EMPTY_LAYOUT;
  }

  windowCount(): number {
    return seriesRows();
  }

  rows(from: number): Float64Array {
    return copyRows(from);
  }

  live(): Float64Array {
    return livePresent(this.layout());
  }

  /** The first call starts the sampling; its ratio follows the traffic. No result depends on it. */
  takeParticles(): { readonly values: Float64Array; readonly ratio: number } {
    const values = takeShown();
    const ratio = this.particleRatio;
    const taken = values.length / PARTICLE_STRIDE;
    if (ratio === 0) this.particleRatio = 1;
    else if (taken > PARTICLES_MOST) this.particleRatio = ratio * 2;
    else if (taken < PARTICLES_LEAST && ratio > 1) this.particleRatio = ratio / 2;
    if (this.particleRatio !== ratio) showEvery(this.particleRatio);
    return { values, ratio };
  }

  totals(): EngineTotals {
    return totalsAtPresent(this.loaded(), this.seed, this.executed, this.cap, this.digest());
  }

  digest(): string {
    const started = { hash: this.start?.scenario.hash ?? "", applied: this.applied };
    const histograms = histogramCount(this.layout());
    return digestOf(this.loaded(), started, this.seed, this.executed, histograms);
  }
}

/** True when only parameters differ: the same rows exist in the same places. */
function sameShape(before: Program, after: Program): boolean {
  return shapeOf(before) === shapeOf(after);
}

function shapeOf(program: Program): string {
  const { scenario, layout, nodes } = program;
  return JSON.stringify([
    layout,
    nodes.map((node) => [node.kind, node.instanceCount, shapeOfNode(node.descriptor)]),
    scenario.edges.map((edge) => [edge.protocol, edge.sort, edge.calls, sizeOf(edge.values)]),
    program.graph.operations.map((operation) => [operation.node, operation.name]),
    scenario.faults.map((fault) => [fault.id, fault.kind, fault.targets]),
    scenario.durationMs,
    scenario.warmupMs,
  ]);
}

function shapeOfNode(descriptor: Program["nodes"][number]["descriptor"]): unknown {
  if (descriptor.primitive === "source") {
    const { closed, profile, requests, arrivals } = descriptor.source;
    return [closed?.users ?? 0, profile?.points.length ?? 0, Object.keys(requests), arrivals];
  }
  const { sharedQueue, lastInFirstOut } = descriptor.station;
  return [sharedQueue, lastInFirstOut];
}

function sizeOf(values: Readonly<Record<string, unknown>>): unknown {
  const breaker = values.breaker as { window?: { size?: number } } | null | undefined;
  return [values.balancing, values.oneWay, breaker?.window?.size ?? 0, values.queue, values.group];
}

/** An engine of its own options; the application uses `engine`, tests also the plain heap. */
export function createEngine(options: EngineOptions): Engine {
  return new Engine(options);
}

export const engine = createEngine({ heapOnly: false });
