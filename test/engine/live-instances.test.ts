// What a snapshot tells of single instances: which are up, and which have no free slot.
import { describe, expect, it } from "vitest";
import { NODE_LIVE_COLUMNS } from "../../simulation/results/snapshot.ts";
import { run, sketch } from "../support/simulate.ts";

function bits(column: "upBits" | "fullBits", replicas: number, more: object = {}) {
  const under = run(
    sketch({
      nodes: {
        users: { kind: "client", arrivals: { type: "trace", timesMs: [100, 200] } },
        api: { kind: "service", replicas, concurrency: 1, serviceTime: 60_000 },
      },
      edges: { "users->api": { balancing: "roundRobin" } },
      ...more,
    }),
  );
  const live = under.live();
  const at = NODE_LIVE_COLUMNS.indexOf(column);
  return { api: live[at], users: live[NODE_LIVE_COLUMNS.length + at] };
}

const CRASH = { faults: { gone: { kind: "crash", target: "api[1]", atS: 1 } } };

describe("live values of instances", () => {
  it("say which have every slot held", () => {
    // Two requests, one each; with whom round robin begins is drawn.
    expect([0b011, 0b101, 0b110]).toContain(bits("fullBits", 3).api);
    expect(bits("fullBits", 2).api).toBe(0b11);
    expect(bits("upBits", 3).api).toBe(0b111);
  });

  it("say which are down", () => {
    expect(bits("upBits", 3, CRASH).api).toBe(0b101);
    expect(bits("fullBits", 2, CRASH).api).toBe(0b01);
  });

  it("are told of the first thirty only, and of no source", () => {
    expect(bits("upBits", 40).api).toBe(2 ** 30 - 1);
    expect(bits("upBits", 3).users).toBeNaN();
  });
});
