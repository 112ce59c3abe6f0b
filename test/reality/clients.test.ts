// What HTTP and gRPC clients do after a failure, as measured: which attempts they make, and when.
import { describe, expect, it } from "vitest";
import { watch } from "../support/attempt-times.ts";
import { resolved, simulate } from "../support/simulate.ts";
import { meanOf, measuredOf, scenarioOf } from "./measured.ts";

const EDGE = "client->server";

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.map((value) => (value - mean) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (values.length - 1));
}

const once = (id: string) => watch(resolved(scenarioOf(id)), EDGE);

describe("a client without retries", () => {
  it.each([
    ["A7-axios-503", "error"],
    ["A7-fetch-503", "error"],
    ["A7-node-http-reset", "connectionLost"],
    ["A7-undici-plain-reset", "connectionLost"],
    ["A7-got-post-503", "error"],
    ["A7-undici-retryagent-503-post", "error"],
    ["F3-no-policy", "rejected"],
    ["F3-retry-nonretryable", "error"],
  ])("%s: one attempt, and its failure is the request's", (id, outcome) => {
    const { totals, sentMs } = once(id);
    expect(sentMs).toHaveLength(measuredOf(id, "attempts").mean);
    const { get, post } = totals().endToEnd;
    const type = get ?? post;
    expect(type?.failed).toEqual({ [outcome]: 1 });
  });
});

describe("undici's RetryAgent", () => {
  it.each([
    ["A7-undici-retryagent-503", { error: 1 }],
    ["A7-undici-retryagent-503-then-200", {}],
    ["A7-undici-retryagent-retry-after1", { error: 1 }],
    ["A7-undici-retryagent-reset", { connectionLost: 1 }],
  ])("%s: makes the measured attempts at the measured times", (id, failed) => {
    const { totals, sentMs, gapsMs } = once(id);
    expect(sentMs).toHaveLength(measuredOf(id, "attempts").mean);
    for (const [index, gap] of gapsMs.entries()) {
      const { mean } = measuredOf(id, `gap${index + 1}_ms`);
      expect(Math.abs(gap - mean)).toBeLessThan(0.005 * mean);
    }
    expect(totals().endToEnd.all?.failed).toEqual(failed);
    const total = totals().endToEnd.all?.latencyAllMs.max ?? Number.NaN;
    const { mean } = measuredOf(id, "total_ms");
    expect(Math.abs(total - mean)).toBeLessThan(0.005 * mean);
  });
});

/** The runs of as many seeds. */
function runsOf(id: string, seeds: number) {
  const scenario = resolved(scenarioOf(id));
  return Array.from({ length: seeds }, (_, before) => {
    const { totals, ...times } = watch(scenario, EDGE, before + 1);
    return { ...times, end: totals().endToEnd.get };
  });
}

/** Gaps by their number. */
function gapsOf(id: string, seeds: number): readonly (readonly number[])[] {
  const attempts = measuredOf(id, "attempts").mean;
  const runs = runsOf(id, seeds);
  expect(runs.every(({ sentMs }) => sentMs.length === attempts)).toBe(true);
  return Array.from({ length: attempts - 1 }, (_, at) =>
    runs.map(({ gapsMs }) => gapsMs[at] ?? Number.NaN),
  );
}

describe("got", () => {
  it("A7-got-503: three attempts, 1000 and 2000 ms apart and up to 100 ms more", () => {
    const id = "A7-got-503";
    for (const [index, gaps] of gapsOf(id, 200).entries()) {
      const pause = 1000 * (index + 1);
      expect(Math.min(...gaps)).toBeGreaterThan(pause);
      expect(Math.min(...gaps)).toBeLessThan(pause + 5);
      expect(Math.max(...gaps)).toBeLessThan(pause + 101);
      expect(Math.max(...gaps)).toBeGreaterThan(pause + 95);
      const { mean, sd } = measuredOf(id, `gap${index + 1}_ms`);
      expect(Math.abs(meanOf(gaps) - mean)).toBeLessThan(sd);
    }
  });
});

describe("an agent of Node that keeps connections", () => {
  it.each([
    "A7-keepalive-http-gap1500-server2000",
    "A7-keepalive-http-gap500-server2000",
    "A7-keepalive-http-gap50-server5000",
    "A7-keepalive-http-gap300-server200",
    "A7-keepalive-http-gap50-server1000",
  ])("%s: opens the measured number, without an error", (id) => {
    const { edges, endToEnd } = simulate(scenarioOf(id));
    expect(edges[EDGE]?.pool?.opened).toBe(measuredOf(id, "connections").mean);
    expect(endToEnd.post?.ok).toBe(measuredOf(id, "ok").mean);
    expect(endToEnd.post?.failed).toEqual({});
  });
});

