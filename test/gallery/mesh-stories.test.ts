// What the scenarios about service meshes promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, RUN_TIMEOUT_MS, runGallery, sumOf } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("four meshes on one drawing", () => {
  const FILE = "four-meshes.brownout.json";
  const play = (variant?: string, fault?: string) =>
    runGallery(FILE, {
      ...(variant === undefined ? {} : { variant }),
      ...(fault === undefined ? {} : { fault }),
    });
  const meanOf = (variant?: string) => play(variant).requests("order").latencyMs.mean ?? 0;
  const lost = (variant?: string, fault?: string) =>
    failuresOf(play(variant, fault).requests("order").failed);
  const p99 = (variant?: string, fault?: string) =>
    play(variant, fault).requests("order").latencyMs.p99 ?? 0;

  it("cost what their proxies take: sidecars of Istio most, ambient and Linkerd a third or less", () => {
    const bare = meanOf("bare");
    const istio = meanOf() - bare;
    // Gateway, and both ends of three calls: seven passes of 0.76 ms.
    expect(istio).toBeGreaterThan(4.5);
    expect(istio).toBeLessThan(6);
    expect(Math.abs(meanOf("consul") - bare - istio)).toBeLessThan(0.1);
    expect(meanOf("linkerd") - bare).toBeLessThan(istio / 2);
    expect(meanOf("ambient") - bare).toBeLessThan(istio / 2);
    const vcpu = (variant?: string) => play(variant).result.meshes?.core?.vcpuMean ?? 0;
    expect(vcpu("ambient")).toBeLessThan(0.4 * vcpu());
    expect(vcpu("linkerd")).toBeLessThan(0.4 * vcpu());
  });

  it("differ when an instance is gone: Istio tries elsewhere, ambient loses one call in twelve", () => {
    expect(lost(undefined, "dead-stock")).toBe(0);
    expect(play(undefined, "dead-stock").result.meshes?.core?.retries).toBeGreaterThan(50);
    const ambient = lost("ambient", "dead-stock");
    expect(ambient).toBeGreaterThan(70);
    expect(Math.abs(ambient - lost("bare", "dead-stock"))).toBeLessThan(50);
    expect(lost("linkerd", "dead-stock")).toBeGreaterThan(0);
    expect(lost("linkerd", "dead-stock")).toBeLessThan(20);
    expect(lost("consul", "dead-stock")).toBeGreaterThan(0);
    expect(lost("consul", "dead-stock")).toBeLessThan(40);
  });

  it("differ when an instance answers errors: Consul alone ejects it", () => {
    for (const variant of [undefined, "ambient", "linkerd", "bare"]) {
      expect(lost(variant, "bad-stock")).toBeGreaterThan(150);
    }
    expect(lost("consul", "bad-stock")).toBeLessThan(40);
    expect(play("consul", "bad-stock").result.meshes?.core?.ejections).toBe(4);
  });

  it("differ when an instance is slow: Linkerd leaves it nearly alone", () => {
    expect(p99("linkerd", "slow-stock")).toBeLessThan(1.1 * p99("linkerd"));
    expect(p99("ambient", "slow-stock")).toBeGreaterThan(2.5 * p99("ambient"));
    expect(p99("consul", "slow-stock")).toBeGreaterThan(2.5 * p99("consul"));
    const istio = p99(undefined, "slow-stock");
    // Least requests notices what is outstanding, not what is slow.
    expect(istio).toBeGreaterThan(1.5 * p99());
    expect(istio).toBeLessThan(p99("ambient", "slow-stock"));
  });

  it("are told by the nodes that are drawn, not by the proxies between", () => {
    const chain = play(undefined, "bad-stock").result.cascade.map(({ node, because }) => [
      node,
      because,
    ]);
    expect(chain).toEqual([
      ["stock", "fault:bad-stock"],
      ["orders", "node:stock/dependencyErrors"],
      ["gateway", "node:orders/dependencyErrors"],
      ["shoppers", "node:gateway/dependencyErrors"],
    ]);
  });
});

