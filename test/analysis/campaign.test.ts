// A campaign draws its faults from a seed, runs each alone and ranks them by what they broke.
import { describe, expect, it } from "vitest";
import { type CampaignOptions, startCampaign } from "../../simulation/analysis/campaign.ts";
import { choicesOf, targetsFor } from "../../simulation/analysis/campaign-draws.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { faults } from "../../simulation/faults/catalog.ts";
import type { CampaignResult } from "../../simulation/results/campaign.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { simulate, sketch } from "../support/simulate.ts";

const SHOP: ScenarioDocument = {
  ...sketch({
    run: { durationS: 30, warmupS: 2, seed: 7 },
    nodes: {
      users: { kind: "client", ratePerS: 40 },
      api: { concurrency: 10, replicas: 2, serviceTime: { type: "exponential", meanMs: 5 } },
      db: { serviceTime: { type: "exponential", meanMs: 3 } },
    },
    edges: { "users->api": { timeoutMs: 500 }, "api->db": { timeoutMs: 200 } },
    faults: { own: { kind: "crash", target: "db", atS: 0 } },
  }),
  groups: { west: { kind: "zone" } },
};

function campaign(options: CampaignOptions, document = SHOP): CampaignResult {
  const started = startCampaign(document, options);
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  while (started.campaign.next(engine));
  return started.campaign.result();
}

function refusal(options: CampaignOptions): string {
  const started = startCampaign(SHOP, options);
  return started.ok ? "" : (started.problems[0]?.message ?? "");
}

describe("a campaign", () => {
  it("is the same for the same seed, another for another, and longer with more runs", () => {
    const eight = campaign({ runs: 8, seed: 3 });
    expect(campaign({ runs: 8, seed: 3 })).toEqual(eight);
    const drawn = (result: CampaignResult) =>
      [...result.runs].sort((a, b) => a.run - b.run).map(({ fault }) => fault);
    expect(drawn(campaign({ runs: 3, seed: 3 }))).toEqual(drawn(eight).slice(0, 3));
    expect(drawn(campaign({ runs: 8, seed: 4 }))).not.toEqual(drawn(eight));
  });

  it("runs each fault alone, as it would run from a file with nothing else in it", () => {
    const { runs, undisturbed } = campaign({ runs: 4, seed: 1 });
    for (const { fault, digest, failed, unanswered, offered, damage } of runs) {
      expect(simulate({ ...SHOP, faults: { campaign: fault } }).digest).toBe(digest);
      const more = failed + unanswered - undisturbed.failed - undisturbed.unanswered;
      const share = Math.min(1, undisturbed.offered / offered);
      expect(damage).toBe(Math.max(0, Math.round(more * share)));
    }
    expect(simulate({ ...SHOP, faults: {} }).endToEnd.all?.offered).toBe(undisturbed.offered);
  });

  it("puts the worst first", () => {
    const { runs } = campaign({ runs: 12, seed: 2 });
    const damages = runs.map(({ damage }) => damage);
    expect(damages).toEqual([...damages].sort((a, b) => b - a));
    expect(damages[0]).toBeGreaterThan(100);
    for (const { sentence } of runs)
      expect(sentence).toMatch(/^[A-Z0-9].* (at|from) 0:\d\d(;.*)?\.$/);
  });

  it("says how long each took to recover, or that it did not", () => {
    const crashes = campaign({ runs: 3, seed: 5, kinds: ["crash"], targets: ["db"] });
    for (const { recoveryS, damage } of crashes.runs) {
      expect(damage).toBeGreaterThan(20);
      expect(recoveryS).toBeGreaterThanOrEqual(0);
      expect(recoveryS).toBeLessThan(10);
    }
    const atEnd = campaign({
      runs: 1,
      seed: 5,
      kinds: ["crash"],
      targets: ["db"],
      span: { atS: [20, 20], forS: [9.5, 9.5] },
    });
    expect(atEnd.runs[0]?.recoveryS).toBeNull();
  });

  it("says so where a fault did nothing, and why a certificate did not matter", () => {
    const span = { atS: [10, 10], forS: [1, 1] } as const;
    const expiry = { runs: 1, seed: 1, kinds: ["certificate-expiry"], targets: ["db"], span };
    const pooled = { ...SHOP.edges, "api->db": { pool: { warm: true, idleMs: null } } };
    const [run] = campaign(expiry, { ...SHOP, edges: pooled } as ScenarioDocument).runs;
    expect(run?.damage).toBe(0);
    expect(run?.sentence).toBe(
      "The certificate of db expired at 0:10; nobody had to connect anew while it lasted.",
    );
    const late = campaign({ runs: 1, seed: 1, kinds: ["failing-check"], targets: ["db"], span })
      .runs[0];
    expect(late?.sentence).toMatch(/; no request was lost by it\.$/);
  });

  it("does not count requests that only the fault brought", () => {
    const span = { atS: [10, 10], forS: [10, 10] } as const;
    const tight = { ...SHOP.nodes, db: { kind: "service", serviceTime: 20, concurrency: 1 } };
    const options = { runs: 1, seed: 1, kinds: ["spike"], span };
    const { runs, undisturbed } = campaign(options, { ...SHOP, nodes: tight });
    const [run] = runs;
    if (run === undefined) throw new Error("no run");
    const more = run.failed + run.unanswered - undisturbed.failed - undisturbed.unanswered;
    expect(run.offered).toBeGreaterThan(1.3 * undisturbed.offered);
    expect(run.damage).toBeGreaterThan(0);
    expect(run.damage).toBe(Math.round((more * undisturbed.offered) / run.offered));
    expect(run.sentence).toContain(
      `; ${run.offered - undisturbed.offered} more requests came than without it.`,
    );
  });

  it("draws from what is chosen only", () => {
    const { runs } = campaign({ runs: 10, seed: 1, kinds: ["slow", "loss"], targets: ["db"] });
    expect(new Set(runs.map(({ fault }) => fault.kind))).toEqual(new Set(["slow", "loss"]));
    expect(new Set(runs.map(({ fault }) => fault.target))).toEqual(new Set(["db"]));
  });

  it("refuses in a sentence what cannot be drawn", () => {
    expect(refusal({ runs: 0, seed: 1 })).toContain("1 to 10000 runs");
    expect(refusal({ runs: 1, seed: 1, kinds: ["zone-outage"] })).toContain("zone-outage");
    expect(refusal({ runs: 1, seed: 1, targets: ["nobody"] })).toContain('"nobody"');
    expect(refusal({ runs: 1, seed: 1, kinds: ["spike"], targets: ["db"] })).toContain("spike");
  });
});

