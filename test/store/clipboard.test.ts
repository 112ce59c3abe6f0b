import { beforeEach, expect, it } from "vitest";
import { copySelected, duplicateSelected, pasteText } from "../../src/store/clipboard-actions.ts";
import { addNode, connect, setBase, undo } from "../../src/store/document-actions.ts";
import { selectAll, selectOnly } from "../../src/store/selection-actions.ts";
import { resetStudio, studio } from "../../src/store/studio-store.ts";

const document = () => studio.getState().document.document;

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
  const text = copySelected();
  expect(text === null ? false : pasteText(text)).toBe(true);
  expect(Object.keys(document().nodes)).toHaveLength(5);
  expect(document().nodes["service-2"]).toEqual({ kind: "service", replicas: 3 });
  expect(Object.keys(document().edges).sort()).toEqual([
    "client->service",
    "service-2->database-2",
    "service->database",
  ]);
  expect(document().layout?.["service-2"]).toEqual([240, 40]);
  expect(studio.getState().selection.ids).toEqual(["service-2", "database-2"]);
  undo();
  expect(document()).toBe(before);
});

it("duplicates without touching the clipboard", () => {
  selectAll();
  duplicateSelected();
  expect(Object.keys(document().nodes)).toHaveLength(6);
  expect(Object.keys(document().edges)).toHaveLength(4);
});

it("copies nothing from an empty selection and pastes no other text", () => {
  selectOnly(["client->service"]);
  expect(copySelected()).toBeNull();
  const before = document();
  expect(pasteText("a shopping list")).toBe(false);
  expect(pasteText('{"format": 1}')).toBe(false);
  expect(document()).toBe(before);
});
