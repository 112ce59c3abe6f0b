// One long run, and the memory that the process holds on the way: an engine that allocates nothing
// per event and gives every row back stays where it was after the first tenth.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { engine } from "../../engine/engine.ts";
import type { ResolvedScenario } from "../../scenario/document.ts";
import { LIMITS } from "../../scenario/limits.ts";
import { median } from "./measure.ts";
import { loadScenario } from "./scenario-case.ts";

const PILOT_S = 30;
const TENTHS = 10;
const EVENTS_AT_ONCE = 5_000_000;
/** Windows of a soak: their rows, part of every result, must not count as growth. */
const WINDOWS = 100;
const BYTES_PER_MB = 1e6;
const EVENTS_PER_STEP = 1e8;

/** Most that resident memory may grow in 10^8 events, MB. */
export const GROWTH_MAX_MB = 1;

export interface SoakSample {
  readonly events: number;
  readonly simulatedS: number;
  readonly residentMb: number;
  readonly eventsPerCpuS: number;
}

export interface SoakResult {
  readonly samples: readonly SoakSample[];
  /** From the first tenth on, MB per 10^8 events. */
  readonly growthMb: number;
  /** Worst relative difference of a law that two counts kept apart must obey. */
  readonly worstCheck: number;
  readonly digest: string;
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}

function cpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The scenario, as long as it takes for `events` events. */
function longEnough(events: number): ResolvedScenario {
  engine.load(loadScenario("soak", { "run.durationS": PILOT_S }));
  engine.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const perS = engine.events() / PILOT_S;
  const durationS = Math.min(LIMITS.simulatedS, Math.ceil((1.05 * events) / perS) + 1);
  return loadScenario("soak", {
    "run.durationS": durationS,
    "run.windowS": durationS / WINDOWS,
    "run.maxEvents": events,
  });
}

/**
 * Growth of resident memory, MB per 10^8 events: the median of the slopes between any two samples
 * (Theil 1950, Sen 1968), so that what the start leaves behind and is given back once hides no leak.
 */
export function growthMb(samples: readonly SoakSample[]): number {
  const slopes = samples.flatMap((late, at) =>
    samples.slice(0, at).map((early) => {
      const grown = late.residentMb - early.residentMb;
      return (grown * EVENTS_PER_STEP) / (late.events - early.events);
    }),
  );
  return median(slopes);
}

/** Runs `events` events; `told` hears of every tenth. */
export function soak(events: number, told: (sample: SoakSample) => void): SoakResult {
  engine.load(longEnough(events));
  collectGarbage();
  const samples: SoakSample[] = [];
  let usedS = cpuS();
  for (let tenth = 1; tenth <= TENTHS; tenth++) {
    const goal = Math.floor((events * tenth) / TENTHS);
    const before = engine.events();
    while (engine.events() < goal) {
      const budget = Math.min(EVENTS_AT_ONCE, goal - engine.events());
      const stop = engine.run(Number.POSITIVE_INFINITY, budget);
      if (stop.kind === "end") throw new Error(`The run ended after ${engine.events()} events.`);
      if (stop.kind === "cap" && engine.events() < goal) throw new Error(`Cap on ${stop.cap}.`);
    }
    const eventsPerCpuS = (engine.events() - before) / (cpuS() - usedS);
    collectGarbage();
    const residentMb = process.memoryUsage().rss / BYTES_PER_MB;
    const sample = {
      events: engine.events(),
      simulatedS: engine.nowMs() / 1000,
      residentMb,
      eventsPerCpuS,
    };
    samples.push(sample);
    told(sample);
    usedS = cpuS();
  }
  const { checks, digest } = engine.totals();
  return {
    samples,
    growthMb: growthMb(samples),
    worstCheck: Math.max(...checks.map(({ difference }) => difference)),
    digest,
  };
}
