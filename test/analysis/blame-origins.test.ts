// Where blame ends: beyond waves of retries, at the far end of links, at the node beside a sidecar.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { resolved, sketch } from "../support/simulate.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });
const play = (document: object, groups: object = {}): RunResult =>
  runScenario(resolved({ ...sketch(document as never), groups } as never), {}, engine);

/** Requests by cause and origin. */
function blamed({ blame = [] }: RunResult): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { cause, origin, requests } of blame) {
    const key = `${cause} ${origin ?? ""}`.trim();
    counts[key] = (counts[key] ?? 0) + requests;
  }
  return counts;
}

/** A crash fills a queue; whoever is refused comes again 4, 8 and 12 s later, all at once. */
function waves(backoff: object): RunResult {
  return play({
    run: { durationS: 110, warmupS: 5, seed: 1 },
    nodes: {
      apps: { kind: "client", ratePerS: 200 },
      gateway: { kind: "api-gateway", serviceTime: EXP(1), concurrency: null, blocking: false },
      sync: { replicas: 4, concurrency: 10, queueLengthMax: 50, serviceTime: EXP(60) },
    },
    edges: {
      "apps->gateway": {
        retry: { maxAttempts: 4, backoff, retryOn: ["dependency"], retryNonIdempotent: true },
      },
      "gateway->sync": {},
    },
    faults: { f: { kind: "herd", target: "apps", atS: 30, forS: 20, ratio: 1, withinS: 1 } },
  });
}

describe("a node that departs again when what it refused is tried again", () => {
  it("is told to depart by the retries, which are due to what was done first", () => {
    const result = waves({ type: "constant", baseMs: 12_000, jitter: "none" });
    const again = result.cascade.filter(({ node, atS }) => node === "sync" && atS > 55);
    expect(again.map(({ because }) => because)).toContain("node:apps/retryLoad");
    expect(Object.keys(blamed(result))).toEqual(["fault:f apps"]);
  });
});

describe("a fault on all links to a node", () => {
  const ratings = (target: string): RunResult =>
    play({
      run: { durationS: 90, warmupS: 5, seed: 1 },
      nodes: {
        users: { kind: "client", ratePerS: 40, requests: { page: { goalMs: 300 } } },
        left: { concurrency: 100, serviceTime: EXP(5) },
        right: { concurrency: 100, serviceTime: EXP(5) },
        ratings: { concurrency: 10, serviceTime: EXP(2) },
      },
      edges: {
        "users->left": {},
        "users->right": { stage: 2 },
        "left->ratings": {},
        "right->ratings": {},
      },
      faults: { f: { kind: "latency", target, addMs: 400, atS: 40, forS: 30 } },
    });

  it("is blamed on the node, though its callers depart and it does not", () => {
    const result = ratings("ratings");
    expect(result.cascade.map(({ node }) => node)).not.toContain("ratings");
    const [most] = Object.entries(blamed(result)).sort(([, a], [, b]) => b - a);
    expect(most?.[0]).toBe("fault:f ratings");
  });

  it("is blamed on the caller whose link alone is hit", () => {
    const [most] = Object.entries(blamed(ratings("left->ratings"))).sort(([, a], [, b]) => b - a);
    expect(most?.[0]).toBe("fault:f left");
  });
});

describe("a node in a mesh", () => {
  it("is blamed when it crashes, not its sidecar as usual", () => {
    const service = { concurrency: 50, serviceTime: EXP(5), in: "core" };
    const document = {
      run: { durationS: 80, warmupS: 5, seed: 1 },
      nodes: { users: { kind: "client", ratePerS: 100 }, front: service, back: service },
      edges: { "users->front": {}, "front->back": {} },
      faults: { f: { kind: "crash", target: "back", atS: 40, forS: 15 } },
    };
    const result = play(document, { core: { kind: "mesh" } });
    const counts = blamed(result);
    expect(Object.keys(counts)).toEqual(["fault:f back"]);
    expect(result.blame?.[0]?.node).toBe("back~sidecar");
  });
});
