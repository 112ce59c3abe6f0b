// The stability map and the blast radius on the page, with stand-ins of the workers.
import { act, fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { BlastRadiusResult } from "../../simulation/results/coupling.ts";
import type {
  StabilityMap as Cells,
  StabilityCell,
} from "../../simulation/results/stability-map.ts";
import { BlastRadius } from "../../src/results/cascade/BlastRadius.tsx";
import { StabilityMap } from "../../src/results/cascade/StabilityMap.tsx";
import { attachBackgroundRuns } from "../../src/store/background-runs.ts";
import { blastStudy } from "../../src/store/blast-radius.ts";
import { undo } from "../../src/store/document-actions.ts";
import { attachWorker } from "../../src/store/run-lifecycle.ts";
import { stabilityStudy } from "../../src/store/stability.ts";
import type { SimulationWorker, StabilityRequest } from "../../src/worker/protocol.ts";
import { currentDocument, openDocument, showPage } from "./page.tsx";

const IDLE = { isGoing: false, result: null, document: null, message: null };

const worker = {
  load: () => Promise.resolve({ ok: false, problems: [] }),
  pause: () => Promise.resolve(),
};

beforeEach(() => {
  attachWorker(worker as unknown as SimulationWorker);
  openDocument({
    nodes: { web: { kind: "client" }, api: { kind: "service", name: "Orders" } },
    edges: { "web->api": {} },
    faults: { slow: { kind: "slow", target: "api", atS: 20, forS: 10 } },
  });
  stabilityStudy.store.setState(IDLE);
  blastStudy.store.setState(IDLE);
});

function cell(load: number, size: number | null, state: StabilityCell["state"]): StabilityCell {
  const set = { "nodes.web.ratePerS": 100 * load };
  const judged = { goodputRatio: state === "recovered" ? null : 0.1, recoveryS: 4 };
  return { load, size, state, runs: 1, agreeing: 1, ...judged, set };
}

const MAP: Cells = {
  scenario: "Test",
  seed: 1,
  replications: 1,
  trigger: { id: "slow", name: "Slow", kind: "slow" },
  size: { param: "forS", label: "Lasts", unit: "s", present: 10 },
  loads: [0.5, 1, 2],
  sizes: [5, 10],
  presentPerS: 100,
  cells: [
    ...[cell(0.5, null, "recovered"), cell(0.5, 5, "recovered"), cell(0.5, 10, "recovered")],
    ...[cell(1, null, "recovered"), cell(1, 5, "recovered"), cell(1, 10, "metastable")],
    ...[cell(2, null, "overloaded"), cell(2, 5, "overloaded"), cell(2, 10, "overloaded")],
  ],
  runsMade: 7,
  runsInAll: 7,
};

const PRESENT = /^Load ×1, 100\/s, Slow: lasts 10.0 s, the design as it is: metastable/;

async function drawn(): Promise<StabilityRequest[]> {
  const asked: StabilityRequest[] = [];
  attachBackgroundRuns({
    mapStability: (_, request) => {
      asked.push(request);
      return { answer: Promise.resolve({ ok: true, result: MAP }), stop: () => {} };
    },
  });
  showPage(<StabilityMap />);
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "Draw the map" })));
  return asked;
}

