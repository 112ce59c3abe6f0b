// What the scenarios about tokens and refusals promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { OK, OUTCOMES } from "../../simulation/results/outcomes.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import {
  failuresOf,
  type GalleryRun,
  galleryVariant,
  player,
  RUN_TIMEOUT_MS,
  sumOf,
} from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

function storyOf({ result }: GalleryRun): string {
  return JSON.stringify(result.story);
}

/** Share of the requests of a type that succeeded between two times. */
function shareOk(run: GalleryRun, type: string, fromS: number, toS: number): number {
  const ended = OUTCOMES.map((outcome) => sumOf(run.type(type, outcome, fromS, toS)));
  return (ended[OK] ?? 0) / sumOf(ended);
}

describe("tokens that are asked about", () => {
  const play = player("token-introspection");

  it("are all worth nothing in the second in which nobody answers", () => {
    expect(failuresOf(play().requests("call").failed)).toBe(0);
    const run = play("out");
    expect(shareOk(run, "call", 40, 59)).toBe(1);
    expect(shareOk(run, "call", 61, 104)).toBe(0);
    expect(shareOk(run, "call", 110, 180)).toBe(1);
    expect(storyOf(run)).toMatch(/gateway was down by 1:01/);
    expect(run.at("api").utilization).toBeLessThan(0.1);
  });

  it("are good for as long as an answer was kept", () => {
    const run = play("out", "kept");
    expect(shareOk(run, "call", 60, 62)).toBeGreaterThan(0.8);
    expect(shareOk(run, "call", 81, 104)).toBe(0);
    expect(run.at("identity").arrivals).toBeLessThan(play().at("identity").arrivals / 10);
  });

  it("checked locally are good until they run out", () => {
    const run = play("out", "local");
    expect(shareOk(run, "call", 61, 89)).toBe(1);
    expect(shareOk(run, "call", 94, 104)).toBe(0);
    expect(shareOk(run, "call", 110, 180)).toBe(1);
    expect(failuresOf(play("out", "long").requests("call").failed)).toBe(0);
  });
});

describe("tokens that expire together", () => {
  const play = player("token-expiry-stampede");

  it("are no matter while their issuer is well", () => {
    const run = play();
    expect(failuresOf(run.requests("buy").failed)).toBe(0);
    expect(run.requests("buy").latencyMs.max).toBeLessThan(500);
    expect(run.at("identity").queue.max).toBeLessThan(20);
  });

  it("are never replaced once requests ask for them faster than they give up", () => {
    const run = play("slow");
    expect(shareOk(run, "buy", 39, 59)).toBe(1);
    expect(shareOk(run, "buy", 80, 118)).toBeLessThan(0.8);
    expect(shareOk(run, "buy", 125, 180)).toBe(0);
    expect(storyOf(run)).toMatch(/stays down by itself though the fault is over/);
    expect(run.at("identity").wastedRatio).toBeGreaterThan(0.95);
    expect(run.at("identity").arrivals).toBeGreaterThan(200_000);
  });

  it("are fetched by forty at once, of whom nobody fails, or in the background", () => {
    const one = play("slow", "one");
    expect(failuresOf(one.requests("buy").failed)).toBe(0);
    expect(one.requests("buy").latencyMs.max).toBeGreaterThan(500);
    // Two expiries in the measured time, forty instances.
    expect(one.at("identity").arrivals).toBe(80);
    const early = play("slow", "early");
    expect(early.requests("buy").latencyMs.max).toBeLessThan(200);
    expect(early.at("identity").queue.max).toBeGreaterThan(10);
    const spread = play("slow", "spread");
    expect(spread.requests("buy").latencyMs.max).toBeLessThan(200);
    expect(spread.at("identity").queue.max).toBeLessThan(5);
  });
});

describe("a flood without credentials", () => {
  const play = player("unauthenticated-flood");

  it("is refused at the gateway, where it costs next to nothing", () => {
    const run = play("flood");
    expect(failuresOf(run.requests("buy").failed)).toBe(0);
    expect(run.requests("buy").latencyMs.p99).toBeLessThan(100);
    const { ok, offered, failed } = run.requests("probe");
    expect(ok).toBe(0);
    expect(failed).toEqual({ unauthorized: offered });
    expect(run.at("gateway").access?.refusedMs).toBeCloseTo(offered * 0.1, -2);
    expect(run.at("orders").access).toBeUndefined();
    expect(run.at("orders").arrivals).toBe(play().at("orders").arrivals);
  });

  it("is everybody's where services check for themselves", () => {
    const run = play("flood", "services");
    const turnedAway = run.requests("buy").failed.rejected ?? 0;
    expect(turnedAway / (200 * 50)).toBeCloseTo(1 / 7, 1);
    expect(run.at("gateway").queue.max).toBe(4000);
    expect(run.at("orders").access?.unauthenticated).toBeGreaterThan(120_000);
    expect(run.at("stock").access?.unauthenticated).toBe(0);
    expect(storyOf(run)).toMatch(/[Gg]ateway was saturated/);
    // The list of unprotected edges names the two ways in.
    const { problems } = checkDocument(
      galleryVariant("unauthenticated-flood.brownout.json", { variant: "services" }),
    );
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ["unprotected", "edges.attackers->gateway"],
      ["unprotected", "edges.users->gateway"],
    ]);
  });

  it("costs ten times as much with forged tokens, and the provider where it is asked", () => {
    const forged = play("flood", "forged");
    expect(failuresOf(forged.requests("buy").failed)).toBe(0);
    const refusedMs = forged.at("gateway").access?.refusedMs ?? 0;
    expect(refusedMs / (play("flood").at("gateway").access?.refusedMs ?? 0)).toBeCloseTo(10, 6);
    const asked = play("flood", "asked");
    expect(shareOk(asked, "buy", 30, 59)).toBe(1);
    expect(shareOk(asked, "buy", 100, 140)).toBeLessThan(0.1);
    expect(shareOk(asked, "buy", 150, 180)).toBe(1);
    expect(storyOf(asked)).toMatch(/Identity provider was down/);
  });
});
