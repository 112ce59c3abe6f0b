import { describe, expect, it } from "vitest";
import { type Engine, runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { intervalAt } from "../../simulation/results/intervals.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { resolved } from "../support/simulate.ts";

const slow = { kind: "slow", target: "shop", atS: 20, forS: 10, factor: 200 } as const;

/** A shop of 4 slots at a quarter of its capacity; serves again 10 s after it became slow. */
function shop(more: Partial<ScenarioDocument> = {}): ScenarioDocument {
  return {
    format: 1,
    catalog: "2026-11",
    name: "Shop",
    run: { durationS: 45, warmupS: 2, seed: 5, windowS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 100, requests: { buy: {} } },
      shop: { kind: "service", concurrency: 4, serviceTime: { type: "exponential", meanMs: 10 } },
    },
    edges: { "users->shop": { protocol: "rest", timeoutMs: 500 } },
    slos: {
      fast: { name: "Fast", expr: "p99(buy) < 400ms" },
      back: { expr: "recovery < 10s" },
      up: { name: "Up", expr: "availability(buy) > 99%" },
    },
    ...more,
  } as ScenarioDocument;
}

/** The engine, with a record of what was asked of it. */
function listening(): { readonly engine: Engine; readonly seeds: (number | undefined)[] } {
  const seeds: (number | undefined)[] = [];
  const methods = ["run", "windowCount", "viewRows", "layout", "totals", "nowMs"] as const;
  const bound = Object.fromEntries(methods.map((name) => [name, engine[name].bind(engine)]));
  const load: Engine["load"] = (scenario, seed) => {
    seeds.push(seed);
    engine.load(scenario, seed);
  };
  return { engine: { ...bound, load } as unknown as Engine, seeds };
}

