// What the scenarios about protocols of calls promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, type GalleryRun, player, RUN_TIMEOUT_MS, sumOf } from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("REST or gRPC inside", () => {
  const play = player("rest-or-grpc");
  const failed = (run: GalleryRun) => failuresOf(run.requests("page").failed);

  it("the peak is too much for JSON and not for Protobuf, though the work is the same", () => {
    expect(failed(play("peak"))).toBeGreaterThan(30_000);
    expect(failed(play("peak", "grpc"))).toBe(0);
    expect(play("peak", "grpc").requests("page").latencyMs.p99).toBeLessThan(60);
  });

  it("the same calls are little more than half the bytes, and less of the slots", () => {
    const bytes = (run: GalleryRun) => run.on("catalog->pricing").bytes?.answers ?? 0;
    expect(bytes(play(undefined, "grpc")) / bytes(play())).toBeCloseTo(0.55, 2);
    const used = (run: GalleryRun) => run.at("catalog").utilization ?? 0;
    expect(used(play())).toBeGreaterThan(1.6 * used(play(undefined, "grpc")));
  });

  it("a channel that picks one instance leaves the other without work", () => {
    expect(failed(play("peak", "pinned"))).toBeGreaterThan(25_000);
    expect(play("peak", "pinned").at("catalog").utilization).toBeLessThan(0.5);
  });

  it("what is too late is worked on over REST, and hardly over gRPC", () => {
    expect(play("slow").at("pricing").wastedRatio).toBeGreaterThan(0.4);
    expect(play("slow", "grpc").at("pricing").wastedRatio).toBeLessThan(0.15);
    expect(failed(play("slow", "grpc"))).toBeLessThan(0.5 * failed(play("slow")));
  });
});

describe("one connection for everything", () => {
  const play = player("one-connection");
  const page = (run: GalleryRun) => run.requests("page").latencyMs;

  it("is one round instead of two, and a sixth of the handshakes", () => {
    expect(page(play()).p50 ?? 0).toBeGreaterThan(1.5 * (page(play(undefined, "h2")).p50 ?? 0));
    const opened = (run: GalleryRun) => run.on("page->edge").pool?.opened ?? 0;
    expect(opened(play())).toBeGreaterThan(5 * opened(play(undefined, "h2")));
  });

  it("loses most of its lead where packets are lost", () => {
    const cost = (variant?: string) =>
      (page(play("loss", variant)).p50 ?? 0) / (page(play(undefined, variant)).p50 ?? 0);
    expect(cost("h2")).toBeGreaterThan(1.8);
    expect(cost()).toBeLessThan(1.6);
    expect(page(play("loss", "h2")).p99).toBeGreaterThan(0.95 * (page(play("loss")).p99 ?? 0));
  });
});

describe("one query, a hundred calls", () => {
  const play = player("graphql-n-plus-one");
  const failed = (run: GalleryRun) => failuresOf(run.requests("screen").failed);

  it("asks for each author by itself, or once with a DataLoader", () => {
    const calls = (run: GalleryRun) => run.at("authors").arrivals / run.at("reviews").arrivals;
    expect(calls(play())).toBeCloseTo(50, 0);
    expect(calls(play(undefined, "loader"))).toBeCloseTo(1, 1);
    expect(failed(play("viral"))).toBeGreaterThan(100);
    expect(failed(play("viral", "loader"))).toBe(0);
  });

  it("sends a quarter of what REST sends over the slow link", () => {
    const [graphql, rest] = [play(undefined, "loader"), play(undefined, "rest")];
    const median = (run: GalleryRun) => run.requests("screen").latencyMs.p50 ?? 0;
    expect(median(rest)).toBeGreaterThan(2 * median(graphql));
    const bytes = (run: GalleryRun) => run.on("phones->graph").bytes?.answers ?? 0;
    expect(bytes(graphql) / bytes(rest)).toBeCloseTo(0.25, 2);
  });

  it("is taken down by two deep queries a second, which a depth limit refuses", () => {
    expect(failed(play("deep", "loader"))).toBeGreaterThan(900);
    expect(failed(play("deep", "limit"))).toBe(0);
    expect(Object.keys(play("deep", "limit").requests("deep").failed)).toEqual(["rejected"]);
  });
});

describe("a contract to the letter", () => {
  const play = player("strict-contract");
  const failed = (run: GalleryRun) => failuresOf(run.requests("claim").failed);
  const doubled = (run: GalleryRun) => run.at("portal").duplicateEffects;

  it("loses and doubles nothing; careless retries double, none at all lose", () => {
    expect([failed(play("link")), doubled(play("link"))]).toEqual([0, 0]);
    expect(doubled(play("link", "rest"))).toBeGreaterThan(10_000);
    expect(doubled(play("link", "rest-key"))).toBe(0);
    expect(failed(play("link", "grpc"))).toBeGreaterThan(2_000);
  });

  it("stops all partners for a field that none of them needs; over REST none", () => {
    expect(sumOf(play("added").type("claim", "error", 61, 100))).toBeGreaterThan(4_000);
    expect(failed(play("added", "rest"))).toBe(0);
  });

  it("a field that is gone stops REST, too, and gRPC takes a default for it", () => {
    expect(play("removed", "rest").on("partners->portal").failed.error).toBeGreaterThan(40_000);
    expect(failed(play("removed", "grpc"))).toBe(0);
  });

  it("costs five times the bytes of gRPC", () => {
    const bytes = (run: GalleryRun) => run.on("partners->portal").bytes?.requests ?? 0;
    expect(bytes(play()) / bytes(play(undefined, "grpc"))).toBeGreaterThan(5);
  });
});
