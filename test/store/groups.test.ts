import { beforeEach, describe, expect, it } from "vitest";
import { addConnected, reconnect } from "../../src/store/connect-actions.ts";
import {
  addFault,
  addNode,
  connect,
  edit,
  remove,
  setBase,
  undo,
} from "../../src/store/document-actions.ts";
import {
  addEmptyGroup,
  collapseAll,
  groupSelected,
  renameGroup,
  setCollapsed,
  setGroupKind,
  setMeshOn,
  setMeshPreset,
  setNodeGroups,
} from "../../src/store/group-actions.ts";
import { addNote, writeNote } from "../../src/store/note-actions.ts";
import { selectOnly } from "../../src/store/selection-actions.ts";
import { resetStudio, studio } from "../../src/store/studio-store.ts";

const document = () => studio.getState().document.document;
const problems = () =>
  studio.getState().document.problems.filter(({ severity }) => severity === "error");

function group(kind: "team" | "zone" | "mesh", ...ids: string[]): string {
  selectOnly(ids);
  return groupSelected(kind) ?? "";
}

beforeEach(() => {
  resetStudio();
  for (const kind of ["client", "service", "database", "rabbitmq"]) {
    addNode(kind, { x: 200 * Object.keys(document().nodes).length, y: 0 });
  }
});

describe("grouping", () => {
  it("puts the selected into a group in one step, and nothing else is written", () => {
    const before = document();
    expect(group("team", "service", "database")).toBe("team");
    expect(document().groups).toEqual({ team: { kind: "team" } });
    expect(document().nodes.service).toEqual({ kind: "service", in: "team" });
    expect(studio.getState().selection.ids).toEqual(["group:team"]);
    undo();
    expect(document()).toBe(before);
  });

  it("lets a new group come between its members and the group that all of them are in", () => {
    group("zone", "service", "database", "rabbitmq");
    group("team", "service", "database");
    expect(document().groups?.team).toEqual({ kind: "team", in: "zone" });
    expect(document().nodes.service?.in).toBe("team");
    expect(document().nodes.rabbitmq?.in).toBe("zone");
  });

  it("keeps a node in its zone when others join it in a group across zones", () => {
    group("zone", "service");
    group("mesh", "service", "database");
    expect(document().nodes.service?.in).toEqual(["zone", "mesh"]);
    expect(document().nodes.database?.in).toBe("mesh");
  });

  it("writes a mesh with a product's settings, and takes them away with it", () => {
    group("mesh", "service");
    expect(problems()).toEqual([]);
    expect(document().groups?.mesh).toEqual({ kind: "mesh", preset: "istio@2026-11" });
    setGroupKind("mesh", "zone");
    expect(document().groups?.mesh).toEqual({ kind: "zone" });
    setGroupKind("mesh", "mesh");
    expect(document().groups?.mesh).toEqual({ kind: "mesh", preset: "istio@2026-11" });
  });

  it("gives a mesh another product without what was set by hand, and switches it off and on", () => {
    group("mesh", "service");
    renameGroup("mesh", "Core");
    setBase("groups.mesh.workers", 4);
    expect(document().groups?.mesh?.workers).toBe(4);
    setMeshPreset("mesh", "linkerd@2026-11");
    expect(document().groups?.mesh).toEqual({
      kind: "mesh",
      name: "Core",
      preset: "linkerd@2026-11",
    });
    setMeshOn("mesh", false);
    expect(document().groups?.mesh?.enabled).toBe(false);
    setMeshOn("mesh", true);
    setMeshPreset("mesh", null);
    expect(document().groups?.mesh).toEqual({ kind: "mesh", name: "Core" });
    undo();
    expect(document().groups?.mesh?.preset).toBe("linkerd@2026-11");
  });

  it("gives a group no id that a node has: a fault's target would mean the node", () => {
    addNode("service", { x: 0, y: 200 });
    edit("rename", (current) => ({
      ...current,
      nodes: { ...current.nodes, zone: { kind: "service" } },
    }));
    expect(group("zone", "service")).toBe("zone-2");
  });
});

