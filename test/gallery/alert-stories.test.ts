// What the scenario about alerts promises, as the analysis tells it.
import { describe, expect, it, vi } from "vitest";
import { player, RUN_TIMEOUT_MS } from "./gallery-runs.ts";

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
});