describe("what a campaign may draw", () => {
  it("is sound in a file, for every kind that has a target", () => {
    const zoned = { ...SHOP, nodes: { ...SHOP.nodes, db: { ...SHOP.nodes.db, in: "west" } } };
    const pooled = { ...SHOP.edges, "api->db": { ...SHOP.edges["api->db"], pool: {} } };
    const nodes = {
      ...zoned.nodes,
      store: { kind: "cache", warm: true },
      log: { kind: "kafka" },
      mail: { kind: "sqs" },
    };
    const document = {
      ...zoned,
      groups: { ...zoned.groups, core: { kind: "mesh" } },
      nodes: {
        ...nodes,
        reader: { kind: "service", rollout: {} },
        helper: { kind: "service", in: "core" },
      },
      edges: {
        ...pooled,
        "api->store": {},
        "api->helper": {},
        "api->log": {},
        "log->reader": {},
        "api->mail": {},
        "mail->reader": {},
      },
    } as ScenarioDocument;
    expect(targetsFor(SHOP, "pool-leak")).toEqual([]);
    expect(targetsFor(document, "pool-leak")).toEqual(["db", "api->db"]);
    const choices = choicesOf(document, undefined, undefined);
    expect(choices.map(({ kind }) => kind)).toEqual(Object.keys(faults));
    for (const { kind, targets } of choices) {
      for (const target of targets) {
        const lasts = ["cache-flush", "redrive"].includes(kind) ? {} : { forS: 1 };
        const fault = { kind, target, atS: 1, ...lasts };
        expect(checkDocument({ ...document, faults: { f: fault } }).problems).toEqual([]);
      }
    }
  });

  it("holds single instances where there are several, and links for faults of the network", () => {
    expect(targetsFor(SHOP, "slow")).toEqual(["api", "api[0]", "db"]);
    expect(targetsFor(SHOP, "spike")).toEqual(["users"]);
    expect(targetsFor(SHOP, "loss")).toEqual(["api", "db", "users", "api->db", "users->api"]);
    expect(targetsFor(SHOP, "zone-outage")).toEqual([]);
    expect(targetsFor(SHOP, "cache-flush")).toEqual([]);
  });
});
