import { beforeEach, describe, expect, it } from "vitest";
import {
  addNode,
  connect,
  endGesture,
  newBlank,
  open,
  remove,
  rename,
  resetParam,
  setBase,
  undo,
} from "../../src/store/document-actions.ts";
import { serializeScenario } from "../../src/store/scenario-port.ts";
import { resetStudio, studio } from "../../src/store/studio-store.ts";

const state = () => studio.getState().document;
const AT = { x: 0, y: 0 };

beforeEach(resetStudio);

describe("editing", () => {
  it("gives nodes of one kind ids of their own", () => {
    expect([addNode("service", AT), addNode("service", AT)]).toEqual(["service", "service-2"]);
  });

  it("selects what was just drawn", () => {
    addNode("client", AT);
    addNode("service", AT);
    expect(connect("client", "service")).toBeNull();
    expect(studio.getState().selection.ids).toEqual(["client->service"]);
  });

  it("says why two nodes cannot be connected, and draws nothing", () => {
    addNode("client", AT);
    addNode("database", AT);
    expect(connect("database", "client")).toMatch(/\w/);
    expect(state().document.edges).toEqual({});
  });

  it("makes one step of a gesture, and another of the next", () => {
    addNode("service", AT);
    const steps = state().past.length;
    setBase("nodes.service.replicas", 2);
    setBase("nodes.service.replicas", 3);
    expect(state().past).toHaveLength(steps + 1);
    endGesture();
    setBase("nodes.service.replicas", 4);
    expect(state().past).toHaveLength(steps + 2);
    undo();
    expect(state().document.nodes.service).toEqual({ kind: "service", replicas: 3 });
  });

  it("leaves nothing behind when a value goes back to its default", () => {
    addNode("service", AT);
    setBase("nodes.service.replicas", 2);
    resetParam("nodes.service.replicas");
    expect(state().document.nodes.service).toEqual({ kind: "service" });
  });

  it("makes no step of an edit that changes nothing", () => {
    addNode("service", AT);
    const { past } = state();
    rename("service", "  ");
    rename("service", "service");
    setBase("nodes.service.nonsense", 2);
    expect(state().past).toBe(past);
  });

  it("keeps the id when a node is renamed", () => {
    addNode("service", AT);
    rename("service", "Orders");
    expect(state().document.nodes).toEqual({ service: { kind: "service", name: "Orders" } });
  });

  it("removes a node with its edges, faults, place and recorded changes", () => {
    const before = state().document;
    addNode("client", AT);
    addNode("service", AT);
    connect("client", "service");
    setBase("faults.crash", { kind: "crash", target: "service", atS: 1 });
    setBase("changes.c1", { atMs: 5, set: { "nodes.service.replicas": 2 } });
    remove(["service", "client"]);
    expect(state().document).toEqual({
      ...before,
      layout: {},
      faults: {},
      changes: {},
    });
  });

  it("names the problems of a drawing as it stands", () => {
    addNode("service", AT);
    setBase("nodes.service.replicas", -1);
    expect(state().problems.map((problem) => problem.path)).toContain("nodes.service.replicas");
    undo();
    expect(state().problems.filter((problem) => problem.severity === "error")).toEqual([]);
  });
});

describe("opening", () => {
  it("leaves the work untouched when the file is broken", () => {
    addNode("service", AT);
    const before = state().document;
    const problems = open('{"format": 1, "nodes": {"a": {"kind": "servce"}}}', "broken.json");
    expect(problems?.length).toBeGreaterThan(1);
    expect(state().document).toBe(before);
  });

  it("can be undone, as can a new scenario", () => {
    addNode("service", AT);
    const work = state().document;
    expect(open(serializeScenario({ ...work, name: "Other" }), "other.json")).toBeNull();
    expect(state().document.name).toBe("Other");
    newBlank();
    expect(state().document.nodes).toEqual({});
    undo();
    undo();
    expect(state().document).toBe(work);
  });
});
