// What the scenarios about protocols of calls promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, type GalleryRun, player, RUN_TIMEOUT_MS, sumOf } from "./gallery-runs.ts";
import { teller } from "./told.ts";

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

  it("is taken down by small questions with deep answers, which a depth limit refuses", () => {
    const p95 = (variant: string) => play("deep", variant).requests("screen").latencyMs.p95;
    expect(failed(play("deep", "loader"))).toBeGreaterThan(100);
    expect(p95("loader")).toBeGreaterThan(2_000);
    expect(p95("limit")).toBeLessThan(300);
    expect(failed(play("deep", "limit"))).toBe(0);
    expect(Object.keys(play("deep", "limit").requests("deep").failed)).toEqual(["rejected"]);
  });

  it("tells numbers that are played", () => {
    const told = teller("graphql-n-plus-one");
    const objects = [0, 1, 2, 3].reduce((sum, level) => sum + 10 ** (level + 1), 0);
    // 5 microseconds an object, and 0.2 ms for the question itself.
    told("11,110 objects: 56 ms of a slot", objects, objects * 0.005 + 0.2);
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

function hubOf(run: GalleryRun) {
  const { hub } = run.at("hub");
  if (!hub) throw new Error("no hub");
  return hub;
}

describe("everybody comes back at once", () => {
  const play = player("reconnect-storm");

  it("a thousand clients come back to the two hubs that are left, and stay there", () => {
    expect(hubOf(play("crash"))).toMatchObject({
      lost: 1000,
      accepted: 1000,
      connectionsAtEnd: 3000,
    });
    // Those that spoke in the instant of the crash; nobody else is failed.
    expect(failuresOf(play("crash").requests("message").failed)).toBeLessThan(20);
  });

  it("without jitter most are refused again and again; with a longer pause nobody is", () => {
    expect(hubOf(play("crash", "no-jitter")).refused).toBeGreaterThan(
      5 * hubOf(play("crash")).refused,
    );
    expect(hubOf(play("crash", "patient")).refused).toBe(0);
    const waited = (variant: string) => play("crash", variant).requests("message").latencyMs.p99;
    expect(waited("patient")).toBeGreaterThan(500);
  });

  it("without room for them six hundred stay outside until the third hub is back", () => {
    expect(hubOf(play("crash", "tight")).refused).toBeGreaterThan(5_000);
    expect(play("crash", "tight").requests("message").latencyMs.p99).toBeGreaterThan(30_000);
  });

  it("a thousand tokens at once are too many to ask about, and none to check at the hub", () => {
    const [asked, signed] = [play("crash", "asked"), play("crash", "signed")];
    for (const run of [asked, signed]) {
      expect(hubOf(run).accepted).toBe(1000);
      expect(run.at("hub").access?.accepted).toBe(1000);
    }
    // Nobody needs the provider before and after.
    expect(play(undefined, "asked").at("identity").arrivals).toBe(0);
    expect(asked.at("identity").arrivals).toBe(1000);
    expect(signed.at("identity").arrivals).toBe(2);
    expect(asked.at("identity").queue.max).toBeGreaterThan(350);
    expect(asked.at("identity").waitMs.max).toBeGreaterThan(1_900);
    const slowest = (run: GalleryRun) => run.requests("message").latencyMs.p999 ?? 0;
    expect(slowest(asked)).toBeGreaterThan(1.8 * slowest(signed));
    expect(slowest(signed) / slowest(play("crash"))).toBeCloseTo(1, 1);
  });

  it("a hub that vanishes is missed by heartbeats within 45 s, else not before it is back", () => {
    const failed = (variant?: string) =>
      failuresOf(play("vanish", variant).requests("message").failed);
    expect(failed("no-heartbeat")).toBeGreaterThan(1.8 * failed());
    const late = (variant?: string) =>
      sumOf(play("vanish", variant).type("message", "timeout", 92, 110));
    expect(late()).toBe(0);
    expect(late("no-heartbeat")).toBeGreaterThan(1_000);
  });
});

describe("chat rooms over several hubs", () => {
  const play = player("chat-rooms");
  const p99 = (run: GalleryRun, type: string) => run.requests(type).latencyMs.p99 ?? 0;
  const pushed = (run: GalleryRun) => hubOf(run).pushed;
  const unheard = (fault: string, variant?: string) =>
    pushed(play(undefined, variant)) - pushed(play(fault, variant));

  it("a message is one push for each member of its room, at whichever hub they are", () => {
    const offered = (type: string) => play().requests(type).offered;
    const asked = 54 * offered("say") + 972 * offered("cheer");
    expect(pushed(play()) / asked).toBeCloseTo(1, 2);
    // A quarter of the members is 13.5 connections, pushed to as 14.
    const ofFour = 56 * offered("say") + 972 * offered("cheer");
    expect(pushed(play(undefined, "four-hubs")) / ofFour).toBeCloseTo(1, 2);
  });

  it("without its backplane nobody hears, and no sender notices", () => {
    const said = sumOf(play().type("say", "ok", 40, 70));
    const cheered = sumOf(play().type("cheer", "ok", 40, 70));
    expect(unheard("outage") / (54 * said + 972 * cheered)).toBeCloseTo(1, 1);
    for (const type of ["say", "cheer"]) {
      const { ok, completed } = play("outage").requests(type);
      expect(ok, type).toBe(completed);
      expect(p99(play("outage"), type)).toBeLessThan(60);
    }
    expect(play("outage").result.cascade.map(({ node }) => node)).toEqual(["backplane"]);
  });

  it("members at the sender's hub hear it where hubs push to their own at once", () => {
    expect(unheard("outage", "local") / unheard("outage")).toBeCloseTo(2 / 3, 2);
  });

  it("what is said while nobody takes it off the backplane is lost, or comes late", () => {
    expect(unheard("deaf")).toBeGreaterThan(100_000);
    expect(unheard("deaf", "stream") / unheard("deaf")).toBeCloseTo(0, 2);
    // A backplane that is away itself keeps nothing.
    expect(unheard("outage", "stream") / unheard("outage")).toBeCloseTo(1, 2);
  });

  it("a big room is too much for three hubs and not for four", () => {
    expect(p99(play("goal"), "say")).toBeGreaterThan(1_000);
    expect(p99(play("goal", "four-hubs"), "say")).toBeLessThan(100);
  });

  it("a fourth hub has room for the connections of one that is down", () => {
    expect(hubOf(play("crash")).refused).toBeGreaterThan(2_000);
    expect(p99(play("crash"), "say")).toBeGreaterThan(20_000);
    expect(hubOf(play("crash", "four-hubs"))).toMatchObject({ refused: 0, connectionsAtEnd: 1800 });
    expect(p99(play("crash", "four-hubs"), "say")).toBeLessThan(60);
  });
});

describe("a price for everybody", () => {
  const play = player("price-ticks");
  const pushed = (run: GalleryRun) => hubOf(run).pushed / run.requests("tick").offered;
  const p99 = (run: GalleryRun, type: string) => run.requests(type).latencyMs.p99 ?? 0;

  it("reaches all screens where every hub is told, a quarter where one is", () => {
    expect(pushed(play())).toBeCloseTo(2400, -1);
    expect(pushed(play(undefined, "one"))).toBeCloseTo(600, -1);
    expect(failuresOf(play(undefined, "one").requests("tick").failed)).toBe(0);
  });

  it("is work for each screen: three times the prices are too many, unless there are rooms", () => {
    expect(p99(play(), "tick")).toBeLessThan(60);
    expect(p99(play("volatile"), "watch")).toBeGreaterThan(1_500);
    expect(p99(play("volatile", "rooms"), "watch")).toBeLessThan(60);
    expect(p99(play(undefined, "two-hubs"), "tick")).toBeGreaterThan(1.5 * p99(play(), "tick"));
  });

  it("the screens of a hub that goes down are with the others within two seconds", () => {
    expect(hubOf(play("crash"))).toMatchObject({ lost: 600, connectionsAtEnd: 2400 });
    expect(play("crash").requests("watch").latencyMs.max).toBeLessThan(2_000);
    expect(failuresOf(play("crash").requests("tick").failed)).toBe(0);
  });
});

describe("notifications and slow phones", () => {
  const play = player("slow-phones");
  const buffers = (run: GalleryRun) => {
    const { buffers: found } = hubOf(run);
    if (!found) throw new Error("no buffers");
    return found;
  };

  it("everything is green, and phones hear of it a minute later", () => {
    expect(failuresOf(play().requests("open").failed)).toBe(0);
    expect(play().at("hub").utilization).toBeLessThan(0.5);
    expect(buffers(play()).delayMs.max).toBeGreaterThan(50_000);
    expect(buffers(play("news")).delayMs.max).toBeGreaterThan(90_000);
  });

  it("bounded buffers cost messages, or connections", () => {
    const [drop, close] = [play(undefined, "drop"), play(undefined, "close")];
    // A quarter of the clients get two thirds of what is pushed to them.
    expect(buffers(drop).dropped / (buffers(drop).dropped + buffers(drop).sent)).toBeCloseTo(
      0.25 / 3,
      2,
    );
    expect(buffers(drop).delayMs.max).toBeLessThanOrEqual(2_000);
    expect(hubOf(drop).accepted).toBe(0);
    expect(hubOf(close).accepted).toBeGreaterThan(5_000);
    const p99 = (run: GalleryRun) => run.requests("open").latencyMs.p99 ?? 0;
    expect(p99(close)).toBeGreaterThan(5 * p99(drop));
  });

  it("half of the messages fit the same links", () => {
    expect(buffers(play(undefined, "rooms")).delayMs.max).toBeLessThan(100);
  });

  it("what waited for the clients of a hub that goes down is gone", () => {
    expect(hubOf(play("crash")).lost).toBe(1000);
    expect(buffers(play("crash")).delayMs.mean ?? 0).toBeLessThan(
      0.85 * (buffers(play()).delayMs.mean ?? 0),
    );
  });
});
