// Flows: what became of the messages of an operation in a queue or group, and what its settings promise.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FlowResult } from "../../simulation/results/flow-result.ts";
import { playLog } from "../support/log-sketch.ts";
import { metronome, simulate } from "../support/simulate.ts";
import { expectSound, type Sketch, scene } from "./messaging.ts";

function flowTo(totals: EngineTotals, to: string): FlowResult {
  const found = Object.values(totals.flows ?? {}).find((flow) => flow.to === to);
  if (!found) throw new Error(`no flow to ${to} in ${Object.keys(totals.flows ?? {})}`);
  return found;
}

/** 10 s of RabbitMQ with a message every 100 ms from 50 ms on. */
function play(given: Omit<Sketch, "kind">): EngineTotals {
  const totals = simulate(scene({ kind: "rabbitmq", client: metronome(100, 50), ...given }));
  expectSound(totals);
  return totals;
}

const WORKER = { concurrency: 1, serviceTime: 20 };

describe("a flow of RabbitMQ", () => {
  it("counts what was published, acknowledged, delivered and applied, and how long it took", () => {
    const totals = play({ consumers: { w: WORKER }, deliver: { w: { prefetch: 1 } } });
    const flow = flowTo(totals, "w");
    expect(flow).toMatchObject({ broker: "mq", publishers: ["users->mq"], consumers: ["mq->w"] });
    expect(flow).toMatchObject({ published: 100, acknowledged: 100, delivered: 100 });
    expect(flow).toMatchObject({ applied: 100, appliedTwice: 0, completed: 100, waitingAtEnd: 0 });
    expect(flow).toMatchObject({ outOfOrder: 0, acknowledgedLost: 0, lostBy: {}, broken: {} });
    expect(flow.latencyMs.max).toBeCloseTo(20, 6);
    expect(flow.promise).toMatchObject({ guarantee: "atLeastOnce", ordered: true });
  });

  it("applies twice what a crashed broker gives to a consumer that still worked on it", () => {
    const totals = play({
      consumers: { w: { concurrency: 1, serviceTime: 90 } },
      deliver: { w: { prefetch: 1 } },
      faults: { f: { kind: "crash", target: "mq", atS: 5.1, forS: 0.5 } },
    });
    const flow = flowTo(totals, "w");
    expect(flow).toMatchObject({ redelivered: 1, appliedTwice: 1, acknowledgedLost: 0 });
    expect(flow.applied).toBe(flow.completed + 1);
    expect(flow.broken).toEqual({});
  });

  it("with automatic acknowledgement loses what its consumer had, and says by what", () => {
    const totals = play({
      consumers: { w: { concurrency: 1, serviceTime: 90 } },
      deliver: { w: { ack: "auto" } },
      faults: { f: { kind: "crash", target: "w", atS: 5.1, forS: 0.2 } },
    });
    const flow = flowTo(totals, "w");
    expect(flow).toMatchObject({ lostBy: { consumer: 1 }, acknowledgedLost: 1, appliedTwice: 0 });
    expect(flow.promise.guarantee).toBe("atMostOnce");
    expect(flow.broken).toEqual({});
  });

  it("loses with a queue that is not durable what waits in it", () => {
    const totals = play({
      broker: { queues: { w: { durable: false } } },
      consumers: { w: { concurrency: 1, serviceTime: 1000 } },
      deliver: { w: { prefetch: 1 } },
      faults: { f: { kind: "crash", target: "mq", atS: 5.02, forS: 0.5 } },
    });
    const flow = flowTo(totals, "w");
    // 50 came until then; four were done, and the fifth is applied though its queue has lost it.
    expect(flow.lostBy).toEqual({ broker: 45 });
    expect(flow.acknowledgedLost).toBe(45);
    expect(flow.promise.guarantee).toBe("none");
  });

  it("follows dead letters to their queue, by reason", () => {
    const totals = play({
      broker: {
        queues: { w: { deadLetter: { routingKey: "dead" } }, dead: { bindings: {} } },
      },
      consumers: { w: { ...WORKER, errorRate: 1 } },
      deliver: { w: { onFailure: "deadLetter", prefetch: 1 } },
    });
    expect(flowTo(totals, "w")).toMatchObject({ deadLettered: { rejected: 100 }, applied: 0 });
    const dead = flowTo(totals, "dead");
    expect(dead).toMatchObject({ published: 100, acknowledged: 100, waitingAtEnd: 100 });
    expect(dead.consumers).toEqual([]);
  });

  it("tells what expired and what was too much from what was lost", () => {
    const totals = play({
      broker: { queues: { w: { ttlMs: 150 } } },
      consumers: { w: { concurrency: 1, serviceTime: 1000 } },
      deliver: { w: { prefetch: 1 } },
    });
    const flow = flowTo(totals, "w");
    expect(flow.dropped.expired).toBeGreaterThan(80);
    expect(flow).toMatchObject({ lostBy: {}, acknowledgedLost: 0 });
  });

  it("ends though all copies of a publish are lost as they come, one after the other", () => {
    const gone = { kind: "crash", target: "a", atS: 2 };
    const topic = simulate(
      scene({
        kind: "activemq",
        client: metronome(100, 50),
        broker: { destination: "topic" },
        consumers: { a: WORKER, b: WORKER },
        deliver: { a: {}, b: {} },
        faults: { a: gone, b: { ...gone, target: "b" } },
      }),
    );
    expectSound(topic);
    const flow = flowTo(topic, "a");
    expect(flow.lostBy.noListener).toBeGreaterThan(70);
    expect(flow).toMatchObject({ acknowledgedLost: 0, promise: { guarantee: "atMostOnce" } });
  });

  it("counts what several consumers apply out of order", () => {
    const totals = play({
      client: metronome(10, 5),
      consumers: { w: { concurrency: 4, serviceTime: { type: "uniform", minMs: 5, maxMs: 50 } } },
      deliver: { w: {} },
    });
    const flow = flowTo(totals, "w");
    expect(flow.outOfOrder).toBeGreaterThan(100);
    expect(flow.promise.ordered).toBe(false);
    expect(flow.promise.orderedBecause).toContain("4 messages at a time");
  });
});

