// What the scenarios about streams of gRPC promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, type GalleryRun, player, RUN_TIMEOUT_MS } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

function streamOf(run: GalleryRun, edge: string) {
  const { stream } = run.on(edge);
  if (!stream) throw new Error("no streams");
  return stream;
}

describe("as far as the window reaches", () => {
  const play = player("report-streams");
  const status = (run: GalleryRun) => failuresOf(run.requests("status").failed);
  const report = (run: GalleryRun) => run.requests("report").latencyMs;

  it("a longer way takes the threads, and calls that have nothing to do with it fail", () => {
    expect(status(play())).toBe(0);
    expect(status(play("far"))).toBeGreaterThan(2_000);
    expect(report(play("far")).p95).toBeGreaterThan(5_000);
    // Threads are held and do not work.
    const { utilization, workingRatio } = play("far").at("exporter");
    expect(utilization ?? 0).toBeGreaterThan(3 * (workingRatio ?? 1));
  });

  it("wider windows carry as much over the longer way", () => {
    expect(status(play("far", "wide"))).toBe(0);
    expect(report(play("far", "wide")).p99).toBeLessThan(300);
    expect(streamOf(play("far", "wide"), "analysts->exporter").heldByStreamMs).toBeLessThan(0.5);
  });

  it("without a thread for each stream, or with a deadline, only the reports are late", () => {
    expect(status(play("far", "async"))).toBe(0);
    expect(report(play("far", "async")).p95).toBeGreaterThan(2_000);
    expect(status(play("far", "deadline"))).toBe(0);
    const late = play("far", "deadline").requests("report").failed;
    expect(late.deadlineExceeded).toBeGreaterThan(1_000);
    // What is reset ends at the callee as well.
    expect(play("far", "deadline").at("exporter").failed.cancelled).toBeGreaterThan(1_000);
  });

  it("a sidecar takes whole reports off the exporter, which is late for nobody else then", () => {
    const [bare, sidecar] = [play("far"), play("far", "sidecar")];
    expect(failuresOf(bare.requests("report").failed)).toBeGreaterThan(500);
    for (const type of ["report", "status"]) {
      expect(failuresOf(sidecar.requests(type).failed), type).toBe(0);
    }
    const { utilization, workingRatio } = sidecar.at("exporter");
    expect(utilization).toBeCloseTo(workingRatio ?? 0, 3);
    // What waits is at the sidecar: four messages a round trip of 90 ms are no more than before.
    expect(report(sidecar).p95).toBeGreaterThan(2_000);
    expect(streamOf(sidecar, "analysts->exporter").bufferedMax).toBeGreaterThan(80);
    expect(streamOf(bare, "analysts->exporter").bufferedMax).toBeLessThan(5);
  });

  it("a hundred calls in a row are slower than a hundred messages of one", () => {
    expect(report(play(undefined, "paged")).p50).toBeGreaterThan(4 * (report(play()).p50 ?? 0));
  });

  it("slow readers do the same damage as a long way", () => {
    expect(play(undefined, "slow-readers").requests("status").ok).toBeLessThan(100);
    expect(play(undefined, "slow-readers").at("exporter").workingRatio).toBeLessThan(0.1);
  });

  it("tells numbers that are played", () => {
    const told = teller("report-streams");
    told("streams take nine times as long");
    // The first ones of the longer way, which found a thread at once.
    const [usual, far] = [play(), play("far")].map((run) => {
      const values = run.type("report", "meanMs", 42, 44).filter((value) => value > 0);
      return Math.min(...values.slice(1));
    });
    expect((far ?? 0) / (usual ?? 1)).toBeGreaterThan(8);
    expect((far ?? 0) / (usual ?? 1)).toBeLessThan(10.5);
    // 65,535 bytes in each round trip of 90 ms.
    told("0.7 MB a second for each stream", 65_535 / 0.09 / 1e6);
  });
});

describe("one reader stops, and all wait", () => {
  const play = player("stopped-reader");
  const p95 = (run: GalleryRun) => run.requests("follow").latencyMs.p95 ?? 0;
  const held = (run: GalleryRun) => streamOf(run, "edge->feed").heldByConnectionMs ?? 0;

  it("on a shared connection where room comes back only as data is read", () => {
    const reading = play(undefined, "reading");
    expect(p95(reading)).toBeGreaterThan(5 * p95(play()));
    expect(held(reading)).toBeGreaterThan(30);
    expect(held(play())).toBe(0);
    expect(reading.at("feed").utilization).toBeLessThan(0.05);
  });

  it("is borne where each stream may hold less, or fewer share a connection", () => {
    for (const variant of ["narrow", "many"]) {
      expect(p95(play(undefined, variant))).toBeLessThan(1_600);
      expect(p95(play("crowd", variant))).toBeLessThan(1_600);
    }
    expect(p95(play("crowd", "reading"))).toBeGreaterThan(15_000);
    expect(p95(play("crowd"))).toBeLessThan(2_000);
  });
});
