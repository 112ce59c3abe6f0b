// What the scenarios about overload and its remedies promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, RUN_TIMEOUT_MS, runGallery, sumOf } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

const share = (part: readonly number[], whole: readonly number[]) => sumOf(part) / sumOf(whole);

describe("the retry storm", () => {
  const FILE = "retry-storm.brownout.json";
  const play = (variant?: string) =>
    runGallery(FILE, { fault: "slow-api", ...(variant === undefined ? {} : { variant }) });
  const goodput = (run: ReturnType<typeof play>, fromS: number, toS: number) =>
    share(run.type("order", "ok", fromS, toS), run.type("order", "offered", fromS, toS));

  it("outlives its trigger by two minutes, with the load at 62 % of the capacity", () => {
    expect(goodput(play(), 15, 40)).toBeGreaterThan(0.98);
    expect(goodput(play(), 60, 180)).toBeLessThan(0.02);
    expect(play().at("api").wastedRatio).toBeGreaterThan(0.8);
  });

  it("is kept going by nearly three attempts per order", () => {
    const before = sumOf(play().node("api", "arrivals", 20, 40));
    const after = sumOf(play().node("api", "arrivals", 150, 170));
    expect(after / before).toBeGreaterThan(2.5);
  });

  it.each(["cancel", "short-queue", "no-retries"])("ends by %s", (variant) => {
    expect(goodput(play(variant), 120, 180)).toBeGreaterThan(0.98);
  });

  it("ends within five seconds where abandoned work is cancelled or the queue is short", () => {
    expect(goodput(play("cancel"), 56, 66)).toBeGreaterThan(0.98);
    expect(goodput(play("short-queue"), 56, 66)).toBeGreaterThan(0.98);
    expect(goodput(play("no-retries"), 56, 66)).toBeLessThan(0.3);
  });

  it("works at its limit for callers who have gone", () => {
    const held = (fromS: number, toS: number) => {
      const values = play().node("api", "heldMean", fromS, toS);
      return sumOf(values) / values.length / 8;
    };
    teller("retry-storm")("the API works at 62 % of its capacity", 100 * held(15, 40));
    expect(held(60, 180)).toBeGreaterThan(0.99);
    const arrivals = sumOf(play().node("api", "arrivals", 60, 180)) / 120;
    // 160 a second at best.
    expect(arrivals / 160).toBeGreaterThan(1.75);
  });
});

describe("cascading timeouts", () => {
  const FILE = "cascading-timeouts.brownout.json";
  const play = (variant?: string) =>
    runGallery(FILE, { fault: "slow-directory", ...(variant === undefined ? {} : { variant }) });
  const lost = (run: ReturnType<typeof play>) => failuresOf(run.requests("home").failed);

  it("take the home page down, which never asks the directory", () => {
    expect(lost(play())).toBeGreaterThan(500);
    expect(Math.max(...play().node("web", "heldMean", 50, 75))).toBeGreaterThan(0.95 * 120);
  });

  it("are told from the directory to the users", () => {
    const chain = play().result.cascade.map(({ node, because }) => [node, because]);
    expect(chain.slice(0, 4)).toEqual([
      ["directory", "fault:slow-directory"],
      ["identity", "node:directory/blockedCallers"],
      ["account", "node:identity/blockedCallers"],
      ["web", "node:account/blockedCallers"],
    ]);
  });

  it.each(["shrinking", "breaker"])("spare the home page with %s", (variant) => {
    expect(lost(play(variant))).toBeLessThan(0.01 * lost(play()));
    expect(failuresOf(play(variant).requests("profile").failed)).toBeGreaterThan(1000);
  });
});

describe("one slow replica", () => {
  const FILE = "slow-replica.brownout.json";

  it("makes one slow answer in a hundred one slow search in five", () => {
    const base = runGallery(FILE);
    const { p95, p50 } = base.requests("search").latencyMs ?? {};
    const shard = base.on("search->shards").latencyMs;
    expect(shard?.p95).toBeLessThan(20);
    expect(p95 ?? 0).toBeGreaterThan(150);
    expect(p50 ?? 0).toBeLessThan(35);
  });

  it("decides the median of all searches, unless 19 of 20 answers are enough", () => {
    const median = (variant?: string) =>
      runGallery(FILE, {
        fault: "slow-one",
        ...(variant === undefined ? {} : { variant }),
      }).requests("search").latencyMs?.p50 ?? Number.NaN;
    expect(median()).toBeGreaterThan(
      1.3 * (runGallery(FILE).requests("search").latencyMs?.p50 ?? 0),
    );
    expect(median("enough")).toBeLessThan(30);
  });

  it("is slow as often as one of twenty independent answers is", () => {
    const run = runGallery(FILE);
    const { completed } = run.requests("search");
    expect(run.on("search->shards").calls / completed).toBeCloseTo(20, 1);
    teller("slow-replica")("1 − 0.99²⁰ = 18 %", null, null, 100 * (1 - 0.99 ** 20));
    // Nine in ten of the slow answers take longer than any usual one.
    const { p50, p90 } = run.requests("search").latencyMs;
    expect(p90).toBeGreaterThan(2 * (p50 ?? 0));
  });
});

