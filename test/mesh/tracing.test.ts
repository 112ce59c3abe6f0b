// Spans for free: what proxies record while no service exports anything, and that nobody waits for it.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { simulate } from "../support/simulate.ts";
import { BARE, chain } from "./designs.ts";

type Settings = Readonly<Record<string, Json>>;

const ALL: Settings = { "groups.m.tracing": { to: "jaeger", sampleRatio: 1 } };
const AMBIENT: Settings = { "groups.m": { ...BARE, mode: "ambient", waypoint: true } };

/** 200 requests a second; `a` calls `b` through the mesh, and a collector stands by. */
function design(set: Settings = {}): ScenarioDocument {
  const drawn = chain({
    users: { kind: "client", ratePerS: 200 },
    others: { jaeger: { kind: "tracing-collector" } },
    durationS: 60,
  });
  const result = applySet(drawn, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

function play(set: Settings = {}) {
  const totals = simulate(design(set));
  const { nodes, edges, meshes, endToEnd } = totals;
  const found = { nodes, edges, spans: meshes?.m?.spans, collector: nodes.jaeger?.collector };
  return { ...found, all: endToEnd.all };
}

const recorded = ({ edges }: ReturnType<typeof play>, edge: string): number =>
  edges[edge]?.exporter?.recorded ?? Number.NaN;

describe("proxies of a mesh", () => {
  it("record one span for each pass, though no service exports any", () => {
    const played = play(ALL);
    const { a, b } = played.nodes;
    // The sidecar of `a` is passed by what comes to it and by what it calls.
    const own = played.nodes["a~sidecar"]?.completions ?? 0;
    expect(own).toBeGreaterThan(2 * 11_000);
    expect(Math.abs(own - (a?.completions ?? 0) - (b?.completions ?? 0))).toBeLessThan(10);
    expect(recorded(played, "a->jaeger~sidecar")).toBe(own);
    expect(recorded(played, "b->jaeger~sidecar")).toBe(played.nodes["b~sidecar"]?.completions);
    const stored = played.collector?.stored ?? 0;
    expect(stored).toBe(played.spans?.exported);
    // What waits for company at the end: fewer than five spans and a batch under way, at each sidecar.
    expect((played.spans?.recorded ?? 0) - stored).toBeLessThan(20);
    expect(played.spans?.dropped).toBe(0);
  });

  it("record none unless the mesh names a collector", () => {
    const { collector, spans, edges } = play();
    expect(collector?.received).toBe(0);
    expect(spans).toBeUndefined();
    expect(Object.keys(edges).filter((id) => id.includes("jaeger"))).toEqual([]);
  });

  it("record at the waypoint of an ambient mesh, and nothing at its ztunnel", () => {
    const played = play({ ...AMBIENT, ...ALL });
    const passes = played.nodes["m~waypoint"]?.completions;
    expect(passes).toBeGreaterThan(11_000);
    expect(recorded(played, "m->jaeger~waypoint")).toBe(passes);
    expect(played.spans?.recorded).toBe(passes);
  });

  it("sample whole requests, one in a hundred unless told otherwise", () => {
    const played = play({ "groups.m.tracing": { to: "jaeger" }, "run.durationS": 300 });
    const share = recorded(played, "b->jaeger~sidecar") / (played.nodes.b?.completions ?? 0);
    // Four standard deviations of a count that is binomial.
    expect(Math.abs(share - 0.01)).toBeLessThan(4 * Math.sqrt((0.01 * 0.99) / 60_000));
    expect(played.collector?.incompleteTraces).toBe(0);
    const { recorded: spans = 0 } = played.spans ?? {};
    const traces = played.collector?.keptTraces ?? Number.NaN;
    expect(Math.abs(spans - 3 * traces)).toBeLessThan(20);
  });

  it("take time of their worker threads for each span, and none for what is not sampled", () => {
    const meanMs = (set: Settings) => play(set).all?.latencyMs.mean ?? Number.NaN;
    const idle = { "groups.m.workers": 64 };
    const dear: Settings = {
      ...idle,
      "groups.m.tracing": { to: "jaeger", sampleRatio: 1, spanUs: 2000 },
    };
    const none: Settings = { ...dear, "groups.m.tracing.sampleRatio": 0 };
    // Three passes of 2 ms.
    expect(meanMs(dear) - meanMs(none)).toBeCloseTo(6, 1);
    expect(meanMs(none)).toBe(meanMs(idle));
  });

  it("record part of what services sample that export as well", () => {
    const both: Settings = {
      "edges.a->jaeger": {},
      "groups.m.tracing": { to: "jaeger", sampleRatio: 0.1 },
    };
    const played = play(both);
    expect(recorded(played, "a->jaeger")).toBe(2 * (played.nodes.a?.completions ?? 0));
    const share = recorded(played, "b->jaeger~sidecar") / (played.nodes.b?.completions ?? 0);
    expect(Math.abs(share - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / 12_000));
    const fewer = play({ ...both, ...ALL, "nodes.jaeger.sampleRatio": 0.1 });
    expect(recorded(fewer, "b->jaeger~sidecar")).toBe(fewer.nodes["b~sidecar"]?.completions);
    const ofA = recorded(fewer, "a->jaeger") / 2 / (fewer.nodes.a?.completions ?? 0);
    expect(Math.abs(ofA - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / 12_000));
  });

  it.each(["exit", "blackhole"])(
    "lose spans and nothing else while the collector is away (%s)",
    (mode) => {
      const down = { kind: "crash", target: "jaeger", atS: 20, forS: 20, mode };
      const away = play({ ...ALL, "faults.down": down });
      const usual = play(ALL);
      expect(away.spans?.dropped).toBeGreaterThan(1000);
      expect(away.all?.latencyMs).toEqual(usual.all?.latencyMs);
      expect(away.all?.failed).toEqual(usual.all?.failed);
    },
  );
});

describe("what cannot be", () => {
  const problemsOf = (set: Settings) =>
    checkDocument(design(set)).problems.map(({ path, severity }) => `${severity} ${path}`);

  it("is a problem with its path", () => {
    expect(problemsOf(ALL)).toEqual([]);
    expect(problemsOf({ "groups.m.tracing": {} })).toEqual(["warning groups.m.tracing"]);
    expect(problemsOf({ "groups.m.tracing": { to: "b" } })).toEqual(["error groups.m.tracing.to"]);
    expect(problemsOf({ "groups.m.tracing": { to: "nobody" } })).toEqual([
      "error groups.m.tracing.to",
    ]);
    const blind = { ...AMBIENT, ...ALL, "groups.m.waypoint": false };
    expect(problemsOf(blind)).toContain("error groups.m.tracing");
    expect(problemsOf({ "edges.b->jaeger": {}, "groups.m.tracing": { to: "jaeger" } })).toEqual([
      "warning groups.m.tracing.sampleRatio",
    ]);
    expect(problemsOf({ "edges.b->jaeger": {}, ...ALL })).toEqual([]);
  });
});
