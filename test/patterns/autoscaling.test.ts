// Autoscaling against the rules of the horizontal pod autoscaler and KEDA, worked out by hand.
import { describe, expect, it } from "vitest";
import { nodeColumn } from "../../simulation/results/series.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, columnOf, metronome, nodeOf, run, simulate, sketch } from "../support/simulate.ts";

/** A service of 100 ms and 100 slots an instance: 100 requests per second hold 10 slots. */
function web(autoscale: object, more: { users?: object; web?: object; durationS?: number } = {}) {
  return sketch({
    run: { durationS: more.durationS ?? 100, windowS: 1 },
    nodes: {
      users: { ...metronome(10, 0), ...more.users },
      web: {
        concurrency: 100,
        serviceTime: 100,
        autoscale: { target: 0.05, maxReplicas: 20, startupS: 5, ...autoscale } as Json,
        ...more.web,
      },
    },
    edges: { "users->web": {} },
  });
}

/** Instances up at the end of a second. */
function upAt(document: ScenarioDocument, id: string): (second: number) => number {
  const under = run(document);
  const node = under.layout().nodeIds.indexOf(id);
  const column = columnOf(under, nodeColumn(under.layout(), node, "instancesUp"));
  return (second) => column[second - 1] ?? Number.NaN;
}

describe("the horizontal pod autoscaler", () => {
  it("has as many instances as bring the metric to its target", () => {
    // 10 of 100 slots held, 5 wanted: 2 instances, decided at 15 s, ready 5 s later.
    const document = web({});
    const up = upAt(document, "web");
    expect([up(14), up(19), up(21), up(99)]).toEqual([1, 1, 2, 2]);
    const { replicas } = nodeOf(simulate(document), "web");
    expect(replicas).toMatchObject({ min: 1, max: 2, atEnd: 2, added: 1, removed: 0 });
    expect(replicas?.mean).toBeCloseTo((15 * 1 + 85 * 2) / 100, 9);
  });

  it("does nothing within its tolerance", () => {
    // A ratio of 1.08.
    const users = metronome(10 / 1.08, 0);
    expect(nodeOf(simulate(web({ target: 0.1 }, { users })), "web").replicas?.max).toBe(1);
    expect(
      nodeOf(simulate(web({ target: 0.1, tolerance: 0.05 }, { users })), "web").replicas?.max,
    ).toBe(2);
  });

  it("grows by four or to the double within 15 s, whichever is more", () => {
    // 160 slots held, 5 an instance: 32 wanted. 1 + 4, then twice 5, twice 10, and no more than 20.
    const up = upAt(web({}, { users: metronome(0.625, 0) }), "web");
    expect([up(22), up(37), up(52), up(99)]).toEqual([5, 10, 20, 20]);
  });

  it("shrinks to the most that was wanted in the last 300 s", () => {
    const users = {
      ...metronome(10 / 3, 0),
      profile: {
        shape: "steps",
        points: [
          [0, 1],
          [100, 1 / 3],
        ],
      },
    };
    // 30 slots: 6 instances. Of the decision at 105 s a third of the time had the lower load: 5.
    const up = upAt(web({}, { users, durationS: 420 }), "web");
    expect([up(99), up(389), up(392), up(404), up(407)]).toEqual([6, 6, 5, 5, 2]);
  });

  it("lets what leaves finish its work", () => {
    const users = {
      ...metronome(10, 0),
      profile: {
        shape: "steps",
        points: [
          [0, 1],
          [60, 0.1],
        ],
      },
    };
    const autoscale = { downStabilizationS: 0, target: 0.5 };
    const slow = { serviceTime: 10_000, concurrency: 1000 };
    const totals = simulate(web(autoscale, { users, web: slow, durationS: 200 }));
    expect(nodeOf(totals, "web").replicas?.removed).toBeGreaterThan(0);
    expect(allOf(totals).failed).toEqual({});
    const cut = simulate(web({ ...autoscale, drainS: 2 }, { users, web: slow, durationS: 200 }));
    expect(allOf(cut).failed.connectionLost).toBeGreaterThan(0);
  });

  it("replaces nothing that a fault takes, and counts it as not ready", () => {
    const base = web({});
    const document: ScenarioDocument = {
      ...base,
      faults: { f: { kind: "crash", target: "web[0]", atS: 40, forS: 20 } },
    };
    const up = upAt(document, "web");
    // One instance that holds 10 slots, one that is not ready: nothing to be done.
    expect([up(39), up(41), up(61)]).toEqual([2, 1, 2]);
    expect(nodeOf(simulate(document), "web").replicas?.max).toBe(2);
  });

  it("works with a queue that all instances share", () => {
    const shared = { queueScope: "node", concurrency: 20 };
    const totals = simulate(web({ target: 0.25 }, { web: shared }));
    expect(nodeOf(totals, "web").replicas).toMatchObject({ max: 2, atEnd: 2 });
    expect(allOf(totals).failed).toEqual({});
  });
});

