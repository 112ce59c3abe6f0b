// Ways of serving that mean nothing together are named, values without an effect too.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";

/** Problems of one service with some fields, as "path severity". */
function problemsOf(api: object, more: Partial<ScenarioDocument> = {}): string[] {
  const document = sketch({
    nodes: { users: { kind: "client" }, api },
    edges: { "users->api": {} },
  });
  const merged = {
    ...document,
    nodes: { ...document.nodes, ...more.nodes },
    edges: { ...document.edges, ...more.edges },
  };
  return checkDocument(merged).problems.map(({ path, severity }) => `${path} ${severity}`);
}

const PS = { discipline: "ps" };
const BULK = { bulk: { max: 4 } };

describe("a station", () => {
  it("may serve in each of the ways by itself, and in many together", () => {
    const breakdowns = { every: 100, for: 10 };
    const polling = { sleepMs: 10 };
    for (const api of [
      { ...PS, breakdowns },
      { discipline: "priority", preemptive: "resume", breakdowns, polling },
      { discipline: "codel", codelTargetMs: 10, codelIntervalMs: 50, breakdowns },
      { bulk: { max: 4, min: 3 }, queueLengthMax: 2, polling, breakdowns },
      { breakdowns: {}, polling: {}, bulk: {} },
    ]) {
      expect(problemsOf(api)).toEqual([]);
    }
  });

  it.each([
    [{ preemptive: "resume" }, "preemptive error"],
    [{ ...PS, preemptive: "resume" }, "preemptive error"],
    [{ ...PS, ...BULK }, "bulk error"],
    [{ ...PS, polling: {} }, "polling error"],
    [{ ...PS, queueTimeoutMs: 10 }, "queueTimeoutMs warning"],
    [{ ...PS, queueScope: "node" }, "queueScope warning"],
    [{ codelTargetMs: 10 }, "codelTargetMs warning"],
    [{ ...BULK, discipline: "priority", preemptive: "resume" }, "preemptive error"],
    [{ ...BULK, discipline: "codel" }, "bulk error"],
    [{ ...BULK, blocking: true }, "blocking error"],
    [{ ...BULK, concurrency: null }, "bulk error"],
    [{ ...BULK, errorTime: 5 }, "errorTime error"],
    [{ ...BULK, operations: { a: { errorTime: 5 } } }, "operations.a.errorTime error"],
    [{ bulk: { max: 3, min: 4 } }, "bulk.min error"],
    [{ bulk: { min: 4 }, queueLengthMax: 2 }, "bulk.min error"],
    [{ polling: { sleepMs: 0 } }, "polling.sleepMs error"],
    [{ breakdowns: { every: 0, for: 5 } }, "breakdowns.every error"],
    [{ polling: { sleepMs: { type: "uniform", minMs: 0, maxMs: 0 } } }, "polling.sleepMs error"],
  ])("%j is %s", (api, problem) => {
    expect(problemsOf(api)).toContain(`nodes.api.${problem}`);
  });

  it("takes messages one by one and awake", () => {
    const more = {
      nodes: { mq: { kind: "rabbitmq" } },
      edges: { "users->mq": {}, "mq->api": {} },
    } as const;
    expect(problemsOf(BULK, more)).toContain("nodes.api.bulk error");
    expect(problemsOf({ polling: {} }, more)).toContain("nodes.api.polling error");
    expect(problemsOf({ breakdowns: {}, ...PS }, more)).toEqual([]);
  });
});
