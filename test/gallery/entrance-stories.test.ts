// What the scenarios about load balancers, functions, scaling and deploys promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, type GalleryRun, player, RUN_TIMEOUT_MS, sumOf } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

/** Mean of the p95 of windows that end in a stretch of time, ms. */
function p95In(run: GalleryRun, type: string, fromS: number, toS: number): number {
  const values = run.type(type, "p95Ms", fromS, toS).filter((value) => !Number.isNaN(value));
  return sumOf(values) / values.length;
}

describe("sticky or stateless", () => {
  const play = player("sticky-sessions");

  it("new instances relieve nobody whose session is elsewhere", () => {
    const sticky = play("campaign");
    // Three instances can do 300 a second; those that are added get nothing.
    expect(sticky.at("shop").replicas?.added).toBeGreaterThanOrEqual(2);
    expect(p95In(sticky, "page", 180, 240)).toBeGreaterThan(700);
    const stateless = play("campaign", "stateless");
    expect(p95In(stateless, "page", 180, 240)).toBeLessThan(200);
    expect(stateless.requests("page").goodput).toBeGreaterThan(
      1.5 * sticky.requests("page").goodput,
    );
  });

  it("where the state is shared the crowd waits all the same; short sessions are spread late", () => {
    const shared = play("campaign", "shared");
    expect(p95In(shared, "page", 180, 240)).toBeGreaterThan(700);
    const short = play("campaign", "short");
    expect(p95In(short, "page", 100, 130)).toBeGreaterThan(500);
    expect(p95In(short, "page", 200, 240)).toBeLessThan(250);
  });

  it("a crash loses the carts of its instance, and none that are shared or nobody's", () => {
    const { sessions } = play("crash").at("balancer");
    expect(sessions?.lost).toBeGreaterThan(170);
    expect(sessions?.lost).toBeLessThan(230);
    expect(play("crash").requests("page").degraded).toBe(sessions?.lost);
    expect(play("crash", "shared").requests("page").degraded).toBe(0);
    expect(play("crash", "stateless").requests("page").degraded).toBe(0);
  });

  it("tells numbers that are played", () => {
    const told = teller("sticky-sessions");
    told("205 sessions were on it", play("crash").at("balancer").sessions?.lost);
    const page = play("campaign", "stateless").type("page", "meanMs", 150, 235);
    told("A page takes 70 ms again", sumOf(page) / page.length);
    const up = (fromS: number, toS: number) =>
      play("campaign").node("shop", "instancesUp", fromS, toS);
    expect(Math.max(...up(60, 104))).toBe(3);
    expect(Math.min(...up(106, 240))).toBe(5);
    expect(p95In(play("campaign"), "page", 110, 235)).toBeGreaterThan(900);
  });
});

describe("connections or requests", () => {
  const play = player("two-layers");

  it("what came back stays idle at layer 4, and has its share again at layer 7", () => {
    const bytes = play("restart");
    expect(p95In(play(), "call", 150, 240)).toBeLessThan(150);
    expect(p95In(bytes, "call", 150, 240)).toBeGreaterThan(700);
    const requests = play("restart", "l7");
    expect(p95In(requests, "call", 150, 240)).toBeLessThan(100);
    expect(p95In(play("restart", "single"), "call", 150, 240)).toBeLessThan(120);
  });

  it("layer 4 loses connections; layer 7 answers 503, or tries again and nobody notices", () => {
    expect(play("restart").requests("call").failed.connectionLost).toBeGreaterThan(0);
    const { failed } = play("restart", "l7").requests("call");
    expect(failed.connectionLost ?? 0).toBe(0);
    expect(failed.rejected).toBeGreaterThan(500);
    expect(failuresOf(play("restart", "retry").requests("call").failed)).toBe(0);
  });

  it("nothing helps against one that vanishes but to notice it", () => {
    const lost = (variant?: string) => play("vanish", variant).requests("call").failed.timeout ?? 0;
    expect(lost("retry")).toBe(lost("l7"));
    // Until three checks have failed a quarter of the calls goes there; kept connections stay there.
    expect(lost("l7")).toBeGreaterThan(800);
    expect(lost()).toBeGreaterThan(3 * lost("l7"));
  });

  it("has three connections of twelve at each instance, and a handshake for each request where none is kept", () => {
    const opened = (variant?: string) => play(undefined, variant).on("apps->balancer").pool;
    expect(opened()?.opened).toBeLessThanOrEqual(12);
    expect(opened("single")?.opened ?? 0).toBeCloseTo(opened("single")?.acquired ?? 0, -1);
    // Two round trips of 4 ms: TCP and TLS 1.3.
    const p50 = (variant?: string) => play(undefined, variant).requests("call").latencyMs.p50 ?? 0;
    expect(p50("single") - p50("l7")).toBeGreaterThan(7);
    expect(p50("single") - p50("l7")).toBeLessThan(9);
  });
});

