// Traces of the gallery, with all faults of each file: trees whose times nest and whose critical paths
// add up, of exactly the requests that were listed, without a trace in the digest.
import { describe, expect, it } from "vitest";
import { criticalPath } from "../../simulation/results/trace-paths.ts";
import type { Span, Trace } from "../../simulation/results/traces.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { faultyDocument, GALLERY_FILES } from "../gallery/gallery-files.ts";
import { run, sketch } from "../support/simulate.ts";
import { faultsOfTrace } from "../support/trace-checks.ts";

const FULL = process.env.BROWNOUT_FULL === "1";
const TIMEOUT_MS = 600_000;

/** These have between them every kind of span: the others are left to the long suite. */
const FEW = ["asked-over-a-queue", "hedged-requests", "order-events", "retry-storm"].map(
  (name) => `${name}.brownout.json`,
);

function shortened(file: string): ScenarioDocument {
  return faultyDocument(file, FULL ? 20 : 5);
}

function tracesOf(document: ScenarioDocument): readonly Trace[] {
  const under = run(document);
  return under.traces(under.traceList());
}

describe("traces of the gallery", () => {
  it.each(FULL ? GALLERY_FILES : FEW)(
    "%s",
    (file) => {
      const under = run(shortened(file));
      const digest = under.digest();
      const list = under.traceList();
      expect(list.length).toBeGreaterThan(20);
      const traces = under.traces(list);
      expect(traces.map(({ id }) => id)).toEqual(list.map(({ id }) => id));
      expect(traces.flatMap(faultsOfTrace).slice(0, 10)).toEqual([]);
      under.run(Infinity, Infinity);
      expect(under.digest()).toBe(digest);
      expect(under.traceList()).toEqual(list);
    },
    TIMEOUT_MS,
  );
});

function spansOf(traces: readonly Trace[], fits: (span: Span) => boolean): Span[] {
  return traces.flatMap(({ spans }) => spans.filter(fits));
}

describe("a trace", () => {
  it("has each attempt, the pauses between them, and the work that goes on for nobody", () => {
    const traces = tracesOf(shortened("retry-storm.brownout.json"));
    const failed = traces.filter(({ outcome }) => outcome === "timeout");
    expect(failed.length).toBeGreaterThan(5);
    for (const trace of failed) {
      const [, call] = trace.spans;
      const attempts = trace.spans.filter(
        ({ parent, role }) => parent === call?.id && role === "attempt",
      );
      expect(call).toMatchObject({ role: "call", outcome: "timeout" });
      expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(attempts.every(({ outcome }) => outcome === "timeout")).toBe(true);
      expect(call?.parts.filter(({ kind }) => kind === "backoff")).toHaveLength(2);
    }
    expect(spansOf(failed, ({ outlives }) => outlives === "zombie").length).toBeGreaterThan(5);
  });

  it("has a hedge beside the attempt that it helps, and the loser is given up", () => {
    const traces = tracesOf(shortened("hedged-requests.brownout.json"));
    const hedges = spansOf(traces, ({ hedge, role }) => hedge && role === "attempt");
    expect(hedges.length).toBeGreaterThan(10);
    for (const trace of traces) {
      for (const hedge of trace.spans.filter((span) => span.hedge && span.role === "attempt")) {
        const both = trace.spans.filter(({ parent }) => parent === hedge.parent);
        expect(both.map(({ outcome }) => outcome).sort()).toEqual(["cancelled", "ok"]);
      }
    }
  });

  it("follows a message through its queue to each consumer", () => {
    const traces = tracesOf(shortened("order-exchange.brownout.json"));
    const messages = spansOf(traces, ({ role }) => role === "message");
    const processed = spansOf(traces, ({ role }) => role === "processing");
    const ids = new Set(messages.map(({ id }) => id));
    expect(new Set(messages.map(({ name }) => name))).toEqual(
      new Set(["queue inventory-queue", "queue shipping-queue"]),
    );
    expect(messages.every(({ outlives }) => outlives === "asynchronous")).toBe(true);
    expect(processed.every(({ parent }) => ids.has(parent ?? ""))).toBe(true);
    expect(processed.every(({ kind, links }) => kind === "consumer" && links.length === 1)).toBe(
      true,
    );
  });

  it("counts the deliveries of a message that comes back", () => {
    const traces = tracesOf(shortened("retry-later.brownout.json"));
    const again = spansOf(traces, ({ role, attempt }) => role === "processing" && attempt === 2);
    expect(again.length).toBeGreaterThan(2);
    for (const span of again) {
      const siblings = spansOf(
        traces,
        ({ parent, role }) => parent === span.parent && role === span.role,
      );
      const first = siblings.find(({ attempt }) => attempt === 1);
      expect(first?.outcome).not.toBe("ok");
      expect(first?.endMs).toBeLessThan(span.startMs);
    }
  });

  it("is of one request, where two of an instant share their row and not their root's", () => {
    const steps = (timesMs: readonly number[]) => ({ type: "trace", timesMs });
    const none = [{ id: "none", probability: 0 }];
    // When short ends between the two of glances, its row is free for the second one's root.
    const document = sketch({
      nodes: {
        order: { kind: "client", arrivals: steps([0]) },
        glances: { kind: "client", arrivals: steps([3, 3]) },
        short: { serviceTime: 3 },
        long: { serviceTime: 10 },
        fast: { serviceTime: 1 },
      },
      edges: {
        "order->short": {},
        "order->long": {},
        "order->fast": {},
        "glances->fast": { calls: none },
      },
    });
    const traces = tracesOf(document);
    expect(traces.map(({ source }) => source)).toEqual(["order", "glances", "glances"]);
    expect(new Set(traces.map(({ row, turn }) => `${row} ${turn}`)).size).toBe(2);
    expect(traces.flatMap(faultsOfTrace)).toEqual([]);
  });

  it("finds the consumer's work behind a wait for a reply", () => {
    const traces = tracesOf(shortened("asked-over-a-queue.brownout.json"));
    const answered = traces.filter(({ outcome }) => outcome === "ok");
    const nodes = answered.flatMap((trace) => criticalPath(trace).map(({ span }) => span.node));
    expect(nodes).toContain("pricing");
    expect(answered.length).toBeGreaterThan(20);
  });
});
