// Spans: what recording costs, what exporters drop, what collectors keep; and that nobody waits for it.
import { describe, expect, it } from "vitest";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { simulate } from "../support/simulate.ts";
import { AWAY, MUTE, SIMPLE, traced } from "./designs.ts";

type Totals = Pick<RunResult, "nodes" | "edges" | "endToEnd">;

function play(set: Readonly<Record<string, Json>> = {}): Totals {
  return simulate(traced(set));
}

function exporterOf(totals: Totals, edge: string) {
  const found = totals.edges[edge]?.exporter;
  if (!found) throw new Error(`${edge} exports nothing`);
  return found;
}

function collectorOf(totals: Totals) {
  const found = totals.nodes.jaeger?.collector;
  if (!found) throw new Error("no collector");
  const { keptTraces, incompleteTraces, failedTraces, failedTracesKept } = found;
  const counts = { keptTraces, incompleteTraces, failedTraces, failedTracesKept };
  const known = Object.entries(counts).map(([name, count]) => [name, count ?? Number.NaN]);
  return { ...found, ...(Object.fromEntries(known) as Record<keyof typeof counts, number>) };
}

const meanMs = (totals: Totals): number => totals.endToEnd.all?.latencyMs.mean ?? Number.NaN;
const EDGES = ["front->jaeger", "back->jaeger"];

describe("recording", () => {
  it("makes one span for the work and one for each call, of every sampled request", () => {
    const totals = play();
    const { completions = 0 } = totals.nodes.front ?? {};
    expect(exporterOf(totals, "front->jaeger").recorded).toBe(2 * completions);
    expect(exporterOf(totals, "back->jaeger").recorded).toBe(totals.nodes.back?.completions);
  });

  it("takes time of its node for each span, and none of requests that are not sampled", () => {
    const dear = { "edges.front->jaeger.exporter.spanUs": 2000 };
    const none = { "nodes.jaeger.sampleRatio": 0 };
    const cheap = { "edges.front->jaeger.exporter.spanUs": 0 };
    // Two spans of 2 ms for each request; the queue adds next to nothing.
    expect(meanMs(play(dear)) - meanMs(play(cheap))).toBeCloseTo(4, 1);
    expect(meanMs(play({ ...none, ...dear }))).toBe(meanMs(play({ ...none, ...cheap })));
  });

  it("samples whole requests: all nodes decide alike", () => {
    const totals = play({ "nodes.jaeger.sampleRatio": 0.2, "run.durationS": 120 });
    const { keptTraces, incompleteTraces, received } = collectorOf(totals);
    const share =
      exporterOf(totals, "back->jaeger").recorded / (totals.nodes.back?.completions ?? 0);
    // Four standard deviations of a count that is binomial.
    expect(Math.abs(share - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 24_000));
    expect(incompleteTraces).toBe(0);
    // Three spans each, but for those of which a part is still on its way.
    expect(Math.abs(received - 3 * keptTraces)).toBeLessThan(600);
  });
});

describe("exporters", () => {
  it.each([
    ["as usual", {}],
    ["with the collector away", AWAY],
    ["with the collector mute", MUTE],
    [
      "with a crash of a caller",
      { "faults.f": { kind: "crash", target: "front[0]", atS: 20, forS: 9 } },
    ],
  ])("account for every span: %s", (_, set) => {
    for (const edge of EDGES) {
      const { recorded, exported, dropped, queuedAtEnd, underWayAtEnd } = exporterOf(
        play(set),
        edge,
      );
      const { queueFull, exportFailed, crashed } = dropped;
      const known = exported + queueFull + exportFailed + crashed + queuedAtEnd + underWayAtEnd;
      expect(known).toBe(recorded);
    }
  });

  it("send full batches at once and others after the delay", () => {
    const busy = exporterOf(play(), "front->jaeger");
    expect(busy.batchSizeMean).toBe(512);
    const idle = exporterOf(play({ "nodes.users.ratePerS": 20 }), "front->jaeger");
    // 20 spans a second and instance, every 5 s from the start.
    expect(idle.batches).toBe(2 * 12 - 2);
    expect(idle.batchSizeMean).toBeGreaterThan(90);
    expect(idle.batchSizeMean).toBeLessThan(110);
  });

  it("drop what their queue cannot hold while the collector is away, and nobody waits for it", () => {
    const away = play(AWAY);
    const { queuedMax, dropped } = exporterOf(away, "front->jaeger");
    expect(queuedMax).toBe(2 * 2048);
    // 400 spans a second for 30 s, of which the queues of two instances and two batches hold a part.
    expect(dropped.queueFull).toBeGreaterThan(12_000 - 2 * (2048 + 512) - 2500);
    expect(collectorOf(away).incompleteTraces).toBeGreaterThan(1000);
    expect(away.endToEnd.all?.latencyMs).toEqual(play().endToEnd.all?.latencyMs);
    expect(away.endToEnd.all?.failed).toEqual(play().endToEnd.all?.failed);
  });

  it("lose fewer with a larger queue, or where less is sampled", () => {
    const lost = (set: Readonly<Record<string, Json>>) =>
      exporterOf(play({ ...AWAY, ...set }), "front->jaeger").dropped.queueFull;
    expect(lost({ "edges.front->jaeger.exporter.queueMax": 10_000 })).toBe(0);
    expect(lost({ "nodes.jaeger.sampleRatio": 0.2 })).toBe(0);
  });

  it("give a batch up when its time is over, and send it again before", () => {
    const quick = { ...AWAY, "edges.front->jaeger.exporter.timeoutMs": 4000 };
    const { attempts, retries } = play(quick).edges["front->jaeger"] ?? { attempts: 0, retries: 0 };
    expect(exporterOf(play(quick), "front->jaeger").dropped.exportFailed).toBeGreaterThan(3000);
    expect(retries).toBeGreaterThan(10);
    const once = { ...quick, "edges.front->jaeger.exporter.retryMs": null };
    expect(play(once).edges["front->jaeger"]?.retries).toBe(0);
    expect(attempts).toBeGreaterThan(retries);
  });

  it("that export at once make each request wait for the collector, as long as it may take", () => {
    const waits = meanMs(play(SIMPLE)) - meanMs(play());
    // One call each of some 1 ms, twice.
    expect(waits).toBeGreaterThan(1.8);
    expect(waits).toBeLessThan(2.6);
    const mute = play({ ...SIMPLE, ...MUTE });
    expect(mute.endToEnd.all?.latencyMs.p90).toBeGreaterThan(2000);
    expect(mute.endToEnd.all?.failed).toEqual(play(SIMPLE).endToEnd.all?.failed);
    // Spans come, and nobody puts them together to traces.
    const { received, keptTraces } = mute.nodes.jaeger?.collector ?? expect.fail();
    expect(received).toBeGreaterThan(10_000);
    expect(keptTraces).toBeNull();
  });

  it("take the time of their bytes on a narrow link", () => {
    const narrow = play({ "edges.back->jaeger.bandwidthMbps": 0.5 });
    const sentMs = (512 * 500 * 8) / 500;
    expect(narrow.edges["back->jaeger"]?.latencyMs.p50).toBeGreaterThan(sentMs);
  });
});

