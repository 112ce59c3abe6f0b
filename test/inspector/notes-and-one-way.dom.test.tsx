// Notes of the file in the inspector, and what is said of edges nobody waits on.
import { fireEvent, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import { remove, undo } from "../../src/store/document-actions.ts";
import { allFields, currentDocument, openDocument, showPage } from "../app-b/page.tsx";

const NODES = { a: { kind: "service" }, b: { kind: "service" } };

function write(label: string, text: string): void {
  const field = screen.getByRole("textbox", { name: label });
  fireEvent.change(field, { target: { value: text } });
  fireEvent.blur(field);
}

it("shows the note of a node, writes it, and takes it away when it is emptied", async () => {
  openDocument({ nodes: NODES, notes: { a: "Owned by the shop team" } }, "a");
  showPage(<Inspector />);
  await allFields();
  expect(screen.getByDisplayValue("Owned by the shop team")).toBeTruthy();
  write("Note on a", "Moved to payments");
  expect(currentDocument().notes).toEqual({ a: "Moved to payments" });
  write("Note on a", " ");
  expect(currentDocument().notes).toBeUndefined();
  undo();
  expect(currentDocument().notes).toEqual({ a: "Moved to payments" });
});

it("keeps notes of another shape as they are", async () => {
  openDocument({ nodes: NODES, notes: ["one", "two"] }, "a");
  showPage(<Inspector />);
  await allFields();
  expect(screen.queryByRole("textbox", { name: "Note on a" })).toBeNull();
});

it("removes the note with its node", () => {
  openDocument({ nodes: NODES, edges: { "a->b": {} }, notes: { a: "x", "a->b": "y", b: "z" } });
  remove(["a"]);
  expect(currentDocument().notes).toEqual({ b: "z" });
});

it("says why a one-way edge has no policies, and removes those without effect", () => {
  const edge = { oneWay: true, timeoutMs: 500, retry: { maxAttempts: 3 }, networkMs: 2 };
  openDocument({ nodes: NODES, edges: { "a->b": edge } }, "a->b");
  showPage(<Inspector />);
  const policies = screen.getByRole("region", { name: "Policies" });
  expect(within(policies).getByText(/never answered/)).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Retry" })).toBeNull();
  expect(document.querySelector('[data-path="edges.a->b.timeoutMs"]')).toBeNull();
  fireEvent.click(within(policies).getByRole("button", { name: "Remove" }));
  expect(currentDocument().edges["a->b"]).toEqual({ oneWay: true, networkMs: 2 });
});

it("shows all policies of an edge that is answered", () => {
  openDocument({ nodes: NODES, edges: { "a->b": {} } }, "a->b");
  showPage(<Inspector />);
  expect(document.querySelector('[data-path="edges.a->b.timeoutMs"]')).not.toBeNull();
  expect(screen.queryByText(/never answered/)).toBeNull();
});