describe("scaling by the length of a queue", () => {
  /** A hundred messages at 50 s, one second each. */
  function mails(kind: string, autoscale: object, broker: object = {}): ScenarioDocument {
    return sketch({
      run: { durationS: 400, windowS: 1 },
      nodes: {
        users: {
          kind: "client",
          arrivals: "constant",
          ratePerS: 0.001,
          offsetMs: 50_000,
          batch: 100,
        },
        mq: { kind, serviceTime: 0, ...broker },
        mail: {
          concurrency: 1,
          serviceTime: 1000,
          autoscale: {
            metric: "backlog",
            target: 10,
            minReplicas: 0,
            cooldownS: 30,
            startupS: 5,
            downStabilizationS: 15,
            ...autoscale,
          } as Json,
        },
      },
      edges: {
        "users->mq": {},
        "mq->mail": kind === "rabbitmq" ? { prefetch: 1 } : {},
      },
    });
  }

  it("has none while there is nothing, wakes at a poll, grows with the backlog and goes", () => {
    const document = mails("rabbitmq", {});
    const up = upAt(document, "mail");
    // Idle from the start: gone at 30 s. The poll of 60 s finds 100; ready at 65 s.
    expect([up(29), up(31), up(59), up(64), up(67)]).toEqual([1, 0, 0, 0, 1]);
    // At 75 s some 90 wait: 9 wanted, 5 allowed.
    expect(up(81)).toBe(5);
    expect(up(399)).toBe(0);
    const totals = simulate(document);
    expect(nodeOf(totals, "mail").completions).toBe(100);
    expect(nodeOf(totals, "mq").queues?.mail).toMatchObject({ redelivered: 0, backlogAtEnd: 0 });
    expect(totals.checks.filter(({ difference }) => difference > 1e-9)).toEqual([]);
  });

  it("keeps the last one while there is work, however short its cooldown", () => {
    // Decisions at 15, 30, ... s, polls at every other one: what is there is seen at 60 and 90 s.
    const up = upAt(mails("rabbitmq", { cooldownS: 1, target: 1000 }), "mail");
    expect([up(64), up(67), up(106), up(149)]).toEqual([0, 1, 1, 1]);
    // The hundred take until 165 s; the poll of 180 s finds nothing.
    expect([up(179), up(181)]).toEqual([1, 0]);
  });

  it.each(["sqs", "redis-streams"])("hands nothing to those that leave (%s)", (kind) => {
    const totals = simulate(mails(kind, {}));
    expect(nodeOf(totals, "mail").replicas?.max).toBeGreaterThan(1);
    expect(nodeOf(totals, "mail").completions).toBe(100);
    expect(totals.checks.filter(({ difference }) => difference > 1e-9)).toEqual([]);
  });

  it("rebalances a group at every change, and has no more members than partitions", () => {
    const log = { partitions: 4, initialRebalanceDelayMs: 0 };
    const totals = simulate(mails("kafka", {}, log));
    const mail = nodeOf(totals, "mail");
    const group = nodeOf(totals, "mq").queues?.mail;
    expect(mail.replicas).toMatchObject({ max: 4, atEnd: 0 });
    expect(group?.group?.rebalances).toBeGreaterThanOrEqual(2);
    expect(group).toMatchObject({ backlogAtEnd: 0, endings: { acked: 100, lost: 0 } });
    expect(totals.checks.filter(({ difference }) => difference > 1e-9)).toEqual([]);
  });
});

describe("what cannot be scaled", () => {
  it.each([
    ["a share of unlimited slots", { concurrency: null, autoscale: {} }],
    ["to nothing by utilization", { autoscale: { minReplicas: 0 } }],
    ["from more than the most", { replicas: 30, autoscale: { maxReplicas: 20 } }],
    ["between bounds that cross", { autoscale: { minReplicas: 9, maxReplicas: 3 } }],
  ])("is refused: %s", (_, node) => {
    expect(resolveScenario(web({}, { web: node })).ok).toBe(false);
  });
});
