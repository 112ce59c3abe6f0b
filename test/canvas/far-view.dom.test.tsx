// What is left of a card from further away, and how large its name is on the screen.
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { NodeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { FarFace } from "../../src/canvas/FarFace.tsx";
import { detailAt, enlargementAt } from "../../src/canvas/far-view.ts";
import { drawingOf, type NodeCardData } from "../../src/canvas/flow-elements.ts";
import { Face } from "../../src/canvas/NodeCard.tsx";

function cardOf(name: string): NodeCardData {
  const document: ScenarioDocument = {
    format: 1,
    catalog: "2026-11",
    name: "Test",
    run: {},
    nodes: { a: { kind: "service", name } as NodeDocument },
    edges: {},
    layout: { a: [0, 0] },
  };
  const [node] = drawingOf(document, {}).nodes;
  if (!node) throw new Error("no card");
  return node.data;
}

describe("from further away", () => {
  it("a card has all of its words from near, then its icon and name, then its name", () => {
    expect([1, 0.65, 0.64, 0.5, 0.49, 0.25].map(detailAt)).toEqual([
      "full",
      "full",
      "name",
      "name",
      "far",
      "far",
    ]);
  });

  it("words are as large on the screen at every zoom, in few steps", () => {
    const zooms = Array.from({ length: 200 }, (_, at) => 0.25 + (at / 200) * 0.4);
    for (const zoom of zooms) expect(Math.abs(zoom * enlargementAt(zoom) - 1)).toBeLessThan(0.025);
    expect(new Set(zooms.map(enlargementAt)).size).toBeLessThan(25);
    expect(enlargementAt(0.65)).toBe(1);
    expect(enlargementAt(2)).toBe(1);
  });

  it("the name stays, the rest goes; the icon goes last", () => {
    const card = cardOf("Payment capture");
    const near = render(<Face card={card} live={null} offered={null} enlarged={1} />);
    expect(near.container.textContent).toContain("not connected yet");
    near.unmount();
    const middle = render(<FarFace card={card} state={null} detail="name" />);
    expect(middle.container.textContent).toBe("Payment capture");
    expect(middle.container.querySelectorAll("svg")).toHaveLength(1);
    middle.unmount();
    const far = render(<FarFace card={card} state={null} detail="far" />);
    expect(screen.getByText("Payment capture")).toBeDefined();
    expect(far.container.querySelectorAll("svg")).toHaveLength(0);
    far.unmount();
    const failing = render(<FarFace card={card} state="failing" detail="far" />);
    expect(failing.container.querySelectorAll("svg")).toHaveLength(1);
  });
});
