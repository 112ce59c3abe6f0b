// Functions that messages trigger, against a service that consumes the same ones: what a platform does in the
// place of the consumer's own code. Times are worked out by hand.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { EnvironmentResult } from "../../simulation/results/environment-result.ts";
import type { BrokerResult } from "../../simulation/results/run-result.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

interface Given {
  readonly users?: object;
  readonly queue?: object;
  readonly edge?: object;
  readonly fn?: object;
  readonly environments?: object;
  readonly nodes?: Readonly<Record<string, object>>;
  readonly edges?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly durationS?: number;
}

/** A function of 100 ms a message that takes 400 ms to start, behind a queue that is stored to at once. */
function drawing(broker: string, given: Given): ScenarioDocument {
  return sketch({
    run: { durationS: given.durationS ?? 20 },
    nodes: {
      users: given.users ?? ONCE,
      mq: { kind: broker, serviceTime: 0, ...given.queue },
      fn: {
        kind: "serverless",
        serviceTime: 100,
        environments: { coldStart: 400, ...given.environments },
        ...given.fn,
      },
      ...given.nodes,
    },
    edges: { "users->mq": {}, "mq->fn": { ...given.edge }, ...given.edges },
    ...(given.faults ? { faults: given.faults } : {}),
  });
}

interface Played {
  readonly totals: EngineTotals;
  readonly queue: BrokerResult;
  readonly environments: EnvironmentResult;
}

function play(given: Given, broker = "sqs"): Played {
  const totals = simulate(drawing(broker, given));
  expect(totals.endedEarly).toBeNull();
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  const queue = nodeOf(totals, "mq").queues?.[broker === "sqs" ? "main" : "fn"];
  const { environments } = nodeOf(totals, "fn");
  if (!queue || !environments) throw new Error("no queue or no environments");
  return { totals, queue, environments };
}

const crowd = (batch: number) => ({ ...ONCE, batch });
const longest = ({ totals }: Played) => nodeOf(totals, "fn").latencyMs.max;

/** The platform is away until a second after the start, so that the first poller finds all that was sent. */
const LATER = { f: { kind: "crash", target: "fn", atS: 0, forS: 1 } } as const;
const batchOf = (count: number, given: Given = {}): Played =>
  play({ users: crowd(count), faults: LATER, ...given });
/** The same read by a service in the function's place, which deletes each message once it is done. */
function byService(given: Given): BrokerResult {
  const { fn, edge } = given;
  const document = drawing("sqs", { users: crowd(10), faults: LATER, ...given });
  const nodes = { ...document.nodes, fn: { kind: "service", serviceTime: 100, ...fn } };
  const edges = { ...document.edges, "mq->fn": { waitTimeMs: 20_000, concurrency: 1, ...edge } };
  const totals = simulate({ ...document, nodes, edges } as ScenarioDocument);
  const queue = nodeOf(totals, "mq").queues?.main;
  if (!queue) throw new Error("no queue");
  return queue;
}

describe("a batch from a queue", () => {
  it("is worked on one message after another in one environment, which starts once", () => {
    const played = batchOf(10);
    expect(played.environments).toMatchObject({ coldStarts: 1, max: 1, throttled: 0 });
    expect(longest(played)).toBe(400 + 10 * 100);
    expect(played.queue.endings.acked).toBe(10);
  });

  it("has an environment for each message where batches are of one", () => {
    const played = batchOf(5, { edge: { batchSize: 1 } });
    expect(played.environments).toMatchObject({ coldStarts: 5, max: 5 });
    expect(longest(played)).toBe(500);
  });

  it("is deleted when all of it is done; a service deletes message by message", () => {
    // Its last message is done 1,400 ms after it was received: five are done by then and wait for the others,
    // what follows is received again before it is done.
    const early = { visibilityTimeoutMs: 1000 };
    const played = batchOf(10, { queue: early });
    expect(played.queue.leases?.lapsed).toBeGreaterThanOrEqual(10);
    expect(played.queue.duplicates).toBeGreaterThanOrEqual(8);
    // A service that starts at once has done nine by then.
    expect(byService({ queue: early }).duplicates).toBeLessThanOrEqual(1);
  });

  it("comes back as a whole with one message that fails, what was done too; or only that one", () => {
    const poison: Given = {
      users: { ...crowd(9), requests: { good: {} } },
      nodes: { vandal: { ...ONCE, requests: { bad: {} } } },
      edges: { "vandal->mq": {} },
      queue: { visibilityTimeoutMs: 5000, maxReceiveCount: 3 },
      fn: { operations: { bad: { errorRate: 1 } } },
      durationS: 40,
    };
    const whole = batchOf(10, poison);
    const alone = batchOf(10, { ...poison, edge: { failed: "message" } });
    const service = byService(poison);
    const bad = alone.queue.endings.deadLettered;
    expect(bad).toBe(1);
    expect(alone.queue.endings.acked).toBe(10 - bad);
    expect(alone.queue.duplicates).toBe(0);
    expect(service).toMatchObject({ duplicates: 0, endings: { deadLettered: bad } });
    // Good ones are done again, or die with the bad one.
    expect(whole.queue.duplicates).toBeGreaterThan(0);
    expect(whole.queue.endings.deadLettered).toBeGreaterThanOrEqual(bad);
    expect(whole.queue.redelivered).toBeGreaterThan(alone.queue.redelivered);
  });
});

