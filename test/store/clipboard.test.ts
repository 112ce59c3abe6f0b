import { beforeEach, describe, expect, it } from "vitest";
import {
  copySelected,
  cutSelected,
  duplicateSelected,
  pasteText,
} from "../../src/store/clipboard-actions.ts";
import { addFault, addNode, connect, setBase, undo } from "../../src/store/document-actions.ts";
import { groupSelected, renameGroup } from "../../src/store/group-actions.ts";
import { addNote, writeNote } from "../../src/store/note-actions.ts";
import { selectAll, selectOnly } from "../../src/store/selection-actions.ts";
import { resetStudio, studio } from "../../src/store/studio-store.ts";

const document = () => studio.getState().document.document;
const selected = () => studio.getState().selection.ids;

function copied(): string {
  const text = copySelected();
  if (text === null) throw new Error("nothing is selected");
  return text;
}

beforeEach(() => {
  resetStudio();
  addNode("client", { x: 0, y: 0 });
  addNode("service", { x: 200, y: 0 });
  addNode("database", { x: 400, y: 0 });
  connect("client", "service");
  connect("service", "database");
  setBase("nodes.service.replicas", 3);
});

it("copies the chosen nodes with the edges among them, in one step", () => {
  selectOnly(["service", "database"]);
  const before = document();
  expect(pasteText(copied())).toEqual({ ok: true });
  expect(Object.keys(document().nodes)).toHaveLength(5);
  expect(document().nodes["service-2"]).toEqual({ kind: "service", replicas: 3 });
  expect(Object.keys(document().edges).sort()).toEqual([
    "client->service",
    "service-2->database-2",
    "service->database",
  ]);
  expect(document().layout?.["service-2"]).toEqual([240, 40]);
  expect(selected()).toEqual(["service-2", "database-2"]);
  undo();
  expect(document()).toBe(before);
});

it("pastes with its middle at a place, on the grid", () => {
  selectOnly(["service", "database"]);
  pasteText(copied(), { x: 1003, y: 508 });
  expect(document().layout?.["service-2"]).toEqual([820, 460]);
  expect(document().layout?.["database-2"]).toEqual([1020, 460]);
});

it("duplicates without touching the clipboard", () => {
  selectAll();
  duplicateSelected();
  expect(Object.keys(document().nodes)).toHaveLength(6);
  expect(Object.keys(document().edges)).toHaveLength(4);
});

it("copies nothing from an empty selection and refuses other text with reasons", () => {
  selectOnly(["client->service"]);
  expect(copySelected()).toBeNull();
  const before = document();
  const shopping = pasteText("a shopping list");
  expect(shopping.ok ? [] : shopping.problems.map(({ code }) => code)).toEqual(["syntax"]);
  const half = pasteText('{"format": 1}');
  expect(half.ok ? [] : half.problems.map(({ path }) => path)).toContain("nodes");
  const empty = { format: 1, catalog: "2026-11", name: "x", run: {}, nodes: {}, edges: {} };
  expect(pasteText(JSON.stringify(empty))).toEqual({ ok: false, problems: [] });
  expect(document()).toBe(before);
});

it("cuts in one step and pastes what was cut back under its own ids", () => {
  const before = document();
  selectOnly(["service", "database"]);
  const text = cutSelected() ?? "";
  expect(Object.keys(document().nodes)).toEqual(["client"]);
  pasteText(text, { x: 380, y: 40 });
  expect(Object.keys(document().nodes).sort()).toEqual(["client", "database", "service"]);
  expect(document().layout).toEqual(before.layout);
  undo();
  undo();
  expect(document()).toBe(before);
});

describe("groups, notes and faults in what is copied", () => {
  function grouped(): void {
    selectOnly(["service", "database"]);
    groupSelected("zone");
    renameGroup("zone", "Cellar");
  }

  it("copies a group that is chosen, with all that is in it", () => {
    grouped();
    selectOnly(["group:zone"]);
    pasteText(copied());
    expect(document().groups?.["zone-2"]).toEqual({ kind: "zone", name: "Cellar" });
    expect(document().nodes["service-2"]?.in).toBe("zone-2");
    expect(document().nodes.service?.in).toBe("zone");
    expect(selected()).toContain("group:zone-2");
  });

  it("leaves the copy of one member in the group of the original", () => {
    grouped();
    selectOnly(["service"]);
    pasteText(copied());
    expect(Object.keys(document().groups ?? {})).toEqual(["zone"]);
    expect(document().nodes["service-2"]?.in).toBe("zone");
  });

  it("brings the group along where there is none of that name", () => {
    grouped();
    selectOnly(["service"]);
    const text = copied();
    resetStudio();
    pasteText(text);
    expect(document().groups).toEqual({ zone: { kind: "zone", name: "Cellar" } });
    expect(document().nodes.service?.in).toBe("zone");
  });

  it("copies nested groups into each other again", () => {
    grouped();
    selectOnly(["group:zone", "client"]);
    groupSelected("team");
    selectOnly(["group:team"]);
    pasteText(copied());
    expect(document().groups?.["zone-2"]?.in).toBe("team-2");
    expect(document().nodes["client-2"]?.in).toBe("team-2");
  });

  it("brings faults of what is copied into another file, and doubles none in its own", () => {
    addFault({ kind: "slow", target: "service[1]", atS: 3, factor: 2 });
    addFault({ kind: "latency", target: "service->database", atS: 3, addMs: 9 });
    addFault({ kind: "slow", target: ["service", "client"], atS: 3, factor: 2 });
    selectOnly(["service", "database"]);
    const text = copied();
    pasteText(text);
    expect(Object.keys(document().faults ?? {})).toHaveLength(3);
    resetStudio();
    addNode("service", { x: 0, y: 0 });
    pasteText(text);
    const targets = Object.values(document().faults ?? {}).map(({ target }) => target);
    expect(targets).toEqual(["service-2[1]", "service-2->database"]);
  });

  it("copies notes with what they are on, and those that stand by themselves", () => {
    writeNote("service", "Ask the shop team");
    const key = addNote({ x: 600, y: 300 }) ?? "";
    writeNote(key, "Draft");
    selectOnly(["service", key]);
    pasteText(copied());
    expect(document().notes).toEqual({
      service: "Ask the shop team",
      "service-2": "Ask the shop team",
      "note:1": "Draft",
      "note:2": "Draft",
    });
    expect(document().layout?.["note:2"]).toEqual([640, 340]);
  });
});
