// What is counted, over which time, and how the numbers of a result are made.
import { describe, expect, it } from "vitest";
import { typeColumn } from "../../simulation/results/series.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import {
  allOf,
  columnOf,
  edgeOf,
  metronome,
  nodeOf,
  ONCE,
  run,
  simulate,
  sketch,
} from "../support/simulate.ts";

describe("throughput and goodput", () => {
  it("end to end: answers per second, and those that were ok in time", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 10 },
        nodes: {
          users: { ...metronome(100, 50), requests: { buy: { goalMs: 20 } } },
          api: { serviceTime: 20, replicas: 2, instanceSpeed: [1, 0.5] },
        },
        edges: { "users->api": {} },
      }),
    );
    expect(allOf(totals).throughput).toBe(10);
    // Exactly within the goal is good; every other takes 40 ms.
    expect(allOf(totals).goodput).toBe(5);
  });

  it("end to end: a degraded answer is throughput, not goodput", () => {
    const totals = simulate(
      sketch({
        nodes: { users: metronome(100, 50), api: { errorRate: 1 } },
        edges: { "users->api": { fallback: { type: "static" } } },
      }),
    );
    expect(allOf(totals).throughput).toBe(10);
    expect(allOf(totals).goodput).toBe(0);
    expect(allOf(totals).errorRate).toBe(0);
  });

  it("of a node: everything it finished, and what somebody still waited for", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 10 },
        nodes: {
          users: metronome(100, 50),
          api: { serviceTime: 20, errorRate: 0, replicas: 4, instanceSpeed: [1, 1, 1, 0.4] },
        },
        edges: { "users->api": { timeoutMs: 30 } },
        faults: { f: { kind: "errors", target: "api[0]", ratio: 1 } },
      }),
    );
    const { throughput, goodput, failed } = nodeOf(totals, "api");
    expect(throughput).toBe(10);
    // One in four is an error, one a zombie.
    expect(goodput).toBe(5);
    expect(failed.error).toBe(25);
    expect(allOf(totals).errorRate).toBeCloseTo(0.5, 9);
  });
});

describe("latency", () => {
  it("is that of ok and degraded; latencyAllMs that of every finished request", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 9.99 },
        nodes: {
          users: metronome(100, 0),
          api: { serviceTime: 10, replicas: 2, instanceSpeed: [1, 0.1] },
        },
        edges: { "users->api": { timeoutMs: 60 } },
      }),
    );
    expect(allOf(totals).latencyMs.max).toBe(10);
    expect(allOf(totals).latencyAllMs.mean).toBe(35);
    expect(allOf(totals).latencyAllMs.max).toBe(60);
    // The edge: attempts that were answered; the node: zombies too.
    expect(edgeOf(totals, "users->api").latencyMs.max).toBe(10);
    expect(nodeOf(totals, "api").latencyMs.max).toBe(100);
  });

  it("of waiting counts every request that was started, zeros included", () => {
    const totals = simulate(
      sketch({
        nodes: { users: { ...ONCE, batch: 4 }, api: { serviceTime: 10, concurrency: 2 } },
        edges: { "users->api": {} },
      }),
    );
    const { waitMs, waitProbability } = nodeOf(totals, "api");
    expect(waitMs.mean).toBe(5);
    expect(waitMs.stdMs).toBe(5);
    expect(waitProbability).toBe(0.5);
  });
});