describe("a whole run", () => {
  it("is judged: objectives met, nobody blamed, no wall clock", () => {
    const result = runScenario(resolved(shop()), {}, engine);
    expect(result.slos.map((slo) => [slo.expr, slo.met])).toEqual([
      ["recovery < 10s", true],
      ["p99(buy) < 400ms", true],
      ["availability(buy) > 99%", true],
    ]);
    expect(result.cascade).toEqual([]);
    expect([result.wallMs, result.eventsPerSecond, result.replications]).toEqual([0, 0, 1]);
  });

  it("shows the cascade of a fault and misses the objective", () => {
    const result = runScenario(resolved(shop({ faults: { slow } })), {}, engine);
    expect(result.cascade.map(({ node, because }) => [node, because])).toEqual([
      ["shop", "fault:slow"],
      ["users", "node:shop/dependencyErrors"],
    ]);
    expect(result.slos.find((slo) => slo.name === "Up")?.met).toBe(false);
    const recovery = result.slos.find((slo) => slo.expr.startsWith("recovery"));
    expect(recovery?.value).toBeGreaterThan(0);
  });

  it("gives the same result again, whatever ran before", () => {
    const scenario = resolved(shop({ faults: { slow } }));
    const first = runScenario(scenario, { seed: 3 }, engine);
    runScenario(resolved(shop()), {}, engine);
    expect(runScenario(scenario, { seed: 3 }, engine)).toEqual(first);
    expect(runScenario(scenario, { seed: 4 }, engine).digest).not.toBe(first.digest);
  });

  it("makes a shadow run first only where a fault leaves no time for a baseline", () => {
    const early = listening();
    const atOnce = shop({ faults: { slow: { ...slow, atS: 4 } } });
    runScenario(resolved(atOnce), { seed: 9 }, early.engine);
    expect(early.seeds).toEqual([9, 9]);
    const late = listening();
    runScenario(resolved(shop({ faults: { slow } })), { seed: 9 }, late.engine);
    expect(late.seeds).toEqual([9]);
  });

  it("makes replications with consecutive seeds and judges their means", () => {
    const heard = listening();
    const result = runScenario(resolved(shop()), { seed: 11, replications: 3 }, heard.engine);
    expect(heard.seeds).toEqual([11, 12, 13]);
    expect(result.replications).toBe(3);
    const single = [11, 12, 13].map((seed) => runScenario(resolved(shop()), { seed }, engine));
    const p99 = single.map((run) => run.endToEnd.buy?.latencyMs.p99 ?? Number.NaN);
    const mean = p99.reduce((sum, value) => sum + value, 0) / 3;
    expect(result.endToEnd.buy?.latencyMs.p99).toBeCloseTo(mean, 9);
    expect(result.slos.find((slo) => slo.name === "Fast")?.value).toBeCloseTo(mean, 9);
  });

  it("looks at the instants it is asked for and changes nothing by that", () => {
    const plain = runScenario(resolved(shop()), {}, engine);
    const { run } = shop();
    const sampled = (sampleAtS: readonly number[]) =>
      runScenario(resolved(shop({ run: { ...run, sampleAtS } })), {}, engine);
    const looked = sampled([45, 7.25, 0.5, 7.25]);
    expect(looked.digest).toBe(plain.digest);
    expect(plain).not.toHaveProperty("samples");
    expect(looked.samples?.map(({ atS }) => atS)).toEqual([0.5, 7.25, 45]);
    const last = looked.samples?.[2];
    expect(last?.nodes.shop?.inFlight).toBe(plain.nodes.shop?.inFlightAtEnd);
    expect(last?.nodes.users?.inFlight).toBe(plain.nodes.users?.inFlightAtEnd);
    expect(last?.edges["users->shop"]?.pending).toBe(plain.nodes.users?.inFlightAtEnd);
    expect(sampled([7.25]).samples?.[0]).toEqual(looked.samples?.[1]);
  });

  it("gives the mean of samples over replications with its interval", () => {
    const { run } = shop();
    const scenario = resolved(shop({ run: { ...run, sampleAtS: [30] } }));
    const single = [11, 12, 13].map((seed) => runScenario(scenario, { seed }, engine));
    const levels = single.map((each) => each.samples?.[0]?.nodes.users?.inFlight ?? Number.NaN);
    const together = runScenario(scenario, { seed: 11, replications: 3 }, engine);
    const mean = levels.reduce((sum, level) => sum + level, 0) / 3;
    expect(together.samples?.[0]?.atS).toBe(30);
    expect(together.samples?.[0]?.nodes.users?.inFlight).toBeCloseTo(mean, 12);
    expect(intervalAt(together, ["samples", "0", "nodes", "users", "inFlight"])).toMatchObject({
      method: "replications",
    });
  });

  it("has no instants after its end", () => {
    const { run } = shop();
    const late = resolveScenario(shop({ run: { ...run, sampleAtS: [46] } }));
    expect(late.ok).toBe(false);
    expect(late.problems[0]).toMatchObject({ path: "run.sampleAtS", code: "out-of-range" });
  });

  it("starts no further replication when its time is over", () => {
    let asked = 0;
    const isOver = () => ++asked > 2;
    const result = runScenario(resolved(shop()), { seed: 1, replications: 50, isOver }, engine);
    expect(result.replications).toBe(3);
  });

  it("finds the queue of a consumer that has a queue of another name", () => {
    const mail = shop({
      nodes: {
        users: { kind: "client", ratePerS: 50, requests: { buy: {} } },
        mq: { kind: "rabbitmq" },
        mailer: { kind: "service", concurrency: 1, serviceTime: 30 },
      },
      edges: { "users->mq": {}, "mq->mailer": { queue: "letters" } },
      slos: {
        consumer: { expr: "lag(mailer) < 1s" },
        queue: { expr: "lag(letters) < 1s" },
        place: { expr: "lag(mq/letters) < 1s" },
      },
    });
    const values = runScenario(resolved(mail), {}, engine).slos.map(({ value }) => value);
    // 50 letters a second for a consumer that writes 33: some 15 s behind after 45 s.
    expect(values[0]).toBeGreaterThan(10_000);
    expect(values).toEqual([values[0], values[0], values[0]]);
  });
});
