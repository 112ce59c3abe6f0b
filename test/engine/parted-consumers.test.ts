// Consumers that are cut off from their broker: queues wait, deliver again, or give their messages to
// others; groups of a log wait or go on without them. Times worked out by hand.
import { describe, expect, it } from "vitest";
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { BrokerResult } from "../../simulation/results/run-result.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

interface Setting {
  readonly durationS?: number;
  readonly broker?: object;
  readonly edge?: object;
  readonly mail?: object;
  readonly others?: Readonly<Record<string, object>>;
  readonly fault: object;
}

/** A message every 100 ms into `broker`, consumed by `mail` and perhaps others. */
function play({ durationS = 10, broker, edge, mail, others = {}, fault }: Setting): EngineTotals {
  const names = Object.keys(others);
  const totals = simulate(
    sketch({
      run: { durationS },
      nodes: {
        users: metronome(100, 50),
        broker: { kind: "rabbitmq", serviceTime: 0, ...broker },
        mail: { serviceTime: 20, concurrency: 1, ...mail },
        ...Object.fromEntries(names.map((id) => [id, { serviceTime: 20, ...others[id] }])),
      },
      edges: {
        "users->broker": {},
        "broker->mail": { networkMs: 1, ...edge },
        ...Object.fromEntries(names.map((id) => [`broker->${id}`, { networkMs: 1, ...edge }])),
      },
      faults: { f: { kind: "partition", target: "broker->mail", ...fault } as FaultDocument },
    }),
  );
  const checks = [...totals.checks, ...brokerChecksOf(0, "broker")];
  expect(checks.filter(({ entity }) => entity.startsWith("broker/")).length).toBeGreaterThan(0);
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

function queueOf(totals: EngineTotals, name = "mail"): BrokerResult {
  const queue = nodeOf(totals, "broker").queues?.[name];
  if (!queue) throw new Error(`no queue ${name}`);
  return queue;
}

describe("a queue whose consumer is cut off", () => {
  it("keeps what comes, and delivers when TCP gets through again", () => {
    // Cut from 2 to 5 s: what left at 2.05 s is sent again at 2.25, 2.65, 3.45 and 5.05 s.
    const totals = play({ fault: { atS: 2, forS: 3 } });
    expect(queueOf(totals)).toMatchObject({
      endings: { acked: 100 },
      redelivered: 0,
      duplicates: 0,
    });
    expect(queueOf(totals).lagMs?.max).toBeCloseTo(3022, 6);
    const during = play({ durationS: 4, fault: { atS: 2, forS: 3 } });
    expect(queueOf(during).endings.acked).toBe(20);
    expect(nodeOf(during, "mail").arrivals).toBe(20);
  });

  it("holds back what exceeds its prefetch, which a refused link never carries", () => {
    const cut = { atS: 2, forS: 10 };
    const held = play({ durationS: 4, edge: { prefetch: 3 }, fault: cut });
    expect(edgeOf(held, "broker->mail").attempts).toBe(23);
    const refused = play({
      durationS: 4,
      edge: { prefetch: 3 },
      fault: { ...cut, mode: "refuse" },
    });
    expect(edgeOf(refused, "broker->mail").attempts).toBe(20);
  });

  it("takes back what was in the consumer's hands when the link refuses, and it takes effect twice", () => {
    // The message of 1.95 s is in hand from 1.951 to 2.051 s, when the link is gone.
    const totals = play({ mail: { serviceTime: 100 }, fault: { atS: 2, forS: 3, mode: "refuse" } });
    expect(queueOf(totals)).toMatchObject({ redelivered: 1, duplicates: 1 });
    // 51 messages in 5 s of work from 5 s on; one was done in vain.
    expect(nodeOf(totals, "mail").completions).toBe(20 + 49);
  });

  it("gives up the connection after 60 s of missed heartbeats, for others to have its messages", () => {
    const others = { spare: {} };
    const edge = { queue: "mail", prefetch: 5 };
    const before = play({ durationS: 61, edge, others, fault: { atS: 2 } });
    // Five messages are stuck on their way to the one that is cut off.
    expect(queueOf(before).backlog?.max).toBeGreaterThanOrEqual(5);
    expect(queueOf(before).redelivered).toBe(0);
    const after = play({ durationS: 64, edge, others, fault: { atS: 2 } });
    expect(queueOf(after).redelivered).toBe(5);
    expect(queueOf(after).backlog?.max).toBeLessThan(8);
    expect(queueOf(after).endings.acked).toBe(640);
  });

  it("of one direction gets the messages and not the acknowledgements, or the reverse", () => {
    const acks = play({ durationS: 4, fault: { atS: 2, forS: 10, direction: "in" } });
    expect(nodeOf(acks, "mail").completions).toBe(40);
    expect(queueOf(acks).endings.acked).toBe(20);
    const late = { durationS: 4, fault: { atS: 2, forS: 10, direction: "in", target: "mail" } };
    expect(nodeOf(play(late), "mail").completions).toBe(20);
    const out = play({ durationS: 4, fault: { atS: 2, forS: 10, direction: "out" } });
    expect(nodeOf(out, "mail").completions).toBe(20);
  });

  it("finds it again after a restart of either, once the link is back", () => {
    const totals = play({
      durationS: 12,
      fault: { atS: 2, forS: 6, mode: "refuse" },
      mail: { replicas: 2 },
    });
    expect(queueOf(totals)).toMatchObject({ endings: { acked: 120 } });
  });
});

describe("a group of a log whose member is cut off", () => {
  const broker = { kind: "kafka", partitions: 2 };
  const edge = { sessionTimeoutMs: 1000, commitIntervalMs: 100 };

  it("waits where the member is back before its session is over", () => {
    const totals = play({ broker, edge, fault: { atS: 2, forS: 0.8 } });
    expect(queueOf(totals)).toMatchObject({ redelivered: 0, duplicates: 0 });
    expect(nodeOf(totals, "mail").completions).toBe(100);
    expect(queueOf(totals).backlog?.max).toBeGreaterThanOrEqual(8);
  });

  it("stops altogether without another member, and goes on when it joins again", () => {
    const during = play({ durationS: 5, broker, edge, fault: { atS: 2, forS: 10 } });
    expect(nodeOf(during, "mail").completions).toBe(20);
    const after = play({ durationS: 12, broker, edge, fault: { atS: 2, forS: 3 } });
    // An empty group waits 3 s for more members.
    expect(nodeOf(after, "mail").completions).toBeGreaterThan(110);
  });

  it("hands its partitions to the others when its session is over", () => {
    const others = { spare: {} };
    const shared = { ...edge, group: "mail" };
    const totals = play({ durationS: 20, broker, edge: shared, others, fault: { atS: 2 } });
    expect(nodeOf(totals, "mail").completions).toBeLessThanOrEqual(11);
    const both = nodeOf(totals, "mail").completions + nodeOf(totals, "spare").completions;
    expect(both).toBeGreaterThanOrEqual(199);
    expect(queueOf(totals).backlog?.max).toBeLessThan(20);
  });

  it("delivers again what it finished and could not commit", () => {
    const others = { spare: {} };
    // Nothing is committed before the cut.
    const lazy = { sessionTimeoutMs: 1000, commitIntervalMs: 5000, group: "mail" };
    const totals = play({ durationS: 10, broker, edge: lazy, others, fault: { atS: 2 } });
    const { completions } = nodeOf(totals, "mail");
    expect(completions).toBeGreaterThan(4);
    expect(queueOf(totals).duplicates).toBe(completions);
  });
});
