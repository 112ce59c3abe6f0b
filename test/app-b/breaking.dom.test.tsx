// The palette of faults, and the screen of campaigns, with stand-ins of the workers.
import { act, fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../simulation/faults/catalog.ts";
import type { CampaignResult, CampaignRun } from "../../simulation/results/campaign.ts";
import { CampaignPage } from "../../src/campaign/CampaignPage.tsx";
import { FaultShelf } from "../../src/canvas/FaultShelf.tsx";
import { attachBackgroundRuns } from "../../src/store/background-runs.ts";
import { campaignStore, type RunCampaign } from "../../src/store/campaign.ts";
import { attachWorker } from "../../src/store/run-lifecycle.ts";
import { studio } from "../../src/store/studio-store.ts";
import type { SimulationWorker } from "../../src/worker/protocol.ts";
import { currentDocument, openDocument, showPage } from "./page.tsx";

const armed = () => studio.getState().view.armedFault;

beforeEach(() => {
  openDocument({
    nodes: { web: { kind: "client" }, api: { kind: "service", name: "Orders" } },
    edges: { "web->api": {} },
    faults: { old: { kind: "crash", target: "api", atS: 1, forS: 1 } },
  });
  campaignStore.setState({ asked: null, result: null, document: null, message: null });
});

describe("the shelf of faults", () => {
  it("has a button for every fault there is, which arms it and puts it back", () => {
    showPage(<FaultShelf isOpen query="" />);
    expect(screen.getAllByRole("button")).toHaveLength(Object.keys(faults).length);
    const slow = screen.getByRole("button", { name: "Break with Slow" });
    fireEvent.click(slow);
    expect(armed()).toBe("slow");
    expect(slow.getAttribute("aria-pressed")).toBe("true");
    fireEvent.click(slow);
    expect(armed()).toBeNull();
  });

  it("is searched by name and by what a fault does", () => {
    showPage(<FaultShelf isOpen query="garbage" />);
    expect(screen.getAllByRole("button").length).toBeLessThan(4);
    expect(screen.getByRole("button", { name: "Break with Pause" })).toBeTruthy();
  });
});

function ran(run: number, damage: number, recoveryS: number | null): CampaignRun {
  const fault = { kind: "slow", target: "api", atS: 10 * run, forS: 5 };
  const counts = { offered: 1000, failed: damage, unanswered: 0, goodput: 90 };
  const sentence = `Orders became slower, number ${run}.`;
  return { run, fault, sentence, damage, recoveryS, endedEarly: null, digest: "", ...counts };
}

const RESULT: CampaignResult = {
  scenario: "Test",
  seed: 1,
  runSeed: 1,
  simulatedS: 120,
  undisturbed: { offered: 1000, failed: 3, unanswered: 0, goodput: 100 },
  runs: [ran(2, 400, null), ran(1, 100, 2.5)],
};

/** A runner that answers when told. */
function standIn() {
  const asked: Parameters<RunCampaign>[] = [];
  const stop = vi.fn();
  let answer: (value: Awaited<ReturnType<RunCampaign>["answer"]>) => void = () => {};
  const runCampaign: RunCampaign = (...parameters) => {
    asked.push(parameters);
    return { answer: new Promise((resolve) => (answer = resolve)), stop };
  };
  attachBackgroundRuns({ runCampaign });
  return { asked, stop, answer: (value: Parameters<typeof answer>[0]) => answer(value) };
}

describe("the screen of campaigns", () => {
  const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

  it("asks for what is chosen, shows progress and then the ranking", async () => {
    const runner = standIn();
    showPage(<CampaignPage />);
    press("Crash");
    press("web → api");
    fireEvent.change(screen.getByLabelText("Runs"), { target: { value: "2" } });
    press("Start");
    const [document, request, onProgress] = runner.asked[0] ?? [];
    expect(document).toBe(currentDocument());
    expect(request).toMatchObject({ runs: 2, seed: 1 });
    expect(request?.kinds).toContain("slow");
    expect(request?.kinds).not.toContain("crash");
    expect(request?.targets).toEqual(["web", "api"]);
    act(() => onProgress?.({ ...RESULT, runs: RESULT.runs.slice(0, 1) }));
    expect(screen.getByText("1 of 2")).toBeTruthy();
    await act(async () => runner.answer({ ok: true, result: RESULT }));
    const rows = screen.getAllByRole("row").slice(1);
    expect(rows).toHaveLength(2);
    expect(
      within(rows[0] as HTMLElement).getByText("Orders became slower, number 2."),
    ).toBeTruthy();
    expect(within(rows[0] as HTMLElement).getByText("not before the end")).toBeTruthy();
    expect(within(rows[1] as HTMLElement).getByText("2.50 s")).toBeTruthy();
  });

  it("stops with what was found so far, and says why it could not run", async () => {
    const runner = standIn();
    showPage(<CampaignPage />);
    press("Start");
    act(() => runner.asked[0]?.[2](RESULT));
    press("Stop");
    expect(runner.stop).toHaveBeenCalledOnce();
    expect(screen.getAllByRole("row")).toHaveLength(3);
    press("Start");
    const problem = { code: "campaign", path: "", message: "nothing to hit", severity: "error" };
    await act(async () => runner.answer({ ok: false, problems: [problem as never] }));
    expect(screen.getByRole("alert").textContent).toBe("nothing to hit");
  });

  it("opens a run: its fault on, the others off, and the run begins", async () => {
    const load = vi.fn(async () => ({ ok: false as const, problems: [] }));
    attachWorker({ load } as unknown as SimulationWorker);
    campaignStore.setState({ result: RESULT, document: currentDocument() });
    showPage(<CampaignPage />);
    await act(async () => press("Open number 1"));
    expect(currentDocument().faults).toMatchObject({
      old: { enabled: false },
      slow: { kind: "slow", target: "api", atS: 20, forS: 5, enabled: true },
    });
    expect(load).toHaveBeenCalledOnce();
  });

  it("cannot start with nothing chosen", () => {
    standIn();
    showPage(<CampaignPage />);
    fireEvent.click(screen.getAllByRole("button", { name: "None" })[0] as HTMLElement);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Start" }).disabled).toBe(true);
  });
});
