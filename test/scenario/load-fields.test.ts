// Arrivals, profiles and batches in the file: what is allowed, and what is said of the rest.
import { describe, expect, it } from "vitest";
import { meanRatePerS, stationaryShares } from "../../simulation/kinds/mmpp.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { isLivePath, setPath } from "../../simulation/scenario/paths.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";

function fileWith(client: object): string {
  return JSON.stringify({
    format: 1,
    catalog: "2026-11",
    name: "load",
    run: { durationS: 10 },
    nodes: { users: { kind: "client", ...client }, api: { kind: "service" } },
    edges: { "users->api": {} },
  });
}

type Beside = Readonly<Record<string, string>>;

/** "path: message" of every problem. */
function problemsOf(client: object, beside?: Beside): readonly string[] {
  const read = (name: string) => beside?.[name] ?? { reason: "there is no such file" };
  const { problems } = parseScenario(fileWith(client), beside && read);
  return problems.map(({ path, message }) => `${path.replace("nodes.users.", "")}: ${message}`);
}

function resolvedValues(client: object, beside: Beside = {}): Readonly<Record<string, unknown>> {
  const parsed = parseScenario(fileWith(client), (name) => beside[name] ?? { reason: "none" });
  const resolved = parsed.ok ? resolveScenario(parsed.document) : parsed;
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.scenario.nodes.find(({ id }) => id === "users")?.values ?? {};
}

const PLAIN = {
  recorded: false,
  repeatEveryS: null,
  amplitude: 0,
  periodS: 0,
  phaseS: 0,
};

describe("a profile", () => {
  it("is resolved to one form", () => {
    const points = [
      [0, 1],
      [5, 2],
    ];
    const lines = { ...PLAIN, shape: "linear", points };
    expect(resolvedValues({ profile: points }).profile).toEqual(lines);
    expect(resolvedValues({ profile: { points } }).profile).toEqual(lines);
    expect(
      resolvedValues({ profile: { shape: "steps", points, repeatEveryS: 5 } }).profile,
    ).toEqual({ ...lines, shape: "steps", repeatEveryS: 5 });
    const sine = { shape: "sine", amplitude: 0.8, periodS: 86_400 };
    expect(resolvedValues({ profile: sine }).profile).toEqual({ ...PLAIN, ...sine, points: [] });
    const recorded = { ...lines, shape: "steps", recorded: true };
    expect(resolvedValues({ profile: { csv: "0,1\n5,2" } }).profile).toEqual(recorded);
    expect(resolvedValues({ profile: { shape: "linear", csv: "0,1\n5,2" } }).profile).toEqual({
      ...recorded,
      shape: "linear",
    });
    expect(resolvedValues({ profile: null }).profile).toBeNull();
  });

  it.each<[string, Json, readonly string[]]>([
    [
      "two sources of points",
      { csv: "0,1", points: [[0, 1]] },
      ["profile.csv: stands beside points: give one of them"],
    ],
    ["nothing", { shape: "steps" }, ["profile.points: is missing"]],
    [
      "a sine without numbers",
      { shape: "sine" },
      ["profile.amplitude: is missing", "profile.periodS: is missing"],
    ],
    [
      "a sine with points",
      { shape: "sine", amplitude: 0.5, periodS: 10, points: [[0, 1]], repeatEveryS: 5 },
      ["profile.points: does not go with a sine", "profile.repeatEveryS: does not go with a sine"],
    ],
    [
      "a swing of more than all",
      { shape: "sine", amplitude: 1.2, periodS: 10 },
      ["profile.amplitude: must be at most 1"],
    ],
    [
      "numbers of a sine beside points",
      { points: [[0, 1]], periodS: 3 },
      ['profile.periodS: goes with the shape "sine" only'],
    ],
    [
      "a period before the last point",
      {
        points: [
          [0, 1],
          [9, 2],
        ],
        repeatEveryS: 5,
      },
      ["profile.repeatEveryS: must not end before the last point"],
    ],
    [
      "no order",
      [
        [5, 1],
        [0, 2],
      ],
      ["profile: the points must be in order of time"],
    ],
    [
      "bad lines",
      { csv: "t_s,rate_per_s\n0,1\n-1,x" },
      ["profile.csv: line 3: the time -1 s is before the start"],
    ],
    [
      "another shape",
      { shape: "cubic", points: [[0, 1]] },
      ['profile.shape: must be "linear", "steps" or "sine"'],
    ],
    ["an unknown field", { points: [[0, 1]], every: 5 }, ['profile.every: unknown field "every"']],
  ])("is refused with %s", (_, profile, expected) => {
    expect(problemsOf({ profile })).toEqual(expected);
  });

  it("may change its swing while a run goes on, not its points", () => {
    const parsed = parseScenario(
      fileWith({ profile: { shape: "sine", amplitude: 0.5, periodS: 10 } }),
    );
    if (!parsed.ok) throw new Error("unsound");
    const { document } = parsed;
    const live = ["profile.amplitude", "profile.periodS", "profile", "batch", "ratePerS"].filter(
      (name) => isLivePath(document, `nodes.users.${name}`),
    );
    expect(live).toEqual(["profile.amplitude", "batch", "ratePerS"]);
    const set = setPath(document, "nodes.users.profile.amplitude", 0.1);
    expect(set.ok && set.document.nodes.users?.profile).toMatchObject({ amplitude: 0.1 });
  });
});

