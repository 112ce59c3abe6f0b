// What the page on validation says of a case: words, digits, scores, and the drawing it offers.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCases } from "../../simulation/cli/theory/theory-case.ts";
import { momentsOf, parseDistribution } from "../../simulation/core/distributions.ts";
import type { ValidationCase } from "../../simulation/results/validation-report.ts";
import { problemsOf } from "../../src/store/scenario-port.ts";
import { scenarioOf } from "../../src/validation/case-scenario.ts";
import {
  casesMatching,
  familiesOf,
  familyLabel,
  headlineOf,
  histogramOf,
  normalScore,
  scoresOf,
} from "../../src/validation/case-scores.ts";
import {
  decimalsFor,
  decimalText,
  exactText,
  namedInWords,
  parameterTexts,
} from "../../src/validation/metric-words.ts";
import { modelWords } from "../../src/validation/model-words.ts";

const reference = parseCases(
  readFileSync(new URL("../reference/validation.json", import.meta.url), "utf8"),
);

const EMPTY: ValidationCase = {
  id: "any",
  title: "M/M/1 FIFO",
  model: "M/M/1 FIFO",
  family: "1-single-station",
  parameters: {},
  status: "pass",
  why: "",
  metrics: [],
  formula: "",
  method: "",
  source: "",
  verification: "",
  rule: "",
  replications: 20,
  requests: 0,
};

function published(change: Partial<ValidationCase>): ValidationCase {
  return { ...EMPTY, ...change };
}

function metric(name: string, z: number | null) {
  return { name, reference: 1, estimate: 1, se: z === null ? null : 0.1, z, pass: true };
}

const asPublished = reference.map(({ id, model, family, params }) =>
  published({ id, title: model, model, family, parameters: params }),
);

describe("scores", () => {
  it("take the first measure with an error, one a case, none of what is not modeled", () => {
    const cases = [
      published({ metrics: [metric("a", null), metric("b", 1.5), metric("c", 3)] }),
      published({ metrics: [metric("a", null)] }),
      published({ metrics: [metric("a", 2)], status: "unsupported" }),
    ];
    expect(headlineOf(cases[0] ?? EMPTY)?.name).toBe("b");
    expect(headlineOf(cases[1] ?? EMPTY)?.name).toBe("a");
    expect(scoresOf(cases)).toHaveLength(1);
  });

  it.each([
    // Two-sided 95 % and 99 % points of Student's t.
    [2.228_139, 10, 1.959_964],
    [2.093_024, 19, 1.959_964],
    [3.169_273, 10, 2.575_829],
    [-2.860_935, 19, -2.575_829],
  ])("map t = %f with %i degrees to the normal law", (t, degrees, z) => {
    expect(Math.abs(normalScore(t, degrees) - z)).toBeLessThan(0.02);
  });

  it("all stand in the histogram, those beyond its ends in the last bars", () => {
    const bins = histogramOf([-9, -0.1, 0, 0.1, 0.49, 3.99, 12]);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(7);
    expect(bins[0]?.count).toBe(1);
    expect(bins.at(-1)?.count).toBe(2);
    expect(bins.find(({ at }) => at === 0.25)?.count).toBe(3);
    const expected = bins.reduce((sum, bin) => sum + bin.expected, 0);
    expect(expected / 7).toBeCloseTo(1, 2);
  });
});

describe("families", () => {
  it("are counted by how their cases ended", () => {
    const cases = [
      published({}),
      published({ status: "fail" }),
      published({ family: "2-networks", status: "unsupported" }),
    ];
    expect(familiesOf(cases)).toEqual([
      {
        family: "1-single-station",
        label: "Single station",
        pass: 1,
        fail: 1,
        unsupported: 0,
        total: 2,
      },
      { family: "2-networks", label: "Networks", pass: 0, fail: 0, unsupported: 1, total: 1 },
    ]);
  });

  it("have names without their number", () => {
    const labels = [...new Set(reference.map(({ family }) => familyLabel(family)))].sort();
    expect(labels).toEqual([
      "Brokers",
      "Distributions",
      "Load balancing",
      "Networks",
      "Papers",
      "Retry and resilience",
      "Single station",
    ]);
  });
});

describe("the filter", () => {
  it("holds every word, anywhere in the case", () => {
    const ids = (query: string, family: string | null = null) =>
      casesMatching(asPublished, family, query).map(({ id }) => id);
    expect(ids("erlang 900")).toEqual(["S05-mmc-50-r90"]);
    expect(ids("PARETO", "7-distributions")).toEqual(["D08-pareto"]);
    expect(ids("nothing of the kind")).toEqual([]);
    expect(ids("")).toHaveLength(reference.length);
  });
});

