// A window too narrow to draw in shows everything and edits nothing; files can still be opened.
import { beforeEach, expect, it } from "vitest";
import {
  addNode,
  newBlank,
  open,
  redo,
  remove,
  rename,
  undo,
} from "../../src/store/document-actions.ts";
import { resetStudio, studio } from "../../src/store/studio-store.ts";
import { setReadOnly } from "../../src/store/view-actions.ts";

const current = () => studio.getState().document.document;

beforeEach(() => {
  resetStudio();
  newBlank();
  addNode("service", { x: 0, y: 0 });
});

it("edits, undoes and redoes nothing while it is read only", () => {
  const id = Object.keys(current().nodes)[0] ?? "";
  rename(id, "orders");
  undo();
  const before = current();
  setReadOnly(true);
  addNode("service", { x: 100, y: 0 });
  rename(id, "payment");
  remove([id]);
  undo();
  redo();
  expect(current()).toBe(before);
  setReadOnly(false);
  redo();
  expect(current().nodes[id]?.name).toBe("orders");
});

it("opens a file all the same, as one step to undo", () => {
  const text = JSON.stringify({ ...current(), name: "Another" });
  const before = current().name;
  setReadOnly(true);
  expect(open(text, "another.json")).toBeNull();
  expect(current().name).toBe("Another");
  setReadOnly(false);
  undo();
  expect(current().name).toBe(before);
});