describe("pollers", () => {
  // Two minutes of work each: nobody who has begun comes back within the run.
  const busy: Given = {
    users: crowd(100),
    fn: { serviceTime: 120_000 },
    edge: { batchSize: 1 },
    queue: { visibilityTimeoutMs: 600_000 },
    durationS: 10.1,
  };

  it("are five at first; while messages wait another joins each 200 ms", () => {
    const rising = play(busy);
    expect(rising.environments).toMatchObject({ max: 5 + 50, throttled: 0 });
    expect(rising.queue.leases?.pollers).toEqual({ max: 55, atEnd: 55 });
  });

  it("are as many as batches may be at once", () => {
    const bounded = play({ ...busy, edge: { batchSize: 1, concurrency: 8 } });
    expect(bounded.environments).toMatchObject({ max: 8, throttled: 0 });
    expect(bounded.queue.leases?.pollers).toEqual({ max: 8, atEnd: 8 });
  });

  it("stand back when they find nothing", () => {
    const over = play({ ...busy, fn: { serviceTime: 1000 }, durationS: 60 });
    expect(over.queue.endings.acked).toBe(100);
    expect(over.queue.leases?.pollers?.max).toBeGreaterThan(10);
    expect(over.queue.leases?.pollers?.atEnd).toBe(5);
  });
});

describe("a function without room for them", () => {
  const narrow: Given = {
    users: crowd(20),
    edge: { batchSize: 1 },
    environments: { max: 2 },
    fn: { serviceTime: 1000 },
  };

  it("is throttled, and messages wait with the platform; a call is refused", () => {
    // Two at a time, the first after 400 ms: ten rounds of a second.
    const played = play(narrow);
    expect(played.environments.max).toBe(2);
    expect(played.environments.throttled).toBeGreaterThan(2);
    expect(played.queue).toMatchObject({ redelivered: 0, endings: { acked: 20 } });
    const called = simulate(
      sketch({
        nodes: {
          users: crowd(20),
          fn: { kind: "serverless", serviceTime: 1000, environments: { max: 2 } },
        },
        edges: { "users->fn": {} },
      }),
    );
    expect(called.endToEnd.all?.failed).toEqual({ rateLimited: 18 });
  });

  it("costs messages their receives: what waits until its time is over may die undone", () => {
    const receives = { visibilityTimeoutMs: 2000, maxReceiveCount: 2 };
    const lost = play({ ...narrow, queue: receives });
    expect(lost.queue.endings.deadLettered).toBeGreaterThan(4);
    // Some were never begun, of which a service would have done each in its turn.
    expect(nodeOf(lost.totals, "fn").completions).toBeLessThan(20);
    // With no more pollers than environments nothing is received that cannot begin.
    const bounded = play({ ...narrow, edge: { batchSize: 1, concurrency: 2 }, queue: receives });
    expect(bounded.environments.throttled).toBe(0);
    expect(bounded.queue.endings).toMatchObject({ acked: 20, deadLettered: 0 });
  });

  it("starts environments as fast as the scaling rate lets it, for messages too", () => {
    const slow = { burst: 1, ratePerS: 2 };
    const played = play({
      ...narrow,
      environments: slow,
      fn: { serviceTime: 60_000 },
      durationS: 4.2,
    });
    // One at once, then one each half second; twenty pollers wait from 3 s on.
    expect(played.environments.coldStarts).toBe(1 + 8);
  });
});

describe("a topic", () => {
  it.each(["sns", "eventbridge"])(
    "of %s invokes a function for each message, and repeats what failed",
    (kind) => {
      const given: Given = { users: crowd(4), queue: { latencyMs: 50 }, durationS: 400 };
      const well = play(given, kind);
      expect(well.environments).toMatchObject({ coldStarts: 4, max: 4 });
      const failing = play({ ...given, fn: { errorRate: 1 } }, kind);
      // At once, a minute later, two minutes after that.
      expect(nodeOf(failing.totals, "fn").completions).toBe(12);
      expect(failing.queue.endings.dropped).toBe(4);
      const ends = failing.totals.endToEnd.all?.settledMs.max ?? 0;
      expect(ends).toBeGreaterThan(180_000);
      expect(ends).toBeLessThan(182_000);
      const once = play({ ...given, fn: { errorRate: 1 }, edge: { attempts: 1 } }, kind);
      expect(nodeOf(once.totals, "fn").completions).toBe(4);
    },
  );

  it("keeps what finds no environment until there is one", () => {
    const played = play(
      { users: crowd(10), environments: { max: 2 }, queue: { latencyMs: 0 } },
      "sns",
    );
    expect(played.environments).toMatchObject({ max: 2, throttled: 8 });
    expect(longest(played)).toBe(500 + 4 * 100);
    expect(played.queue).toMatchObject({ redelivered: 0, endings: { acked: 10 } });
  });
});

describe("drawing a trigger", () => {
  it.each(["rabbitmq", "kafka", "nats"])("from %s is refused in a sentence", (kind) => {
    const document = sketch({ nodes: { mq: { kind }, fn: { kind: "serverless" } }, edges: {} });
    expect(whyNotConnect(document, "mq", "fn")).toMatch(
      /SQS, SNS, EventBridge|triggers no functions/,
    );
  });

  it.each(["sqs", "sns", "eventbridge"])("from %s is taken", (kind) => {
    const document = sketch({ nodes: { mq: { kind }, fn: { kind: "serverless" } }, edges: {} });
    expect(whyNotConnect(document, "mq", "fn")).toBeNull();
  });
});

it("a function consumes beside its calls, which share its environments", () => {
  const played = play({
    users: metronome(1000, 0),
    nodes: { callers: metronome(1000, 700) },
    edges: { "callers->fn": {} },
  });
  expect(played.environments).toMatchObject({ coldStarts: 1, max: 1 });
});
