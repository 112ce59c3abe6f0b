// One station under Poisson arrivals, and what every run of it must satisfy.
import { expect } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "./simulate.ts";

export function EXP(meanMs: number): Json {
  return { type: "exponential", meanMs };
}

export interface PoissonCase {
  readonly ratePerS: number;
  readonly station: object;
  readonly durationS: number;
  readonly client?: object;
}

/** Clients, a `server`, nothing between them; the first 20 s do not count. */
export function poisson(of: PoissonCase): ScenarioDocument {
  return sketch({
    run: { durationS: of.durationS, warmupS: 20, windowS: 20 },
    nodes: {
      users: { kind: "client", ratePerS: of.ratePerS, ...of.client },
      server: of.station,
    },
    edges: { "users->server": {} },
  });
}

/** Little's law, the utilization law and conservation at every node, to 1e-9. */
export function expectBooksInOrder(totals: EngineTotals): void {
  expect(totals.endedEarly).toBeNull();
  expect(totals.checks.length).toBeGreaterThan(3);
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

/** A measured value is within a relative error of the theoretical one. */
export function within(measured: number | null | undefined, theory: number, error: number): void {
  expect((measured ?? Number.NaN) / theory).toBeGreaterThan(1 - error);
  expect((measured ?? Number.NaN) / theory).toBeLessThan(1 + error);
}
