// Calls that are collected, through a mesh: its proxies hand on one message, its callee reads them all.
import { describe, expect, it } from "vitest";
import { allOf, edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

const COUNT = 20;

function loaded(mesh: object | null, faults = {}) {
  const inMesh = mesh === null ? {} : { in: "m" };
  const document = sketch({
    nodes: {
      users: metronome(100, 50),
      graph: { concurrency: null, ...inMesh },
      details: { serviceTime: 2, concurrency: 1, endpointDelayMs: 0, ...inMesh },
    },
    edges: {
      "users->graph": {},
      "graph->details": {
        protocol: "graphql",
        batch: { lingerMs: 0 },
        count: COUNT,
        parallel: true,
      },
    },
    faults,
  });
  const free = { delayMs: 0, cpuMs: 0, waypointCpuMs: 0, pushDelayMs: 0, mtls: "off", pool: null };
  const groups = { m: { kind: "mesh", ...free, ...mesh } };
  return simulate(mesh === null ? document : { ...document, groups });
}

describe("a DataLoader in a mesh", () => {
  it("makes its callee parse and resolve each call, as without the mesh", () => {
    // Each call: 200 µs of parsing, two objects of 5 µs.
    const busy = (2 + COUNT * 0.21) / 100;
    for (const mesh of [null, {}, { mode: "ambient" }, { mode: "ambient", waypoint: true }]) {
      const totals = loaded(mesh);
      expect(nodeOf(totals, "details").utilization).toBeCloseTo(busy, 3);
      expect(nodeOf(totals, "details").arrivals).toBe(allOf(totals).offered);
      expect(allOf(totals).latencyMs.max).toBeCloseTo(100 * busy, 6);
    }
  });

  it("counts its calls as calls, be they lost or not", () => {
    const lost = { f: { kind: "crash", target: "details", atS: 2, forS: 2 } } as const;
    for (const mesh of [null, { retry: null }]) {
      const edge = edgeOf(loaded(mesh, lost), "graph->details");
      expect(edge.attempts).toBe(edge.calls);
      expect(edge.retryAmplification).toBe(1);
      expect(edge.calls % COUNT).toBe(0);
      const failed = Object.values(edge.failed).reduce((sum, count) => sum + count, 0);
      expect(edge.ok + failed).toBe(edge.calls);
      expect(failed).toBe(20 * COUNT);
    }
  });
});