describe("the measured period", () => {
  const document = (warmupS: number): ScenarioDocument =>
    sketch({
      run: { durationS: 10, warmupS },
      nodes: { users: metronome(100, 50), api: { serviceTime: 250, concurrency: null } },
      edges: { "users->api": {} },
    });

  it("counts by the time of the event and says what was there at its ends", () => {
    const all = allOf(simulate(document(4)));
    expect(all.offered).toBe(60);
    // At 4 s those of 3.75 (ends after 4 s: event order at 4 s is before the period), 3.85, 3.95.
    expect(all.inFlightAtStart + all.offered).toBe(all.completed + all.inFlightAtEnd);
    expect(all.inFlightAtStart).toBe(2);
    expect(all.inFlightAtEnd).toBe(2);
    expect(all.throughput).toBe(10);
  });

  it("starts the integrals and extremes anew", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 10, warmupS: 5 },
        nodes: { users: { ...ONCE, batch: 50 }, api: { serviceTime: 100, concurrency: 1 } },
        edges: { "users->api": {} },
      }),
    );
    expect(nodeOf(totals, "api").queue.max).toBe(0);
    expect(nodeOf(totals, "api").utilization).toBe(0);
    expect(nodeOf(totals, "api").latencyMs.mean).toBeNull();
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });

  it("leaves the series alone: they cover the whole run", () => {
    const engine = run(document(4));
    const offered = sumOf(engine, "offered");
    expect(offered).toBe(100);
    expect(allOf(engine.totals()).offered).toBe(60);
  });
});

function sumOf(engine: ReturnType<typeof run>, column: "offered" | "ok"): number {
  return columnOf(engine, typeColumn(0, column)).reduce((sum, n) => sum + n, 0);
}

describe("the end of a run", () => {
  const document = (drain: boolean, nodes: object = {}): ScenarioDocument =>
    sketch({
      run: { durationS: 2, drain },
      nodes: {
        users: metronome(100, 50),
        api: { serviceTime: 900, concurrency: 1 },
        ...nodes,
      },
      edges: { "users->api": {} },
    });

  it("cuts it, or lets it run dry", () => {
    expect(allOf(simulate(document(false))).inFlightAtEnd).toBe(18);
    const drained = simulate(document(true));
    expect(drained.endedEarly).toBeNull();
    expect(allOf(drained).offered).toBe(20);
    expect(allOf(drained).ok).toBe(20);
    expect(allOf(drained).inFlightAtEnd).toBe(0);
    // The first begins at 50 ms; the 20th ends 18 s later, and the run at that event.
    expect(drained.simulatedS).toBeCloseTo(18.05, 12);
  });

  it("is at the duration where nothing is left then", () => {
    const totals = simulate(document(true, { api: { serviceTime: 1 } }));
    expect(totals.simulatedS).toBe(2);
  });

  it("waits for zombies, messages and users who think no more", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 2, drain: true },
        nodes: {
          users: { kind: "client", closed: { users: 3, thinkTime: 10 } },
          api: { serviceTime: 50 },
          mq: { kind: "rabbitmq", serviceTime: 0 },
          mailer: { serviceTime: 50, concurrency: 1 },
          log: { kind: "kafka", serviceTime: 0, partitions: 2 },
          reader: { kind: "stream-processor", serviceTime: 70 },
        },
        edges: {
          "users->api": { timeoutMs: 20 },
          "api->mq": {},
          "api->log": {},
          "mq->mailer": {},
          "log->reader": { commitIntervalMs: 100 },
        },
      }),
    );
    expect(totals.endedEarly).toBeNull();
    const { arrivals } = nodeOf(totals, "api");
    expect(nodeOf(totals, "mailer").completions).toBe(arrivals);
    expect(nodeOf(totals, "reader").completions).toBe(arrivals);
    expect(nodeOf(totals, "mq").queues?.mailer?.backlogAtEnd).toBe(0);
    expect(totals.simulatedS).toBeGreaterThan((arrivals * 50) / 1000);
  });

  it("comes with a name when it does not run dry in ten times its duration", () => {
    const totals = simulate(document(true, { api: { serviceTime: 100_000, concurrency: 1 } }));
    expect(totals.endedEarly).toBe("time to drain");
    expect(totals.simulatedS).toBe(20);
  });

  it("is the same event in slices, and with the plain heap", () => {
    const drained = document(true, {
      api: { serviceTime: { type: "exponential", meanMs: 150 }, concurrency: 1 },
    });
    const { digest } = simulate(drained);
    expect(simulate(drained, { slice: 1 }).digest).toBe(digest);
    expect(simulate(drained, { heapOnly: true }).digest).toBe(digest);
  });
});

