// The breaker's state machine against one that keeps every outcome in a list and counts anew each time.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clearMemory } from "../../simulation/core/memory.ts";
import { NOW, registers } from "../../simulation/core/registers.ts";
import { deriveWindow } from "../../simulation/engine/derive.ts";
import { EDGE_METERS, edgeMeter, OPEN_TIME, OPENS } from "../../simulation/metrics/meters.ts";
import { edgeState } from "../../simulation/primitives/network.ts";
import { edges } from "../../simulation/primitives/parameters.ts";
import {
  admit,
  breakerCells,
  PROBE,
  policyRows,
  REFUSED,
  recordOutcome,
  returnProbe,
} from "../../simulation/primitives/policy-rows.ts";
import { CANCELLED, ERROR, OK, TIMEOUT } from "../../simulation/results/outcomes.ts";

interface Settings {
  readonly size: number;
  readonly threshold: number;
  readonly minimum: number;
  readonly openMs: number;
  readonly probes: number;
  readonly slowMs: number;
  readonly slowThreshold: number;
}

/** Ignored in every run of this test, beside what is always ignored. */
const IGNORED = TIMEOUT;

class NaiveBreaker {
  state: "closed" | "open" | "half-open" = "closed";
  openedAt = 0;
  opens = 0;
  openTime = 0;
  window: { failed: boolean; slow: boolean }[] = [];
  probesOut = 0;
  verdicts: { failed: boolean; slow: boolean }[] = [];
  readonly of: Settings;

  constructor(of: Settings) {
    this.of = of;
  }

  /** "refused", "admitted" or "probe". */
  ask(now: number): string {
    if (this.state === "closed") return "admitted";
    if (this.state === "open") {
      if (now < this.openedAt + this.of.openMs) return "refused";
      this.openTime += now - this.openedAt;
      this.state = "half-open";
      this.probesOut = 0;
      this.verdicts = [];
    }
    if (this.probesOut + this.verdicts.length >= this.of.probes) return "refused";
    this.probesOut++;
    return "probe";
  }

  end(now: number, probe: boolean, outcome: number, slow: boolean): void {
    const ignored = outcome === IGNORED || outcome === CANCELLED;
    const verdict = { failed: outcome === ERROR, slow };
    if (probe) {
      this.probesOut--;
      if (ignored) return;
      this.verdicts.push(verdict);
      if (this.verdicts.length < this.of.probes) return;
      if (this.bad(this.verdicts)) this.open(now);
      else {
        this.state = "closed";
        this.window = [];
      }
    } else if (this.state === "closed" && !ignored) {
      this.window = [...this.window, verdict].slice(-this.of.size);
      if (this.window.length < Math.min(this.of.minimum, this.of.size)) return;
      if (this.bad(this.window)) this.open(now);
    }
  }

  private bad(of: { failed: boolean; slow: boolean }[]): boolean {
    const failed = of.filter((entry) => entry.failed).length / of.length;
    const slow = of.filter((entry) => entry.slow).length / of.length;
    return failed >= this.of.threshold || (this.of.slowMs > 0 && slow >= this.of.slowThreshold);
  }

  private open(now: number): void {
    this.state = "open";
    this.openedAt = now;
    this.opens++;
  }
}

function loadBreaker(of: Settings): void {
  clearMemory();
  registers.fill(0);
  edges.occupy(1);
  edgeState.occupy(1);
  policyRows.occupy(1);
  breakerCells.occupy(of.size);
  edgeMeter.fill(0, 0, EDGE_METERS);
  edges.breakerSize[0] = of.size;
  edges.breakerThreshold[0] = of.threshold;
  edges.breakerMinimum[0] = of.minimum;
  edges.breakerOpenMs[0] = of.openMs;
  edges.breakerProbes[0] = of.probes;
  edges.breakerSlowMs[0] = of.slowMs;
  edges.breakerSlowThreshold[0] = of.slowThreshold;
  edges.breakerIgnore[0] = (1 << CANCELLED) | (1 << IGNORED);
}

function now(): number {
  return registers[NOW] ?? 0;
}

interface Pair {
  readonly model: NaiveBreaker;
  /** Admitted and not ended: whether each is a probe. */
  readonly out: boolean[];
}

type Step = (pair: Pair) => void;

const ask: Step = ({ model, out }) => {
  const answer = admit(0, 0);
  const expected = model.ask(now());
  const name = answer === REFUSED ? "refused" : answer === PROBE ? "probe" : "admitted";
  expect(name).toBe(expected);
  if (answer !== REFUSED) out.push(answer === PROBE);
};

const step: fc.Arbitrary<{ readonly text: string; readonly step: Step }> = fc.oneof(
  fc.constant({ text: "call", step: ask }),
  fc.constant({ text: "call", step: ask }),
  fc
    .record({
      outcome: fc.constantFrom(OK, OK, ERROR, ERROR, TIMEOUT),
      slow: fc.boolean(),
      which: fc.nat(),
    })
    .map(({ outcome, slow, which }) => ({
      text: `end ${which} with ${outcome}${slow ? ", slow" : ""}`,
      step: ({ model, out }: Pair) => {
        if (out.length === 0) return;
        const [probe = false] = out.splice(which % out.length, 1);
        recordOutcome(0, 0, outcome, slow, probe);
        model.end(now(), probe, outcome, slow);
      },
    })),
  fc.nat().map((which) => ({
    text: `abandon ${which}`,
    step: ({ model, out }: Pair) => {
      if (out.length === 0) return;
      const [probe = false] = out.splice(which % out.length, 1);
      if (probe) returnProbe(0);
      model.end(now(), probe, CANCELLED, false);
    },
  })),
  fc.integer({ min: 0, max: 60 }).map((ms) => ({
    text: `wait ${ms}`,
    step: () => {
      registers[NOW] = now() + ms;
    },
  })),
);

const settings: fc.Arbitrary<Settings> = fc.record({
  size: fc.integer({ min: 1, max: 6 }),
  threshold: fc.constantFrom(0.25, 0.5, 1),
  minimum: fc.integer({ min: 1, max: 8 }),
  openMs: fc.constantFrom(0, 50, 100),
  probes: fc.integer({ min: 1, max: 3 }),
  slowMs: fc.constantFrom(0, 10),
  slowThreshold: fc.constantFrom(0.5, 1),
});

describe("a circuit breaker", () => {
  it("counts, opens, probes and closes as the plain model does", () => {
    fc.assert(
      fc.property(settings, fc.array(step, { minLength: 20, maxLength: 200 }), (of, steps) => {
        loadBreaker(of);
        const pair: Pair = { model: new NaiveBreaker(of), out: [] };
        for (const { step: take } of steps) take(pair);
        deriveWindow();
        const { model } = pair;
        const stillOpen = model.state === "open" ? now() - model.openedAt : 0;
        expect(edgeMeter[OPENS]).toBe(model.opens);
        expect(edgeMeter[OPEN_TIME]).toBe(model.openTime + stillOpen);
        expect(edgeState.open[0]).toBe(model.state === "open" ? 1 : 0);
      }),
      { numRuns: process.env.BROWNOUT_FULL ? 20_000 : 1000 },
    );
  });
});
