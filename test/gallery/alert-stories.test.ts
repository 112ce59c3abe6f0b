// What the scenario about alerts promises, as the analysis tells it.
import { describe, expect, it, vi } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { resolved } from "../support/simulate.ts";
import { galleryDocument } from "./gallery-files.ts";
import { player, RUN_TIMEOUT_MS } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("Who gets paged, and when", () => {
  const play = player("who-gets-paged");
  const firings = (fault: string | undefined, id: string) =>
    play(fault).result.alerts?.find((alert) => alert.id === id)?.firings ?? [];
  const detectS = (fault: string, id: string) => firings(fault, id)[0]?.detectS ?? null;

  it("nobody where nothing happens", () => {
    for (const id of ["jumpy", "steady", "burn", "slow-burn"])
      expect(firings(undefined, id)).toEqual([]);
  });

  it("of a half that fails after 5, 10 and 70 seconds", () => {
    const all = ["jumpy", "burn", "slow-burn", "steady"].map((id) => detectS("half", id));
    expect(all).toEqual([5, 10, 10, 70]);
    const endedS = (id: string) => (firings("half", id)[0]?.resolvedAtS ?? 0) - 845;
    expect(endedS("burn")).toBeLessThanOrEqual(30);
    expect(endedS("slow-burn")).toBeLessThanOrEqual(75);
    expect(endedS("steady")).toBeGreaterThan(280);
  });

  it("of two bad seconds, except where one looks at five minutes", () => {
    expect(firings("blip", "jumpy")).toHaveLength(1);
    expect(firings("blip", "burn")).toHaveLength(1);
    expect(firings("blip", "slow-burn")).toHaveLength(1);
    expect(firings("blip", "steady")).toEqual([]);
  });

  it("of a trickle by the slow burn alone, if not again and again", () => {
    expect(firings("trickle", "steady")).toEqual([]);
    expect(firings("trickle", "burn")).toEqual([]);
    expect(firings("trickle", "jumpy").length).toBeGreaterThan(5);
    expect(firings("trickle", "slow-burn").length).toBeLessThanOrEqual(2);
    expect(detectS("trickle", "slow-burn")).toBe(145);
  });

  it("tells numbers that are played", () => {
    const told = teller("who-gets-paged");
    const seconds = ["jumpy", "burn", "steady"].map((id) => detectS("half", id));
    told(
      "the rule over 10 s fires after 5 s, both burn rates after 10 s, the rule over 5 min only after 70 s",
      null,
      seconds[0],
      seconds[1],
      null,
      seconds[2],
    );
    const trickle = firings("trickle", "jumpy");
    expect(trickle).toHaveLength(8);
    for (const { resolvedAtS } of trickle) expect(resolvedAtS).not.toBeNull();
    // Two minutes and 25 s, and once more near the end.
    const [, again] = firings("trickle", "slow-burn");
    expect(again?.firedAtS).toBeGreaterThan(900);
  });

  it("later where nobody looks", () => {
    const set = { "alerts.burn.everyS": 60, "faults.half.enabled": true };
    const changed = applySet(galleryDocument("who-gets-paged.brownout.json"), set);
    if (!changed.ok) throw new Error(JSON.stringify(changed.problems));
    const { alerts = [] } = runScenario(resolved(changed.document), {}, engine);
    const [firing] = alerts.find((alert) => alert.id === "burn")?.firings ?? [];
    teller("who-gets-paged")(
      "every 60 s instead of 15: it fires 55 s after the fault began instead of 10",
      null,
      null,
      firing?.detectS,
      detectS("half", "burn"),
    );
  });
});
