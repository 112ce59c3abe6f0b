// Outlier detection against a reference written from its description: plain objects, one caller.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW, registers } from "../../simulation/core/registers.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { CALL_EDGE_PARAMS } from "../../simulation/policies/catalog.ts";
import { balanceState, memberCell, members } from "../../simulation/primitives/balance-rows.ts";
import { judgeOutcome, outlierTick } from "../../simulation/primitives/outlier.ts";
import { OUTCOMES, type Outcome } from "../../simulation/results/outcomes.ts";
import { resolved, sketch } from "../support/simulate.ts";

const FIELDS = CALL_EDGE_PARAMS.outlier.fields;
type Rules = {
  [K in keyof typeof FIELDS]: (typeof FIELDS)[K]["default"] | number | boolean | null;
};

const DEFAULTS = Object.fromEntries(
  Object.entries(FIELDS).map(([name, field]) => [name, field.default]),
) as Rules;

const FIVE_HUNDRED: readonly Outcome[] = ["error", "dependency"];
const GATEWAY: readonly Outcome[] = ["rejected", "shed", "queueTimeout", "deadlineExceeded"];
const LOCAL: readonly Outcome[] = ["timeout", "connectionRefused", "connectionLost"];
const GOOD: readonly Outcome[] = ["ok", "degraded", "rateLimited", "unauthorized"];

interface Host {
  out: boolean;
  outSince: number;
  backSince: number | null;
  multiplier: number;
  run5xx: number;
  runGateway: number;
  runLocal: number;
  /** Good and all answers of the interval. */
  answers: [number, number];
  connections: [number, number];
}

/** The reference: what one caller holds against its hosts. */
class Detector {
  now = 0;
  readonly hosts: Host[];
  private readonly rules: Rules;

  constructor(count: number, rules: Rules) {
    this.rules = rules;
    this.hosts = Array.from({ length: count }, () => ({
      out: false,
      outSince: 0,
      backSince: null,
      multiplier: 0,
      run5xx: 0,
      runGateway: 0,
      runLocal: 0,
      answers: [0, 0],
      connections: [0, 0],
    }));
  }

  private eject(host: Host, enforced: number): void {
    const out = this.hosts.filter((other) => other.out).length;
    const share = (out + 1) / this.hosts.length;
    const within = share <= Number(this.rules.maxEjectionRatio) + 1e-12;
    if (!within && !(this.rules.alwaysEjectOne === true && out === 0)) return;
    if (enforced === 0) return;
    host.out = true;
    host.outSince = this.now;
    const base = Number(this.rules.baseEjectionMs);
    if (host.multiplier * base < Number(this.rules.maxEjectionMs) + base) host.multiplier++;
  }

  observe(at: number, outcome: Outcome): void {
    const host = this.hosts[at];
    if (!host || outcome === "cancelled") return;
    const isLocal = LOCAL.includes(outcome);
    if (this.rules.splitLocal === true) {
      host.connections[1]++;
      if (isLocal) {
        host.runLocal++;
        if (host.runLocal === this.rules.consecutiveLocal && !host.out) {
          this.eject(host, Number(this.rules.enforcingLocal));
          host.runLocal = 0;
        }
        return;
      }
      host.connections[0]++;
      host.runLocal = 0;
    }
    host.answers[1]++;
    if (GOOD.includes(outcome)) {
      host.answers[0]++;
      host.run5xx = 0;
      host.runGateway = 0;
      return;
    }
    host.runGateway = FIVE_HUNDRED.includes(outcome) ? 0 : host.runGateway + 1;
    if (host.runGateway > 0 && host.runGateway === this.rules.consecutiveGateway && !host.out) {
      this.eject(host, Number(this.rules.enforcingGateway));
      host.runGateway = 0;
    }
    host.run5xx++;
    if (host.run5xx === this.rules.consecutive5xx && !host.out) {
      this.eject(host, Number(this.rules.enforcing5xx));
      host.run5xx = 0;
    }
  }

  tick(): void {
    const { rules } = this;
    this.now += Number(rules.intervalMs);
    for (const host of this.hosts) {
      if (!host.out) continue;
      const term = Math.min(
        Number(rules.baseEjectionMs) * host.multiplier,
        Number(rules.maxEjectionMs),
      );
      if (this.now - host.outSince < term) continue;
      Object.assign(host, { out: false, backSince: this.now });
      Object.assign(host, { run5xx: 0, runGateway: 0, runLocal: 0 });
    }
    this.judge("answers", Number(rules.enforcingSuccessRate), Number(rules.enforcingFailureShare));
    if (rules.splitLocal === true) {
      this.judge(
        "connections",
        Number(rules.enforcingLocalSuccessRate),
        Number(rules.enforcingLocalFailureShare),
      );
    }
    for (const host of this.hosts) {
      host.answers = [0, 0];
      host.connections = [0, 0];
      if (host.out || host.backSince === null) continue;
      const calm = this.now - host.backSince >= Number(rules.intervalMs);
      if (calm && host.multiplier > 0) host.multiplier--;
    }
  }

