// What is left of a card from further away, and how large its name is on the screen.
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { NodeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { FarFace } from "../../src/canvas/FarFace.tsx";
import { detailAt, enlargementAt, farWidth, nameParts } from "../../src/canvas/far-view.ts";
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

  it("words are as large on the screen at every zoom, never smaller, in few steps", () => {
    const zooms = Array.from({ length: 200 }, (_, at) => 0.25 + (at / 200) * 0.4);
    for (const zoom of zooms) {
      expect(zoom * enlargementAt(zoom)).toBeGreaterThanOrEqual(1);
      expect(zoom * enlargementAt(zoom)).toBeLessThan(1.046);
    }
    expect(new Set(zooms.map(enlargementAt)).size).toBeLessThan(25);
    expect(enlargementAt(0.65)).toBe(1);
    expect(enlargementAt(2)).toBe(1);
  });

  it("a name may be broken between words and within ids, not within a word", () => {
    expect(nameParts("Recommendations")).toEqual(["Recommendations"]);
    expect(nameParts("Payment capture")).toEqual(["Payment capture"]);
    expect(nameParts("order-service.v2")).toEqual(["order-", "service.", "v2"]);
    expect(nameParts("orderService")).toEqual(["order", "Service"]);
    expect(nameParts("part-07")).toEqual(["part-07"]);
    const far = render(
      <FarFace
        card={cardOf("checkout-orchestration")}
        state={null}
        detail="far"
        rate={null}
        beyond={0}
      />,
    );
    expect(far.container.querySelectorAll("wbr")).toHaveLength(1);
    expect(far.container.textContent).toBe("checkout-orchestration");
    far.unmount();
  });

  it("a card takes of the room beside it what its longest word needs, and no more", () => {
    const { size } = cardOf("Recommendations");
    expect(farWidth("Recommendations", size, 0, "far")).toBe(size.width);
    expect(farWidth("Recommendations", size, 20, "far")).toBe(size.width + 40);
    expect(farWidth("Recommendations", size, 400, "far") * 0.35).toBeGreaterThan(95);
    expect(farWidth("Recommendations", size, 400, "full")).toBe(size.width);
    const short = cardOf("Stock").size;
    expect(farWidth("Stock", short, 48, "far")).toBe(short.width);
  });

  it("a name keeps its size on a card that is drawn in full, and the glyph makes way", () => {
    const card = cardOf("Recommendations");
    for (const zoom of [0.65, 0.7, 0.8, 0.9, 1]) {
      const face = render(
        <Face card={card} live={null} offered={null} enlarged={Math.ceil(20 / zoom) / 20} />,
      );
      const name = face.container.querySelector<SVGTextElement>(".node-name");
      const scale = Number(/scale\(([\d.]+)\)/.exec(face.container.innerHTML)?.[1]);
      const px = Number.parseFloat(name?.style.fontSize ?? "") * scale * zoom;
      expect(px).toBeGreaterThanOrEqual(10.99);
      face.unmount();
    }
  });

  it("the name stays, the rest goes; the icon goes last", () => {
    const card = cardOf("Payment capture");
    const near = render(<Face card={card} live={null} offered={null} enlarged={1} />);
    expect(near.container.textContent).toContain("not connected yet");
    near.unmount();
    const middle = render(
      <FarFace card={card} state={null} detail="name" rate={null} beyond={0} />,
    );
    expect(middle.container.textContent).toBe("Payment capture");
    expect(middle.container.querySelectorAll("svg")).toHaveLength(1);
    middle.unmount();
    const withRate = render(
      <FarFace card={card} state={null} detail="name" rate="83/s" beyond={0} />,
    );
    expect(withRate.container.textContent).toBe("Payment capture83/s");
    withRate.unmount();
    const far = render(<FarFace card={card} state={null} detail="far" rate={null} beyond={0} />);
    expect(screen.getByText("Payment capture")).toBeDefined();
    expect(far.container.querySelectorAll("svg")).toHaveLength(0);
    far.unmount();
    const failing = render(
      <FarFace card={card} state="failing" detail="far" rate={null} beyond={0} />,
    );
    expect(failing.container.querySelectorAll("svg")).toHaveLength(1);
  });
});
