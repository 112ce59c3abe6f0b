// The order of messages where a product promises one: the first effects of messages come in the order
// in which the messages came, whatever fails in between.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { MessageStep } from "../../simulation/results/run-result.ts";
import type { FaultDocument, Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { Copy } from "./message-lives.ts";
import { play } from "./play-mailbox.ts";

const RUNS = process.env.BROWNOUT_FULL ? 600 : 15;
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 60_000;

type Params = Readonly<Record<string, Json>>;

const FAULTS: readonly Params[] = [
  { kind: "crash", target: "a" },
  { kind: "crash", target: "a[0]" },
  { kind: "crash", target: "b", mode: "blackhole" },
  { kind: "slow", target: "a", factor: 15 },
  { kind: "errors", target: "a", ratio: 0.5 },
  { kind: "pause", target: "b" },
  { kind: "partition", target: "mq->a" },
  { kind: "latency", target: "mq->a", addMs: 100 },
  { kind: "jitter", target: "mq->a", addMs: { type: "exponential", meanMs: 40 } },
  { kind: "loss", target: "mq->a", ratio: 0.4, rtoMs: 20 },
];

const faultsIn = (what: readonly Params[]) =>
  fc
    .array(
      fc.record({
        what: fc.constantFrom(...what),
        atS: fc.integer({ min: 0, max: 300 }).map((hundredths) => hundredths / 100),
        forS: fc.constantFrom(0.05, 0.1, 0.7, 1.4),
      }),
      { maxLength: 3 },
    )
    .map((found) =>
      Object.fromEntries(
        found.map(({ what: fault, ...times }, at) => [
          `f${at}`,
          { ...fault, ...times } as unknown as FaultDocument,
        ]),
      ),
    );

/** Users who stop after 3 s. */
function usersWith(ratePerS: number): Params {
  const points: Json = [
    [0, 1],
    [3, 0],
  ];
  return { kind: "client", ratePerS, profile: { shape: "steps", points } };
}

const singleActive = fc
  .record({
    seed: fc.nat({ max: 1_000_000 }),
    queueType: fc.constantFrom("classic", "quorum"),
    networkMs: fc.constantFrom<Json>(0, 3, { type: "exponential", meanMs: 20 }),
    prefetch: fc.constantFrom(1, 5, null),
    serviceTime: fc.constantFrom<Json>(0, 4, { type: "exponential", meanMs: 10 }),
    replicas: fc.constantFrom(1, 2),
    faults: faultsIn(FAULTS),
  })
  .map(({ seed, queueType, networkMs, prefetch, serviceTime, replicas, faults }) => {
    const worker = { kind: "service", concurrency: 1, serviceTime, replicas };
    const edge = { queue: "one", networkMs, prefetch, concurrency: 1, onFailure: "drop" };
    return {
      format: 1,
      catalog: "2026-11",
      name: "single active consumer",
      run: { durationS: 60, warmupS: 0, seed, detail: true, windowS: 60 },
      nodes: {
        users: usersWith(60),
        mq: { kind: "rabbitmq", queueType, queues: { one: { singleActiveConsumer: true } } },
        a: worker,
        b: worker,
      },
      edges: { "users->mq": {}, "mq->a": edge, "mq->b": edge },
      faults,
    } as unknown as ScenarioDocument;
  });

/** When a message took effect for the first time; Infinity: never. */
function firstEffect({ deliveries }: Copy): number {
  return Math.min(...deliveries.map(({ appliedAt }) => appliedAt), Infinity);
}

it("RabbitMQ with a single active consumer that gives nothing back: effects keep their order", {
  timeout: TIMEOUT_MS,
}, () => {
  fc.assert(
    fc.property(singleActive, (document) => {
      const { lives, isWhole } = play({ document });
      if (!isWhole) return;
      expect(lives.broken).toEqual([]);
      const times = (lives.queues.one?.copies ?? []).map(firstEffect).filter(Number.isFinite);
      expect(times).toEqual([...times].sort((left, right) => left - right));
    }),
    { numRuns: RUNS },
  );
});

const WIRE = fc.constantFrom<Json>(0, 3, { type: "exponential", meanMs: 20 });
const PAUSE = fc.constantFrom<Json>(0, 8, { type: "exponential", meanMs: 30 });

interface Product {
  readonly queue: string;
  readonly broker: fc.Arbitrary<Params>;
  /** What the edges to its consumers share, and what each has of its own. */
  readonly shared: fc.Arbitrary<Params>;
  readonly own: fc.Arbitrary<Params>;
}

/** Products that keep the order of a group. */
const GROUPED: Readonly<Record<string, Product>> = {
  "SQS FIFO": {
    queue: "main",
    broker: fc.record({
      kind: fc.constant("sqs"),
      type: fc.constant("fifo"),
      messageGroups: fc.constant(1),
      maxReceiveCount: fc.constant(null),
      visibilityTimeoutMs: fc.constantFrom(120, 900),
      abortAtVisibility: fc.boolean(),
      delayMs: fc.constantFrom(0, 0, 60),
      inFlightMax: fc.constantFrom(3, 20_000),
    }),
    shared: fc.record({ extendMs: fc.constantFrom(null, 800) }),
    own: fc.record({
      batchSize: fc.constantFrom(1, 4, 10),
      waitTimeMs: fc.constantFrom(0, 400),
      pollPauseMs: fc.constant(20),
      onFailure: fc.constantFrom("wait", "release"),
    }),
  },
  "Pub/Sub": {
    queue: "one",
    broker: fc.constant({ kind: "pubsub", orderingKeys: 1 }),
    shared: fc.record({
      queue: fc.constant("one"),
      ordering: fc.constant(true),
      deliveryAttempts: fc.constant(null),
      ackDeadlineMs: fc.constantFrom(150, 2000),
      extendMs: fc.constantFrom(null, 2000),
      retryMinMs: fc.constantFrom(null, 40),
      exactlyOnce: fc.boolean(),
    }),
    own: fc.record({
      prefetch: fc.constantFrom(1, 5, 1000),
      onFailure: fc.constantFrom("nack", "wait"),
    }),
  },
};

const worker = fc.record({
  replicas: fc.constantFrom(1, 2),
  concurrency: fc.constantFrom(1, 3),
  serviceTime: PAUSE,
  errorRate: fc.constantFrom(0, 0.3),
});

function groupedBy({ broker, shared, own }: Product): fc.Arbitrary<ScenarioDocument> {
  const crashes = [
    { kind: "crash", target: "mq" },
    { kind: "crash", target: "b" },
    { kind: "partition", target: "mq->b", mode: "refuse" },
  ];
  return fc
    .record({
      seed: fc.nat({ max: 1_000_000 }),
      ratePerS: fc.constantFrom(8, 25),
      broker,
      shared,
      toA: own,
      toB: own,
      networkMs: WIRE,
      a: worker,
      b: worker,
      faults: faultsIn([...FAULTS, ...crashes]),
    })
    .map(({ seed, ratePerS, broker: mq, shared: both, toA, toB, networkMs, a, b, faults }) => {
      const edge = { ...both, networkMs };
      return {
        format: 1,
        catalog: "2026-11",
        name: "a group",
        run: { durationS: 300, warmupS: 0, seed, detail: true, windowS: 300 },
        nodes: {
          users: usersWith(ratePerS),
          mq: { serviceTime: 0, ...mq },
          a: { kind: "service", ...a },
          b: { kind: "service", ...b },
        },
        edges: {
          "users->mq": {},
          "mq->a": { ...edge, ...toA },
          "mq->b": { ...edge, ...toB },
        },
        faults,
      } as unknown as ScenarioDocument;
    });
}

/** Deliveries of a message while one ahead of it was still there and not with the same consumer. */
function overtaking(steps: readonly MessageStep[], queue: string): readonly MessageStep[] {
  /** Who has the messages that are there, in their order; null: nobody. */
  const there = new Map<number, string | null>();
  const found: MessageStep[] = [];
  for (const step of steps) {
    if (step.queue !== queue || ["applied", "passedOver"].includes(step.step)) continue;
    const { message, consumer = null } = step;
    if (step.step === "routed" || step.step === "returned") {
      there.set(message, null);
    } else if (step.step === "delivered") {
      for (const [other, holder] of there) {
        if (other === message) break;
        if (holder !== consumer) found.push(step);
      }
      there.set(message, consumer);
    } else {
      there.delete(message);
    }
  }
  return found;
}

it.each(Object.entries(GROUPED))(
  "%s: nobody gets a message of a group before those ahead of it",
  {
    timeout: TIMEOUT_MS,
  },
  (_, product) => {
    let whole = 0;
    fc.assert(
      fc.property(groupedBy(product), (document) => {
        const { lives, steps, isWhole } = play({ document });
        expect(lives.broken).toEqual([]);
        expect(overtaking(steps, product.queue)).toEqual([]);
        const copies = lives.queues[product.queue]?.copies ?? [];
        const times = copies.map(firstEffect).filter(Number.isFinite);
        expect(times).toEqual([...times].sort((left, right) => left - right));
        if (!isWhole) return;
        whole++;
        expect(copies.filter(({ ending }) => ending !== "acked")).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(whole).toBeGreaterThan(RUNS / 2);
  },
);

/** The same products in the form in which they promise no order: what the properties look for is there. */
const UNGROUPED: Readonly<Record<string, Product>> = {
  "SQS standard": {
    ...(GROUPED["SQS FIFO"] as Product),
    broker: fc.constant({ kind: "sqs", maxReceiveCount: null, visibilityTimeoutMs: 120 }),
  },
  "Pub/Sub without ordering": {
    ...(GROUPED["Pub/Sub"] as Product),
    shared: fc.constant({ queue: "one", deliveryAttempts: null, ackDeadlineMs: 150 }),
  },
};

it.each(Object.entries(UNGROUPED))(
  "%s: messages pass each other",
  { timeout: TIMEOUT_MS },
  (_, product) => {
    let overtaken = 0;
    let disordered = 0;
    fc.assert(
      fc.property(groupedBy(product), (document) => {
        const { lives, steps } = play({ document });
        const copies = lives.queues[product.queue]?.copies ?? [];
        const times = copies.map(firstEffect).filter(Number.isFinite);
        if (overtaking(steps, product.queue).length > 0) overtaken++;
        if (times.some((at, place) => at < (times[place - 1] ?? 0))) disordered++;
      }),
      { numRuns: 10 },
    );
    expect(overtaken).toBeGreaterThan(5);
    expect(disordered).toBeGreaterThan(0);
  },
);