describe("two retry layers", () => {
  const FILE = "retry-layers.brownout.json";
  const play = (variant?: string) =>
    runGallery(FILE, {
      fault: "failing-ledger",
      ...(variant === undefined ? {} : { variant }),
    });
  const answered = (variant: string | undefined, fromS: number, toS: number) =>
    sumOf(play(variant).type("pay", "ok", fromS, toS)) /
    sumOf(play(variant).type("pay", "offered", fromS, toS));

  it("multiply: far more than the three attempts of either", () => {
    const edge = play("both").on("checkout->ledger");
    expect(edge.retryAmplification).toBeGreaterThan(5);
    expect(edge.retriesBy?.mesh).toBeGreaterThan(edge.retriesBy?.library ?? 0);
    expect(play().on("checkout->ledger").retryAmplification).toBeLessThan(1.5);
  });

  it("keep the ledger full long after its errors are over", () => {
    expect(answered("both", 15, 40)).toBeGreaterThan(0.99);
    expect(answered("both", 70, 120)).toBeLessThan(0.05);
    expect(play("both").at("ledger").wastedRatio).toBeGreaterThan(0.5);
  });

  it.each([undefined, "mesh", "budget"])(
    "do no lasting harm with one of them or a budget: %s",
    (variant) => {
      expect(answered(variant, 70, 120)).toBeGreaterThan(0.99);
    },
  );
});

describe("a control plane that is away", () => {
  const FILE = "stale-endpoints.brownout.json";
  const both = ["silence", "lost-instances"];
  const lost = (fault: string | readonly string[], variant?: string) =>
    failuresOf(
      runGallery(FILE, { fault, ...(variant === undefined ? {} : { variant }) }).requests("search")
        .failed,
    );
  const all = () => runGallery(FILE).requests("search").completed;

  it("is not noticed while nothing changes", () => {
    expect(lost("silence")).toBe(0);
  });

  it("turns a second of failures into as many as it is away", () => {
    const once = lost("lost-instances");
    expect(once).toBeLessThan(0.01 * all());
    const stale = lost(both);
    // Three of eight instances, from 0:50 until it is back at 1:20.
    expect(stale).toBeGreaterThan(20 * once);
    const answered = runGallery(FILE, { fault: both }).type("search", "ok", 55, 78);
    const offered = runGallery(FILE, { fault: both }).type("search", "offered", 55, 78);
    // Least requests takes who refuses at once for idle, so somewhat more than three of eight.
    const share = 1 - sumOf(answered) / sumOf(offered);
    expect(share).toBeGreaterThan(0.36);
    expect(share).toBeLessThan(0.45);
  });

  it("hurts less where a refused connection is tried elsewhere or leaves an instance out", () => {
    expect(lost(both, "retries")).toBeLessThan(0.12 * lost(both));
    expect(lost(both, "ejection")).toBeLessThan(0.05 * lost(both));
  });

  it("costs one search in forty where refused connections are tried elsewhere", () => {
    const run = runGallery(FILE, { fault: both, variant: "retries" });
    teller("stale-endpoints")("one search in forty fails");
    const share = (of: "ok" | "offered") => sumOf(run.type("search", of, 55, 78));
    expect(Math.round(1 / (1 - share("ok") / share("offered")) / 10)).toBe(4);
  });
});

describe("a canary", () => {
  const FILE = "canary-release.brownout.json";
  const play = (variant?: string) =>
    runGallery(FILE, { fault: "bad-version", ...(variant === undefined ? {} : { variant }) });
  const failing = (variant?: string) => {
    const { failed, completed } = play(variant).requests("page");
    return failuresOf(failed) / completed;
  };

  it("shows a bad version to one user in two hundred instead of one in two", () => {
    // Of the 80 measured seconds the version is bad for 60.
    expect(failing("everybody")).toBeGreaterThan(0.35);
    expect(failing()).toBeLessThan(0.008);
    expect(failing()).toBeGreaterThan(0);
  });

  it("that only testers get is seen by no other reader, and by them at every page", () => {
    expect(failing("header")).toBe(0);
    const { failed, completed } = play("header").requests("tester");
    // Bad for 60 of the 80 measured seconds, every other time.
    expect(failuresOf(failed) / completed).toBeGreaterThan(0.25);
  });

  it("that gets copies only shows its errors to nobody, and more of them", () => {
    expect(failing("mirror")).toBe(0);
    const errors = (variant?: string) => failuresOf(play(variant).at("reviews-v2").failed);
    expect(errors("mirror")).toBeGreaterThan(50 * errors());
  });
});
