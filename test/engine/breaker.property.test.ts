// The breaker's state machine against one that keeps everything that ever happened in lists and counts
// anew each time.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clearMemory } from "../../simulation/core/memory.ts";
import { NOW, registers } from "../../simulation/core/registers.ts";
import { deriveWindow } from "../../simulation/engine/derive.ts";
import { EDGE_METERS, edgeMeter, OPEN_TIME, OPENS } from "../../simulation/metrics/meters.ts";
import {
  AWAITS_PROBE,
  askBreaker,
  breakerCells,
  breakerSeconds,
  PROBE,
  REFUSED,
  recordOutcome,
} from "../../simulation/primitives/breaker.ts";
import { policyStates } from "../../simulation/primitives/guard-rows.ts";
import { edgeState } from "../../simulation/primitives/network.ts";
import {
  edges,
  WINDOW_CONSECUTIVE,
  WINDOW_COUNT,
  WINDOW_TIME,
} from "../../simulation/primitives/parameters.ts";
import { CANCELLED, ERROR, OK, TIMEOUT, UNAUTHORIZED } from "../../simulation/results/outcomes.ts";

interface Settings {
  readonly window: "count" | "time" | "consecutive";
  readonly size: number;
  readonly threshold: number;
  readonly above: boolean;
  readonly ofStarted: boolean;
  readonly onFailure: boolean;
  readonly minimum: number;
  readonly openMs: number;
  readonly probes: number;
  readonly waits: boolean;
  readonly slowMs: number;
  readonly slowThreshold: number;
}

/** Ignored in every run of this test, beside what is always ignored. */
const IGNORED = TIMEOUT;

interface Verdict {
  readonly at: number;
  readonly failed: boolean;
  readonly slow: boolean;
}

class NaiveBreaker {
  state: "closed" | "open" | "half-open" = "closed";
  openedAt = 0;
  opens = 0;
  openTime = 0;
  /** Since it last changed its state. */
  verdicts: Verdict[] = [];
  asked: number[] = [];
  probesOut = 0;
  probed: Verdict[] = [];
  readonly of: Settings;

  constructor(of: Settings) {
    this.of = of;
  }

  ask(now: number): string {
    this.asked.push(now);
    if (this.state === "closed") return "admitted";
    if (this.state === "open") {
      if (now < this.openedAt + this.of.openMs) return "refused";
      this.openTime += now - this.openedAt;
      this.state = "half-open";
      this.probesOut = 0;
      this.probed = [];
    }
    if (this.probesOut + this.probed.length >= this.of.probes) {
      return this.of.waits ? "waits" : "refused";
    }
    this.probesOut++;
    return "probe";
  }

  end(now: number, probe: boolean, outcome: number, slow: boolean): void {
    const ignored = outcome === IGNORED || outcome === CANCELLED;
    const verdict = { at: now, failed: outcome === ERROR, slow };
    if (probe) {
      this.probesOut--;
      if (!ignored) this.endProbe(verdict);
    } else if (this.state === "closed" && !ignored) {
      this.verdicts.push(verdict);
      if (this.isBad(verdict)) this.open(now);
    }
  }

  private endProbe(verdict: Verdict): void {
    this.probed.push(verdict);
    if (this.probed.length < this.of.probes) return;
    const strict = this.of.window === "consecutive";
    const bad = strict
      ? this.probed.some(({ failed }) => failed)
      : this.areTooMany(this.probed, this.probed.length);
    if (bad) {
      this.open(verdict.at);
    } else {
      this.state = "closed";
      this.verdicts = [];
      this.asked = [];
    }
  }

  private isBad(last: Verdict): boolean {
    const { window, size, minimum } = this.of;
    if (window === "consecutive") {
      const tail = this.verdicts.slice(-size);
      return tail.length === size && tail.every(({ failed }) => failed);
    }
    if (this.of.onFailure && !last.failed) return false;
    const since = (Math.floor(last.at / 1000) - size + 1) * 1000;
    const within =
      window === "count"
        ? this.verdicts.slice(-size)
        : this.verdicts.filter(({ at }) => at >= since);
    const started = this.asked.filter((at) => at >= since).length;
    const of = this.of.ofStarted ? started : within.length;
    if (of < (window === "count" ? Math.min(minimum, size) : minimum)) return false;
    return this.areTooMany(within, of);
  }

