// What the scenarios about one process or several, asking or announcing, and late events promise.
import { describe, expect, it, vi } from "vitest";
import { startBlastRadius } from "../../simulation/analysis/blast-radius.ts";
import { couplingOf } from "../../simulation/analysis/coupling.ts";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { JourneyCoupling } from "../../simulation/results/coupling.ts";
import type { EventTimeResult } from "../../simulation/results/event-time-result.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { resolved } from "../support/simulate.ts";
import {
  failuresOf,
  galleryVariant,
  player,
  queueOf,
  RUN_TIMEOUT_MS,
  runGallery,
} from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

function documentOf(name: string, variant?: string) {
  return galleryVariant(`${name}.brownout.json`, variant === undefined ? {} : { variant });
}

function journeyOf(name: string, journey: string, variant?: string): JourneyCoupling {
  const { journeys } = couplingOf(resolved(documentOf(name, variant)));
  const found = journeys.find((one) => one.journey === journey);
  if (found === undefined) throw new Error(`no journey ${journey}`);
  return found;
}

/** Share of all requests, and of each journey, that fails while a node is down. */
function blastOf(name: string, node: string, variant?: string): Record<string, number | null> {
  const started = startBlastRadius(documentOf(name, variant), { mode: "crash", measuredS: 8 });
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  while (started.blast.next(engine));
  const found = started.blast.result().nodes.find((down) => down.node === node);
  if (found === undefined) throw new Error(`${node} was never down`);
  const journeys = Object.entries(found.journeys).map(([id, { failed }]) => [id, failed]);
  return { all: found.all.failed, ...Object.fromEntries(journeys) };
}

describe("a monolith or services", () => {
  const NAME = "monolith-or-services";
  const play = player(NAME);

  /** Mean time of a purchase at a steady rate of searches, ms. */
  function purchaseMs(searchesPerS: number, variant?: string): number {
    const set = applySet(documentOf(NAME, variant), {
      "nodes.searchers.ratePerS": searchesPerS,
      "run.durationS": 60,
    });
    if (!set.ok) throw new Error(JSON.stringify(set.problems));
    const { endToEnd } = runScenario(resolved(set.document), {}, engine);
    return endToEnd.buy?.latencyMs.mean ?? Number.NaN;
  }

  it("the network loses at little load, and shared threads at much of one part", () => {
    const rates = [40, 160, 260, 360, 400, 480];
    const ahead = rates.map((perS) => purchaseMs(perS) < purchaseMs(perS, "services"));
    expect(ahead).toEqual([true, true, true, false, false, false]);
    expect(purchaseMs(40)).toBeCloseTo(21.7, 0);
    expect(purchaseMs(40, "services")).toBeCloseTo(25, 0);
    expect(purchaseMs(400)).toBeGreaterThan(150);
  });

  it("searches crowd out visitors who never search; with services nobody", () => {
    expect(failuresOf(play("rush").requests("buy").failed)).toBeGreaterThan(80);
    expect(play("rush").requests("browse").latencyMs.p99).toBeGreaterThan(1500);
    const apart = play("rush", "services");
    expect(failuresOf(apart.requests("buy").failed)).toBe(0);
    expect(apart.requests("browse").latencyMs.p99).toBeLessThan(60);
  });

  it("a module that leaks takes the shop with it; a service only itself", () => {
    const visitors = (run: ReturnType<typeof play>) =>
      (run.requests("buy").failed.connectionRefused ?? 0) +
      (run.requests("browse").failed.connectionRefused ?? 0);
    expect(visitors(play("leak"))).toBeGreaterThan(1_100);
    expect(visitors(play("leak"))).toBeLessThan(1_300);
    const apart = play("leak", "services");
    expect(failuresOf(apart.requests("buy").failed)).toBe(0);
    expect(failuresOf(apart.requests("browse").failed)).toBe(0);
    expect(failuresOf(apart.requests("search").failed)).toBeGreaterThan(700);
  });

  it("twice the monolith is as good as the services", () => {
    const whole = play("rush", "whole");
    expect(failuresOf(whole.requests("buy").failed)).toBe(0);
    const apart = play("rush", "services").requests("buy").latencyMs.mean ?? Number.NaN;
    expect(whole.requests("buy").latencyMs.mean).toBeLessThan(apart);
  });

  it("one process is down once and for all; services one by one", () => {
    const whole = journeyOf(NAME, "buy");
    const apart = journeyOf(NAME, "buy", "services");
    expect(whole).toMatchObject({ depth: 2, needs: { shop: 1, search: 1, store: 1 } });
    expect(whole.availability).toBeCloseTo(0.999 ** 2, 9);
    expect(apart).toMatchObject({ depth: 3, fanOut: { node: "shop", count: 3 } });
    expect(apart.needs.search).toBeUndefined();
    expect(apart.availability).toBeCloseTo(0.999 ** 5, 9);
    expect(blastOf(NAME, "search")).toMatchObject({ all: 1, buy: 1, browse: 1 });
    expect(blastOf(NAME, "search", "services")).toMatchObject({ buy: 0, browse: 0, search: 1 });
  });

  it("tells numbers that are played", () => {
    const told = teller(NAME);
    told(
      "21.6 ms in the monolith and 25 ms with services",
      purchaseMs(40),
      purchaseMs(40, "services"),
    );
    told("At 400 a purchase takes 186 ms", null, purchaseMs(400));
  });
});

