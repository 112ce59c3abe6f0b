import { describe, expect, it } from "vitest";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { capture, file, SMALL } from "./captured.ts";

const small = file("small.json", SMALL);

function resultOf(...args: readonly string[]): RunResult {
  const { status, out, err } = capture("run", small, "--json", ...args);
  expect(err).toBe("");
  expect(status).toBe(0);
  return JSON.parse(out) as RunResult;
}

interface SeriesShape {
  readonly replications: number;
  readonly timesS: number[];
  readonly nodes: Record<string, Record<string, (number | null)[]>>;
}

describe("brownout run", () => {
  it("prints a summary with every node, edge and SLO on standard output", () => {
    const { status, out, err } = capture("run", small);
    expect(status).toBe(0);
    expect(err).toBe("");
    for (const name of ["Small", "clients->service", "service", "p99 < 1s"]) {
      expect(out).toContain(name);
    }
  });

  it("prints the result as one JSON document with the names of the contract", () => {
    const result = resultOf();
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(
        "scenario format seed replications simulatedS warmupS events wallMs eventsPerSecond digest endToEnd nodes edges slos cascade warnings".split(
          " ",
        ),
      ),
    );
    expect(result).toMatchObject({ scenario: "Small", seed: 7, simulatedS: 10, warmupS: 1 });
    expect(Object.keys(result.endToEnd.all ?? {})).toEqual(
      expect.arrayContaining(
        "offered completed ok failed throughput goodput errorRate retryAmplification latencyMs".split(
          " ",
        ),
      ),
    );
    expect(Object.keys(result.endToEnd.all?.latencyMs ?? {})).toEqual(
      expect.arrayContaining("mean min p50 p90 p95 p99 p999 max".split(" ")),
    );
    expect(Object.keys(result.nodes.service ?? {})).toEqual(
      expect.arrayContaining(
        "kind arrivals completions failed throughput utilization queue inFlight waitMs latencyMs wastedWork".split(
          " ",
        ),
      ),
    );
    expect(Object.keys(result.edges["clients->service"] ?? {})).toEqual(
      expect.arrayContaining(
        "calls attempts ok failed retries hedges breaker latencyMs".split(" "),
      ),
    );
    expect(result.digest).toMatch(/^[0-9a-f]{32}$/);
    expect(result.wallMs).toBeGreaterThan(0);
    expect(result.slos).toMatchObject([{ expr: "p99 < 1s" }]);
  });

  it("gives the same digest for the same seed and another for another", () => {
    const first = resultOf("--seed", "3");
    expect(resultOf("--seed", "3").digest).toBe(first.digest);
    expect(resultOf("--seed", "4").digest).not.toBe(first.digest);
    expect(first.seed).toBe(3);
  });

  it("takes duration, warm-up and any field by its path", () => {
    const result = resultOf(
      "--duration",
      "20",
      "--warmup",
      "5",
      "--set",
      "nodes.clients.ratePerS=80",
    );
    expect(result).toMatchObject({ simulatedS: 20, warmupS: 5 });
    const { offered } = result.endToEnd.all ?? { offered: 0 };
    // 1200 expected, standard deviation 35.
    expect(Math.abs(offered - 1200)).toBeLessThan(175);
  });

  it("takes a value with a unit and an edge written with a colon", () => {
    const result = resultOf("--set", "edges.clients:service.timeoutMs=1ms");
    expect(result.endToEnd.all?.failed.timeout).toBeGreaterThan(0);
  });

  it("ends with its results so far when its wall time is over", () => {
    const long = ["run", small, "--json", "--duration", "200000", "--time-limit", "1"];
    const { out } = capture(...long);
    const result = JSON.parse(out) as RunResult;
    expect(result.endedEarly).toBe("wall time");
    expect(result.warnings.join()).toContain("its limit of wall time was reached");
    expect(result.simulatedS).toBeGreaterThan(10);
    expect(result.simulatedS).toBeLessThan(200_000);
    expect(result.endToEnd.all?.ok).toBeGreaterThan(100);
    // A run that ended early is not judged: its objectives are missed.
    expect(result.slos.map(({ met }) => met)).toEqual([false]);
    expect(resultOf("--time-limit", "600").endedEarly).toBeNull();
  });

  it("ends at a limit of the file with the name of it", () => {
    const limited = (set: string) => resultOf("--set", set);
    expect(limited("run.maxEvents=500")).toMatchObject({ endedEarly: "events", events: 500 });
    expect(limited("run.maxEvents=500").warnings.join()).toContain("500 events");
  });

  it("runs a variant named behind the file", () => {
    const plain = resultOf().nodes.service?.utilization ?? 0;
    const { status, out } = capture("run", `${small}#wide`, "--json");
    expect(status).toBe(0);
    const wide = (JSON.parse(out) as RunResult).nodes.service?.utilization ?? 0;
    expect(wide).toBeGreaterThan(0.3 * plain);
    expect(wide).toBeLessThan(0.7 * plain);
  });

  it("puts intervals of several replications under the paths of their values", () => {
    const result = resultOf("--replications", "4");
    expect(result.replications).toBe(4);
    const interval = result.ci95 as {
      nodes: { service: { utilization: { mean: number; halfWidth: number } } };
    };
    const { mean, halfWidth } = interval.nodes.service.utilization;
    expect(mean).toBeCloseTo(result.nodes.service?.utilization ?? Number.NaN, 12);
    expect(halfWidth).toBeGreaterThan(0);
  });

  it("adds the windowed series of every measure", () => {
    const { out } = capture("run", small, "--json", "--series", "--set", "run.windowS=1");
    const { series } = JSON.parse(out) as {
      series: {
        timesS: number[];
        nodes: Record<string, Record<string, (number | null)[]>>;
      };
    };
    expect(series.timesS).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(series.nodes.service?.arrivals).toHaveLength(10);
  });

  it("adds the series as means over replications", () => {
    const series = (...more: string[]) => {
      const args = ["--json", "--series", "--set", "run.windowS=2", ...more];
      return (JSON.parse(capture("run", small, ...args).out) as { series: SeriesShape }).series;
    };
    const [one, two] = [series("--seed", "1"), series("--seed", "2")];
    const both = series("--seed", "1", "--replications", "2");
    expect([one.replications, both.replications]).toEqual([1, 2]);
    expect(both.timesS).toEqual(one.timesS);
    for (const measure of ["arrivals", "queueMean", "p95Ms"]) {
      const columns = [one, two, both].map(({ nodes }) => nodes.service?.[measure] ?? []);
      columns[2]?.forEach((mean, at) => {
        const [a, b] = [columns[0]?.[at] ?? null, columns[1]?.[at] ?? null];
        if (a === null || b === null) expect(mean).toBe(a ?? b);
        else expect(mean).toBeCloseTo((a + b) / 2, 9);
      });
    }
    expect(one.nodes.service?.arrivals).not.toEqual(two.nodes.service?.arrivals);
  });

  it("adds results per operation and instance on demand, in every format", () => {
    const result = resultOf("--detail");
    const operation = result.nodes.service?.operations?.request;
    expect(operation?.arrivals).toBe(result.nodes.service?.arrivals);
    expect(resultOf().nodes.service?.operations).toBeUndefined();
    expect(resultOf().digest).toBe(result.digest);
    const markdown = capture("run", small, "--md", "--detail").out;
    expect(markdown).toContain("| Operation |");
    expect(markdown).toContain("| service/request |");
    expect(markdown).toContain("| service[0] |");
    expect(capture("run", small, "--detail").out).toContain("service/request");
    expect(capture("run", small, "--md").out).not.toContain("Operation");
    const csv = capture("run", small, "--csv", "--detail").out;
    expect(csv).toContain("node,service,operations.request.arrivals,");
    const several = resultOf("--detail", "--replications", "3").nodes.service?.operations?.request;
    expect(several?.arrivals).toBeGreaterThan(2.5 * (operation?.arrivals ?? 0));
  });

  it("prints numbers as CSV under the paths of the JSON", () => {
    const { out } = capture("run", small, "--csv");
    const [header, ...rows] = out.trimEnd().split("\r\n");
    expect(header).toBe("scope,id,measure,value");
    const utilization = rows.find((row) => row.startsWith("node,service,utilization,"));
    expect(Number(utilization?.split(",")[3])).toBe(resultOf().nodes.service?.utilization);
  });

  it("prints the series as CSV with a line a window", () => {
    const { out } = capture("run", small, "--csv", "--series", "--set", "run.windowS=2");
    const [header, ...rows] = out.trimEnd().split("\r\n");
    expect(header?.split(",")).toContain("node:service.queueMean");
    expect(rows).toHaveLength(5);
  });

  it("prints Markdown tables", () => {
    expect(capture("run", small, "--md").out).toMatch(/^# Small[\s\S]*\| service \| service \|/);
  });

  it("says how journeys hang on nodes as drawn, in JSON and in words", () => {
    expect(resultOf().coupling?.journeys).toMatchObject([
      { journey: "request", depth: 1, needs: { service: 1 } },
    ]);
    expect(capture("run", small, "--md").out).toMatch(/^\| request \| 1 \| 1 \(service\) \|/m);
  });
});