describe("a flow of Kafka", () => {
  const THREE = { replicas: 3, replicationFactor: 3, replicationTime: 4, electionMs: 2000 };
  const crash = { f: { kind: "crash", target: "log[0]", atS: 5, forS: 8 } };

  it("loses what its leader alone had acknowledged", () => {
    const { totals, log } = playLog({
      everyMs: 1,
      log: THREE,
      publish: { acks: "leader" },
      faults: crash,
    });
    const flow = flowTo(totals, "reader");
    expect(log.acknowledgedLost).toBeGreaterThan(0);
    expect(flow.acknowledgedLost).toBe(log.acknowledgedLost);
    expect(flow.lostBy.election).toBe(log.truncated);
    expect(flow.promise.guarantee).toBe("none");
  });

  it("loses nothing that all replicas in sync have", () => {
    const { totals } = playLog({ log: THREE, publish: { acks: "all" }, faults: crash });
    const flow = flowTo(totals, "reader");
    expect(flow).toMatchObject({ acknowledgedLost: 0, broken: {} });
    expect(flow.acknowledged).toBe(flow.published - (flow.lostBy.election ?? 0));
    expect(flow.promise.guarantee).toBe("atLeastOnce");
  });

  it("applies twice what a crashed consumer had not committed", () => {
    const { totals, queue } = playLog({
      durationS: 40,
      log: { partitions: 2 },
      reader: { replicas: 2 },
      deliver: { commitIntervalMs: 2000, sessionTimeoutMs: 8000 },
      faults: { f: { kind: "crash", target: "reader[0]", atS: 11.0041 } },
    });
    const flow = flowTo(totals, "reader");
    expect(flow.appliedTwice).toBe(queue.duplicates);
    expect(flow.appliedTwice).toBeGreaterThan(0);
    expect(flow.applied).toBe(flow.completed + flow.appliedTwice);
    expect(flow.broken).toEqual({});
  });

  it("counts what a replay puts before its group again", () => {
    const { totals } = playLog({
      faults: { f: { kind: "replay", target: "log->reader", atS: 15 } },
    });
    expect(flowTo(totals, "reader").replayed).toBeGreaterThan(0);
  });
});