describe("asking or announcing", () => {
  const NAME = "ask-or-announce";
  const play = player(NAME);
  const meanMs = (variant?: string) => play(undefined, variant).requests("order").latencyMs.mean;

  it("asking adds times up, or takes the slowest; announcing takes neither", () => {
    expect(meanMs()).toBeCloseTo(145, 0);
    expect(meanMs("together")).toBeCloseTo(93, 0);
    expect(meanMs("announce")).toBeCloseTo(26, 0);
    // The work itself takes no less.
    const { settledMs } = play(undefined, "announce").requests("order");
    expect(settledMs.mean).toBeGreaterThan(75);
  });

  it.each([undefined, "together"])("whoever is asked is needed: %s", (variant) => {
    expect(failuresOf(play("down", variant).requests("order").failed)).toBeGreaterThan(1_000);
    expect(failuresOf(play("slow", variant).requests("order").failed)).toBeGreaterThan(700);
    const order = journeyOf(NAME, "order", variant);
    expect(order).toMatchObject({ depth: 2, fanOut: { node: "orders", count: 4 }, later: [] });
    expect(order.availability).toBeCloseTo(0.999 ** 5, 9);
  });

  it.each(["down", "slow"])("announced, users do not notice that one is %s", (fault) => {
    const run = play(fault, "announce");
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(run.requests("order").latencyMs.max).toBeLessThan(60);
    const late = fault === "down" ? "mail" : "shipping";
    expect(queueOf(run, "events", late).lagMs.max).toBeGreaterThan(6_000);
    expect(queueOf(run, "events", late).lagMs.max).toBeLessThan(20_500);
    expect(queueOf(run, "events", late).backlogAtEnd).toBeLessThan(20);
  });

  it("announced, two nodes are needed and four are told", () => {
    const order = journeyOf(NAME, "order", "announce");
    expect(order).toMatchObject({ depth: 1, needs: { orders: 1, events: 1 } });
    expect(order.later).toEqual(["mail", "payment", "shipping", "stock"]);
    expect(order.availability).toBeCloseTo(0.999 ** 2, 9);
    expect(blastOf(NAME, "mail").all).toBe(1);
    expect(blastOf(NAME, "mail", "announce").all).toBe(0);
    expect(blastOf(NAME, "events", "announce").all).toBe(1);
  });

  it("tells numbers that are played", () => {
    const told = teller(NAME);
    told("An order takes 145 ms", meanMs());
    told("an order takes 26 ms", meanMs("announce"));
    told("93 ms instead of 145 ms", meanMs("together"), meanMs());
  });
});

describe("late events", () => {
  const play = player("late-events");
  const counted = (fault?: string, variant?: string): EventTimeResult => {
    const { stream } = play(fault, variant).at("counter");
    if (stream === undefined) throw new Error("no windows");
    return stream;
  };
  const ALL = 8_048;

  it("are missing in their windows, and nothing fails", () => {
    expect(counted()).toMatchObject({ counted: ALL, late: 0, results: 320 });
    expect(counted().resultDelayMs.mean).toBeCloseTo(5_000, 0);
    expect(counted("valley")).toMatchObject({ counted: ALL - 619, late: 619, results: 320 });
    for (const type of ["position", "from-valley"]) {
      expect(failuresOf(play("valley").requests(type).failed)).toBe(0);
    }
  });

  it("are in time where results wait for them", () => {
    expect(counted("valley", "patient")).toMatchObject({ counted: ALL, late: 0 });
    expect(counted(undefined, "patient").resultDelayMs.mean).toBeCloseTo(20_000, 0);
  });

  it("correct results that were given out", () => {
    const corrected = counted("valley", "corrected");
    expect(corrected).toMatchObject({ counted: ALL, late: 0, updates: 193 });
    expect(corrected.resultDelayMs.mean).toBeCloseTo(5_000, 0);
    expect(corrected.entries.mean).toBeGreaterThan(2 * counted("valley").entries.mean);
  });

  it("go to the side output", () => {
    expect(play("valley", "aside").at("corrections").completions).toBe(619);
    expect(play(undefined, "aside").at("corrections").completions).toBe(0);
  });

  it("count once or twice after a crash between two checkpoints", () => {
    const exact = counted("crash");
    expect(exact).toMatchObject({ counted: ALL, countedTwice: 0, results: 320 });
    expect(exact.resultDelayMs.max).toBeCloseTo(10_000, -1);
    const again = counted("crash", "twice");
    expect(again).toMatchObject({ counted: ALL + 87, countedTwice: 87 });
    expect(counted(undefined, "twice").resultDelayMs.mean).toBeCloseTo(1_200, -1);
  });

  it("do not come at all where a partition has no events", () => {
    const set = applySet(documentOf("late-events"), { "nodes.positions.keyCount": 2 });
    if (!set.ok) throw new Error(JSON.stringify(set.problems));
    const { nodes } = runScenario(resolved(set.document), {}, engine);
    expect(nodes.counter?.stream).toMatchObject({ results: 0, watermarkLagMs: null });
    expect(runGallery("late-events.brownout.json").at("counter").stream?.results).toBe(320);
  });
});
