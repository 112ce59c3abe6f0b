// Groups that stand in groups: who is in them, in which zone instances are, what a fault hits.
import { expect, it } from "vitest";
import type { GroupDocument, NodeDocument } from "../../simulation/scenario/document.ts";
import { membersOf } from "../../simulation/scenario/group-members.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { serializeScenario } from "../../simulation/scenario/serialize.ts";

function parsed(
  nodes: Readonly<Record<string, NodeDocument>>,
  groups: Readonly<Record<string, GroupDocument>>,
  faults: object = {},
) {
  const file = {
    format: 1,
    catalog: "2026-11",
    name: "Nested",
    run: { durationS: 10 },
    nodes: { users: { kind: "client" }, ...nodes },
    edges: Object.fromEntries(Object.keys(nodes).map((id) => [`users->${id}`, {}])),
    groups,
    faults,
  };
  return parseScenario(JSON.stringify(file));
}

function sound(...args: Parameters<typeof parsed>) {
  const result = parsed(...args);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

const HOST_IN_ZONE = {
  z1: { kind: "zone" },
  z2: { kind: "zone" },
  rack: { kind: "host", in: "z1" },
} as const;

it("counts the members of inner groups to the outer ones", () => {
  const nodes = { a: { kind: "service", in: "rack" }, b: { kind: "service", in: "z1" } };
  const document = sound(nodes, HOST_IN_ZONE);
  expect(membersOf(document, "z1")).toEqual(["a", "b"]);
  expect(membersOf(document, "rack")).toEqual(["a"]);
});

it("takes a node on a host to be in the zone of the host", () => {
  const document = sound({ a: { kind: "service", in: ["rack", "z2"] } }, HOST_IN_ZONE);
  const resolved = resolveScenario(document);
  expect(resolved.ok && resolved.scenario.nodes.find(({ id }) => id === "a")?.zones).toEqual([
    "z1",
    "z2",
  ]);
});

it("hits with a zone only the instances in it, also through groups within", () => {
  const groups = {
    region: { kind: "zone" },
    z1: { kind: "zone", in: "region" },
    z2: { kind: "zone" },
  };
  const document = sound({ a: { kind: "service", in: ["z1", "z2"], replicas: 4 } }, groups, {
    outage: { kind: "crash", target: "region", atS: 1 },
  });
  const resolved = resolveScenario(document);
  const fault = resolved.ok ? resolved.scenario.faults[0] : undefined;
  expect(fault?.targets).toEqual([{ node: "a", instances: [0, 2] }]);
});

it("refuses groups that stand in themselves or in none that exists", () => {
  const circle = parsed({}, { one: { kind: "team", in: "two" }, two: { kind: "team", in: "one" } });
  expect(circle.ok ? [] : circle.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "group-cycle groups.one.in",
    "group-cycle groups.two.in",
  ]);
  const nowhere = parsed({}, { one: { kind: "team", in: "twoo" }, two: { kind: "team" } });
  expect(nowhere.ok ? [] : nowhere.problems.map(({ code }) => code)).toContain("unknown-group");
});

it("writes nesting and collapsing as it read them, and simulates them alike", () => {
  const groups = { z1: { kind: "zone" }, team: { kind: "team", in: "z1", collapsed: true } };
  const document = sound({ a: { kind: "service", in: "team" } }, groups);
  const again = parseScenario(serializeScenario(document));
  expect(again.ok && again.document).toEqual(document);
  const open = sound({ a: { kind: "service", in: "z1" } }, { z1: { kind: "zone" } });
  const [one, two] = [resolveScenario(document), resolveScenario(open)];
  expect(one.ok && two.ok && one.scenario.hash === two.scenario.hash).toBe(true);
});