describe("modulated arrivals", () => {
  const mmpp = (fields: object): object => ({
    arrivals: {
      type: "mmpp",
      ratesPerS: [1, 2],
      switchPerS: [
        [0, 1],
        [1, 0],
      ],
      ...fields,
    },
  });

  it.each<[string, object, readonly string[]]>([
    ["no rates", { ratesPerS: undefined }, ["arrivals.ratesPerS: is missing"]],
    ["a negative rate", { ratesPerS: [1, -1] }, ["arrivals.ratesPerS.1: must be at least 0"]],
    [
      "another number of rows",
      { switchPerS: [[0]] },
      ["arrivals.switchPerS: must have 2 rows of 2 rates, one a phase."],
    ],
    [
      "a change to itself",
      {
        switchPerS: [
          [1, 1],
          [1, 0],
        ],
      },
      ["arrivals.switchPerS.0.0: must be 0: a phase does not change to itself."],
    ],
    ["a start that is no phase", { start: 2 }, ["arrivals.start: must be a phase from 0 to 1."]],
    ["another word", { rates: [1] }, ['arrivals.rates: unknown field "rates"']],
    [
      "a phase that is never left, without a start",
      {
        switchPerS: [
          [0, 1],
          [0, 0],
        ],
      },
      [
        "arrivals.switchPerS: has no stationary start, phase 0 is never reached from phase 1: " +
          "give the first phase as start.",
      ],
    ],
    [
      "a phase that is never left, with a start",
      {
        switchPerS: [
          [0, 1],
          [0, 0],
        ],
        start: 0,
      },
      [],
    ],
  ])("with %s", (_, fields, expected) => {
    expect(problemsOf(mmpp(fields))).toEqual(expected);
  });

  it("may have 16 phases, not 17", () => {
    const ring = (count: number): object => ({
      ratesPerS: Array.from({ length: count }, (_, at) => at),
      switchPerS: Array.from({ length: count }, (_, from) =>
        Array.from({ length: count }, (_unused, to) => (to === (from + 1) % count ? 1 : 0)),
      ),
    });
    expect(problemsOf(mmpp(ring(16)))).toEqual([]);
    expect(problemsOf(mmpp(ring(17)))).not.toEqual([]);
  });

  it("have the shares that balance the flows", () => {
    const switchPerS = [
      [0, 3, 0.5],
      [1e-6, 0, 2],
      [4, 1, 0],
    ];
    const shares = stationaryShares(switchPerS);
    for (const phase of [0, 1, 2]) {
      const out = (switchPerS[phase] ?? []).reduce((sum, rate) => sum + rate, 0);
      const into = shares.reduce(
        (sum, share, from) => sum + share * (switchPerS[from]?.[phase] ?? 0),
        0,
      );
      expect((shares[phase] ?? 0) * out).toBeCloseTo(into, 14);
    }
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 15);
    const [a, b] = [1e-9, 1e6];
    const [, rare = 0] = stationaryShares([
      [0, a],
      [b, 0],
    ]);
    expect(rare / (a / (a + b))).toBeCloseTo(1, 14);
    expect(
      meanRatePerS({
        type: "mmpp",
        ratesPerS: [10, 50],
        switchPerS: [
          [0, 1],
          [3, 0],
        ],
      }),
    ).toBe(20);
  });
});

