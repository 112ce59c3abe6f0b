// What a file that balances is told about numbers that mean nothing together or have no effect.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";

function problemsOf(edge: object, more: { api?: object; users?: object; groups?: object } = {}) {
  const { problems } = checkDocument({
    format: 1,
    catalog: "2026-11",
    name: "x",
    run: {},
    nodes: {
      users: { kind: "client", ...more.users },
      api: { kind: "service", replicas: 4, ...more.api },
    },
    edges: { "users->api": edge },
    ...(more.groups ? { groups: more.groups } : {}),
  });
  return problems.map(({ path, code, severity }) => `${severity} ${code} ${path}`);
}

const at = (field: string): string => `edges.users->api.${field}`;

describe("balancing without an effect", () => {
  it.each([
    ["choiceCount", 3, "roundRobin"],
    ["withReplacement", true, "ewma"],
    ["ewmaDecayMs", 100, "leastRequest"],
    ["ewmaInitialMs", 100, "random"],
    ["slowStart", {}, "ringHash"],
  ])("warns of %s under another rule", (field, value, balancing) => {
    expect(problemsOf({ balancing, [field]: value })).toEqual([`warning unused ${at(field)}`]);
  });

  it("is silent where the rule uses it, or the protocol's default does", () => {
    expect(
      problemsOf({ balancing: "leastRequest", choiceCount: 3, withReplacement: true }),
    ).toEqual([]);
    expect(problemsOf({ balancing: "ewma", choiceCount: 3, ewmaDecayMs: 100 })).toEqual([]);
    expect(problemsOf({ slowStart: {} })).toEqual([]);
    expect(problemsOf({ protocol: "grpc", slowStart: {} })).toEqual([
      `warning unused ${at("slowStart")}`,
    ]);
  });

  it("warns of a rule that does not respect the callee's weights", () => {
    const api = { instanceWeight: [1, 2] };
    expect(problemsOf({ balancing: "pickFirst" }, { api })).toEqual([
      `warning unused ${at("balancing")}`,
    ]);
    expect(problemsOf({ balancing: "leastConnections" }, { api })).toEqual([]);
    expect(problemsOf({ balancing: "ewma" }, { api: { instanceWeight: [2, 2] } })).toEqual([]);
  });

  it("warns of a panic threshold where nobody judges health", () => {
    expect(problemsOf({ panicThreshold: 0.2 })).toEqual([`warning unused ${at("panicThreshold")}`]);
    expect(problemsOf({ panicThreshold: 0.2, maxFails: {} })).toEqual([]);
  });

  it.each(["outlier", "maxFails", "healthCheck"])(
    "warns of %s with nothing to choose from",
    (name) => {
      const values = name === "outlier" ? { maxEjectionRatio: 1 } : {};
      expect(problemsOf({ [name]: values }, { api: { replicas: 1 } })).toEqual([
        `warning unused ${at(name)}`,
      ]);
      expect(problemsOf({ [name]: values }, { api: { queueScope: "node" } })).toEqual([
        `warning unused ${at(name)}`,
      ]);
      expect(problemsOf({ [name]: values })).toEqual([]);
    },
  );

  it("warns of zones that one of both ends is not in", () => {
    const groups = { east: { kind: "zone" }, core: { kind: "team" } };
    const edge = { locality: "zoneFirst" };
    const inside = { in: "east" };
    expect(problemsOf(edge, { groups, users: inside, api: { in: ["core", "east"] } })).toEqual([]);
    expect(problemsOf(edge, { groups, users: { in: "core" }, api: inside })).toEqual([
      `warning unused ${at("locality")}`,
    ]);
    expect(problemsOf(edge, { groups, users: inside })).toEqual([
      `warning unused ${at("locality")}`,
    ]);
    expect(problemsOf({ overprovisioning: 2 })).toEqual([
      `warning unused ${at("overprovisioning")}`,
    ]);
  });
});

describe("outlier detection that means nothing", () => {
  it("warns where no instance may ever be ejected", () => {
    expect(problemsOf({ outlier: {} })).toEqual([
      `warning unused ${at("outlier.maxEjectionRatio")}`,
    ]);
    expect(problemsOf({ outlier: {} }, { api: { replicas: 10 } })).toEqual([]);
    expect(problemsOf({ outlier: { alwaysEjectOne: true } })).toEqual([]);
    expect(problemsOf({ outlier: { maxEjectionRatio: 0.25 } })).toEqual([]);
  });

  it("refuses a longest ejection below the shortest", () => {
    const outlier = { maxEjectionRatio: 1, baseEjectionMs: 5000, maxEjectionMs: 1000 };
    expect(problemsOf({ outlier })).toEqual([`error order ${at("outlier.maxEjectionMs")}`]);
  });

  it("warns of numbers for connections where they are not told from answers", () => {
    const outlier = { maxEjectionRatio: 1, consecutiveLocal: 2 };
    expect(problemsOf({ outlier })).toEqual([`warning unused ${at("outlier.consecutiveLocal")}`]);
    expect(problemsOf({ outlier: { ...outlier, splitLocal: true } })).toEqual([]);
  });

  it("warns of a one-way call, which has no answer", () => {
    expect(problemsOf({ oneWay: true, outlier: { maxEjectionRatio: 1 } })).toEqual([
      `warning unused ${at("outlier")}`,
    ]);
  });
});

describe("health checks and retries", () => {
  it("warns of checks that cost more than the load", () => {
    const healthCheck = { intervalMs: 10 };
    expect(problemsOf({ healthCheck }, { users: { clients: 100 } })).toEqual([
      `warning slow ${at("healthCheck.intervalMs")}`,
    ]);
  });

  it("refuses a retry that both avoids and keeps its instance", () => {
    const retry = { avoidTried: true, sameInstance: true };
    expect(problemsOf({ retry })).toEqual([`error conflict ${at("retry.avoidTried")}`]);
    expect(problemsOf({ balancing: "pickFirst", retry: { avoidTried: true } })).toEqual([
      `warning unused ${at("retry.avoidTried")}`,
    ]);
  });
});
