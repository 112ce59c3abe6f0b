// The same flow within one process and over a broker: what is shared, and what is kept apart.
import { describe, expect, it } from "vitest";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly users?: object;
  readonly shop?: object;
  readonly mail?: object;
  readonly edge?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** A shop that tells a mailer of orders on an in-process bus. */
function bus({ users, shop, mail, edge, faults }: Parts): ScenarioDocument {
  return sketch({
    nodes: {
      users: { ...metronome(10, 0), ...users },
      shop: { concurrency: 2, replicas: 2, serviceTime: 1, ...shop },
      mail: { serviceTime: 5, ...mail },
    },
    edges: {
      "users->shop": {},
      "shop->mail": { protocol: "in-process", networkMs: 0, ...edge },
    },
    ...(faults ? { faults } : {}),
  });
}

/** The same with a broker between the two. */
function brokered({ users, shop, mail, faults }: Parts): ScenarioDocument {
  return sketch({
    nodes: {
      users: { ...metronome(10, 0), ...users },
      shop: { concurrency: 2, replicas: 2, serviceTime: 1, ...shop },
      mq: { kind: "rabbitmq", serviceTime: 0 },
      mail: { concurrency: 2, replicas: 2, serviceTime: 5, ...mail },
    },
    edges: { "users->shop": {}, "shop->mq": {}, "mq->mail": { prefetch: 10 } },
    ...(faults ? { faults } : {}),
  });
}

describe("a call within the process", () => {
  it("takes no network, whatever is said of links elsewhere", () => {
    const document = bus({ users: ONCE });
    const { "shop->mail": _, ...edges } = document.edges;
    const plain = { ...document, edges: { ...edges, "shop->mail": { protocol: "in-process" } } };
    expect(allOf(simulate(plain)).latencyMs.max).toBeCloseTo(6, 9);
  });

  it("stays in the caller's instance", () => {
    const totals = simulate({ ...bus({}), run: { durationS: 10, detail: true } });
    const byInstance = (id: string) =>
      nodeOf(totals, id).instanceLoad?.instances.map(({ arrivals }) => arrivals);
    // The last request is still at the shop.
    expect(byInstance("shop")).toEqual([501, 500]);
    expect(byInstance("mail")).toEqual([500, 500]);
  });

  it("works on the caller's slots: a slow handler hits the publisher", () => {
    // 4 slots for 201 ms each, though the handler says that it has a slot of its own.
    const slow = { mail: { serviceTime: 200, concurrency: 1 } };
    const inside = simulate(bus(slow));
    expect(nodeOf(inside, "shop").throughput).toBeCloseTo(4 / 0.201, 0);
    expect(nodeOf(inside, "mail").inFlight.max).toBe(4);
    expect(nodeOf(inside, "mail").utilization).toBeNull();
    const apart = simulate(brokered(slow));
    expect(nodeOf(apart, "shop").throughput).toBeCloseTo(100, 0);
    expect(allOf(apart).latencyMs.max).toBeCloseTo(1, 6);
  });

  it("goes down with the caller, and brings it down", () => {
    const crash = (target: string): Readonly<Record<string, FaultDocument>> => ({
      f: { kind: "crash", target, atS: 2, forS: 2 },
    });
    const shop = { endpointDelayMs: 0 };
    const ends = ["shop", "mail"].map((target) =>
      allOf(simulate(bus({ shop, faults: crash(target) }))),
    );
    expect(ends[0]?.failed).toEqual(ends[1]?.failed);
    expect(ends[1]?.failed.connectionRefused).toBe(200);
    // Over a broker a crash of the one is no crash of the other: mails wait, and then come.
    const apart = simulate(brokered({ faults: crash("mail") }));
    expect(allOf(apart).failed).toEqual({});
    expect(nodeOf(apart, "mail").completions).toBeGreaterThan(990);
  });

  it("stands still with its process", () => {
    const faults = { f: { kind: "pause", target: "mail", atS: 2, forS: 1 } } as const;
    const inside = simulate(bus({ faults }));
    const apart = simulate(brokered({ faults }));
    expect(allOf(inside).latencyMs.max).toBeGreaterThan(900);
    expect(allOf(apart).latencyMs.max).toBeLessThan(10);
  });

  it("is refused where there is no one process", () => {
    const base = bus({});
    const also: ScenarioDocument = {
      ...base,
      nodes: { ...base.nodes, other: { kind: "service" } },
      edges: { ...base.edges, "users->other": {}, "other->mail": {} },
    };
    expect(resolveScenario(also).ok).toBe(false);
    expect(resolveScenario(bus({ edge: { oneWay: true } })).ok).toBe(false);
    expect(resolveScenario(bus({ edge: { networkMs: 3 } })).ok).toBe(false);
    const { problems } = resolveScenario(bus({ mail: { replicas: 5 } }));
    expect(problems.map(({ code }) => code)).toEqual(["unused"]);
  });
});