  private judge(of: "answers" | "connections", byRate: number, byShare: number): void {
    const { rules } = this;
    const seen = this.hosts.filter((host) => !host.out && host[of][1] > 0);
    const rateOf = (host: Host): number => (100 * host[of][0]) / host[of][1];
    const compared = seen.filter((host) => host[of][1] >= Number(rules.successRateVolume));
    const shared = seen.filter((host) => host[of][1] >= Number(rules.failureShareVolume));
    if (compared.length > 0 && compared.length >= Number(rules.successRateHosts)) {
      const rates = compared.map(rateOf);
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length;
      const least = mean - Number(rules.successRateStdevFactor) * Math.sqrt(variance);
      for (const host of compared) if (rateOf(host) < least) this.eject(host, byRate);
    }
    if (shared.length === 0 || shared.length < Number(rules.failureShareHosts)) return;
    for (const host of shared) {
      if (host.out) continue;
      if (100 - rateOf(host) >= Number(rules.failureShareThreshold) * 100)
        this.eject(host, byShare);
    }
  }
}

/** The engine's machine for one caller of `count` instances, before the first event. */
class Machine {
  constructor(count: number, rules: Rules) {
    const outlier = rules as object;
    engine.load(
      resolved(
        sketch({
          nodes: { users: { kind: "client" }, api: { replicas: count } },
          edges: { "users->api": { outlier } },
        }),
      ),
    );
  }

  observe(at: number, outcome: Outcome): void {
    judgeOutcome(0, 0, at, OUTCOMES.indexOf(outcome));
  }

  tick(intervalMs: number): void {
    registers[NOW] = (registers[NOW] ?? 0) + intervalMs;
    outlierTick(0);
  }

  stateOf(at: number): readonly unknown[] {
    const cell = memberCell(0, 0, at);
    return [
      members.ejected[cell] === 1,
      members.backoff[cell],
      members.consecutive5xx[cell],
      members.consecutiveGateway[cell],
      members.consecutiveLocal[cell],
    ];
  }
}

const stateOf = ({ out, multiplier, run5xx, runGateway, runLocal }: Host): readonly unknown[] => [
  out,
  multiplier,
  run5xx,
  runGateway,
  runLocal,
];

function compare(model: Detector, real: Machine): void {
  model.hosts.forEach((host, at) => {
    expect(real.stateOf(at), `host ${at} at ${model.now}`).toEqual(stateOf(host));
  });
}

type Command = fc.Command<Detector, Machine>;

/** A run of attempts at one instance that end alike. */
function attempts(at: number, outcome: Outcome, times: number): Command {
  return {
    check: ({ hosts }) => at < hosts.length,
    run(model, real) {
      for (let i = 0; i < times; i++) {
        model.observe(at, outcome);
        real.observe(at, outcome);
      }
      compare(model, real);
    },
    toString: () => `${times} x ${outcome} at ${at}`,
  };
}

function intervals(count: number, intervalMs: number): Command {
  return {
    check: () => true,
    run(model, real) {
      for (let i = 0; i < count; i++) {
        model.tick();
        real.tick(intervalMs);
      }
      compare(model, real);
    },
    toString: () => `${count} intervals`,
  };
}

const streak = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null });
const enforced = fc.constantFrom(0, 1);
const rules: fc.Arbitrary<Rules> = fc
  .record({
    consecutive5xx: streak,
    consecutiveGateway: streak,
    consecutiveLocal: streak,
    splitLocal: fc.boolean(),
    enforcing5xx: enforced,
    enforcingGateway: enforced,
    enforcingLocal: enforced,
    enforcingSuccessRate: enforced,
    enforcingLocalSuccessRate: enforced,
    enforcingFailureShare: enforced,
    enforcingLocalFailureShare: enforced,
    baseEjectionMs: fc.constantFrom(10, 25, 30),
    maxEjectionMs: fc.constantFrom(30, 60, 300),
    maxEjectionRatio: fc.constantFrom(0, 0.2, 0.34, 0.5, 1),
    alwaysEjectOne: fc.boolean(),
    successRateHosts: fc.integer({ min: 1, max: 4 }),
    successRateVolume: fc.integer({ min: 1, max: 5 }),
    successRateStdevFactor: fc.constantFrom(0, 0.5, 1.9),
    failureShareHosts: fc.integer({ min: 1, max: 4 }),
    failureShareVolume: fc.integer({ min: 1, max: 5 }),
    failureShareThreshold: fc.constantFrom(0.25, 0.5, 0.85, 1),
  })
  .map((chosen) => ({ ...DEFAULTS, ...chosen, intervalMs: 10 }));

const commands = fc.commands(
  [
    fc
      .record({
        at: fc.integer({ min: 0, max: 4 }),
        outcome: fc.constantFrom(
          ...FIVE_HUNDRED,
          ...GATEWAY,
          ...LOCAL,
          ...GOOD,
          "cancelled" as const,
        ),
        times: fc.integer({ min: 1, max: 6 }),
      })
      .map(({ at, outcome, times }) => attempts(at, outcome, times)),
    fc.integer({ min: 1, max: 4 }).map((count) => intervals(count, 10)),
  ],
  { maxCommands: 60, size: "+1" },
);

describe("outlier detection", () => {
  it("does what its description says, whatever happens", () => {
    let ejections = 0;
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), rules, commands, (count, chosen, list) => {
        fc.modelRun(() => {
          const model = new Detector(count, chosen);
          const real = new Machine(count, chosen);
          return { model, real };
        }, list);
        ejections += balanceState.ejections[0] ?? 0;
      }),
      { numRuns: 150 },
    );
    expect(ejections).toBeGreaterThan(150);
  });
});
