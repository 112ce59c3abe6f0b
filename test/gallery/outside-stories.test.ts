// What the scenarios about a CDN, a provider's quota, batches and writes behind promise, as the engine
// plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, type GalleryRun, player, RUN_TIMEOUT_MS, sumOf } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

function storyOf({ result }: GalleryRun): string {
  return JSON.stringify(result.story);
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

describe("an origin behind a CDN", () => {
  const play = player("cdn-origin");
  /** Requests per second at the site, after the warm-up. */
  const rate = (run: GalleryRun): number => run.at("site").arrivals / 120;

  it("undisturbed sees a fifth of the requests, of which hits take 21 ms", () => {
    const run = play();
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(run.requests("article").latencyMs.p50).toBeCloseTo(21, 0);
    expect(run.at("cdn").cache?.hitRatio).toBeCloseTo(0.82, 2);
    expect(rate(run)).toBeCloseTo(76, 0);
    expect(run.requests("comment").latencyMs.min).toBeGreaterThan(180);
  });

  it("comes back to points where nothing is fresh, and drowns", () => {
    const run = play("outage");
    const failures = run.type("article", "dependency", 140, 150);
    expect(sumOf(failures)).toBeGreaterThan(2000);
    expect(storyOf(run)).toMatch(/not recovered 50/);
  });

  it("drowns as well when everything is purged", () => {
    const run = play("flush");
    expect(run.requests("article").failed.dependency).toBeGreaterThan(25_000);
    expect(storyOf(run)).toMatch(/CDN lost all of its entries/);
    expect(storyOf(run)).toMatch(/not recovered 90/);
  });

  it("with stale content fails no article, half of which are out of date and late", () => {
    const { failed, degraded, latencyMs } = play("outage", "stale").requests("article");
    expect(failed).toEqual({});
    expect(degraded).toBeGreaterThan(20_000);
    expect(latencyMs.p99).toBeGreaterThan(2000);
  });

  it("behind a shield is asked for a third, and takes a purge in seven seconds", () => {
    expect(rate(play(undefined, "shield"))).toBeCloseTo(22, 0);
    const run = play("flush", "shield");
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(storyOf(run)).toMatch(/back to normal by 1:07/);
  });

  it("with both is missed by nobody but those who comment", () => {
    const run = play("outage", "both");
    expect(run.requests("article").failed).toEqual({});
    expect(run.requests("article").latencyMs.p99).toBeLessThan(400);
    expect(run.requests("comment").failed.dependency).toBeGreaterThan(350);
    expect(storyOf(run)).toMatch(/back to normal by 1:48/);
  });

  it("tells numbers that are played", () => {
    const told = teller("cdn-origin");
    const { latencyMs } = play().requests("article");
    told("hits take 21 ms", latencyMs.p50);
    told("76 requests a second reach the site", rate(play()));
    told("With an origin shield 22 requests a second", rate(play(undefined, "shield")));
  });
});

describe("the quota of a provider", () => {
  const play = player("provider-quota");
  const both = (variant?: string, fault?: string) => {
    const run = play(fault, variant);
    return {
      run,
      orders: failuresOf(run.requests("order").failed),
      addresses: failuresOf(run.requests("address").failed),
      batchMs: run.at("import").schedule?.lengthMs.max ?? Number.NaN,
      quota: run.at("geocoder").quota,
    };
  };

  it("suffices for an import that takes its time, and for one with a key or a bill of its own", () => {
    for (const variant of [undefined, "own-key", "billed"]) {
      const { orders, addresses } = both(variant);
      expect([variant, orders, addresses]).toEqual([variant, 0, 0]);
    }
    expect(both().batchMs).toBeCloseTo(233_000, -4);
    expect(both("billed").quota?.costPerMonth).toBeCloseTo(96_000, -3);
    expect(both().quota?.costPerMonth).toBe(100);
  });

  it("is used up by an import within seven seconds, and orders fail until the minute is over", () => {
    const { run, orders, addresses, batchMs } = both("at-once");
    expect([orders, addresses]).toEqual([1091, 1434]);
    expect(batchMs).toBeLessThan(10_000);
    expect(sumOf(run.type("order", "dependency", 20, 76))).toBe(0);
    expect(sumOf(run.type("order", "dependency", 121, 360))).toBe(0);
    expect(storyOf(run)).toMatch(/the quota of geocoder was used up: it was down by 1:19/);
  });

  it("is waited for by an import that heeds Retry-After, which takes the next minute too", () => {
    const { run, orders, addresses, batchMs, quota } = both("heeds");
    expect(addresses).toBe(0);
    expect(batchMs).toBeCloseTo(56_000, -3);
    expect(orders).toBe(1512);
    expect(quota?.windowsOver).toBe(2);
    expect(storyOf(run)).toMatch(/the quota of geocoder was used up/);
    expect(sumOf(run.type("order", "dependency", 121, 180))).toBeGreaterThan(300);
  });

  it("is no better off with one that does not heed it", () => {
    const { addresses, quota } = both("hammers");
    expect(addresses).toBe(280);
    expect(quota?.refused).toBeGreaterThan(1.7 * (both("at-once").quota?.refused ?? 0));
  });

  it("has no part in it when the provider is slow or has brownouts", () => {
    expect(both(undefined, "slow")).toMatchObject({ orders: 378, quota: { refused: 0 } });
    const { run, orders } = both("brownouts");
    expect(orders).toBe(337);
    expect(storyOf(run)).toMatch(/Geocoder had brownouts again and again/);
  });

  it("tells numbers that are played", () => {
    const told = teller("provider-quota");
    told("378 orders are given up", both(undefined, "slow").orders);
    const { orders, addresses, batchMs, quota } = both("at-once");
    told("1,091 orders and 1,434 addresses are lost", orders, addresses);
    told("it is over after nine seconds");
    expect(Math.round(batchMs / 1000)).toBe(9);
    told("4,300 refusals instead of 2,500", both("hammers").quota?.refused, quota?.refused);
    told("280 addresses are still lost", both("hammers").addresses);
    told("337 orders are lost", both("brownouts").orders);
    told("in 56 s", both("heeds").batchMs / 1000);
    told("costs 96,000", both("billed").quota?.costPerMonth);
  });
});

describe("a nightly batch", () => {
  const play = player("nightly-batch");
  /** Mean latency of pages while the batch runs. */
  const pagesMs = (run: GalleryRun): number => meanOf(run.type("page", "meanMs", 62, 95));

  it("does no harm while it is held to a rate that fits", () => {
    const run = play();
    expect(run.requests("page").latencyMs.p99).toBeLessThan(90);
    expect(run.at("invoices").schedule).toMatchObject({ completed: 1, missedWindow: 0 });
    expect(run.at("invoices").schedule?.lengthMs.max).toBeCloseTo(50_000, -3);
    expect(meanOf(run.type("page", "meanMs", 20, 59))).toBeCloseTo(53, 0);
    expect(pagesMs(run)).toBeLessThan(55);
  });

  it("at once makes pages take eight times as long, and fails none", () => {
    const run = play(undefined, "at-once");
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(pagesMs(run)).toBeCloseTo(420, -1);
    expect(run.at("invoices").schedule?.lengthMs.max).toBeCloseTo(37_600, -2);
    expect(storyOf(run)).toMatch(/Shop database was saturated/);
  });

  it("at once does no harm where it waits for pages, on a slow database either", () => {
    const run = play(undefined, "priority");
    expect(run.requests("page").latencyMs.p99).toBeLessThan(90);
    expect(run.at("invoices").schedule?.lengthMs.max).toBeLessThan(38_000);
    expect(play("slow", "priority").requests("page").latencyMs.p99).toBeLessThan(120);
  });

  it("misses its window on a slow database, where its rate is too high", () => {
    const run = play("slow");
    expect(run.at("invoices").schedule).toMatchObject({ completed: 1, missedWindow: 1 });
    expect(run.requests("page").latencyMs.p50).toBeGreaterThan(900);
  });

  it("misses its window with four at once", () => {
    const run = play(undefined, "few");
    expect(run.requests("page").latencyMs.p99).toBeLessThan(90);
    expect(run.at("invoices").schedule).toMatchObject({ completed: 0, missedWindow: 1 });
  });

  it("that comes too often never lets pages be fast again, or is left out every second time", () => {
    const often = play(undefined, "often");
    expect(often.at("invoices").schedule?.started).toBe(5);
    expect(Math.min(...often.type("page", "meanMs", 95, 180))).toBeGreaterThan(200);
    const forbid = play(undefined, "often-forbid").at("invoices").schedule;
    expect(forbid).toMatchObject({ started: 3, completed: 2, skipped: 2 });
  });

  it("tells numbers that are played", () => {
    const told = teller("nightly-batch");
    const busy = (fromS: number, toS: number) =>
      (100 * meanOf(play().node("db", "heldMean", fromS, toS))) / 16;
    told(
      "Until 1:00 the database is 20 % busy and pages take 50 ms",
      null,
      null,
      busy(20, 59),
      meanOf(play().type("page", "meanMs", 20, 59)),
    );
    told("during the run it is 80 % busy", busy(62, 105));
    const lengthS = (variant?: string) =>
      (play(undefined, variant).at("invoices").schedule?.lengthMs.max ?? 0) / 1000;
    told(
      "done in 38 s, and pages take 420 ms",
      lengthS("at-once"),
      pagesMs(play(undefined, "at-once")),
    );
    const p99 = (fault?: string) => play(fault, "priority").requests("page").latencyMs.p99;
    told("they take 85 ms at p99", p99(), null);
    told("they still take no more than 114", p99("slow"));
  });
});

describe("a write-behind cache", () => {
  const play = player("write-behind");

  it("writes a third, and answers without waiting for it", () => {
    const run = play();
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(run.at("store").arrivals / run.requests("view").ok).toBeCloseTo(0.35, 2);
    expect(run.requests("view").latencyMs.p50).toBeCloseTo(42, 0);
    expect(run.at("store").utilization).toBeCloseTo(0.26, 1);
  });

  it("hides 20 s without a database, which fail 21,000 views that are written through", () => {
    const run = play("store-down");
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(run.at("cache").cache?.writesBehind).toMatchObject({ waitingMax: 1814, lost: 0 });
    const through = play("store-down", "through");
    expect(through.requests("view").failed.dependency).toBeCloseTo(21_100, -2);
  });

  it("loses what it had answered and not written, more the later it writes", () => {
    expect(play("crash").at("cache").cache?.writesBehind?.lost).toBe(154);
    expect(play("crash", "soon").at("cache").cache?.writesBehind?.lost).toBe(49);
    const through = play("crash", "through");
    const { ok } = through.requests("view");
    expect(through.at("store").completions).toBeGreaterThanOrEqual(ok);
  });

  it("waits for each write as write-through, and misses most reads as cache-aside", () => {
    const through = play(undefined, "through");
    expect(through.requests("view").latencyMs.p50).toBeCloseTo(51, 0);
    expect(through.at("store").utilization).toBeCloseTo(0.76, 2);
    const aside = play(undefined, "aside");
    expect(aside.at("cache").cache?.hitRatio).toBeLessThan(0.2);
    expect(aside.at("store").utilization).toBeGreaterThan(0.85);
  });

  it("tells numbers that are played", () => {
    const told = teller("write-behind");
    const measuredS = play().result.simulatedS - play().result.warmupS;
    told(
      "of 1,004 views a second 351 become writes",
      play().requests("view").ok / measuredS,
      play().at("store").arrivals / measuredS,
    );
    told("up to 1,814 counters", play("store-down").at("cache").cache?.writesBehind?.waitingMax);
    told(
      "154 writes that had been answered are lost",
      play("crash").at("cache").cache?.writesBehind?.lost,
    );
  });
});