describe("brownout run with wrong input", () => {
  it.each([
    ["an unknown node, naming the nearest", ["--set", "nodes.servise.replicas=2"], "service"],
    ["an unknown field, naming the nearest", ["--set", "nodes.service.replica=2"], "replicas"],
    ["a value of the wrong type", ["--set", "nodes.service.replicas=many"], "replicas"],
    ["a path without a value", ["--set", "nodes.service.replicas"], "PATH=VALUE"],
    ["a path that the shell cut off", ["--set", "edges.a-"], "quote the path"],
    ["a seed that is no number", ["--seed", "x"], "--seed"],
    ["a negative duration", ["--duration=-1"], "--duration"],
    ["an unknown option, naming the nearest", ["--replication", "2"], "--replications"],
    ["two formats", ["--json", "--csv"], "Choose one"],
    ["a series without a format for it", ["--series"], "--json or --csv"],
    ["a second file", [small], "One file"],
  ])("refuses %s", (_, args, said) => {
    const { status, out, err } = capture("run", small, ...args);
    expect(status).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(said);
  });

  it("names the variants that there are", () => {
    const { status, err } = capture("run", `${small}#wild`);
    expect(status).toBe(2);
    expect(err).toContain("wide");
  });

  it("refuses a file that is not there", () => {
    const { status, err } = capture("run", "no-such-file.json");
    expect(status).toBe(2);
    expect(err).toContain("no such file");
  });
});