describe("the stability map on the page", () => {
  it("asks for the chosen size of the trigger and says what the map shows", async () => {
    attachBackgroundRuns({});
    showPage(<StabilityMap />).unmount();
    const asked = await drawn();
    expect(asked).toEqual([{ trigger: "slow", size: "forS" }]);
    const side = screen.getByRole("region", { name: "Stability map" });
    expect(side.textContent).toContain("stays down once the trigger (lasts) reaches 10.0 s");
    expect(side.textContent).toContain("recovers up to 5.00 s");
    expect(side.textContent).toContain("Up to load ×0.5 it recovers from every size.");
    expect(side.textContent).toContain("From load ×2 on it needs no trigger to fail.");
  });

  it("is walked with the arrow keys, from the design as it is", async () => {
    await drawn();
    const grid = screen.getByRole("table", { name: "Stability by load and trigger" });
    const stops = within(grid)
      .getAllByRole("button")
      .filter((button) => button.tabIndex === 0);
    expect(stops).toHaveLength(1);
    act(() => stops[0]?.focus());
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight"]) {
      fireEvent.keyDown(document.activeElement ?? grid, { key });
    }
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(PRESENT);
    fireEvent.keyDown(document.activeElement ?? grid, { key: "ArrowUp" });
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Load ×2, .*overloaded/);
  });

  it("opens the run of a cell, which one undo takes back, and none once the drawing has changed", async () => {
    const before = currentDocument();
    await drawn();
    fireEvent.click(screen.getByRole("button", { name: /^Load ×0.5, .* 5.00 s/ }));
    expect(currentDocument().nodes.web?.ratePerS).toBe(50);
    fireEvent.click(screen.getByRole("button", { name: PRESENT }));
    expect(currentDocument().nodes.web?.ratePerS).toBe(50);
    act(() => undo());
    expect(currentDocument()).toBe(before);
  });

  it("says that it needs a trigger", () => {
    openDocument({ nodes: { web: { kind: "client" } }, edges: {} });
    showPage(<StabilityMap />);
    expect(screen.getByText(/needs a fault that begins and ends/)).toBeTruthy();
  });
});

const NOTHING = { failed: 0, degraded: 0, late: 0 };

const BLAST: BlastRadiusResult = {
  scenario: "Test",
  seed: 1,
  mode: "hang",
  simulatedS: 40,
  warmupS: 10,
  coupling: {
    nodeAvailability: 0.999,
    journeys: [
      {
        ...{ journey: "buy", depth: 1, longest: ["web", "api"], fanOut: null, fanIn: null },
        ...{ needs: { api: 1 }, later: ["mail"], availability: 0.999 },
      },
    ],
    nodes: { api: { fanIn: 1, fanOut: 0 } },
  },
  offered: { all: 100, buy: 100 },
  baseline: { all: NOTHING, buy: NOTHING },
  nodes: [
    {
      node: "api",
      journeys: { buy: { ...NOTHING, failed: 1 } },
      all: { ...NOTHING, failed: 1 },
      endedEarly: null,
    },
    { node: "mail", journeys: { buy: NOTHING }, all: NOTHING, endedEarly: null },
  ],
  runsMade: 3,
  runsInAll: 3,
};

describe("the blast radius on the page", () => {
  it("shows coupling as drawn at once, and losses by runs when asked", async () => {
    const modes: string[] = [];
    const given: number[] = [];
    attachBackgroundRuns({
      couple: async (_, availability) => {
        given.push(availability);
        return { ok: true, coupling: BLAST.coupling };
      },
      runBlastRadius: (_, mode) => {
        modes.push(mode);
        return { answer: Promise.resolve({ ok: true, result: BLAST }), stop: () => {} };
      },
    });
    await act(async () => showPage(<BlastRadius />));
    expect(given[0]).toBeCloseTo(0.999, 9);
    const drawing = screen.getByRole("region", { name: "Coupling as drawn" });
    expect(drawing.textContent).toContain("web → Orders; needs 1 node; later: mail");
    fireEvent.click(screen.getByRole("radio", { name: "Hangs" }));
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Take each down" })));
    expect(modes).toEqual(["hang"]);
    expect(screen.getByRole("row", { name: /^Orders 100 % 100 % 0 % 0 %$/ })).toBeTruthy();
    expect(screen.getByRole("row", { name: /^mail 0 %, work waits 0 %/ })).toBeTruthy();
  });

  it("says why nothing was run", async () => {
    const problem = {
      code: "x",
      path: "",
      message: "there is no node",
      severity: "error",
    } as const;
    attachBackgroundRuns({
      runBlastRadius: () => ({
        answer: Promise.resolve({ ok: false, problems: [problem] }),
        stop: () => {},
      }),
    });
    showPage(<BlastRadius />);
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Take each down" })));
    expect(screen.getByRole("alert").textContent).toBe("There is no node.");
  });
});