describe("collectors", () => {
  const TAIL = { "nodes.jaeger.tailSampling": { decisionWaitMs: 10_000, keepRatio: 0.05 } };

  it("that sample by the tail keep every failed trace, and a share of the others", () => {
    const { tail, keptTraces, failedTraces, failedTracesKept } = collectorOf(
      play({ ...TAIL, "run.durationS": 120 }),
    );
    if (!tail) throw new Error("no tail sampling");
    // The last ones are not decided yet.
    expect(failedTracesKept / failedTraces).toBeGreaterThan(0.85);
    const others = keptTraces - failedTracesKept;
    const share = others / (others + tail.discardedTraces);
    expect(Math.abs(share - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 20_000));
    expect(tail.evictedTraces).toBe(0);
  });

  it("hold what comes within the decision wait", () => {
    const { tail } = collectorOf(play(TAIL));
    // 200 traces a second for 10 s, in batches of up to 512 spans.
    expect(tail?.heldTraces.max).toBeGreaterThan(2000);
    expect(tail?.heldTraces.max).toBeLessThan(3200);
    expect(tail?.heldMb.max).toBeGreaterThan((2000 * 2 * 500) / 1e6);
  });

  it("push the oldest traces out undecided where they may hold fewer", () => {
    const tight = { ...TAIL, "nodes.jaeger.tailSampling.tracesMax": 500 };
    const { tail, failedTraces, failedTracesKept } = collectorOf(play(tight));
    expect(tail?.heldTraces.max).toBe(500);
    expect(tail?.evictedTraces).toBeGreaterThan(8000);
    expect(failedTracesKept).toBeLessThan(0.2 * failedTraces);
  });

  it("that sample at the head miss most failures", () => {
    const { failedTraces } = collectorOf(play({ "nodes.jaeger.sampleRatio": 0.01 }));
    expect(failedTraces).toBeLessThan(8);
  });

  it("lose what they hold when they crash", () => {
    expect(collectorOf(play({ ...TAIL, ...AWAY })).tail?.crashedTraces).toBeGreaterThan(1500);
  });
});

describe("what cannot be", () => {
  const problemsOf = (set: Readonly<Record<string, Json>>) =>
    checkDocument(traced(set)).problems.map(({ path, severity }) => `${severity} ${path}`);

  it("is a problem with its path", () => {
    const two = { "nodes.zipkin": { kind: "tracing-collector" }, "edges.front->zipkin": {} };
    expect(problemsOf(two)).toContain("error edges.front->zipkin");
    const tail = { "nodes.jaeger.tailSampling": {} };
    expect(problemsOf({ ...tail, "nodes.jaeger.replicas": 2 })).toContain(
      "error nodes.jaeger.tailSampling",
    );
    expect(problemsOf({ ...tail, ...SIMPLE })).toContain(
      "error edges.front->jaeger.exporter.processor",
    );
    expect(
      problemsOf({ "edges.front->jaeger.exporter": { processor: "simple", queueMax: 9 } }),
    ).toEqual(["warning edges.front->jaeger.exporter.queueMax"]);
  });

  it("cannot be drawn", () => {
    expect(whyNotConnect(traced(), "users", "jaeger")).toBe("Client nodes record no spans");
    expect(whyNotConnect(traced(), "jaeger", "back")).toBe("Tracing collector nodes call nobody");
    const kafka = traced({ "nodes.log": { kind: "kafka" } });
    expect(whyNotConnect(kafka, "log", "jaeger")).not.toBeNull();
  });
});