describe("dissolving", () => {
  it("leaves the members where they are, one group further out", () => {
    group("zone", "service", "database", "rabbitmq");
    group("team", "service", "database");
    remove(["group:team"]);
    expect(document().groups).toEqual({ zone: { kind: "zone" } });
    expect(document().nodes.service?.in).toBe("zone");
    remove(["group:zone"]);
    expect(document().groups).toBeUndefined();
    expect(document().nodes.service).toEqual({ kind: "service" });
  });

  it("takes the faults, notes and variants of the group along", () => {
    group("zone", "service");
    addFault({ kind: "zone-outage", target: "zone", atS: 5 });
    writeNote("group:zone", "Cellar");
    edit("variant", (current) => ({
      ...current,
      variants: { b: { set: { "groups.zone.name": "Attic" } } },
    }));
    remove(["group:zone"]);
    expect(document().faults).toEqual({});
    expect(document().notes).toEqual({});
    expect(document().variants).toEqual({});
    expect(problems()).toEqual([]);
  });

  it("keeps an empty group where its last member was", () => {
    group("zone", "service");
    remove(["service"]);
    expect(document().layout?.["group:zone"]).toEqual([180, -40]);
  });
});

describe("collapsing", () => {
  it("is one step of its own and changes nothing of what runs", () => {
    group("team", "service");
    setCollapsed("team", true);
    expect(document().groups?.team).toEqual({ kind: "team", collapsed: true });
    setCollapsed("team", false);
    expect(document().groups?.team).toEqual({ kind: "team" });
    const before = document();
    collapseAll(false);
    expect(document()).toBe(before);
  });
});

it("adds and takes away memberships without a pointer", () => {
  addEmptyGroup("zone", { x: 0, y: 300 });
  addEmptyGroup("team", { x: 300, y: 300 });
  setNodeGroups("service", ["zone", "team"]);
  expect(document().nodes.service?.in).toEqual(["zone", "team"]);
  setNodeGroups("service", []);
  expect(document().nodes.service).toEqual({ kind: "service" });
});

describe("notes that stand by themselves", () => {
  it("go with their place when their text does", () => {
    const before = document();
    const key = addNote({ x: 40, y: 60 }) ?? "";
    expect(document().layout?.[key]).toEqual([40, 60]);
    writeNote(key, "  ");
    expect(document().notes).toEqual({});
    expect(document().layout).toEqual(before.layout);
  });
});

describe("leading an edge elsewhere", () => {
  it("keeps what it says and all that speaks of it", () => {
    addNode("service", { x: 0, y: 400 });
    connect("client", "service");
    setBase("edges.client->service.timeoutMs", 750);
    addFault({ kind: "latency", target: "client->service", atS: 3, addMs: 9 });
    writeNote("client->service", "Busy");
    const before = document();
    expect(reconnect("client->service", "client", "service-2")).toBeNull();
    expect(document().edges).toEqual({
      "client->service-2": { ...before.edges["client->service"] },
    });
    expect(Object.values(document().faults ?? {})[0]?.target).toBe("client->service-2");
    expect(document().notes).toEqual({ "client->service-2": "Busy" });
    expect(studio.getState().selection.ids).toEqual(["client->service-2"]);
    undo();
    expect(document()).toBe(before);
  });

  it("drops what an edge of the other sort cannot say, and speaks its protocol", () => {
    connect("service", "database");
    setBase("edges.service->database.timeoutMs", 750);
    reconnect("service->database", "service", "rabbitmq");
    expect(document().edges["service->rabbitmq"]?.protocol).toBe("amqp");
    expect(problems()).toEqual([]);
  });

  it("refuses with the reason what cannot be connected", () => {
    connect("client", "service");
    const before = document();
    expect(reconnect("client->service", "database", "service")).toMatch(/call nobody/);
    expect(document()).toBe(before);
  });
});

it("adds a node with its edge as one step", () => {
  const before = document();
  expect(addConnected("service", { x: 0, y: 0 }, "client", false)).toBeNull();
  expect(Object.keys(document().edges)).toEqual(["client->service-2"]);
  undo();
  expect(document()).toBe(before);
  expect(addConnected("client", { x: 0, y: 0 }, "client", false)).toMatch(/called by nobody/);
  expect(document()).toBe(before);
});