describe("windows", () => {
  it("hold the requests that finished in them, on a grid from 0", () => {
    const engine = run(
      sketch({
        run: { durationS: 1, windowS: 0.25 },
        nodes: { users: { ...ONCE, batch: 3 }, api: { serviceTime: 260, concurrency: 1 } },
        edges: { "users->api": {} },
      }),
    );
    expect(columnOf(engine, 0)).toEqual([250, 500, 750, 1000]);
    expect(columnOf(engine, typeColumn(0, "ok"))).toEqual([0, 1, 1, 1]);
  });

  it("are a six-hundredth of the run, at least 0.1 s, unless said otherwise", () => {
    const width = (durationS: number): number =>
      run(sketch({ run: { durationS }, nodes: { users: ONCE }, edges: {} })).layout().windowMs;
    expect(width(10)).toBe(100);
    expect(width(600)).toBe(1000);
  });

  it("give no quantile of fewer than 20 values", () => {
    const engine = run(
      sketch({
        run: { durationS: 2, windowS: 1 },
        nodes: {
          users: {
            ...metronome(50, 25),
            profile: {
              shape: "steps",
              points: [
                [0, 1],
                [1, 0.9],
              ],
            },
          },
          api: { serviceTime: 1 },
        },
        edges: { "users->api": {} },
      }),
    );
    const [many = 0, few = 0] = columnOf(engine, typeColumn(0, "ok"));
    const [known, unknown] = columnOf(engine, typeColumn(0, "p95Ms"));
    expect(many).toBe(20);
    expect(known).toBeCloseTo(1, 1);
    expect(few).toBeLessThan(20);
    expect(unknown).toBeNaN();
  });

  it("end with the run even where it is no multiple of them", () => {
    const engine = run(
      sketch({
        run: { durationS: 1, windowS: 0.3 },
        nodes: { users: metronome(100, 50) },
        edges: {},
      }),
    );
    expect(engine.windowCount()).toBe(4);
    expect(columnOf(engine, 0)[3]).toBe(1000);
    expect(sumOf(engine, "offered")).toBe(10);
  });
});

describe("quantiles", () => {
  it("are the value of rank ceil(p n), within the bucket's width, clamped to the extremes", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 100 },
        nodes: {
          users: { ...ONCE, batch: 1000 },
          api: { serviceTime: 1, concurrency: 1 },
        },
        edges: { "users->api": {} },
      }),
    );
    // Answers after 1, 2, ..., 1000 ms.
    const { p50, p90, p99, p999, min, max, mean } = allOf(totals).latencyMs;
    const ranks: [number | null, number][] = [
      [p50, 500],
      [p90, 900],
      [p99, 990],
      [p999, 999],
    ];
    for (const [value, exact] of ranks) {
      expect(Math.abs((value ?? 0) - exact) / exact).toBeLessThan(0.005);
    }
    expect(min).toBe(1);
    expect(max).toBe(1000);
    expect(mean).toBe(500.5);
    const single = simulate(
      sketch({ nodes: { users: ONCE, api: { serviceTime: 7.3 } }, edges: { "users->api": {} } }),
    );
    expect(allOf(single).latencyMs.p50).toBe(7.3);
    expect(allOf(single).latencyMs.p999).toBe(7.3);
  });

  it("do not exist where there is no value", () => {
    const { latencyMs, errorRate } = allOf(
      simulate(
        sketch({ nodes: { users: ONCE, api: { errorRate: 1 } }, edges: { "users->api": {} } }),
      ),
    );
    expect(latencyMs.p95).toBeNull();
    expect(errorRate).toBe(1);
  });
});

describe("the distribution of a queue", () => {
  it("is the share of time at each length", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 1 },
        nodes: { users: { ...ONCE, batch: 4 }, api: { serviceTime: 100, concurrency: 1 } },
        edges: { "users->api": {} },
      }),
    );
    const { distribution, mean, max } = nodeOf(totals, "api").queue;
    expect(distribution).toHaveLength(4);
    [0.7, 0.1, 0.1, 0.1].forEach((share, length) => {
      expect(distribution[length]).toBeCloseTo(share, 12);
    });
    expect(mean).toBeCloseTo(0.6, 12);
    expect(max).toBe(3);
  });
});
