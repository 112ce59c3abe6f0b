// What the scenarios about tracing promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, type GalleryRun, player, RUN_TIMEOUT_MS, sumOf } from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

const CALLERS = ["shop", "stock", "payment"];

function collectorOf(run: GalleryRun) {
  const { collector } = run.at("collector");
  if (collector === undefined) throw new Error("no collector");
  return collector;
}

function dropped(run: GalleryRun): number {
  return sumOf(
    CALLERS.map((caller) => {
      const { exporter } = run.on(`${caller}->collector`);
      return exporter === undefined ? Number.NaN : failuresOf(exporter.dropped);
    }),
  );
}

describe("When the observer fails", () => {
  const play = player("collector-outage");
  const buys = (fault?: string, variant?: string) => play(fault, variant).requests("buy");

  it.each(["mute", "slow"])("spans are dropped and buyers do not notice: %s", (fault) => {
    expect(buys(fault).latencyMs).toEqual(buys().latencyMs);
    expect(buys(fault).failed).toEqual(buys().failed);
    expect(dropped(play())).toBe(0);
    expect(dropped(play(fault))).toBeGreaterThan(3_000);
  });

  it("a silent collector costs a sixth of the spans, and leaves traces with holes", () => {
    expect(dropped(play("mute"))).toBeGreaterThan(20_000);
    expect(dropped(play("mute"))).toBeLessThan(25_000);
    expect(play("mute").on("shop->collector").exporter?.queuedMax).toBe(2 * 2048);
    expect(collectorOf(play("mute")).incompleteTraces).toBeGreaterThan(1_000);
  });

  it("exported at once, the collector is a part of every order", () => {
    const added = (buys(undefined, "at-once").latencyMs.mean ?? 0) - (buys().latencyMs.mean ?? 0);
    expect(added).toBeGreaterThan(8);
    expect(added).toBeLessThan(10);
    expect(failuresOf(buys("slow", "at-once").failed)).toBeGreaterThan(6_000);
    expect(buys("slow", "at-once").latencyMs.p99).toBeGreaterThan(3_500);
  });

  it("with one request in ten the queues hold what comes meanwhile", () => {
    const run = play("mute", "sampled");
    const full = CALLERS.map((name) => run.on(`${name}->collector`).exporter?.dropped.queueFull);
    expect(full).toEqual([0, 0, 0]);
    expect(dropped(run)).toBeLessThan(400);
  });
});

describe("Traces of rare failures", () => {
  const play = player("rare-failures");
  const seen = (fault?: string, variant?: string) => collectorOf(play(fault, variant));

  it("by the tail every failure has its trace, and little else is stored", () => {
    const failures = failuresOf(play().requests("buy").failed);
    expect(failures).toBeGreaterThan(40);
    expect(seen().failedTraces).toBe(failures);
    // Traces that were held as the measured period began are decided in it.
    expect(Math.abs(seen().failedTracesKept - failures)).toBeLessThan(5);
    expect(seen().stored / seen().received).toBeLessThan(0.03);
    expect(seen().tail?.heldMb.max).toBeLessThan(6);
  });

  it("at the head next to none has", () => {
    expect(seen(undefined, "head").failedTraces).toBeLessThan(5);
    expect(seen(undefined, "head").received).toBeLessThan(0.03 * seen().received);
  });

  it("its memory follows the load, and with too little of it failures are lost", () => {
    expect(seen("spike").tail?.heldTraces.max).toBeGreaterThan(
      2.2 * (seen().tail?.heldTraces.max ?? 0),
    );
    expect(seen("spike").failedTracesKept).toBeGreaterThanOrEqual(seen("spike").failedTraces);
    const tight = seen("spike", "tight");
    expect(seen(undefined, "tight").tail?.evictedTraces).toBe(0);
    expect(tight.tail?.evictedTraces).toBeGreaterThan(12_000);
    expect(tight.failedTracesKept / tight.failedTraces).toBeLessThan(0.7);
  });

  it("everything stored is fifty times as much", () => {
    expect(seen(undefined, "everything").stored / seen().stored).toBeGreaterThan(40);
  });
});
