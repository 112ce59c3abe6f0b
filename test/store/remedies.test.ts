// The change that would have helped is made in the drawing in one step that can be taken back.
import { beforeEach, describe, expect, it } from "vitest";
import type { CounterfactualResult, Remedy } from "../../simulation/results/counterfactual.ts";
import { attachBackgroundRuns } from "../../src/store/background-runs.ts";
import { newBlank, replaceDocument, undo } from "../../src/store/document-actions.ts";
import {
  applyRemedy,
  remediesStore,
  stopRemedies,
  type TryRemedies,
  tryRemedies,
} from "../../src/store/remedies.ts";
import { attachWorker } from "../../src/store/run-lifecycle.ts";
import { studio } from "../../src/store/studio-store.ts";
import { useToasts } from "../../src/store/toasts.ts";
import type { SimulationWorker } from "../../src/worker/protocol.ts";
import { sketch } from "../support/simulate.ts";

const DESIGN = sketch({
  nodes: { users: { kind: "client", ratePerS: 10 }, api: {} },
  edges: { "users->api": {} },
});

const REMEDY: Remedy = {
  id: "timeout:users->api",
  kind: "timeout",
  sentence: "Time out calls from users to api after 50 ms",
  target: "users->api",
  set: { "edges.users->api.timeoutMs": 50 },
};

const RESULT: CounterfactualResult = {
  scenario: "x",
  seed: 1,
  replications: 1,
  simulatedS: 1,
  offered: 10,
  lost: { mean: 1, halfWidth: null },
  degraded: 0,
  p99Ms: null,
  runsInAll: null,
  runsMade: 1,
  remedies: [],
  nothingTried: null,
};

const present = () => studio.getState().document.document;

/** Takes whatever is asked of it; the runs themselves are no part of this. */
const worker = {
  load: () => Promise.resolve({ ok: false, problems: [] }),
  pause: () => Promise.resolve(),
};

beforeEach(() => {
  attachWorker(worker as unknown as SimulationWorker);
  newBlank();
  replaceDocument("draw", DESIGN);
  stopRemedies();
  useToasts.setState({ toasts: [] });
});

describe("what would have helped, in the studio", () => {
  it("is applied in one step and taken back by one", () => {
    applyRemedy(REMEDY);
    expect(present().edges["users->api"]?.timeoutMs).toBe(50);
    expect(useToasts.getState().toasts.at(-1)?.message).toContain("Applied");
    undo();
    expect(present()).toEqual(DESIGN);
  });

  it("says why it cannot be applied to a drawing that has changed", () => {
    applyRemedy({ ...REMEDY, set: { "edges.users->gone.timeoutMs": 50 } });
    expect(present()).toEqual(DESIGN);
    expect(useToasts.getState().toasts.at(-1)?.message).toMatch(/^Not applied: /);
  });

  it("shows what was found so far, and nothing of runs that were stopped", async () => {
    let report: (result: CounterfactualResult) => void = () => {};
    let stopped = 0;
    const follow: TryRemedies = (_, replications, onProgress) => {
      expect(replications).toBeGreaterThan(1);
      report = onProgress;
      return { answer: new Promise(() => {}), stop: () => stopped++ };
    };
    attachBackgroundRuns({ tryRemedies: follow });
    void tryRemedies();
    expect(remediesStore.getState()).toMatchObject({ isGoing: true, result: null });
    report(RESULT);
    expect(remediesStore.getState().result).toBe(RESULT);
    stopRemedies();
    expect(stopped).toBe(1);
    report({ ...RESULT, runsMade: 9 });
    expect(remediesStore.getState()).toMatchObject({ isGoing: false, result: RESULT });
  });

  it("says what went wrong", async () => {
    const fail: TryRemedies = () => ({
      answer: Promise.reject(new Error("no memory")),
      stop: () => {},
    });
    attachBackgroundRuns({ tryRemedies: fail });
    await tryRemedies();
    expect(remediesStore.getState().message).toContain("no memory");
  });
});
