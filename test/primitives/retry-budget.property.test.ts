// The four retry budgets against naive models of them: plain objects that keep everything that ever
// happened and count anew at each question.
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { clearMemory } from "../../simulation/core/memory.ts";
import { NOW, registers } from "../../simulation/core/registers.ts";
import { edges } from "../../simulation/primitives/parameters.ts";
import {
  attemptBegins,
  attemptLeaves,
  BUDGET_CONCURRENT,
  BUDGET_QUOTA,
  BUDGET_RATIO,
  BUDGET_TOKENS,
  budgetOf,
  budgets,
  earn,
  endRetry,
  learn,
  NO_PERMIT,
  openBudget,
  takePermit,
} from "../../simulation/primitives/retry-budget.ts";
import { DEGRADED, ERROR, OK, REJECTED, TIMEOUT } from "../../simulation/results/outcomes.ts";

const EDGE = 0;
const ENDINGS = [OK, OK, OK, DEGRADED, ERROR, ERROR, TIMEOUT, REJECTED] as const;
/** Errors, timeouts and rejections are retried on. */
const RETRIED = (1 << ERROR) | (1 << TIMEOUT) | (1 << REJECTED);

interface Model {
  began(): void;
  /** An attempt ended; `cost` is what the retry that it was has cost, null for a first attempt. */
  ended(outcome: number, cost: number | null): void;
  /** What a retry costs now, null if it may not be made. */
  ask(outcome: number, active: number, retries: number): number | null;
}

/** A call in progress: sent, or paused before a retry; `permit` and `cost` are those of its retry. */
interface Call {
  sent: boolean;
  permit: number;
  cost: number | null;
}

type Step =
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "call" }
  | { readonly kind: "end"; readonly which: number; readonly outcome: number }
  | { readonly kind: "send"; readonly which: number }
  | { readonly kind: "abandon"; readonly which: number };

const which = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.nat(40).map((ms) => ({ kind: "wait", ms }) as const) },
  { weight: 4, arbitrary: fc.constant({ kind: "call" } as const) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(which, fc.constantFrom(...ENDINGS))
      .map(([at, outcome]) => ({ kind: "end", which: at, outcome }) as const),
  },
  { weight: 4, arbitrary: which.map((at) => ({ kind: "send", which: at }) as const) },
  { weight: 1, arbitrary: which.map((at) => ({ kind: "abandon", which: at }) as const) },
);

function pick(calls: readonly Call[], at: number, sent: boolean): Call | undefined {
  const able = calls.filter((call) => call.sent === sent);
  return able[at % Math.max(1, able.length)];
}

/** Plays the same life to the budget and to the model; they must agree on every retry. */
function play(steps: readonly Step[], model: Model, budget: number): number {
  const calls: Call[] = [];
  let asked = 0;
  const remove = (call: Call) => calls.splice(calls.indexOf(call), 1);
  for (const next of steps) {
    if (next.kind === "wait") registers[NOW] = (registers[NOW] ?? 0) + next.ms;
    if (next.kind === "call") {
      earn(budget, EDGE);
      attemptBegins(budget);
      model.began();
      calls.push({ sent: true, permit: NO_PERMIT, cost: null });
    }
    if (next.kind === "send") {
      const call = pick(calls, next.which, false);
      if (call === undefined) continue;
      attemptBegins(budget);
      call.sent = true;
    }
    if (next.kind === "abandon") {
      const call = pick(calls, next.which, true) ?? pick(calls, next.which, false);
      if (call === undefined) continue;
      if (call.sent) attemptLeaves(budget, call.permit);
      else endRetry(budget, call.permit);
      remove(call);
    }
    if (next.kind !== "end") continue;
    const call = pick(calls, next.which, true);
    if (call === undefined) continue;
    learn(budget, EDGE, next.outcome, call.permit);
    attemptLeaves(budget, call.permit);
    model.ended(next.outcome, call.cost);
    remove(call);
    if (next.outcome <= DEGRADED) continue;
    const active = calls.filter(({ sent }) => sent).length;
    const retries = calls.filter(({ cost }) => cost !== null).length;
    const cost = model.ask(next.outcome, active, retries);
    const permit = takePermit(budget, EDGE, next.outcome);
    expect(permit !== NO_PERMIT).toBe(cost !== null);
    asked++;
    if (cost !== null) calls.push({ sent: false, permit, cost });
  }
  expect(budgets.active[budget]).toBe(calls.filter(({ sent }) => sent).length);
  expect(budgets.retries[budget]).toBe(calls.filter(({ cost }) => cost !== null).length);
  return asked;
}

