// Which fields of a mesh are offered, on its group and on the calls through it: those that do something,
// and those that the file says something of.
import { act, fireEvent, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import { setBase } from "../../src/store/document-actions.ts";
import { currentDocument, openDocument, showPage } from "../app-b/page.tsx";

function showMesh(mesh: object, edgeMesh: object, selected: string): void {
  openDocument(
    {
      nodes: { a: { kind: "service", in: "m" }, b: { kind: "service", in: "m" } },
      edges: { "a->b": { mesh: { ...edgeMesh } } },
      groups: { m: { kind: "mesh", ...mesh } },
    },
    selected,
  );
  showPage(<Inspector />);
}

function isShown(path: string): boolean {
  return document.querySelector(`[data-path="${path}"]`) !== null;
}

it("leaves out what the load balancing of the mesh does not read", () => {
  showMesh({ balancing: "roundRobin" }, {}, "group:m");
  expect(isShown("groups.m.choiceCount")).toBe(false);
  const field = document.querySelector<HTMLElement>('[data-path="groups.m.balancing"]');
  const list = within(field as HTMLElement).getByRole("combobox");
  fireEvent.change(list, { target: { value: "ewma" } });
  expect(isShown("groups.m.choiceCount")).toBe(true);
  expect(isShown("groups.m.ewmaDecayMs")).toBe(true);
});

it("goes by the load balancing of the mesh until the call says one", () => {
  showMesh({ balancing: "roundRobin" }, {}, "a->b");
  expect(isShown("edges.a->b.mesh.choiceCount")).toBe(false);
  act(() => setBase("edges.a->b.mesh.balancing", "leastRequest"));
  expect(isShown("edges.a->b.mesh.choiceCount")).toBe(true);
  expect(isShown("edges.a->b.mesh.ewmaDecayMs")).toBe(false);
});

it("shows what the file says though the mesh knows no requests", () => {
  const delay = { ms: 5 };
  showMesh({ mode: "ambient" }, { delay }, "a->b");
  expect(isShown("edges.a->b.mesh.delay.ms")).toBe(true);
  expect(screen.queryByText("Traffic split")).toBeNull();
});

it("shows what the file says to a mesh that is not there, and takes it back", () => {
  showMesh({ enabled: false }, { timeoutMs: 200 }, "a->b");
  const block = screen.getByRole("region", { name: "From the mesh" });
  expect(within(block).getByText(/nothing of this has an effect/)).toBeTruthy();
  expect(isShown("edges.a->b.mesh.allowed")).toBe(false);
  fireEvent.click(
    within(block).getByRole("button", { name: "Reset From the mesh: 1 off default" }),
  );
  expect(currentDocument().edges["a->b"]?.mesh).toEqual({});
  expect(screen.queryByRole("region", { name: "From the mesh" })).toBeNull();
});
