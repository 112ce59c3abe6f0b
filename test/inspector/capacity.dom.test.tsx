// Little's law at the service time: capacity that follows, and the way back from a throughput.
import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import {
  holdMsFor,
  meanMsOf,
  throughputPerS,
  withMean,
} from "../../src/inspector/service-capacity.ts";
import { undo } from "../../src/store/document-actions.ts";
import { studio } from "../../src/store/studio-store.ts";
import { allFields, currentDocument, openDocument, showPage } from "../app-b/page.tsx";

describe("the law", () => {
  it("is its own inverse", () => {
    expect(throughputPerS(8, 40)).toBe(200);
    expect(holdMsFor(8, 200)).toBe(40);
    expect(throughputPerS(null, 40)).toBeNull();
    expect(throughputPerS(8, 0)).toBeNull();
  });

  it.each([
    ["a fixed time", 25],
    ["exponential", { type: "exponential", meanMs: 25 }],
    ["lognormal by mean and p99", { type: "lognormal", meanMs: 25, p99Ms: 100 }],
    ["gamma", { type: "gamma", shape: 2, meanMs: 25 }],
    ["a mixture", mixture()],
    ["an empirical one", { type: "empirical", values: undefined, valuesMs: [10, 20, 45] }],
    ["a capped one", { type: "exponential", meanMs: 30, maxMs: 60 }],
  ])("stretches %s to another mean and keeps its shape", (_, literal) => {
    const stretched = withMean(clean(literal), 50);
    expect(meanMsOf(stretched)).toBeCloseTo(50, 1);
    if (typeof literal === "object") {
      expect(stretched).toMatchObject({ type: (literal as { type: string }).type });
    }
  });

  it("takes a fixed time where nothing can be stretched", () => {
    expect(withMean(0, 12)).toBe(12);
    expect(withMean({ type: "exponential", meanMs: 0 }, 12)).toBe(12);
  });
});

function mixture() {
  const parts = [
    { weight: 3, type: "exponential", meanMs: 10 },
    { weight: 1, type: "constant", valueMs: 70 },
  ];
  return { type: "mixture", parts };
}

function clean(literal: unknown): unknown {
  return JSON.parse(JSON.stringify(literal));
}

function capacity() {
  return within(screen.getByRole("region", { name: "Capacity from service time and slots" }));
}

function type(label: string, text: string): void {
  const input = capacity().getByLabelText(label);
  fireEvent.change(input, { target: { value: text } });
  fireEvent.keyDown(input, { key: "Enter" });
}

describe("at the service time", () => {
  const serviceTime = { type: "exponential", meanMs: 10 };
  const NODES = { a: { kind: "service", replicas: 3, concurrency: 4, serviceTime } };

  it("says what an instance and all of them can do", async () => {
    openDocument({ nodes: NODES }, "a");
    showPage(<Inspector />);
    await allFields();
    expect(capacity().getByText("400/s")).toBeTruthy();
    expect(capacity().getByText("1,200/s")).toBeTruthy();
    expect(capacity().getByText(/4 slots \/ 10\.0 ms/)).toBeTruthy();
  });

  it("sets time and slots from a measured throughput, as one step", async () => {
    openDocument({ nodes: NODES }, "a");
    showPage(<Inspector />);
    await allFields();
    type("Throughput of an instance", "200");
    type("Requests at once", "8");
    expect(capacity().getByLabelText("Service time that follows").textContent).toBe(
      "8 / 200/s = 40.0 ms mean",
    );
    fireEvent.click(capacity().getByRole("button", { name: "Set service time", hidden: true }));
    expect(currentDocument().nodes.a).toMatchObject({
      concurrency: 8,
      serviceTime: { type: "exponential", meanMs: 40 },
    });
    expect(studio.getState().document.past).toHaveLength(1);
    undo();
    expect(currentDocument().nodes).toEqual(NODES);
  });
});
