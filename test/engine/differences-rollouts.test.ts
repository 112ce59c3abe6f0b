// Rolling deploys, each against one that does without: what the other would do instead.
import { describe, expect, it } from "vitest";
import { nodeColumn } from "../../simulation/results/series.ts";
import { NODE_LIVE_COLUMNS } from "../../simulation/results/snapshot.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, columnOf, metronome, nodeOf, run, simulate, sketch } from "../support/simulate.ts";

interface Drawing {
  readonly rollout?: object | null;
  readonly api?: object;
  readonly edge?: object;
  readonly fault?: object;
  readonly durationS?: number;
}

const DEPLOY = { kind: "rolling-deploy", target: "api", atS: 10 } as const;

/** A hundred requests a second for four instances, deployed anew after ten seconds. */
function drawing({ rollout, api, edge, fault, durationS = 120 }: Drawing) {
  return sketch({
    run: { durationS, windowS: 1 },
    nodes: {
      users: metronome(10, 5),
      api: {
        replicas: 4,
        concurrency: 16,
        serviceTime: 100,
        rollout: { startupS: 5, readyS: 1, drainS: 10, ...rollout },
        ...api,
      },
    },
    edges: { "users->api": edge ?? {} },
    faults: { deploy: { ...DEPLOY, ...fault } as FaultDocument },
  });
}

const play = (given: Drawing = {}) => simulate(drawing(given));

/** Instances that are up at the end of each window. */
function upIn(given: Drawing): readonly number[] {
  const under = run(drawing(given));
  const { nodeIds } = under.layout();
  return columnOf(under, nodeColumn(under.layout(), nodeIds.indexOf("api"), "instancesUp"));
}

describe("a rolling deploy", () => {
  it("is invisible with readiness and draining; all at once loses capacity or requests", () => {
    const totals = play();
    expect(allOf(totals).failed).toEqual({});
    expect(allOf(totals).latencyMs.max).toBe(100);
    // A quarter more and a quarter fewer at once: one starts, one leaves, until four are new.
    expect(nodeOf(totals, "api").rollout).toMatchObject({ replaced: 4 });
    expect(Math.min(...upIn({}))).toBe(3);
    expect(Math.max(...upIn({}))).toBe(5);
  });

  it("keeps all instances with more at once only, and takes a start for each", () => {
    const careful = { rollout: { maxSurge: 0.25, maxUnavailable: 0 } };
    const up = upIn(careful);
    expect(Math.min(...up)).toBe(4);
    expect(Math.max(...up)).toBe(5);
    // Four starts of 6 s one after another, a second each until callers know, and one to see that the
    // one before has gone.
    const { doneAtS } = nodeOf(play(careful), "api").rollout ?? {};
    expect(doneAtS).toBeCloseTo(10 + 4 * 7 + 3, 1);
    const bold = { rollout: { maxSurge: 1, maxUnavailable: 0 } };
    expect(nodeOf(play(bold), "api").rollout?.doneAtS).toBeCloseTo(10 + 7, 1);
    expect(Math.max(...upIn(bold))).toBe(8);
  });

  it("fails requests that reach an instance before it answers, where nobody asks whether it does", () => {
    const blind = { rollout: { readyS: null, maxUnavailable: 0 } };
    const { failed } = allOf(play(blind));
    expect(Object.keys(failed)).toEqual(["connectionRefused"]);
    // Five instances are on the list, or four, of which one after another is not there yet.
    expect(failed.connectionRefused).toBeGreaterThan(300);
  });

  it("cuts off work and is noticed late without draining", () => {
    const { failed } = allOf(play({ rollout: { drainS: 0 }, api: { endpointDelayMs: 1000 } }));
    // Of four instances each had 2.5 requests in work, and was called for a second longer.
    expect(failed.connectionLost).toBeGreaterThan(4);
    expect(failed.connectionLost).toBeLessThan(20);
    expect(failed.connectionRefused).toBeGreaterThan(60);
    expect(failed.connectionRefused).toBeLessThan(160);
  });

  it("brings what the new version does with each instance, and takes it back the same way", () => {
    const bad = { fault: { ratio: 0.5 }, rollout: { startupS: 20 } };
    const { failed } = allOf(play(bad));
    expect(Object.keys(failed)).toEqual(["error"]);
    const back = play({ ...bad, fault: { ratio: 0.5, forS: 25 } });
    expect(allOf(back).failed.error).toBeLessThan(Number(failed.error) / 2);
    expect(nodeOf(back, "api").rollout?.replaced).toBeGreaterThan(2);
    const all = { kind: "bad-deploy", target: "api", atS: 10, share: 1, ratio: 0.5 } as const;
    const atOnce = simulate({ ...drawing({}), faults: { f: all } });
    expect(allOf(atOnce).failed.error).toBeGreaterThan(Number(failed.error));
  });

  it("is nothing without its fault, whatever the strategy: no instance is there for it", () => {
    const quiet = simulate({ ...drawing({}), faults: {} });
    expect(nodeOf(quiet, "api").rollout).toEqual({ replaced: 0, doneAtS: null });
    expect(allOf(quiet).failed).toEqual({});
  });

  it("goes on while autoscaling changes the number of instances", () => {
    const autoscale = {
      target: 0.5,
      minReplicas: 2,
      maxReplicas: 8,
      startupS: 5,
      downStabilizationS: 15,
    };
    const totals = play({ api: { autoscale, concurrency: 8 }, durationS: 200 });
    expect(allOf(totals).failed).toEqual({});
    expect(nodeOf(totals, "api").rollout?.replaced).toBeGreaterThanOrEqual(3);
  });
});

describe("health checks of callers", () => {
  const checked = {
    edge: { healthCheck: { intervalMs: 1000, timeoutMs: 500 }, networkMs: 1 },
  };

  it("do not ask instances that are not on the list yet, nor those that leave", () => {
    expect(allOf(play(checked)).failed).toEqual({});
  });
});

describe("the picture of a node that is deployed anew", () => {
  it("shows the instances that are there, not the places of those that have gone", () => {
    const under = run(drawing({}));
    const live = under.live();
    const row = under.layout().nodeIds.indexOf("api") * NODE_LIVE_COLUMNS.length;
    const columns = ["instances", "instancesUp", "upBits"] as const;
    const told = columns.map((name) => live[row + NODE_LIVE_COLUMNS.indexOf(name)]);
    expect(told).toEqual([4, 4, 0b1111]);
  });
});