describe("a deploy nobody notices", () => {
  const play = player("rolling-deploy");

  it("fails no order and slows none down", () => {
    const run = play("deploy");
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(run.requests("order").latencyMs.p99).toBeLessThan(
      1.1 * Number(play().requests("order").latencyMs.p99),
    );
    expect(run.at("orders").rollout?.replaced).toBe(6);
    expect(run.at("orders").rollout?.doneAtS).toBeGreaterThan(90);
    expect(run.at("orders").rollout?.doneAtS).toBeLessThan(96);
    expect(Math.min(...run.node("orders", "instancesUp", 60, 100))).toBe(5);
  });

  it("fails orders until instances answer, where nobody asks whether they do", () => {
    const failed = failuresOf(play("deploy", "blind").requests("order").failed);
    expect(failed).toBeGreaterThan(2_000);
    expect(failed).toBeLessThan(2_700);
    expect(play("deploy", "blind").at("orders").rollout?.doneAtS).toBeLessThan(62);
  });

  it("costs some orders of each instance that is stopped at once", () => {
    const failed = failuresOf(play("deploy", "abrupt").requests("order").failed);
    expect(failed).toBeGreaterThan(100);
    expect(failed).toBeLessThan(400);
  });

  it("wants room: half fewer at once is half of the capacity, all anew is twice the machines", () => {
    const lean = play("deploy", "lean");
    expect(failuresOf(lean.requests("order").failed)).toBeGreaterThan(600);
    expect(lean.requests("order").latencyMs.p95).toBeGreaterThan(600);
    expect(Math.min(...lean.node("orders", "instancesUp", 60, 100))).toBe(3);
    const beside = play("deploy", "blue-green");
    expect(failuresOf(beside.requests("order").failed)).toBe(0);
    expect(Math.max(...beside.node("orders", "instancesUp", 60, 100))).toBe(12);
    expect(beside.at("orders").rollout?.doneAtS).toBeLessThan(78);
  });

  it("takes a bad version back in the same steps", () => {
    const run = play("bad");
    expect(run.at("orders").rollout?.replaced).toBe(12);
    expect(run.at("orders").rollout?.doneAtS).toBeGreaterThan(130);
    const failed = failuresOf(run.requests("order").failed);
    // 30 % of 240 orders a second for a stretch that reaches from the first new one to the last.
    expect(failed).toBeGreaterThan(2_300);
    expect(failed).toBeLessThan(3_500);
  });

  it("fails two in three orders for as long as all instances start", () => {
    const run = play("deploy", "blind");
    const failing =
      sumOf(run.type("order", "offered", 61, 70)) - sumOf(run.type("order", "ok", 61, 70));
    expect(failing / sumOf(run.type("order", "offered", 61, 70))).toBeGreaterThan(0.6);
    expect(sumOf(run.type("order", "ok", 75, 100))).toBeGreaterThan(0.98 * 240 * 25);
  });
});

describe("one gateway of three", () => {
  const play = player("clustered-gateway");
  const lost = (fault: string, variant?: string) =>
    failuresOf(play(fault, variant).requests("request").failed);

  it("loses a third of what comes until the balancer has noticed", () => {
    expect(lost("crash")).toBeGreaterThan(300);
    expect(lost("crash")).toBeLessThan(700);
    expect(sumOf(play("crash").type("request", "rejected", 75, 150))).toBe(0);
    expect(Object.keys(play("vanish").requests("request").failed)).toEqual(["timeout"]);
  });

  it("is hidden by trying another, and by giving up soon where nobody refuses", () => {
    expect(lost("crash", "retry")).toBe(0);
    expect(lost("vanish", "retry")).toBe(lost("vanish"));
    expect(lost("vanish", "timeout")).toBeLessThan(lost("vanish") / 20);
  });

  it("wants a reserve: two are enough until one goes", () => {
    expect(failuresOf(play(undefined, "two").requests("request").failed)).toBe(0);
    expect(lost("crash", "two")).toBeGreaterThan(8_000);
  });

  it("takes its share of a limit with it, unless they count together", () => {
    expect(play("crash", "limit").requests("request").failed.rateLimited).toBeGreaterThan(4_500);
    expect(play("crash", "one-limit").requests("request").failed.rateLimited ?? 0).toBe(0);
  });

  it("leaves the others three quarters full", () => {
    const held = play("crash").node("gateway", "heldMean", 75, 145);
    // Two of three instances with four slots each.
    expect(sumOf(held) / held.length / 8).toBeCloseTo(0.75, 1);
  });
});

