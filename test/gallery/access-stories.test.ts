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

describe("the price of a handshake", () => {
  const play = player("handshakes");
  const page = (fault?: string, variant?: string) => play(fault, variant).requests("page");
  const tlsOf = (variant?: string) => play(undefined, variant).on("buyers->gateway").pool?.tls;
  const heldIn = (variant?: string) => play(undefined, variant).at("gateway").utilization ?? 0;
  const WORK_MS = 1;
  const SIGN_MS = 0.52;
  /** Two gateways with a slot each, 500 pages a second. */
  const held = (ms: number) => (500 * ms) / 2000;

  it("is paid once for a connection that is kept", () => {
    expect(tlsOf()?.full).toBeLessThan(0.005 * page().completed);
    expect(heldIn()).toBeCloseTo(held(WORK_MS), 2);
  });

  it("is two round trips and a signature where each answer closes its connection", () => {
    const meanOf = (variant?: string) => page(undefined, variant).latencyMs.mean ?? 0;
    // What was asked for before the measured time began may have been sent in it.
    expect(Math.abs((tlsOf("closed")?.full ?? 0) - page(undefined, "closed").offered)).toBeLessThan(
      3,
    );
    expect(heldIn("closed")).toBeCloseTo(held(WORK_MS + SIGN_MS), 2);
    // 30 ms there and back; the signature makes others wait a little, too.
    expect(Math.abs(meanOf("closed") - meanOf() - 2 * 30 - SIGN_MS)).toBeLessThan(0.5);
    expect(meanOf("closed") - meanOf("plain")).toBeGreaterThan(30);
    expect(meanOf("closed") - meanOf("plain")).toBeLessThan(31);
    // The gateway checks a certificate; the buyer signs, which only delays the buyer.
    const mutual = tlsOf("mutual");
    expect((mutual?.calleeMs ?? 0) / (mutual?.full ?? 1)).toBeCloseTo(SIGN_MS + 0.015, 6);
    expect(meanOf("mutual") - meanOf("closed")).toBeGreaterThan(SIGN_MS);
    expect(meanOf("mutual") - meanOf("closed")).toBeLessThan(SIGN_MS + 0.1);
  });

  it("is what a rush has no room for, unless there are few of them or they are small", () => {
    for (const variant of [undefined, "resumed", "elliptic", "plain"]) {
      expect(failuresOf(page("rush", variant).failed), variant).toBe(0);
    }
    expect(page("rush").latencyMs.p99).toBeLessThan(80);
    for (const variant of ["closed", "mutual"]) {
      // 1500 a second want 1.52 ms of each of 2 slots: 1.14 of what there is, for 30 s.
      const lost = failuresOf(page("rush", variant).failed) / (1500 * 30);
      expect(lost, variant).toBeGreaterThan(0.05);
      expect(lost, variant).toBeLessThan(1 - 1 / 1.16);
      expect(storyOf(play("rush", variant))).toMatch(/[Gg]ateway was saturated/);
    }
    expect(page("rush", "closed").latencyMs.p99).toBeGreaterThan(400);
  });
});
