import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analysisCase } from "../../simulation/cli/bench/analysis-case.ts";
import { CASES } from "../../simulation/cli/bench/cases.ts";
import { measure } from "../../simulation/cli/bench/measure.ts";
import {
  benchDocument,
  galleryDocument,
  largeShop,
} from "../../simulation/cli/bench/scenario-case.ts";
import { simJsRun } from "../../simulation/cli/bench/simjs.ts";
import { queueModelOf, simJsCase } from "../../simulation/cli/bench/simjs-case.ts";
import { nodeStage } from "../../simulation/cli/bench/stage.ts";
import { workload } from "../../simulation/cli/bench/workload.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";

const SHORT = { "run.durationS": 20, "run.windowS": 1 };

describe("the cases", () => {
  it("have the names that scripts rely on", () => {
    const promised =
      "hold-1e2 hold-1e4 hold-1e5 hold-1e6 mm1 tandem retry three everything kafka simjs-mm1 simjs-tandem";
    expect(Object.keys(CASES)).toEqual(expect.arrayContaining(promised.split(" ")));
  });

  it("have the gates that the documentation derives", () => {
    const text = readFileSync("test/bench/README.md", "utf8");
    const gates = Object.entries(CASES).filter(([, { gate }]) => gate !== undefined);
    expect(gates.map(([name]) => name)).toEqual(["mm1", "tandem", "retry", "three"]);
    for (const [name, { gate }] of gates) {
      const row = new RegExp(`^\\| ${name} \\| ([0-9.]+) \\|.*\\| ([0-9.]+) \\|$`, "m").exec(text);
      expect(Number(row?.[2])).toBe(gate);
      expect(gate! / Number(row?.[1])).toBeCloseTo(0.75, 9);
    }
  });
});

describe("a workload", () => {
  it("counts requests and events of the scenario, with another seed each time", () => {
    const document = benchDocument("three", { "run.durationS": 2 });
    const three = workload({ kind: "scenario", document, kernel: "js", seeds: 2 });
    const runs = [three.run(), three.run(), three.run()];
    expect(runs[0]!.requests).toBeGreaterThan(2500);
    expect(runs[0]!.events).toBeGreaterThan(5 * runs[0]!.requests);
    expect(runs[1]).not.toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    expect(three.bytesPerInFlight()).toBeGreaterThan(50);
    expect(three.kernel).toBe("js");
  });

  it("saves and restores 4,096 calls in progress", () => {
    const document = benchDocument("checkpoint");
    const copies = workload({ kind: "checkpoint", document, kernel: "js" });
    expect(copies.run()).toEqual({ requests: 100, events: 0 });
    expect(copies.bytesPerInFlight()).toBeGreaterThan(50);
  });

  it("is measured against the reference kernel", async () => {
    const document = benchDocument("mm1", SHORT);
    const stage = nodeStage();
    const result = await measure(stage, "mm1", { kind: "scenario", document, kernel: "js" }, 1);
    expect(result).toMatchObject({ name: "mm1", where: "node", kernel: "js", metrics: true });
    expect(result.runs).toHaveLength(1);
    expect(result.kernelRatio).toBeGreaterThan(0);
    expect(result.requestsPerCpuS * result.nsPerRequest).toBeCloseTo(1e9, 0);
  });
});

describe("the large shop", () => {
  it("has five times the load and instances of the gallery's, for ten minutes", () => {
    const resolved = resolveScenario(largeShop());
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
    const { nodes, durationMs } = resolved.scenario;
    const values = Object.fromEntries(nodes.map((node) => [node.id, node.values]));
    expect(durationMs).toBe(600_000);
    expect(values.shoppers).toMatchObject({ ratePerS: 1000 });
    expect(values.gateway).toMatchObject({ replicas: 10 });
    expect(values.orders).toMatchObject({ replicas: 15 });
    expect(values.payment).toMatchObject({ replicas: 10 });
  });
});

describe("the analysis", () => {
  it("is compared with the run alone, pair by pair, on the same runs", async () => {
    const document = { ...galleryDocument("retry-storm"), run: { durationS: 20, seed: 1 } };
    const options = { document, kernel: "js", pairs: 2, warmUps: 1 } as const;
    const { comparison, requestsPerCpuS } = await analysisCase("analysis-retry-storm", options);
    expect(comparison).toMatchObject({ first: "the run alone", pairs: 2 });
    expect(comparison!.ratio).toBeGreaterThan(0.5);
    expect(requestsPerCpuS).toBeGreaterThan(0);
  });
});

describe("SimJS", () => {
  it("runs the models of the files", () => {
    expect(queueModelOf(benchDocument("mm1"))).toEqual({
      ratePerS: 90,
      durationS: 5000,
      stations: [{ servers: 1, meanS: 0.01 }],
    });
    const { stations } = queueModelOf(benchDocument("tandem"));
    expect(stations.map(({ servers }) => servers)).toEqual([4, 8, 4]);
    expect(stations.map(({ meanS }) => meanS)).toEqual([0.01, 0.02, 0.01]);
  });

  it("offers as many requests as the rate says, and serves them", () => {
    const run = simJsRun({
      ratePerS: 100,
      durationS: 100,
      stations: [
        { servers: 4, meanS: 0.02 },
        { servers: 1, meanS: 0.001 },
      ],
    });
    const { requests, events } = run();
    // 10,000 arrivals with a standard deviation of 100, each with two services.
    expect(Math.abs(requests - 10_000)).toBeLessThan(500);
    expect(Math.abs(events - 3 * requests)).toBeLessThan(100);
  });

  it("is compared with Brownout pair by pair", async () => {
    const document = benchDocument("mm1", SHORT);
    const result = await simJsCase("simjs-mm1", { document, kernel: "js", pairs: 2 });
    expect(result).toMatchObject({ kernel: "simjs", kernelRatio: null });
    expect(result.comparison).toMatchObject({ first: "Brownout", second: "SimJS", pairs: 2 });
    expect(result.comparison!.ratio).toBeGreaterThan(0);
  });
});
