// Order on a connection, in a group of messages, and what counts as a second effect of a record.
import { expect, it } from "vitest";
import { expectSound, queueOf, scene } from "../engine/messaging.ts";
import { metronome, nodeOf, simulate } from "../support/simulate.ts";

it("deliveries do not overtake each other on a connection, pushes over HTTP do", () => {
  const applied = (kind: string, deliver: object) => {
    const totals = simulate(
      scene({
        kind,
        run: { durationS: 1, detail: true },
        client: metronome(20, 10),
        broker: kind === "sns" ? { latencyMs: 0 } : {},
        consumers: { w: { concurrency: 50, serviceTime: 1 } },
        deliver: { w: { networkMs: 5, ...deliver } },
        faults: { f: { kind: "latency", target: "mq->w", atS: 0, forS: 0.1, addMs: 100 } },
      }),
    );
    expectSound(totals);
    const steps = nodeOf(totals, "mq").messages ?? [];
    return steps.filter(({ step }) => step === "applied").map(({ message }) => message);
  };
  const inOrder = (messages: readonly number[]) =>
    messages.every((message, at) => at === 0 || message > Number(messages[at - 1]));
  expect(inOrder(applied("rabbitmq", { prefetch: null }))).toBe(true);
  expect(inOrder(applied("activemq", {}))).toBe(true);
  expect(inOrder(applied("sns", {}))).toBe(false);
});

it("a delivery that TCP sends again holds up those behind it", () => {
  const totals = simulate(
    scene({
      kind: "rabbitmq",
      run: { durationS: 2 },
      client: { ...metronome(50, 10) },
      consumers: { w: { serviceTime: 0 } },
      deliver: { w: { networkMs: 1 } },
      faults: { f: { kind: "loss", target: "mq->w", atS: 0, forS: 0.04, ratio: 1, rtoMs: 500 } },
    }),
  );
  expectSound(totals);
  // Lost at 10 ms and sent again at 510 ms, together with all that came meanwhile.
  expect(queueOf(totals, "w").backlog.max).toBe(11);
});

it("what waits behind a message goes on when that one is too old", () => {
  const totals = simulate(
    scene({
      kind: "pubsub",
      client: {
        ...metronome(100, 50),
        profile: {
          shape: "steps",
          points: [
            [0, 1],
            [0.5, 0],
          ],
        },
      },
      broker: { retentionMs: 1000, orderingKeys: 1 },
      consumers: { w: { serviceTime: 1, errorRate: 1 } },
      deliver: { w: { ordering: true, retryMinMs: 40, retryMaxMs: 40 } },
    }),
  );
  expectSound(totals);
  const queue = queueOf(totals, "w");
  expect(queue.routed).toBe(5);
  expect(queue.endings.expired).toBe(5);
});

it("a record that one member failed to apply is no duplicate of one that applies it later", () => {
  const { queues } = nodeOf(
    simulate(
      scene({
        kind: "kafka",
        run: { durationS: 5 },
        client: { ...metronome(10_000, 1) },
        broker: { partitions: 1 },
        consumers: { a: { serviceTime: 100 }, b: { serviceTime: 100 } },
        deliver: {
          a: { group: "one", maxPollIntervalMs: 150 },
          b: { group: "one", maxPollIntervalMs: 1000 },
        },
        faults: {
          paused: { kind: "pause", target: "a", atS: 0, forS: 2 },
          failing: { kind: "errors", target: "b", atS: 0, forS: 1.5, ratio: 1 },
        },
      }),
    ),
    "mq",
  );
  expect(queues?.one).toMatchObject({ delivered: 2, redelivered: 1, duplicates: 0 });
  expect(queues?.one?.endings.dropped).toBe(1);
});
