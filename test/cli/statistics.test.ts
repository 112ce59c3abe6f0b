// What the command says about the confidence of its numbers, and how it finds a warm-up.
import { describe, expect, it } from "vitest";
import { intervalAt } from "../../simulation/results/intervals.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { capture, file, SMALL } from "./captured.ts";

const small = file("statistics.json", SMALL);

function resultOf(...args: readonly string[]): RunResult {
  return JSON.parse(capture("run", small, "--json", ...args).out) as RunResult;
}

function cellsOf(text: string, first: string): readonly string[] {
  const line = text.split("\n").find((each) => each.startsWith(`| ${first} |`));
  if (line === undefined) throw new Error(`no row ${first}`);
  return line.slice(2, -2).split(" | ");
}

describe("--warmup auto", () => {
  it("leaves out what pilot runs propose and says why", () => {
    const { status, out, err } = capture("run", small, "--warmup", "auto", "--duration", "60");
    expect(status).toBe(0);
    const result = resultOf("--warmup", "auto", "--duration", "60");
    expect(result.warmup).toMatchObject({ method: "MSER-5", warmupS: result.warmupS });
    expect(result.warmup?.pilotRuns).toBe(20);
    expect(err).toBe(`Warm-up: ${result.warmupS} s. ${result.warmup?.reason}\n`);
    expect(out).toContain(`Warm-up by MSER-5: ${result.warmup?.reason}`);
    // The run is the one that names this warm-up itself.
    const named = resultOf("--warmup", String(result.warmupS), "--duration", "60");
    expect(named.digest).toBe(result.digest);
    expect(named).not.toHaveProperty("warmup");
  });

  it("keeps the file's warm-up where the load is too much, with a warning", () => {
    const args = ["--warmup", "auto", "--set", "nodes.clients.ratePerS=200"];
    const result = resultOf(...args);
    expect(result.warmupS).toBe(1);
    expect(result.warmup?.warmupS).toBeNull();
    expect(result.warnings.at(-1)).toBe(`No warm-up found. ${result.warmup?.reason}`);
    expect(capture("run", small, ...args).err).toContain("Warm-up stays 1 s. ");
  });

  it("is no other word", () => {
    const { status, err } = capture("run", small, "--warmup", "automatic");
    expect(status).toBe(2);
    expect(err).toContain("--warmup automatic: must be a number");
  });
});

describe("the summary", () => {
  const long = ["--duration", "200", "--warmup", "5"];

  it("of one run has intervals by batch means, with the method", () => {
    const { batchMeans } = resultOf(...long);
    // 585 windows of a third of a second, 29 a batch.
    expect(batchMeans?.batches).toBe(20);
    expect(batchMeans?.batchS).toBeCloseTo(29 / 3, 12);
    const { out } = capture("run", small, "--md", ...long);
    expect(out).toContain("±: half of the 95 % interval by 20 batches of 9.67 s");
    expect(cellsOf(out, "all")[2]).toMatch(/^\d\d\.\d ±\d\.\d\d$/);
    // No interval for a quantile of one run.
    expect(cellsOf(out, "all")[8]).toMatch(/^\d\d\.\d$/);
  });

  it("of several runs has Student's intervals, of quantiles too", () => {
    const { out } = capture("run", small, "--md", "--replications", "4", ...long);
    expect(out).toContain("±: half of the 95 % interval, Student's t over 4 replications");
    expect(cellsOf(out, "all")[8]).toMatch(/^\d\d\.\d ±\d(\.\d+)?$/);
    expect(out).not.toContain("batches of");
  });

  it("marks quantiles of too few values and warns of them", () => {
    const { out } = capture("run", small, "--md");
    expect(cellsOf(out, "all")[9]).toMatch(/^[\d.]+\*$/);
    expect(out).toContain("*: fewer than 10 values beyond the quantile");
    expect(out).toContain("Warning: Too few samples (under 10 values beyond the quantile): p99");
  });

  it("tells what was checked, in every format for people", () => {
    for (const format of [[], ["--md"]]) {
      expect(capture("run", small, ...format).out).toMatch(
        /Checked by two independent counts: Little's law at 2 places, the utilization law at 1 place/,
      );
    }
  });
});

describe("--strict", () => {
  it("misses an objective that the interval reaches", () => {
    const runs = ["--replications", "3", "--duration", "40"];
    const result = resultOf(...runs);
    const mean = result.endToEnd.all?.latencyMs.mean ?? Number.NaN;
    const halfWidth = intervalAt(result, ["endToEnd", "all", "latencyMs", "mean"])?.halfWidth ?? 0;
    const close = ["--set", `slos.quick.expr=mean < ${mean + halfWidth / 2}ms`];
    const far = ["--set", `slos.quick.expr=mean < ${mean + halfWidth * 1.1}ms`];
    const met = (...args: readonly string[]) => resultOf(...runs, ...args).slos[0]?.met;
    expect(met(...close)).toBe(true);
    expect(met(...close, "--strict")).toBe(false);
    expect(met(...far, "--strict")).toBe(true);
  });
});

describe("--csv", () => {
  it("has the intervals, the checks and the instants as lines of their own", () => {
    const sampled = file("sampled.json", { ...SMALL, run: { ...SMALL.run, sampleAtS: [2, 5] } });
    const { out } = capture("run", sampled, "--csv", "--replications", "3");
    const lines = new Map(out.split("\r\n").map((line) => [line.replace(/,[^,]*$/, ""), line]));
    const numberAt = (key: string) => Number(lines.get(key)?.split(",").at(-1) ?? Number.NaN);
    const result = JSON.parse(
      capture("run", sampled, "--json", "--replications", "3").out,
    ) as RunResult;
    expect(result.samples?.map(({ atS }) => atS)).toEqual([2, 5]);
    expect(numberAt("sample,5,nodes.service.held")).toBe(result.samples?.[1]?.nodes.service?.held);
    const interval = intervalAt(result, ["nodes", "service", "utilization"]);
    expect(numberAt("ci95,,nodes.service.utilization.halfWidth")).toBe(interval?.halfWidth);
    expect(numberAt("check,service,little")).toBeLessThan(1e-9);
  });
});
