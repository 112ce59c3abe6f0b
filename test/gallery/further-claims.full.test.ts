// What look and try of the gallery promise of variants and settings that no other story plays.
import { describe, expect, it, vi } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { resolved } from "../support/simulate.ts";
import { failuresOf, galleryVariant, player, RUN_TIMEOUT_MS, sumOf } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

interface Changed {
  readonly fault?: string | readonly string[];
  readonly variant?: string;
  readonly set: Readonly<Record<string, Json>>;
}

/** A file as somebody has changed it who tries what it says. */
function tried(name: string, { set, ...options }: Changed): RunResult {
  const changed = applySet(galleryVariant(`${name}.brownout.json`, options), set);
  if (!changed.ok) throw new Error(JSON.stringify(changed.problems));
  return runScenario(resolved(changed.document), {}, engine);
}

const lostOf = (result: RunResult, type = "all"): number =>
  failuresOf(result.endToEnd[type]?.failed ?? {});

describe("the shop", () => {
  it("opens its breaker sooner where it judges after 20 calls", () => {
    const options = { fault: "slow-payment", variant: "breaker" };
    const late = tried("shop", { ...options, set: {} });
    const soon = tried("shop", {
      ...options,
      set: { "edges.orders->payment.breaker.minimumCalls": 20 },
    });
    expect(lostOf(soon)).toBeLessThan(0.8 * lostOf(late));
  });

  it("gives its threads back with a timeout of 500 ms, and is asked less by clients that ask once", () => {
    const options = { fault: "slow-payment" };
    const asDrawn = tried("shop", { ...options, set: {} });
    const short = tried("shop", { ...options, set: { "edges.orders->payment.timeoutMs": 500 } });
    expect(lostOf(short, "browse")).toBeLessThan(0.7 * lostOf(asDrawn, "browse"));
    const once = tried("shop", {
      ...options,
      set: { "edges.shoppers->gateway.retry.maxAttempts": 1 },
    });
    const arrivals = ({ nodes }: RunResult) => nodes.gateway?.arrivals ?? Number.NaN;
    expect(arrivals(once)).toBeLessThan(0.75 * arrivals(asDrawn));
  });
});

describe("Online Boutique", () => {
  const play = player("online-boutique");

  it("is asked less while its users wait", () => {
    const offered = (fromS: number, toS: number) =>
      sumOf(play("catalog-latency").type("all", "offered", fromS, toS)) / (toS - fromS);
    expect(offered(90, 120)).toBeLessThan(0.8 * offered(20, 60));
    const [product] = [play("catalog-latency").type("browse-product", "meanMs", 100, 120)];
    const shown = product.filter((value) => value > 0);
    expect(sumOf(shown) / shown.length).toBeGreaterThan(8_500);
    expect(sumOf(shown) / shown.length).toBeLessThan(11_000);
  });

  it("waits for slow mail, which it can do without", () => {
    const slow = { kind: "slow", target: "emailservice", factor: 400, atS: 60, forS: 60 };
    const late = tried("online-boutique", { set: { "faults.mail": slow } });
    expect(late.endToEnd.checkout?.latencyMs.p95).toBeGreaterThan(
      3 * (play().requests("checkout").latencyMs.p95 ?? 0),
    );
    const errors = { kind: "errors", target: "emailservice", ratio: 1, atS: 60, forS: 60 };
    const failing = tried("online-boutique", { set: { "faults.mail": errors } });
    expect(lostOf(failing)).toBe(0);
  });
});

describe("Bookinfo", () => {
  it("has v2 work on for pages that have given up", () => {
    const run = player("bookinfo")("ratings-delay-7s");
    const inFlight = (node: string) => {
      const values = run.node(node, "inFlightMean", 80, 118);
      return sumOf(values) / values.length;
    };
    expect(inFlight("reviews-v2")).toBeGreaterThan(2 * inFlight("reviews-v3"));
  });
});

describe("the spiral of collections", () => {
  it("is fed by half of all attempts, and ends with a short queue", () => {
    const play = player("gc-death-spiral");
    const run = play("full-heap");
    const share =
      sumOf(run.node("app", "retriedArrivals", 85, 120)) /
      sumOf(run.node("app", "arrivals", 85, 120));
    expect(share).toBeGreaterThan(0.45);
    expect(
      sumOf(run.type("get", "ok", 150, 200)) / sumOf(run.type("get", "offered", 150, 200)),
    ).toBeLessThan(0.3);
    const short = play("full-heap", "short-queue");
    const ok =
      sumOf(short.type("get", "ok", 95, 200)) / sumOf(short.type("get", "offered", 95, 200));
    expect(ok).toBeGreaterThan(0.98);
    expect(short.result.recovery?.metastable).toBeNull();
  });
});