  private areTooMany(verdicts: readonly Verdict[], of: number): boolean {
    const exceeds = (count: number, limit: number): boolean =>
      this.of.above ? count / of > limit : count / of >= limit;
    const failed = verdicts.filter((verdict) => verdict.failed).length;
    const slow = verdicts.filter((verdict) => verdict.slow).length;
    return (
      exceeds(failed, this.of.threshold) ||
      (this.of.slowMs > 0 && exceeds(slow, this.of.slowThreshold))
    );
  }

  private open(now: number): void {
    this.state = "open";
    this.openedAt = now;
    this.opens++;
    this.verdicts = [];
    this.asked = [];
  }
}

const WINDOWS = { count: WINDOW_COUNT, time: WINDOW_TIME, consecutive: WINDOW_CONSECUTIVE };

function loadBreaker(of: Settings): void {
  clearMemory();
  registers.fill(0);
  edges.occupy(1);
  edgeState.occupy(1);
  policyStates.occupy(1);
  breakerCells.occupy(of.size);
  breakerSeconds.occupy(of.size);
  edgeMeter.fill(0, 0, EDGE_METERS);
  edges.breakerWindow[0] = WINDOWS[of.window];
  edges.breakerSize[0] = of.size;
  edges.breakerThreshold[0] = of.threshold;
  edges.breakerAbove[0] = of.above ? 1 : 0;
  edges.breakerOfStarted[0] = of.ofStarted ? 1 : 0;
  edges.breakerOnFailure[0] = of.onFailure ? 1 : 0;
  edges.breakerMinimum[0] = of.minimum;
  edges.breakerOpenMs[0] = of.openMs;
  edges.breakerProbes[0] = of.probes;
  edges.breakerWaits[0] = of.waits ? 1 : 0;
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
  const names = new Map([
    [REFUSED, "refused"],
    [PROBE, "probe"],
    [AWAITS_PROBE, "waits"],
  ]);
  const name = names.get(askBreaker(0, 0)) ?? "admitted";
  expect(name).toBe(model.ask(now()));
  if (name === "probe" || name === "admitted") out.push(name === "probe");
};

function end(outcome: number, slow: boolean, which: number): Step {
  return ({ model, out }) => {
    if (out.length === 0) return;
    const [probe = false] = out.splice(which % out.length, 1);
    recordOutcome(0, 0, outcome, slow, probe);
    model.end(now(), probe, outcome, slow);
  };
}

const step: fc.Arbitrary<{ readonly text: string; readonly step: Step }> = fc.oneof(
  fc.constant({ text: "call", step: ask }),
  fc.constant({ text: "call", step: ask }),
  fc
    .record({
      outcome: fc.constantFrom(OK, OK, ERROR, ERROR, TIMEOUT, UNAUTHORIZED, CANCELLED),
      slow: fc.boolean(),
      which: fc.nat(),
    })
    .map(({ outcome, slow, which }) => ({
      text: `end ${which} with ${outcome}${slow ? ", slow" : ""}`,
      step: end(outcome, slow, which),
    })),
  fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3000 })).map((ms) => ({
    text: `wait ${ms}`,
    step: () => {
      registers[NOW] = now() + ms;
    },
  })),
);

const settings: fc.Arbitrary<Settings> = fc.record({
  window: fc.constantFrom("count", "time", "consecutive"),
  size: fc.integer({ min: 1, max: 6 }),
  threshold: fc.constantFrom(0.25, 0.5, 1),
  above: fc.boolean(),
  ofStarted: fc.constant(false),
  onFailure: fc.boolean(),
  minimum: fc.integer({ min: 1, max: 8 }),
  openMs: fc.constantFrom(0, 50, 100),
  probes: fc.integer({ min: 1, max: 3 }),
  waits: fc.boolean(),
  slowMs: fc.constantFrom(0, 10),
  slowThreshold: fc.constantFrom(0.5, 1),
});

/** Only a window of seconds knows the calls that came. */
const startedSettings = settings.map(
  (of): Settings => ({ ...of, window: "time", ofStarted: true }),
);

describe("a circuit breaker", () => {
  it.each([
    ["of the calls that ended", settings],
    ["of the calls that came", startedSettings],
  ])("that judges rates %s counts, opens, probes and closes as the plain model", (_, drawn) => {
    fc.assert(
      fc.property(drawn, fc.array(step, { minLength: 20, maxLength: 200 }), (of, steps) => {
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
      { numRuns: process.env.BROWNOUT_FULL ? 20_000 : 400 },
    );
  });
});