describe("the load-balancer sinkhole", () => {
  const FILE = "sinkhole.brownout.json";
  const failing = (variant?: string) => {
    const run = runGallery(FILE, {
      fault: "one-fails",
      ...(variant === undefined ? {} : { variant }),
    });
    return 1 - share(run.type("get", "ok", 55, 110), run.type("get", "offered", 55, 110));
  };

  it("draws most of the traffic to the server that fails", () => {
    expect(failing()).toBeGreaterThan(0.55);
    expect(failing("round-robin")).toBeCloseTo(0.25, 1);
    expect(failing("two-choices")).toBeGreaterThan(0.35);
    expect(failing("two-choices")).toBeLessThan(failing() - 0.1);
  });
});

describe("stale work", () => {
  const FILE = "stale-work.brownout.json";
  const goodput = (variant: string | undefined, fromS: number, toS: number) => {
    const run = runGallery(FILE, {
      fault: "slow-app",
      ...(variant === undefined ? {} : { variant }),
    });
    return share(run.type("page", "ok", fromS, toS), run.type("page", "offered", fromS, toS));
  };

  it("keeps a queue in order useless after the overload has ended", () => {
    expect(goodput(undefined, 72, 90)).toBeLessThan(0.05);
    expect(goodput(undefined, 130, 150)).toBeGreaterThan(0.98);
  });

  it.each(["lifo", "codel"])("does not stop %s from answering most callers", (variant) => {
    expect(goodput(variant, 72, 90)).toBeGreaterThan(0.9);
  });

  it("piles up within twenty seconds what takes half a minute more", () => {
    const run = runGallery(FILE, { fault: "slow-app" });
    const done = sumOf(run.node("app", "completions", 51, 70)) / 19;
    teller("stale-work")("the app does 53 pages/s instead of 160", null, null);
    expect(done / 53).toBeCloseTo(1, 1);
    expect(Math.max(...run.node("app", "queueEnd", 60, 71))).toBeGreaterThan(1_300);
    expect(goodput(undefined, 90, 98)).toBeLessThan(0.2);
  });
});

describe("the thundering herd", () => {
  const FILE = "thundering-herd.brownout.json";
  const play = (fault: string, variant?: string) =>
    runGallery(FILE, { fault, ...(variant === undefined ? {} : { variant }) });
  const lost = (run: ReturnType<typeof play>) => failuresOf(run.requests("sync").failed);

  it("comes as thirty seconds of load in one, and again after each pause", () => {
    const arrivals = play("offline").node("sync", "arrivals", 79, 100);
    const usual = 200;
    expect(arrivals[1]).toBeGreaterThan(25 * usual);
    // The refused ones pause for 1, 2, 4 and 8 s.
    for (const at of [2, 4, 8, 16]) expect(arrivals[at]).toBeGreaterThan(10 * usual);
    expect(lost(play("offline"))).toBeGreaterThan(2000);
  });

  it("is served nearly whole with jitter, and not noticed when it returns over a minute", () => {
    expect(lost(play("offline", "jitter"))).toBeLessThan(0.05 * lost(play("offline")));
    expect(lost(play("spread"))).toBe(0);
  });

  it("brings six thousand within a second", () => {
    const arrivals = play("offline").node("sync", "arrivals", 79, 82);
    // Forty slots, each held for 60 ms of work and 10 ms of the store.
    teller("thundering-herd")("for a service that does 570 a second at best", 40 / 0.07);
    expect(Math.max(...arrivals)).toBeGreaterThan(5_900);
    expect(sumOf(play("offline").node("sync", "arrivals", 52, 79))).toBe(0);
  });
});

describe("the gray failure", () => {
  const FILE = "gray-failure.brownout.json";
  const play = (fault: string, variant?: string) =>
    runGallery(FILE, { fault, ...(variant === undefined ? {} : { variant }) });
  const lost = (run: ReturnType<typeof play>) => failuresOf(run.requests("get").failed);

  it("fails a fifteenth of the requests while every check passes; a crash does far less", () => {
    const during = play("gray").type("get", "dependency", 50, 140);
    const offered = play("gray").type("get", "offered", 50, 140);
    expect(sumOf(during) / sumOf(offered)).toBeCloseTo(1 / 15, 2);
    expect(lost(play("dead"))).toBeLessThan(0.25 * lost(play("gray")));
  });

  it("is seen by outlier detection, whose ejections a passing check undoes", () => {
    expect(lost(play("gray", "outlier"))).toBeLessThan(0.2 * lost(play("gray")));
    expect(lost(play("gray", "outlier-and-check"))).toBeGreaterThan(0.7 * lost(play("gray")));
    const { ejections } = play("gray", "outlier-and-check").on("edge->app").balancing ?? {};
    expect(ejections).toBeGreaterThan(10);
  });
});