function open(kind: number, numbers: Partial<Record<keyof typeof edges, number>>): number {
  edges.occupy(1);
  edges.budget[EDGE] = kind;
  edges.budgetRow[EDGE] = 0;
  edges.retryMask[EDGE] = RETRIED;
  for (const [name, value] of Object.entries(numbers)) {
    (edges as unknown as Record<string, Float64Array>)[name]![EDGE] = value;
  }
  budgets.occupy(1);
  openBudget(0, EDGE);
  return budgetOf(EDGE, 0);
}

beforeEach(() => {
  clearMemory();
  registers.fill(0);
});

const steps = fc.array(step, { minLength: 1, maxLength: 300, size: "max" });
const RUNS = { numRuns: 300 };

function holds(prepare: () => { readonly budget: number; readonly model: Model }): void {
  let asked = 0;
  fc.assert(
    fc.property(steps, (life) => {
      clearMemory();
      registers.fill(0);
      const { budget, model } = prepare();
      asked += play(life, model, budget);
    }),
    RUNS,
  );
  expect(asked).toBeGreaterThan(1000);
}

describe("a retry budget agrees with a naive model", () => {
  it.each([
    { ratio: 0.2, reserve: 2, ttlMs: 100 },
    { ratio: 0.1, reserve: 0, ttlMs: 500 },
    { ratio: 1, reserve: 0.5, ttlMs: 50 },
  ])("that earns a share of calls: $ratio, $reserve, $ttlMs ms", ({ ratio, reserve, ttlMs }) => {
    holds(() => {
      const sliceMs = ttlMs / 10;
      const budget = open(BUDGET_RATIO, {
        budgetRatio: ratio,
        budgetMin: reserve,
        budgetSliceMs: sliceMs,
      });
      const booked: { slice: number; amount: number }[] = [];
      const present = () => Math.floor((registers[NOW] ?? 0) / sliceMs);
      const note = (amount: number) => booked.push({ slice: present(), amount });
      return {
        budget,
        model: {
          began: () => note(ratio),
          ended: () => {},
          ask: () => {
            const kept = booked.filter(({ slice }) => slice > present() - 10);
            const balance = kept.reduce((sum, { amount }) => sum + amount, reserve);
            if (balance < 1 - 1e-7) return null;
            note(-1);
            return 1;
          },
        },
      };
    });
  });

  it.each([
    { ratio: 0.2, least: 1 },
    { ratio: 0.5, least: 0 },
    { ratio: 0, least: 3 },
  ])("that counts retries in flight: $ratio, $least", ({ ratio, least }) => {
    holds(() => {
      const budget = open(BUDGET_CONCURRENT, { budgetRatio: ratio, budgetMin: least });
      const model = {
        began: () => {},
        ended: () => {},
        ask: (_: number, active: number, retries: number) =>
          retries < Math.max(least, Math.floor(ratio * active + 1e-9)) ? 1 : null,
      };
      return { budget, model };
    });
  });

  it.each([
    { max: 10, gain: 0.1 },
    { max: 3, gain: 0.5 },
    { max: 1, gain: 1 },
  ])("that has tokens: $max, $gain", ({ max, gain }) => {
    holds(() => {
      const budget = open(BUDGET_TOKENS, { budgetMax: max, budgetGain: gain });
      let tokens = max;
      const model = {
        began: () => {},
        ended: (outcome: number) => {
          tokens = outcome <= DEGRADED ? Math.min(max, tokens + gain) : Math.max(0, tokens - 1);
        },
        ask: () => (tokens > max / 2 ? 1 : null),
      };
      return { budget, model };
    });
  });

  it.each([
    { max: 500, cost: 14, late: 14, refused: 5, refund: 1 },
    { max: 30, cost: 5, late: 10, refused: 1, refund: 1 },
    { max: 10, cost: 4, late: 4, refused: 0, refund: 0.5 },
  ])("that has a quota: %o", ({ max, cost, late, refused, refund }) => {
    holds(() => {
      const budget = open(BUDGET_QUOTA, {
        budgetMax: max,
        budgetGain: refund,
        budgetCost: cost,
        budgetTimeoutCost: late,
        budgetRefusalCost: refused,
      });
      let left = max;
      const model = {
        began: () => {},
        ended: (outcome: number, paid: number | null) => {
          if (outcome <= DEGRADED) left = Math.min(max, left + (paid ?? refund));
        },
        ask: (outcome: number) => {
          const price = outcome === TIMEOUT ? late : outcome === REJECTED ? refused : cost;
          if (price > left) return null;
          left -= price;
          return price;
        },
      };
      return { budget, model };
    });
  });
});
