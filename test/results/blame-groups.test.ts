// What the Cascade tab says of blame and of what keeps a system down.
import { describe, expect, it } from "vitest";
import type { Blame } from "../../simulation/results/failure-place.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { causeWords, requestWords, wayWords } from "../../src/results/cascade/Blame.tsx";
import { groupBlame } from "../../src/results/cascade/blame-groups.ts";
import { loopWords } from "../../src/results/cascade/Loops.tsx";

const row = (node: string, requests: number, more: Partial<Blame> = {}): Blame => ({
  ...{ node, way: "waiting", cause: "fault:f", origin: "db" },
  ...{ requests, late: 0, share: requests / 1000 },
  ...more,
});

const DOCUMENT: ScenarioDocument = {
  ...{ format: 1, catalog: "2026-11", name: "x", run: { durationS: 60 } },
  nodes: { db: { kind: "database", name: "Main database" }, cache: { kind: "cache" } },
  edges: {},
  faults: { f: { kind: "slow", name: "Slow disk", target: "db" } },
};

describe("blame", () => {
  it("is grouped by cause and origin, the largest first, with small places counted together", () => {
    const rows = [600, 100, 50, 20, 8, 2].map((requests, at) => row(`n${at}`, requests));
    const usual = row("n0", 220, { cause: "baseline" });
    const { origin: _, ...asUsual } = usual;
    const groups = groupBlame([rows[0] as Blame, asUsual, ...rows.slice(1)]);
    expect(groups.map(({ cause, requests }) => [cause, requests])).toEqual([
      ["fault:f", 780],
      ["baseline", 220],
    ]);
    expect(groups[0]?.places.map(({ node }) => node)).toEqual(["n0", "n1", "n2", "n3"]);
    expect(groups[0]?.others).toMatchObject({ count: 2, requests: 10 });
    expect(groups.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it("shows a fifth place in the line that would only count it", () => {
    const groups = groupBlame([5, 4, 3, 2, 1].map((requests, at) => row(`n${at}`, requests)));
    expect(groups[0]?.places.length).toBe(5);
    expect(groups[0]?.others.count).toBe(0);
  });

  it("tells failed from late requests", () => {
    expect(requestWords(1, 0)).toBe("1 failed request");
    expect(requestWords(1200, 30)).toBe("1,200 failed and 30 late requests");
    expect(requestWords(0, 2)).toBe("2 late requests");
    expect(wayWords(row("a", 9))).toBe("while waiting there");
    expect(wayWords(row("a", 9, { late: 4 }))).toBe("while waiting there, 4 only late");
    expect(wayWords(row("a", 9, { late: 9 }))).toBe("while waiting there, only late");
  });

  it("names causes and the node at which they act", () => {
    expect(causeWords(row("a", 1), DOCUMENT)).toBe("Slow disk, at Main database");
    expect(causeWords({ cause: "load", origin: "cache" }, DOCUMENT)).toBe("the load, at cache");
    expect(causeWords({ cause: "baseline" }, DOCUMENT)).toBe("what is usual here");
  });

  it("has a number for everything that keeps a system down", () => {
    const words = (loop: Parameters<typeof loopWords>[0]) => loopWords(loop, DOCUMENT);
    expect(words({ name: "retries", share: 0.6 })).toBe("Retries: 60.0 % of all attempts.");
    expect(words({ name: "wastedWork", share: 0.5 })).toContain("50.0 %");
    expect(words({ name: "coldCache", share: 0.9, node: "cache", now: 0.1, usual: 0.98 })).toBe(
      "Cold cache: cache finds 10.0 %, usually 98.0 %.",
    );
    expect(words({ name: "staleQueue", share: 0.5, node: "db", now: 4000, usual: 2000 })).toBe(
      "Stale queue: work waits 4.00 s in Main database, its callers only 2.00 s.",
    );
  });
});