describe("a crowd comes faster than machines", () => {
  const play = player("flash-crowd");
  const refused = (variant?: string) =>
    play("crowd", variant).requests("page").failed.rejected ?? 0;

  it("the autoscaler is behind: it decides, starts, and measures anew", () => {
    const run = play("crowd");
    const up = (fromS: number, toS: number) => run.node("site", "instancesUp", fromS, toS);
    // Decided at 75 s at the earliest, ready 30 s later.
    expect(Math.max(...up(60, 104))).toBe(2);
    expect(Math.min(...up(108, 115))).toBeGreaterThan(2);
    expect(run.at("site").replicas?.max).toBeGreaterThanOrEqual(10);
    expect(Math.max(...up(110, 150))).toBeLessThan(7);
    expect(sumOf(run.type("page", "rejected", 60, 105))).toBeGreaterThan(5_000);
    expect(sumOf(run.type("page", "rejected", 205, 240))).toBe(0);
    expect(refused()).toBeGreaterThan(9_000);
  });

  it("a function follows within a cold start, and refuses nobody", () => {
    const run = play("crowd", "function");
    expect(failuresOf(run.requests("page").failed)).toBe(0);
    expect(run.at("site").environments?.coldStarts).toBeGreaterThan(50);
    expect(run.at("site").environments?.throttled).toBe(0);
    expect(run.requests("page").latencyMs.p99).toBeLessThan(1_200);
  });

  it("spare instances are the other way out; what starts late comes too late", () => {
    expect(refused("spare")).toBe(0);
    expect(refused("slow")).toBeGreaterThan(2 * refused());
    expect(refused("late")).toBeGreaterThan(2 * refused());
  });

  it("tells numbers that are played", () => {
    const told = teller("flash-crowd");
    told("Until then 10,751 pages are refused", refused());
    const most = play("crowd", "function").at("site").environments;
    told("69 environments start", most?.coldStarts);
    told("25,365 are refused, half of all", refused("slow"));
    const { offered } = play("crowd", "slow").requests("page");
    // Six times 40 a second for 180 s.
    expect(refused("slow") / (240 * 180)).toBeGreaterThan(0.5);
    expect(offered).toBeGreaterThan(240 * 180);
    expect(Math.abs(refused("late") / refused("slow") - 1)).toBeLessThan(0.1);
  });
});

describe("functions, cold and held", () => {
  const play = player("cold-starts");
  const of = (fault?: string, variant?: string) => play(fault, variant).at("function");

  it("a slow database holds all environments, and orders are throttled", () => {
    expect(of().environments?.max).toBeLessThan(15);
    const held = of("slow-db");
    expect(held.environments).toMatchObject({ max: 50 });
    expect(held.environments?.throttled).toBeGreaterThan(300);
    expect(of("slow-db", "timeout").environments?.throttled).toBe(0);
    expect(failuresOf(play("slow-db", "timeout").requests("order").failed)).toBeGreaterThan(1_000);
    expect(play("slow-db", "service").requests("order").failed.rateLimited ?? 0).toBe(0);
  });

  it("a crowd starts many at once, and finds those that are kept warm", () => {
    expect(of("crowd").environments?.coldStarts).toBeGreaterThan(35);
    expect(of("crowd").environments?.throttled).toBeGreaterThan(0);
    expect(of("crowd", "warm").environments?.throttled).toBe(0);
    expect(play("crowd", "warm").requests("order").latencyMs.max).toBeLessThan(
      Number(play("crowd").requests("order").latencyMs.max) / 2,
    );
  });

  it("at night nearly each order is a cold start", () => {
    const { environments, arrivals } = of(undefined, "night");
    expect(environments?.min).toBe(0);
    expect(Number(environments?.coldStarts) / arrivals).toBeGreaterThan(0.7);
  });

  it("tells numbers that are played", () => {
    const told = teller("cold-starts");
    told("453 orders are throttled", of("slow-db").environments?.throttled);
    told("43 environments start", of("crowd").environments?.coldStarts);
    told("so 20 orders are throttled", of("crowd").environments?.throttled);
  });
});
