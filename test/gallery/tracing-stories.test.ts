// What the scenarios about tracing promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { galleryDocument } from "./gallery-files.ts";
import {
  failuresOf,
  type GalleryRun,
  player,
  RUN_TIMEOUT_MS,
  runGallery,
  sumOf,
} from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

const CALLERS = ["shop", "stock", "payment"];

function collectorOf(run: GalleryRun, id = "collector") {
  const { collector } = run.at(id);
  if (collector === undefined) throw new Error("no collector");
  const { keptTraces, incompleteTraces, failedTraces, failedTracesKept } = collector;
  const counts = { keptTraces, incompleteTraces, failedTraces, failedTracesKept };
  const known = Object.entries(counts).map(([name, count]) => [name, count ?? Number.NaN]);
  return { ...collector, ...(Object.fromEntries(known) as Record<keyof typeof counts, number>) };
}

function recorded(run: GalleryRun): number {
  const counts = CALLERS.map((caller) => run.on(`${caller}->collector`).exporter?.recorded);
  return sumOf(counts.map((count) => count ?? Number.NaN));
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

  it("tells numbers that are played", () => {
    const told = teller("collector-outage");
    const until = (durationS: number) =>
      dropped(runGallery("collector-outage.brownout.json", { fault: "mute", durationS }));
    told(
      "its queue of 2,048 spans is full within 12 s",
      (play("mute").on("shop->collector").exporter?.queuedMax ?? 0) / 2,
      null,
    );
    expect(until(69)).toBe(0);
    expect(until(72)).toBeGreaterThan(0);
    told("dropped: 22,800 of 127,000", dropped(play("mute")), recorded(play("mute")));
    told("1,173 are stored without some", collectorOf(play("mute")).incompleteTraces);
    const slow = play("slow").on("shop->collector").exporter?.dropped;
    told("3,300 spans of the shop are dropped", failuresOf({ ...slow }));
    expect(dropped(play("slow"))).toBe(failuresOf({ ...slow }));
    const mean = (variant?: string) => buys(undefined, variant).latencyMs.mean;
    told("89 ms instead of 80", mean("at-once"), mean());
    const { failed, completed } = buys("slow", "at-once");
    told("6,600 of 25,000 buyers", failuresOf(failed), completed);
    told("whose time was over, 300 spans", dropped(play("mute", "sampled")));
    expect(recorded(play("mute", "sampled")) / recorded(play("mute"))).toBeCloseTo(0.1, 2);
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

  it("everything stored is forty times as much", () => {
    expect(seen(undefined, "everything").stored / seen().stored).toBeGreaterThan(40);
  });

  it("tells numbers that are played", () => {
    const told = teller("rare-failures");
    const { failed, completed } = play().requests("buy");
    told("Of 23,900 requests 49 fail", completed, failuresOf(failed));
    const calm = seen();
    const storedOf = (100 * calm.stored) / calm.received;
    told("565 traces in all, slow ones among them: 2 %", calm.keptTraces, storedOf);
    told(
      "120,000 spans are recorded and sent, and up to 1,900 traces are held at a time, 4.5 MB",
      calm.received,
      calm.tail?.heldTraces.max,
      calm.tail?.heldMb.max,
    );
    const { heldTraces, heldMb } = seen("spike").tail ?? expect.fail();
    told("holds 4,760 traces, 12 MB", heldTraces.max, heldMb.max);
    const head = seen(undefined, "head");
    told("2,400 spans instead of 120,000", head.received, calm.received);
    told("of 49 failures 2 have a trace", failuresOf(failed), head.failedTraces);
    const tight = seen("spike", "tight");
    told("12,800 traces are pushed out", tight.tail?.evictedTraces);
    told("of 69 failures a third is lost", tight.failedTraces);
    expect(1 - tight.failedTracesKept / tight.failedTraces).toBeCloseTo(1 / 3, 1);
    told("and forty times as much as anybody will read");
    expect(seen(undefined, "everything").stored / calm.stored).toBeCloseTo(40, -1);
  });
});

describe("Spans that nobody wrote", () => {
  const play = player("spans-for-free");
  const buys = (fault?: string, variant?: string) => play(fault, variant).requests("buy");
  const seen = (fault?: string, variant?: string) => collectorOf(play(fault, variant), "jaeger");
  const SERVICES = ["gateway", "orders", "stock", "payment"];

  it("come from every sidecar, though no service has an edge to the collector", () => {
    const { edges } = galleryDocument("spans-for-free.brownout.json");
    expect(Object.keys(edges).filter((id) => id.includes("jaeger"))).toEqual([]);
    // Seven passes of a purchase; what waits for company at the end is fewer than five at each sidecar.
    expect(Math.abs(seen().stored - 7 * seen().keptTraces)).toBeLessThan(60);
    for (const id of SERVICES) {
      const exported = play().result.edges[`${id}->jaeger~sidecar`]?.exporter?.exported ?? 0;
      expect(exported, id).toBeGreaterThan(2_500);
    }
    // A binomial share of the purchases, within four standard deviations.
    const share = seen().keptTraces / buys().offered;
    expect(Math.abs(share - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / buys().offered));
    expect(seen(undefined, "off").received).toBe(0);
  });

  it("cost 10 µs a pass; the rest of what a mesh costs is there without them", () => {
    const meanOf = (variant?: string) => buys(undefined, variant).latencyMs.mean ?? 0;
    const none = meanOf("off");
    expect(meanOf("everything") - none).toBeCloseTo(7 * 0.01, 2);
    expect(meanOf() - none).toBeCloseTo(0.1 * 7 * 0.01, 2);
    expect(none - meanOf("services")).toBeGreaterThan(4.5);
    const instrumented = seen(undefined, "services").stored;
    expect(Math.abs(instrumented / seen().stored - 1)).toBeLessThan(0.1);
  });

  it("are three of a purchase at a waypoint: ztunnels see no requests", () => {
    const { stored, keptTraces } = seen(undefined, "waypoint");
    expect(Math.abs(stored - 3 * keptTraces)).toBeLessThan(20);
  });

  it("show of failures what was sampled", () => {
    const failures = failuresOf(buys("bad-payment").failed);
    expect(failures).toBeGreaterThan(350);
    expect(seen("bad-payment", "everything").failedTraces).toBe(failures);
    expect(seen("bad-payment").failedTraces / failures).toBeGreaterThan(0.05);
    expect(seen("bad-payment").failedTraces / failures).toBeLessThan(0.16);
    expect(seen("bad-payment", "istio-default").failedTraces).toBeLessThan(15);
  });

  it("are lost while the collector is away, and no purchase is", () => {
    const away = play("collector-away").result.meshes?.core?.spans;
    // 40 s of 140.
    expect((away?.dropped ?? 0) / (away?.recorded ?? 1)).toBeGreaterThan(0.25);
    expect((away?.dropped ?? 0) / (away?.recorded ?? 1)).toBeLessThan(0.33);
    expect(play().result.meshes?.core?.spans?.dropped).toBe(0);
    expect(buys("collector-away").latencyMs).toEqual(buys().latencyMs);
    expect(buys("collector-away").failed).toEqual({});
  });
});