describe("models in words", () => {
  it.each([
    ["M/M/1 FIFO", "Random (Poisson) arrivals, exponential service, one server"],
    ["M/E2/1 FIFO", "Random (Poisson) arrivals, Erlang-2 service, one server"],
    [
      "D/M/1 FIFO (constant-rate client)",
      "Evenly spaced arrivals, exponential service, one server",
    ],
    ["M/M/3/8 (bounded)", "Random (Poisson) arrivals, exponential service, 3 servers, room for 8"],
    [
      "M/M/10/10 (Erlang B loss)",
      "Random (Poisson) arrivals, exponential service, 10 servers, no queue",
    ],
    ["M/M/4//30 (pool)", "30 users in a closed loop, exponential service, 4 servers"],
    [
      "M/M/10+M (Erlang-A)",
      "Random (Poisson) arrivals, exponential service, 10 servers, random patience",
    ],
    ["M^[5]/M/1: batches", "Random arrivals in batches, exponential service, one server"],
    [
      "MMPP(2)/M/1: bursty",
      "Bursty arrivals (a rate that switches), exponential service, one server",
    ],
    ["M/G/inf with Pareto", "Random (Poisson) arrivals, service of any law, a server for everyone"],
    [
      "M_t/M/inf, sinusoidal",
      "Random arrivals at a varying rate, exponential service, a server for everyone",
    ],
    ["2 M/M/1 in tandem (async pipeline)", null],
    ["Gamma(shape 0.5, mean 8)", null],
  ])("%s", (title, words) => {
    expect(modelWords(title)).toBe(words);
  });

  it("are found for every single station whose title starts with Kendall's notation", () => {
    const without = reference
      .filter(({ model }) => /^[A-Z]\w*(\^\[\w+\]|\(\d\))?\/[A-Z]/.test(model))
      .filter(({ model }) => modelWords(model) === null)
      .map(({ id }) => id);
    expect(without).toEqual([]);
  });
});

describe("numbers", () => {
  it("show a standard error by two digits, and the estimate as far", () => {
    expect(decimalsFor(20, 0.047)).toBe(3);
    expect(decimalText(20.0163, 3)).toBe("20.016");
    expect(decimalsFor(12_345, 120)).toBe(0);
    expect(decimalText(12_345.6, 0)).toBe("12,346");
    expect(decimalText(-0.0004, 2)).toBe("0.00");
    expect(decimalText(-1.5, 1)).toBe("\u22121.5");
  });

  it("show six digits where there is no error, without zeros at the end", () => {
    expect(exactText(0.5, decimalsFor(0.5, null))).toBe("0.5");
    expect(exactText(100, decimalsFor(100, null))).toBe("100");
    expect(exactText(13.862_943_6, decimalsFor(13.862_943_6, null))).toBe("13.8629");
  });

  it("have names and units", () => {
    expect(namedInWords("sojourn_p95_ms")).toEqual({ label: "Time in system, p95", unit: "ms" });
    expect(namedInWords("wait_mean_ms")).toEqual({ label: "Wait, mean", unit: "ms" });
    expect(namedInWords("utilization.n1")).toEqual({ label: "Utilization n1", unit: "" });
    expect(namedInWords("goodput_rps")).toEqual({ label: "Goodput", unit: "/s" });
    expect(parameterTexts({ lambda_rps: 50, means: [2, 50] })).toEqual([
      { name: "lambda_rps", label: "Arrivals", value: "50/s" },
      { name: "means", label: "Means", value: "[2, 50]" },
    ]);
  });
});

describe("a case opened as a scenario", () => {
  const offered = asPublished.flatMap((theory) => {
    const document = scenarioOf(theory);
    return document === null ? [] : [{ id: theory.id, theory, document }];
  });

  it("is offered for plain single stations only", () => {
    const ids = offered.map(({ id }) => id.split("-")[0]);
    expect(ids).toEqual(expect.arrayContaining(["S01", "S05", "S07", "S10", "S12", "S25", "S42"]));
    const others = ["S27", "S31", "S35", "S43", "S44", "S46", "S48", "S50", "N01", "D01"];
    expect(ids.filter((id) => id !== undefined && others.includes(id))).toEqual([]);
  });

  it.each(offered)("$id has no problem and the case's utilization", ({ theory, document }) => {
    expect(problemsOf(document).filter(({ severity }) => severity === "error")).toEqual([]);
    const expected = reference.find(({ id }) => id === theory.id)?.expected ?? {};
    const { clients, station } = document.nodes;
    const read = parseDistribution(station?.serviceTime, "ms");
    if (!read.ok) throw new Error(read.message);
    const batch = typeof clients?.batch === "number" ? clients.batch : 1;
    const offeredLoad = (Number(clients?.ratePerS) * batch * momentsOf(read.spec).meanMs) / 1000;
    const lossless = station?.queueLengthMax === null && station?.queueTimeoutMs === null;
    if (!lossless || typeof expected.utilization !== "number") return;
    expect(offeredLoad / Number(station?.concurrency)).toBeCloseTo(expected.utilization, 6);
  });
});
