// What the file may say of a mesh: defects with their paths, warnings where something has no effect.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { chain } from "../mesh/designs.ts";

/** [code, path] of the problems of a small design. */
const found = (given: Parameters<typeof chain>[0], more: object = {}) =>
  checkDocument({ ...chain(given), ...more }).problems.map(({ code, path }) => [code, path]);

describe("a mesh in a file", () => {
  it("is sound by itself, with each product and without", () => {
    expect(found({})).toEqual([]);
    for (const preset of ["istio", "istio-ambient", "linkerd", "consul"]) {
      const mesh = { preset: `${preset}@2026-11` };
      const errors = checkDocument(chain({ mesh })).problems.filter(
        ({ severity }) => severity === "error",
      );
      expect(errors).toEqual([]);
    }
  });

  it("names what it cannot be", () => {
    expect(found({ mesh: { preset: "mesh@2026-11" } })[0]).toEqual([
      expect.any(String),
      "groups.m.preset",
    ]);
    expect(found({ mesh: { workers: 0 } })[0]?.[1]).toBe("groups.m.workers");
    expect(found({ mesh: { proxies: 1 } })[0]).toEqual(["unknown-field", "groups.m.proxies"]);
    const zone = { groups: { m: { kind: "zone", preset: "istio@2026-11" } } };
    expect(found({}, zone)[0]).toEqual(["unknown-field", "groups.m.preset"]);
  });

  it("is one for each node", () => {
    const groups = { m: { kind: "mesh" }, n: { kind: "mesh" } };
    expect(found({ a: { in: ["m", "n"] } }, { groups })).toContainEqual([
      "mesh-twice",
      "nodes.a.in",
    ]);
    const off = { m: { kind: "mesh" }, n: { kind: "mesh", enabled: false } };
    expect(found({ a: { in: ["m", "n"] } }, { groups: off })).toEqual([]);
  });

  it("warns where nothing passes it, and where a call passes none", () => {
    const idle = { a: { in: [] }, b: { in: [] }, others: { c: { kind: "service", in: "m" } } };
    expect(found(idle)).toContainEqual(["unused", "groups.m"]);
    const aside = { ...idle, edge: { mesh: { allowed: false } } };
    expect(found(aside)).toContainEqual(["unused", "edges.a->b.mesh"]);
    const silent = { ...idle, edge: { mesh: {} } };
    expect(found(silent)).not.toContainEqual(["unused", "edges.a->b.mesh"]);
    expect(found({ edges: { "users->a": { mesh: { timeoutMs: 5 } } } })).toContainEqual([
      "unused",
      "edges.users->a.mesh.timeoutMs",
    ]);
    expect(found({ edge: { balancing: "random" } })).toContainEqual([
      "unused",
      "edges.a->b.balancing",
    ]);
  });

  it("refuses rules that a ztunnel cannot follow", () => {
    const edge = { mesh: { delay: { ms: 5 } } };
    const path = ["mesh-needs-waypoint", "edges.a->b.mesh.delay"];
    expect(found({ edge, mesh: { mode: "ambient" } })).toContainEqual(path);
    expect(found({ edge, mesh: { mode: "ambient", waypoint: true } })).toEqual([]);
    expect(found({ edge, mesh: { preset: "istio-ambient@2026-11" } })).toContainEqual(path);
  });

  it("refuses targets that do not exist, and shares of more than all", () => {
    const split = (shares: object) => found({ edge: { mesh: { split: shares } } })[0];
    expect(split({ nobody: { ratio: 0.1 } })).toEqual([
      "unknown-node",
      "edges.a->b.mesh.split.nobody",
    ]);
    expect(split({ b: { ratio: 0.1 } })).toEqual(["mesh-target", "edges.a->b.mesh.split.b"]);
    expect(split({ a: { ratio: 0.7 }, users: { ratio: 0.1 } })?.[0]).toBe("unknown-node");
    expect(found({ edge: { mesh: { mirror: { to: "users" } } } })[0]).toEqual([
      "unknown-node",
      "edges.a->b.mesh.mirror.to",
    ]);
    const others = { c: { kind: "service" }, d: { kind: "service" } };
    const shares = { c: { ratio: 0.7 }, d: { ratio: 0.7 } };
    expect(found({ others, edge: { mesh: { split: shares } } })).toContainEqual([
      "out-of-range",
      "edges.a->b.mesh.split",
    ]);
  });

  it("refuses what does not go through proxies", () => {
    expect(found({ edge: { idempotencyKey: true } })[0]).toEqual([
      "mesh-unsupported",
      "edges.a->b.idempotencyKey",
    ]);
    expect(found({ edge: { count: "all" } })[0]?.[0]).toBe("mesh-unsupported");
    // Without its numbers a message that is sent again would take effect again.
    expect(found({ edge: { protocol: "soap", soap: { reliable: true } } })).toContainEqual([
      "mesh-unsupported",
      "edges.a->b.soap.reliable",
    ]);
  });

  it("has a control plane to be hit, which no other group has", () => {
    const faults = { f: { kind: "control-plane-outage", target: "m", atS: 1 } } as const;
    expect(found({ faults })).toEqual([]);
    expect(found({ faults, mesh: { enabled: false } })[0]).toEqual([
      "unknown-target",
      "faults.f.target",
    ]);
  });

  it("tells where each value of an edge comes from", () => {
    const document = chain({ mesh: { timeoutMs: 80 }, edge: { mesh: { retry: null } } });
    const result = resolveScenario(document);
    if (!result.ok) throw new Error("not sound");
    expect(result.origins.get("groups.m.timeoutMs")).toBe("explicit");
    expect(result.origins.get("edges.a->b.mesh.timeoutMs")).toBe("inherited:m");
    expect(result.origins.get("edges.a->b.mesh.retry")).toBe("explicit");
  });
});
