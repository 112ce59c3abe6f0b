// How long a run's start, empty as it is, should be left out: MSER-5 over pilot runs of the
// undisturbed system, averaged. What is watched are levels, which exist at every instant: requests
// in flight, work at all stations together, messages in each broker. Not every station: among many
// quiet ones some would seem to settle late by chance.
import { kindOf } from "../kinds/catalog.ts";
import { MSER_BATCH, mser5 } from "../metrics/warm-up.ts";
import type { WarmupAdvice } from "../results/run-result.ts";
import { nodeColumn, rowLengthOf, type SeriesLayout } from "../results/series.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import type { Engine } from "./run-scenario.ts";
import { undisturbed } from "./steady-state.ts";

/** Windows of a pilot: 120 batches of MSER-5. */
const WINDOWS = 600;
const PILOTS_MOST = 20;
/** Events of all pilots together, so that advice comes within seconds; the first may take more. */
const EVENTS_MOST = 6_000_000;
const FIRST_EVENTS_MOST = 100_000_000;
/** Pilots share no seed with the runs they advise. */
const SEEDS_AWAY = 1_000_000;
const SEEDS = 4_294_967_296;
/** A broker with a smaller share of all messages is too quiet to judge by. */
const SHARE_LEAST = 0.05;

interface Watched {
  readonly name: string;
  /** Mean over the pilots, window by window. */
  readonly values: Float64Array;
}

/** Levels by node, summed over the pilots. */
class Levels {
  pilots = 0;
  private readonly layout: SeriesLayout;
  private readonly levels: readonly Float64Array[];
  private readonly backlogs: readonly Float64Array[];

  constructor(layout: SeriesLayout) {
    this.layout = layout;
    this.levels = layout.nodeIds.map(() => new Float64Array(WINDOWS));
    this.backlogs = layout.nodeIds.map(() => new Float64Array(WINDOWS));
  }

  add(rows: Float64Array): void {
    this.pilots++;
    const length = rowLengthOf(this.layout);
    const windows = Math.min(WINDOWS, rows.length / length);
    for (let node = 0; node < this.levels.length; node++) {
      const level = nodeColumn(this.layout, node, "inFlightMean");
      const backlog = nodeColumn(this.layout, node, "backlogEnd");
      for (let window = 0; window < windows; window++) {
        this.levels[node][window] += rows[window * length + level];
        this.backlogs[node][window] += rows[window * length + backlog];
      }
    }
  }

  watched(isClient: readonly boolean[]): Watched[] {
    const sums = this.backlogs.map((values) => values.reduce((sum, value) => sum + value, 0));
    const total = sums.reduce((sum, value) => sum + value, 0);
    const brokers = this.backlogs.flatMap((values, node) =>
      sums[node] > SHARE_LEAST * total
        ? [{ name: `messages in ${this.layout.nodeIds[node]}`, values }]
        : [],
    );
    return [
      { name: "requests in flight", values: this.together((node) => isClient[node]) },
      { name: "attempts at the stations", values: this.together((node) => !isClient[node]) },
      ...brokers,
    ];
  }

  private together(belongs: (node: number) => boolean): Float64Array {
    const values = new Float64Array(WINDOWS);
    this.levels.forEach((level, node) => {
      if (belongs(node)) for (let i = 0; i < WINDOWS; i++) values[i] += level[i];
    });
    return values;
  }
}

function advice(warmupS: number | null, reason: string, pilotRuns: number): WarmupAdvice {
  return { method: "MSER-5", warmupS, reason, pilotRuns };
}

function clean(seconds: number): number {
  return Math.floor(seconds * 1e6 + 0.5) / 1e6;
}

function judge(watched: readonly Watched[], windowMs: number, pilots: number): WarmupAdvice {
  const halfS = clean((WINDOWS / 2) * (windowMs / 1000));
  let cut = 0;
  let slowest = "";
  for (const { name, values } of watched) {
    const found = mser5(values);
    if (found === null) continue;
    if (!found.settled) {
      const reason =
        `The ${name} have not settled within the first ${halfS} s of the undisturbed run: ` +
        "it is too short, or the load is more than the system can serve.";
      return advice(null, reason, pilots);
    }
    if (found.cut <= cut) continue;
    cut = found.cut;
    slowest = name;
  }
  const runs = pilots === 1 ? "one pilot run" : `${pilots} pilot runs`;
  if (cut === 0) {
    const batchS = clean((MSER_BATCH * windowMs) / 1000);
    const reason = `All levels settle within ${batchS} s, by ${runs}: nothing need be left out.`;
    return advice(0, reason, pilots);
  }
  const warmupS = clean((cut * windowMs) / 1000);
  return advice(warmupS, `The ${slowest} settle after ${warmupS} s, by ${runs}.`, pilots);
}

/**
 * Proposes a warm-up for the scenario, s, or says why there is none to propose. Leaves a pilot run
 * loaded in the engine: load the scenario after it.
 */
export function adviseWarmup(scenario: ResolvedScenario, engine: Engine): WarmupAdvice {
  const calm = undisturbed(scenario);
  if (!(calm.durationMs >= scenario.durationMs / 10)) {
    return advice(null, "The load changes from the start, so there is no steady state.", 0);
  }
  const windowMs = calm.durationMs / WINDOWS;
  const pilot = { ...calm, warmupMs: 0, windowMs };
  const firstSeed = scenario.seed + SEEDS_AWAY;
  let levels: Levels | null = null;
  let events = 0;
  for (let run = 0; run < PILOTS_MOST; run++) {
    if (run > 0 && (events / run) * (run + 1) > EVENTS_MOST) break;
    const seed = (firstSeed + run) % SEEDS;
    if (run === 0) engine.load(pilot, seed);
    else engine.reset(seed);
    const stop = engine.run(Infinity, FIRST_EVENTS_MOST);
    if (stop.kind !== "end") {
      const why = stop.kind === "cap" ? `reached its cap on ${stop.cap}` : "took too many events";
      if (levels === null) return advice(null, `The pilot run ${why}.`, 0);
      break;
    }
    events += engine.events();
    levels ??= new Levels(engine.layout());
    levels.add(engine.rows(0));
  }
  if (levels === null) return advice(null, "No pilot run came to its end.", 0);
  const isClient = pilot.nodes.map(({ kind }) => kindOf(kind)?.ports.in.length === 0);
  return judge(levels.watched(isClient), windowMs, levels.pilots);
}