describe("gRPC", () => {
  it.each(["F3-retry-5-attempts", "F3-retry-maxattempts10", "F3-retry-recovers"])(
    "%s: as many attempts, and pauses of the measured mean and spread",
    (id) => {
      for (const [index, gaps] of gapsOf(id, 150).entries()) {
        const { mean, sd } = measuredOf(id, `gap${index + 1}_ms`);
        expect(Math.abs(meanOf(gaps) - mean)).toBeLessThan(0.15 * mean);
        expect(Math.abs(deviationOf(gaps) - sd)).toBeLessThan(0.15 * sd);
        // Not U(0, backoff): all lie within a fifth of the pause.
        expect(Math.min(...gaps)).toBeGreaterThan(0.75 * mean);
        expect(Math.max(...gaps)).toBeLessThan(1.25 * mean);
      }
    },
  );

  it("succeeds with the third attempt once the server has room again", () => {
    const { totals } = once("F3-retry-recovers");
    expect(totals().endToEnd.get?.ok).toBe(1);
    expect(once("F3-retry-5-attempts").totals().endToEnd.get?.failed).toEqual({ rejected: 1 });
  });

  it("F3-retry-deadline250: pauses in vain until the deadline, seldom for a third attempt", () => {
    const id = "F3-retry-deadline250";
    const runs = runsOf(id, 300);
    for (const { end } of runs) {
      expect(end?.failed).toEqual({ deadlineExceeded: 1 });
      expect(end?.latencyAllMs.max).toBe(250);
    }
    const attempts = runs.map(({ sentMs }) => sentMs.length);
    expect(new Set(attempts)).toEqual(new Set([2, 3]));
    const { mean, sd, n } = measuredOf(id, "attempts");
    expect(Math.abs(meanOf(attempts) - mean)).toBeLessThan((3 * sd) / Math.sqrt(n));
  });

  it("F3-retry-throttling: retries end at half of the tokens", () => {
    const id = "F3-retry-throttling";
    const { totals, sentMs } = watch(resolved(scenarioOf(id)), EDGE);
    const perCall = Array.from(
      { length: 12 },
      (_, call) => sentMs.filter((at) => Math.floor(at / 2000) === call).length,
    );
    expect(perCall).toEqual([3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(totals().edges[EDGE]?.attempts).toBe(measuredOf(id, "attempts_total").mean);
  });
});

describe("a deadline of 200 ms over a chain of 50 and 500 ms", () => {
  const timesOf = (id: string) => {
    const { endToEnd, edges, nodes } = simulate(scenarioOf(id));
    return {
      failed: endToEnd.all?.failed,
      clientMs: endToEnd.all?.latencyAllMs.max ?? Number.NaN,
      aMs: nodes.a?.latencyMs.max ?? Number.NaN,
      aSaw: { ok: edges["a->b"]?.ok, ...edges["a->b"]?.failed },
      bMs: 50 + (nodes.b?.latencyMs.max ?? Number.NaN),
    };
  };

  it("F1-deadline-propagated: client and A see the end at once, B works on to its own", () => {
    const id = "F1-deadline-propagated";
    const { failed, clientMs, aMs, aSaw, bMs } = timesOf(id);
    expect(failed).toEqual({ deadlineExceeded: 1 });
    for (const [of, metric] of [
      [clientMs, "client_at_ms"],
      [aMs, "A_saw_at_ms"],
    ] as const) {
      expect(Math.abs(of - 200)).toBeLessThan(5);
      expect(Math.abs(of - measuredOf(id, metric).mean)).toBeLessThan(measuredOf(id, metric).sd);
    }
    expect(aSaw).toEqual({ ok: 0, deadlineExceeded: 1 });
    const { mean, sd } = measuredOf(id, "B_done_at_ms");
    expect(Math.abs(bMs - mean)).toBeLessThan(sd);
  });

  it("F1-deadline-propagated: B ends with it if it looks at its cancellation", () => {
    const document = scenarioOf("F1-deadline-propagated");
    const edges = { ...document.edges };
    edges["a->b"] = { ...edges["a->b"], cancel: "interrupt" };
    const { nodes, simulatedS } = simulate({ ...document, edges });
    const workedMs = (nodes.b?.inFlight.mean ?? Number.NaN) * simulatedS * 1000;
    expect(Math.abs(50 + workedMs - 200)).toBeLessThan(5);
  });

  it("F1-deadline-not-propagated: B works to its end and answers A, for nobody", () => {
    const id = "F1-deadline-not-propagated";
    const { failed, clientMs, aMs, aSaw, bMs } = timesOf(id);
    expect(failed).toEqual({ deadlineExceeded: 1 });
    expect(Math.abs(clientMs - measuredOf(id, "client_at_ms").mean)).toBeLessThan(1);
    expect(aSaw).toEqual({ ok: 1 });
    expect(Math.abs(aMs - measuredOf(id, "A_saw_at_ms").mean)).toBeLessThan(6);
    expect(Math.abs(bMs - measuredOf(id, "B_done_at_ms").mean)).toBeLessThan(4);
  });
});
