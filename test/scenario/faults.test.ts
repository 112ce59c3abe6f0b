// What a file may say about its faults.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { FaultTarget, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";

function documentWith(fault: object): ScenarioDocument {
  return {
    format: 1,
    catalog: "2026-11",
    name: "x",
    run: { durationS: 100 },
    nodes: {
      users: { kind: "client", in: "edge" },
      replay: { kind: "client", arrivals: { type: "trace", timesMs: [0, 1] } },
      api: { kind: "service", in: "west", replicas: 3 },
      db: { kind: "database", in: "west" },
      mq: { kind: "rabbitmq" },
      mail: { kind: "service", in: "edge" },
    },
    edges: {
      "users->api": {},
      "replay->api": {},
      "api->db": {},
      "api->mq": {},
      "mq->mail": {},
    },
    groups: { west: { kind: "zone" }, edge: { kind: "zone" }, empty: { kind: "zone" } },
    faults: { f: fault as never },
  };
}

function problemOf(fault: object): string {
  const { problems } = checkDocument(documentWith(fault));
  return problems.map(({ path, message }) => `${path}: ${message}`).join("; ");
}

function targetsOf(fault: object): readonly FaultTarget[] {
  const result = resolveScenario(documentWith(fault));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.scenario.faults[0]?.targets ?? [];
}

const node = (id: string): FaultTarget => ({ node: id, instances: "all" });

describe("the target of a fault", () => {
  it.each([
    [{ kind: "slow", target: "west" }, [node("api"), node("db")]],
    [{ kind: "pause", target: "edge" }, [node("mail")]],
    [{ kind: "zone-outage", target: ["edge", "west"] }, [node("api"), node("db"), node("mail")]],
    [{ kind: "spike", target: "edge" }, [node("users")]],
    [{ kind: "herd", target: ["users", "replay"] }, [node("replay"), node("users")]],
    [{ kind: "hang", target: "api[2]" }, [{ node: "api", instances: [2] }]],
    [{ kind: "hang", target: "api[random:2]" }, [{ node: "api", instances: { random: 2 } }]],
    [{ kind: "loss", target: "db" }, [{ edge: "api->db" }]],
    [{ kind: "jitter", target: "mail" }, [{ edge: "mq->mail" }]],
    [{ kind: "dns-failure", target: "west" }, ["api->db", "replay->api", "users->api"]],
    [{ kind: "certificate-expiry", target: "mq" }, ["api->mq"]],
    [{ kind: "partition", target: "db" }, [{ edge: "api->db", cut: "both" }]],
    [
      { kind: "partition", target: "mq", direction: "in" },
      [
        { edge: "api->mq", cut: "requests" },
        { edge: "mq->mail", cut: "answers" },
      ],
    ],
    [
      { kind: "partition", target: "west", direction: "out", peers: ["mq", "users"] },
      [
        { edge: "api->mq", cut: "requests" },
        { edge: "users->api", cut: "answers" },
      ],
    ],
  ])("of %o is resolved", (fault, targets) => {
    const expected = targets.map((target) =>
      typeof target === "string" ? { edge: target } : target,
    );
    expect(targetsOf(fault)).toEqual(expected);
  });

  it.each([
    [{ kind: "slow", target: "users" }, "is a client"],
    [{ kind: "slow", target: "users->api" }, "cannot hit an edge"],
    [{ kind: "slow", target: "api[3]" }, "has only 3 instances"],
    [{ kind: "slow", target: "empty" }, "nothing is in the group"],
    [{ kind: "zone-outage", target: "api" }, "hits groups"],
    [{ kind: "spike", target: "api" }, "is no client"],
    [{ kind: "spike", target: "users->api" }, "cannot hit an edge"],
    [{ kind: "spike", target: "replay" }, "recorded times"],
    [{ kind: "spike", target: "west" }, "can be hit"],
    [{ kind: "herd", target: "users[0]" }, "whole clients"],
    [{ kind: "loss", target: "api[0]" }, "whole nodes"],
    [{ kind: "partition", target: "mail" }, ""],
    [{ kind: "partition", target: "mq->mail" }, ""],
    [{ kind: "partition", target: "db", peers: ["mq"] }, "no link"],
    [{ kind: "partition", target: "db", peers: ["nobody"] }, "unknown node or group"],
    [{ kind: "partition", target: ["api->db", "db"], peers: ["mq"] }, ""],
    [{ kind: "dns-failure", target: "mq->mail" }, "does not connect to its consumers"],
    [{ kind: "dns-failure", target: "mail" }, "no link"],
  ])("of %o is refused with the reason, or not", (fault, message) => {
    if (message === "") expect(problemOf(fault)).toBe("");
    else expect(problemOf(fault)).toMatch(new RegExp(`faults\\.f\\.(target|peers): .*${message}`));
  });

  it("of a partition that cuts nothing is warned of", () => {
    const cut = { kind: "partition", target: ["api", "db"], peers: ["mail"] };
    expect(problemOf(cut)).toContain("has no effect");
    expect(checkDocument(documentWith(cut)).ok).toBe(true);
  });
});

describe("a fault of connections", () => {
  it("is warned of where a link has no pool to leak from", () => {
    const leak = (edges: object, target = "db"): string => {
      const document = documentWith({ kind: "pool-leak", target });
      const result = checkDocument({ ...document, edges: { ...document.edges, ...edges } });
      expect(result.ok).toBe(true);
      return result.problems.map(({ path, message }) => `${path} ${message}`).join();
    };
    expect(leak({})).toMatch(/^faults\.f\.target has no effect on api->db: without a pool/);
    expect(leak({ "api->db": { pool: { max: 3 } } })).toBe("");
    expect(leak({ "users->api": { pool: {} } }, "api")).toMatch(/on replay->api: without/);
    expect(leak({ "api->db": { pool: {}, oneWay: true } })).toContain("on api->db: without");
  });

  it("needs no assumed age of connections that are followed", () => {
    const expiry = { kind: "certificate-expiry", target: "api->db", connectionS: 9 };
    expect(problemOf(expiry)).toBe("");
    const document = documentWith(expiry);
    const edges = { ...document.edges, "api->db": { pool: {} } };
    const [problem] = checkDocument({ ...document, edges }).problems;
    expect(problem?.path).toBe("faults.f.connectionS");
  });
});

describe("a fault that comes at random", () => {
  const slow = { kind: "slow", target: "api" };
  const EXP = { type: "exponential", meanMs: 500 };

  it("needs both of its times", () => {
    expect(problemOf({ ...slow, every: EXP, for: 10 })).toBe("");
    expect(problemOf({ ...slow, every: EXP })).toContain("faults.f.every: a fault that comes");
    expect(problemOf({ ...slow, for: EXP })).toContain('needs "every" beside "for"');
  });

  it("may not come too often, nor be read from a trace", () => {
    expect(problemOf({ ...slow, every: 1, for: 1 })).toContain("more than 10000 times");
    expect(problemOf({ ...slow, every: 1, for: 1, forS: 10 })).toBe("");
    const trace = { type: "trace", valuesMs: [1, 2] };
    expect(problemOf({ ...slow, every: EXP, for: trace })).toContain("faults.f.for");
  });
});
