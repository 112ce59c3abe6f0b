// What a case says in words and parameters, before anything is run.
import { describe, expect, it } from "vitest";
import { arrivalsOf, stationary } from "../../simulation/cli/theory/arrivals.ts";
import { evaluate } from "../../simulation/cli/theory/formula.ts";
import { notationIn } from "../../simulation/cli/theory/kendall.ts";
import { lawNamed } from "../../simulation/cli/theory/named-laws.ts";
import { Parameters, Unsupported } from "../../simulation/cli/theory/parameters.ts";
import { stationCase } from "../../simulation/cli/theory/station-case.ts";
import type { Value } from "../../simulation/cli/theory/theory-case.ts";

describe("a probability as a formula", () => {
  it.each([
    ["1/(n+1)", 3, 0.25],
    ["0.8^n", 2, 0.64],
    ["e^{-0.2 n}", 5, Math.exp(-1)],
    ["exp(-0.2n)", 5, Math.exp(-1)],
    ["max(0, 1 - n/10)", 4, 0.6],
    ["2 - 3*n", 1, -1],
  ])("%s with n = %i", (text, n, value) => {
    expect(evaluate(text, { n })).toBeCloseTo(value, 12);
  });

  it("is no number where something is unknown or left over", () => {
    expect(evaluate("1/(m+1)", { n: 1 })).toBeNaN();
    expect(evaluate("1/(n+1", { n: 1 })).toBeNaN();
  });
});

describe("Kendall's notation", () => {
  it("tells servers, capacity and patience", () => {
    expect(notationIn("M/M/3/8 (bounded)")).toMatchObject({ servers: 3, capacity: 8 });
    expect(notationIn("M/E2/∞")).toMatchObject({
      service: "E2",
      servers: Number.POSITIVE_INFINITY,
    });
    expect(notationIn("M/M/10+D: patience")).toMatchObject({ servers: 10, patience: "D" });
    expect(notationIn("M/M/1//20")).toMatchObject({ population: 20 });
    expect(notationIn("M/M^[1..4]/2")).toMatchObject({ bulk: 4, servers: 2 });
    expect(notationIn("round robin")).toBeUndefined();
  });
});

function arrivals(params: Record<string, Value>, model: string) {
  return arrivalsOf(new Parameters(params), notationIn(model));
}

describe("arrivals", () => {
  it("solves the balance of a modulating chain", () => {
    // Up at rate 1, down at rate 3, and back to the first at rate 2 from the last.
    const shares = stationary([
      [0, 1, 0],
      [0, 0, 3],
      [2, 0, 0],
    ]);
    expect(shares.map((share) => share * 11)).toEqual([6, 2, 3].map((n) => expect.closeTo(n, 10)));
  });

  it("are told alike by numbered rates and by lists", () => {
    const numbered = { rate1_rps: 9, rate2_rps: 1, switch12_per_s: 1, switch21_per_s: 3 };
    const listed = {
      rates_rps: [9, 1],
      switch_per_s: [
        [-1, 1],
        [3, -3],
      ],
    };
    expect(arrivals(numbered, "MMPP(2)/M/1")).toEqual(arrivals(listed, "MMPP(2)/M/1"));
    expect(arrivals(numbered, "MMPP(2)/M/1").requestsPerS).toBeCloseTo(7, 12);
  });

  it("count the requests of all batches", () => {
    const params = { batch_rate_per_s: 20, batch: "geometric p=.25 on {1,2,...}" };
    expect(arrivals(params, "M^[X]/M/1").requestsPerS).toBeCloseTo(80, 12);
  });
});

describe("a law by its name", () => {
  const named = (text: string, params: Record<string, Value>, meanMs?: number) =>
    lawNamed(new Parameters(params), text, meanMs);

  it("takes its numbers from the text or the parameters", () => {
    expect(named("erlang2", {}, 10)).toMatchObject({ meanMs: 10, scv: 0.5 });
    expect(named("erlang k=4 mean 15ms", {})).toMatchObject({ meanMs: 15, scv: 0.25 });
    expect(named("gamma", { service_cv2: 2 }, 10)).toMatchObject({ scv: 2 });
    expect(named("hyperexp2", { service_cv2: 4 }, 10).scv).toBeCloseTo(4, 12);
  });

  it("refuses a mean that the law does not have, and two numbers of stages", () => {
    expect(() => named("uniform", { low_ms: 5, high_ms: 15 }, 12)).toThrow(Unsupported);
    expect(() => named("erlang2", { k: 3 }, 10)).toThrow(Unsupported);
    expect(() => named("lévy", {}, 10)).toThrow("no mapping");
  });
});

function fieldsOf(model: string, params: Record<string, Value>) {
  const own = new Parameters({ lambda_rps: 50, ...params });
  const law = lawNamed(own, "exp", 10);
  return stationCase(own, model, law, notationIn(model)).fields;
}

describe("a station", () => {
  it("gets the fields that the case is about, and no others", () => {
    expect(fieldsOf("M/M/1 FIFO", {})).toEqual({});
    expect(fieldsOf("M/M/3/8", {})).toEqual({ queueLengthMax: 5 });
    expect(fieldsOf("M/M/1-PS", {})).toEqual({ discipline: "ps" });
    expect(fieldsOf("M/M/1", { poll_sleep_ms: 40 })).toEqual({ polling: { sleepMs: 40 } });
    expect(fieldsOf("M/M^[8]/1", {})).toEqual({ bulk: { max: 8, min: 1 } });
    expect(fieldsOf("M/M/1 with breakdowns", { mtbf_s: 10, mttr_s: 1 })).toEqual({
      breakdowns: {
        every: { type: "exponential", meanMs: 10_000 },
        for: { type: "exponential", meanMs: 1000 },
      },
    });
    expect(fieldsOf("M/M/1", { join_probability: [1, 0.5, 0] })).toEqual({
      admission: { acceptRatios: [1, 0.5, 1e-12] },
    });
  });

  it.each([
    ["M/M/1 LCFS-PR", {}, "preemptive last-in-first-out"],
    ["M/M/2 with breakdowns", { mtbf_s: 10, mttr_s: 1 }, "one by one"],
    ["M/M/1 with a single vacation", { vacation_ms: 40 }, "sleep on"],
  ])("refuses %s", (model, params, said) => {
    expect(() => fieldsOf(model, params)).toThrow(said);
  });
});