describe("the sinkhole", () => {
  it("is hidden by tries elsewhere, which most requests need", () => {
    const play = player("sinkhole");
    const failing = (variant?: string) => {
      const run = play("one-fails", variant);
      return 1 - sumOf(run.type("get", "ok", 55, 110)) / sumOf(run.type("get", "offered", 55, 110));
    };
    expect(failing()).toBeGreaterThan(0.5);
    expect(failing("retry")).toBeLessThan(0.001);
    const { attempts, calls } = play("one-fails", "retry").on("balancer->servers");
    const usual = play().on("balancer->servers");
    // For 60 of the 135 measured seconds.
    expect(attempts / calls - usual.attempts / usual.calls).toBeGreaterThan(0.5 * (60 / 135));
  });
});

describe("a bad deploy", () => {
  const play = player("bad-deploy");
  const failing = (fault: string, fromS: number, toS: number, variant?: string) => {
    const run = play(fault, variant);
    return (
      1 -
      sumOf(run.type("order", "ok", fromS, toS)) / sumOf(run.type("order", "offered", fromS, toS))
    );
  };

  it("fails every third order, or three or four in a hundred, until it is taken back", () => {
    expect(failing("everywhere", 81, 94)).toBeCloseTo(0.35, 1);
    expect(failing("everywhere", 98, 150)).toBeLessThan(0.001);
    expect(failing("canary", 52, 94)).toBeGreaterThan(0.03);
    expect(failing("canary", 52, 94)).toBeLessThan(0.04);
  });

  it("of one instance is hidden by another try", () => {
    expect(failing("canary", 52, 94, "retry")).toBeLessThan(0.002);
    expect(play("canary", "retry").on("gateway->orders").retries).toBeGreaterThan(150);
  });
});

describe("an expired certificate", () => {
  it("fails one call in fifty where one in fifty asks", () => {
    const run = player("expired-certificate")("expired", "tokens");
    const share =
      1 - sumOf(run.type("call", "ok", 112, 119)) / sumOf(run.type("call", "offered", 112, 119));
    // Four standard deviations of a count that is binomial.
    expect(Math.abs(share - 0.02)).toBeLessThan(4 * Math.sqrt((0.02 * 0.98) / (7 * 200)));
  });
});

describe("hedged requests", () => {
  it("hide a replica that is five times slower", () => {
    const p99 = (fault?: string, variant?: string) =>
      player("hedged-requests")(fault, variant).requests("get").latencyMs.p99 ?? Number.NaN;
    expect(p99("slow-one")).toBeLessThan(0.4 * p99("slow-one", "none"));
    const { hedges, calls } = player("hedged-requests")().on("front->replicas");
    teller("hedged-requests")("one request in fifty more");
    expect(calls / hedges).toBeGreaterThan(50);
    expect(calls / hedges).toBeLessThan(60);
  });
});

describe("meshes", () => {
  it("Istio with outlier detection does what Consul does", () => {
    const fault = "bad-stock";
    const istio = tried("four-meshes", { fault, set: { "groups.core.outlier": {} } });
    const consul = tried("four-meshes", { fault, variant: "consul", set: {} });
    const asShipped = tried("four-meshes", { fault, set: {} });
    expect(lostOf(istio)).toBeLessThan(0.35 * lostOf(asShipped));
    expect(istio.meshes?.core?.ejections).toBe(consul.meshes?.core?.ejections);
  });

  it("retry at the version that was drawn, so that a bad one stays bad", () => {
    const fault = "bad-version";
    const set = { "groups.core.retry": { maxAttempts: 2, retryOn: ["error"] } };
    const before = lostOf(tried("canary-release", { fault, set: {} }));
    // Every other call of the canary fails, and two in a row every fourth time; version 1 never does.
    expect(lostOf(tried("canary-release", { fault, set }))).toBeGreaterThan(0.25 * before);
    expect(lostOf(tried("canary-release", { fault, set }))).toBeLessThan(0.8 * before);
  });
});