describe("what a client says twice", () => {
  it("is told: a rate that something else decides", () => {
    const rate = "ratePerS: has no effect unless it is 0";
    expect(problemsOf({ ratePerS: 5, arrivals: { type: "exponential", meanMs: 3 } })).toEqual([
      `${rate}: the gaps decide the rate`,
    ]);
    expect(problemsOf({ ratePerS: 5, profile: { csv: "0,1" } })).toEqual([
      `${rate}: the recorded series says it`,
    ]);
    expect(problemsOf({ ratePerS: 0, profile: { csv: "0,1" } })).toEqual([]);
    const times = { type: "trace", timesMs: [1, 2] };
    expect(problemsOf({ arrivals: times, ratePerS: 2, profile: [[0, 1]] })).toEqual([
      "profile: has no effect: the times are recorded",
      `${rate}: the times are recorded`,
    ]);
    expect(problemsOf({ arrivals: { ...times, maxMs: 5 } })).toEqual([
      "arrivals.maxMs: does not go with timesMs: recorded times are kept",
    ]);
    expect(
      problemsOf({ arrivals: { type: "exponential", meanMs: 3 }, profile: { csv: "0,1" } }),
    ).toEqual(["profile: a recorded series of rates goes with Poisson or constant arrivals only"]);
  });

  it("is refused as a batch that is no count", () => {
    expect(problemsOf({ batch: 2.5 })).toHaveLength(1);
    expect(problemsOf({ batch: 20_000 })).toEqual(["batch: must be at most 10000"]);
    expect(problemsOf({ batch: "all" })).toHaveLength(1);
    expect(problemsOf({ batch: 0 })).toEqual([]);
    expect(problemsOf({ batch: { type: "uniform", min: 0, max: 3 } })).toEqual([]);
  });
});

describe("files beside the scenario", () => {
  it("stand in for their names", () => {
    const beside = { "rates.csv": "t_s,rate_per_s\n0,3\n", "a/times.txt": "1\n2.5\n" };
    expect(
      resolvedValues({ profile: { shape: "steps", file: "rates.csv" } }, beside),
    ).toMatchObject({
      profile: { shape: "steps", points: [[0, 3]], recorded: true },
    });
    const trace = { type: "trace", file: "a/times.txt" };
    expect(resolvedValues({ arrivals: trace }, beside).arrivals).toEqual({
      type: "trace",
      timesMs: [1, 2.5],
    });
    const closed = { users: 1, thinkTime: { type: "trace", file: "./a/times.txt", scale: 2 } };
    expect(resolvedValues({ closed }, { "./a/times.txt": "7" }).closed).toEqual({
      users: 1,
      thinkTime: { type: "trace", valuesMs: [7], scale: 2 },
    });
  });

  it("are refused with the reason", () => {
    const profile = (file: Json): object => ({ profile: { file } });
    const outside = "must name a file beside the scenario, without leading / and without ..";
    for (const name of ["/etc/passwd", "../x.csv", "a/../../x", "C:\\x.csv", "", 5]) {
      expect(problemsOf(profile(name), {})).toContain(`profile.file: ${outside}`);
    }
    expect(problemsOf(profile("no.csv"), {})).toContain("profile.file: there is no such file");
    expect(problemsOf(profile("x.csv"), { "x.csv": "0,1\n-3,4" })).toEqual([
      "profile.csv: line 2: the time -3 s is before the start",
    ]);
    const trace = { arrivals: { type: "trace", file: "x.csv" } };
    expect(problemsOf(trace, { "x.csv": "1\nno" })).toContain(
      'arrivals.file: line 2: "no" is no number of at least 0',
    );
    expect(problemsOf(profile("x.csv"))).toEqual([
      "profile.file: is read by the command only, where the scenario file names it; " +
        "else give the text as csv",
    ]);
  });
});
