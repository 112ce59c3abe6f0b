// Breaking things by hand: what may be hit, and a fault that comes at the present of a run.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { restore } from "../../src/store/document-actions.ts";
import {
  armFault,
  breakNow,
  scheduleFault,
  targetsOfFault,
  whyNotBreak,
} from "../../src/store/fault-actions.ts";
import { attachWorker } from "../../src/store/run-lifecycle.ts";
import { patchRun, resetStudio, studio } from "../../src/store/studio-store.ts";
import type { SimulationWorker } from "../../src/worker/protocol.ts";
import { FAKE_LAYOUT } from "../support/fake-engine.ts";

const DOCUMENT: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "Two nodes",
  run: { durationS: 180, seed: 1 },
  nodes: { a: { kind: "client", ratePerS: 10 }, b: { kind: "service" } },
  edges: { "a->b": { protocol: "rest" } },
};

const faults = () => studio.getState().document.document.faults;
const info = { layout: FAKE_LAYOUT, durationMs: 180_000, warmupMs: 0, seed: 1 };

function attach() {
  const load = vi.fn(async (_: ScenarioDocument) => ({ ok: true as const, info, warnings: [] }));
  const run = vi.fn(async () => {});
  attachWorker({ load, run } as unknown as SimulationWorker);
  return { load, run };
}

beforeEach(() => {
  resetStudio();
  restore(DOCUMENT);
});

describe("what a fault may hit", () => {
  it("is what the scenario's own checks allow", () => {
    expect(whyNotBreak("slow", "b")).toBeNull();
    expect(whyNotBreak("slow", "a->b")).toContain("edge");
    expect(whyNotBreak("slow", "a")).toContain("client");
    expect(whyNotBreak("slow", "nowhere")).toContain("nowhere");
    expect(whyNotBreak("fire", "b")).toBe("There is no such fault.");
    expect(targetsOfFault("slow")).toEqual(["b"]);
    expect(targetsOfFault("latency")).toEqual(["a", "b", "a->b"]);
  });
});

describe("a fault that is scheduled", () => {
  it("stands in the file for a third of the run and no longer than it", () => {
    expect(scheduleFault("slow", "b", 30)).toBeNull();
    expect(faults()?.slow).toMatchObject({ kind: "slow", target: "b", atS: 30, forS: 60 });
    expect(scheduleFault("slow", "b", 150)).toBeNull();
    expect(faults()?.["slow-2"]).toMatchObject({ atS: 150, forS: 30 });
  });

  it("is refused with the reason where it cannot hit, and nothing is written", () => {
    expect(scheduleFault("slow", "a->b", 30)).toContain("edge");
    expect(studio.getState().view.breakRefusal).toContain("edge");
    expect(faults()).toBeUndefined();
  });
});

describe("breaking now", () => {
  it("writes the fault at the present instant and goes on from there", async () => {
    const worker = attach();
    patchRun({ status: "running", nowMs: 42_130, info, requestedSpeed: 10 });
    expect(await breakNow("slow", "b")).toBeNull();
    expect(faults()?.slow).toMatchObject({ atS: 42.2, forS: 60, enabled: true });
    expect(worker.load.mock.calls[0]?.[0].faults?.slow).toMatchObject({ atS: 42.2 });
    expect(worker.run).toHaveBeenCalledWith(10, 42_130);
  });

  it("starts a run where none goes on, with the fault a third into it", async () => {
    const worker = attach();
    await breakNow("slow", "b");
    expect(faults()?.slow).toMatchObject({ atS: 60, forS: 60 });
    expect(worker.run).toHaveBeenCalledWith(10, 0);
  });

  it("starts anew where hardly anything of the run is left", async () => {
    const worker = attach();
    patchRun({ status: "running", nowMs: 178_000, info });
    await breakNow("slow", "b");
    expect(worker.run).toHaveBeenCalledWith(10, 0);
  });

  it("says why it cannot be, and leaves the run alone", async () => {
    const worker = attach();
    patchRun({ status: "running", nowMs: 1000, info });
    expect(await breakNow("slow", "a->b")).toContain("edge");
    expect(worker.load).not.toHaveBeenCalled();
    armFault("slow");
    expect(studio.getState().view.breakRefusal).toBeNull();
  });
});