describe("the double charge", () => {
  const FILE = "double-charge.brownout.json";
  const play = (variant?: string) =>
    runGallery(FILE, { fault: "slow-payment", ...(variant === undefined ? {} : { variant }) });
  const lost = (run: ReturnType<typeof play>) => failuresOf(run.requests("checkout").failed);

  it("charges hundreds of cards more than once", () => {
    expect(play().at("payment").duplicateEffects).toBeGreaterThan(500);
  });

  it("never happens with an idempotency key, and no order is lost", () => {
    expect(play("key").at("payment").duplicateEffects).toBe(0);
    expect(lost(play("key"))).toBe(0);
  });

  it("is avoided at the price of orders where nobody asks twice", () => {
    expect(play("once").at("payment").duplicateEffects).toBe(0);
    expect(lost(play("once"))).toBeGreaterThan(300);
  });
});

describe("pool exhaustion", () => {
  const FILE = "pool-exhaustion.brownout.json";
  const play = (variant?: string) =>
    runGallery(FILE, { fault: "slow-payment", ...(variant === undefined ? {} : { variant }) });
  const lost = (run: ReturnType<typeof play>, type: string) =>
    failuresOf(run.requests(type).failed);

  it("takes browsing down while the provider has seven of eight slots free", () => {
    expect(lost(play(), "browse")).toBeGreaterThan(2000);
    expect(Math.max(...play().node("shop", "heldMean", 55, 100))).toBeGreaterThan(59);
    expect(Math.max(...play().node("payment", "heldMean", 55, 100))).toBeLessThan(26);
  });

  it("is told as a chain from the provider to the shoppers", () => {
    const chain = play().result.cascade.map(({ node, because }) => [node, because]);
    expect(chain.slice(0, 3)).toEqual([
      ["payment", "fault:slow-payment"],
      ["shop", "node:payment/blockedCallers"],
      ["shoppers", "node:shop/dependencyErrors"],
    ]);
  });

  it.each(["short-wait", "bulkhead"])("spares browsing with %s", (variant) => {
    expect(lost(play(variant), "browse")).toBe(0);
    expect(lost(play(variant), "checkout")).toBeGreaterThan(500);
  });

  it("is no failure at all with a pool as large as what the provider can do", () => {
    expect(lost(play("large-pool"), "browse")).toBe(0);
    expect(lost(play("large-pool"), "checkout")).toBeLessThan(10);
  });
});

describe("hedged requests", () => {
  const FILE = "hedged-requests.brownout.json";
  const play = (variant?: string) => runGallery(FILE, variant === undefined ? {} : { variant });
  const p99 = (run: ReturnType<typeof play>) => run.requests("get").latencyMs.p99 ?? Number.NaN;

  it("take the tail away for two requests in a hundred", () => {
    expect(p99(play())).toBeLessThan(0.3 * p99(play("none")));
    const { hedges, calls } = play().on("front->replicas");
    expect(hedges / calls).toBeGreaterThan(0.01);
    expect(hedges / calls).toBeLessThan(0.025);
  });

  it("drown the replicas when they come too early and nothing is cancelled", () => {
    expect(p99(play("eager"))).toBeGreaterThan(5 * p99(play("none")));
    expect(play("eager").at("replicas").wastedRatio).toBeGreaterThan(0.5);
  });
});

describe("the cache stampede", () => {
  const FILE = "cache-stampede.brownout.json";
  const play = (variant?: string, fault = "flush") =>
    runGallery(FILE, { fault, ...(variant === undefined ? {} : { variant }) });
  const shown = (run: ReturnType<typeof play>, fromS: number, toS: number) =>
    share(run.type("page", "ok", fromS, toS), run.type("page", "offered", fromS, toS));
  const misses = (run: ReturnType<typeof play>, fromS: number, toS: number) =>
    sumOf(run.node("cache", "misses", fromS, toS)) / (toS - fromS);

  it("outlives the flush: the database works, nothing that it brings is in time", () => {
    expect(shown(play(), 20, 50)).toBeGreaterThan(0.99);
    expect(misses(play(), 20, 50)).toBeLessThan(20);
    expect(shown(play(), 55, 100)).toBeLessThan(0.75);
    expect(shown(play(), 125, 150)).toBeLessThan(0.01);
    expect(misses(play(), 125, 150)).toBeGreaterThan(700);
    expect(play().at("products").wastedRatio).toBeGreaterThan(0.9);
  });

  it("is told from the flush on", () => {
    const { cascade } = play().result;
    expect(cascade[0]?.because).toBe("fault:flush");
  });

  it("is over in seconds with one fetch per key, and fails nobody", () => {
    const run = play("single-flight");
    expect(failuresOf(run.requests("page").failed)).toBe(0);
    expect(misses(run, 56, 66)).toBeLessThan(20);
    expect(run.at("cache").cache?.coalesced).toBeGreaterThan(300);
    // Nobody waits for longer than the database needs for all keys.
    expect(run.requests("page").latencyMs?.max ?? Infinity).toBeLessThan(5000);
  });

  it("is over in ten seconds where abandoned queries are canceled", () => {
    expect(shown(play("cancel"), 60, 70)).toBeGreaterThan(0.99);
    expect(failuresOf(play("cancel").requests("page").failed)).toBeLessThan(2000);
  });

  it("does not come of a third of the entries", () => {
    expect(failuresOf(play(undefined, "part").requests("page").failed)).toBe(0);
  });
});
