// When the attempts of a run are made: which attempts a client makes, and after what pauses.
import { engine } from "../../simulation/engine/engine.ts";
import { ATTEMPTS, EDGE_METERS, edgeMeter, edgeTotal } from "../../simulation/metrics/meters.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { ResolvedScenario } from "../../simulation/scenario/document.ts";

export interface WatchedRun {
  /** Until the next run. */
  totals(): EngineTotals;
  /** When each attempt over the edge was sent, ms. */
  readonly sentMs: readonly number[];
  /** Pauses between them, ms: as long as those between their arrivals. */
  readonly gapsMs: readonly number[];
}

/** Runs a scenario without warm-up event by event to the end; for short runs. */
export function watch(scenario: ResolvedScenario, edge: string, seed = 1): WatchedRun {
  engine.load(scenario, seed);
  const meter = engine.layout().edgeIds.indexOf(edge) * EDGE_METERS + ATTEMPTS;
  const sentMs: number[] = [];
  for (;;) {
    const stop = engine.run(Infinity, 1);
    // Totals of each of thousands of events would take minutes.
    const attempts = (edgeTotal[meter] ?? 0) + (edgeMeter[meter] ?? 0);
    while (sentMs.length < attempts) sentMs.push(engine.nowMs());
    if (stop.kind === "end" || stop.kind === "cap") break;
  }
  const gapsMs = sentMs.slice(1).map((at, before) => at - (sentMs[before] ?? Number.NaN));
  return { totals: () => engine.totals(), sentMs, gapsMs };
}
