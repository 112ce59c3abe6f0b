// What quorum queues do in one version of RabbitMQ and not in another: priorities, dead letters that
// wait until they are taken.
import { describe, expect, it } from "vitest";
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { nodeOf, simulate, sketch } from "../support/simulate.ts";

function expectSound(totals: EngineTotals): void {
  const node = Object.keys(totals.nodes).sort().indexOf("mq");
  const checks = [...totals.checks, ...brokerChecksOf(node, "mq")];
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

describe("priorities", () => {
  /** Twenty plain messages, twenty with a priority; the worker takes 100 ms for each, one at a time. */
  const given = (version: string, priority: number, queueType = "quorum") => {
    const burst = { ratePerS: 0.01, arrivals: "constant", batch: 20 };
    return simulate(
      sketch({
        run: { durationS: 10 },
        nodes: {
          plain: { kind: "client", ...burst, offsetMs: 100, requests: { plain: {} } },
          urgent: { kind: "client", ...burst, offsetMs: 101, requests: { urgent: {} } },
          mq: { kind: "rabbitmq", serviceTime: 0, version, queueType },
          w: { kind: "service", serviceTime: 100 },
        },
        edges: {
          "plain->mq": {},
          "urgent->mq": { priority },
          "mq->w": { prefetch: 1, concurrency: 1 },
        },
      }),
    );
  };
  const last = (totals: EngineTotals, type: string): number =>
    totals.endToEnd[type]?.settledMs?.max ?? Number.NaN;

  it("there are none before 4.0, nor without a number of them in classic queues", () => {
    for (const totals of [given("3.x", 9), given("4.0", 9, "classic")]) {
      expect(last(totals, "plain")).toBeCloseTo(2000, 6);
      expect(last(totals, "urgent")).toBeCloseTo(4000 - 1, 6);
      expectSound(totals);
    }
  });

  it("in 4.0 two high ones go for each other message, so that those do not starve", () => {
    const totals = given("4.0", 9);
    // The first plain one is delivered before; 19 more stand against 20 high ones, in turns of three.
    expect(last(totals, "urgent")).toBeCloseTo(100 + 2900 - 1, 6);
    expect(last(totals, "plain")).toBeCloseTo(4000, 6);
    expect(totals.endToEnd.plain?.settledMs?.mean).toBeLessThan(2700);
    expectSound(totals);
    // Up to 4 is normal.
    expect(last(given("4.0", 4), "plain")).toBeCloseTo(2000, 6);
  });

  it("in 4.3 the higher go first, strictly", () => {
    for (const priority of [1, 9]) {
      const totals = given("4.3", priority);
      expect(last(totals, "urgent")).toBeCloseTo(100 + 2000 - 1, 6);
      expectSound(totals);
    }
  });
});

describe("dead letters", () => {
  const scenario = (strategy: string, morgue: object, faults: Record<string, FaultDocument> = {}) =>
    sketch({
      run: { durationS: 20 },
      nodes: {
        users: {
          kind: "client",
          ratePerS: 10,
          arrivals: "constant",
          profile: {
            shape: "steps",
            points: [
              [0, 1],
              [5, 0],
            ],
          },
        },
        mq: {
          kind: "rabbitmq",
          serviceTime: 0,
          replicas: 3,
          queues: {
            work: {
              type: "quorum",
              overflow: "reject-publish",
              deadLetter: { routingKey: "morgue", strategy },
            },
            morgue: { bindings: {}, ...morgue },
          },
        },
        w: { kind: "service", serviceTime: 0, errorRate: 1 },
        undertaker: { kind: "service", serviceTime: 0 },
      },
      edges: {
        "users->mq": {},
        "mq->w": { queue: "work", onFailure: "deadLetter" },
        "mq->undertaker": { queue: "morgue" },
      },
      faults,
    });
  /** `morgue` is a classic queue of the first node, `work` is led by the second. */
  const away = { f: { kind: "crash", target: "mq[0]", atS: 2, forS: 2 } as FaultDocument };
  const bad = (totals: EngineTotals) => {
    const { publishes, queues } = nodeOf(totals, "mq");
    expectSound(totals);
    return { publishes, work: queues?.work, morgue: queues?.morgue };
  };

  it("are lost at most once to a queue without its node, and counted", () => {
    const { publishes, work, morgue } = bad(simulate(scenario("at-most-once", {}, away)));
    expect(publishes?.deadLettersLost).toBeGreaterThan(10);
    expect(morgue?.endings.acked).toBe(
      (work?.endings.deadLettered ?? 0) - (publishes?.deadLettersLost ?? 0),
    );
  });

  it("wait for it where they are to come at least once", () => {
    const { publishes, work, morgue } = bad(simulate(scenario("at-least-once", {}, away)));
    expect(publishes?.deadLettersLost).toBe(0);
    expect(publishes?.deadLettersWaited).toBeGreaterThan(10);
    expect(morgue?.endings.acked).toBe(work?.endings.deadLettered);
    expect(work?.endings.deadLettered).toBeGreaterThan(30);
  });

  it("wait for a full queue as well", () => {
    const full = { queueLengthMax: 3, overflow: "reject-publish" };
    const document = scenario("at-most-once", full);
    const stuck = (strategy: string) => {
      const { "mq->undertaker": _, ...edges } = scenario(strategy, full).edges;
      return bad(simulate({ ...document, nodes: scenario(strategy, full).nodes, edges }));
    };
    expect(stuck("at-most-once").publishes?.deadLettersLost).toBeGreaterThan(40);
    expect(stuck("at-most-once").morgue?.backlogAtEnd).toBe(3);
    expect(stuck("at-least-once").publishes).toMatchObject({ deadLettersLost: 0 });
  });

  it("at least once is for quorum queues that reject publishes", () => {
    const document = scenario("at-least-once", {});
    const classic = structuredClone(document) as unknown as {
      nodes: { mq: { queues: { work: { type: string } } } };
    };
    classic.nodes.mq.queues.work.type = "classic";
    expect(checkDocument(document).problems).toEqual([]);
    expect(checkDocument(classic).problems.map(({ path }) => path)).toEqual([
      "nodes.mq.queues.work.deadLetter.strategy",
    ]);
  });
});
