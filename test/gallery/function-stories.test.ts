// What the scenario about a function behind a queue promises, as the engine plays it.
import { describe, expect, it, vi } from "vitest";
import {
  failuresOf,
  type GalleryRun,
  player,
  queueOf,
  RUN_TIMEOUT_MS,
  runGallery,
} from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("a function behind a queue", () => {
  const play = player("function-queue");
  const of = (fault?: string, variant?: string) => {
    const run = play(fault, variant);
    return { run, queue: queueOf(run, "pictures", "main"), fn: run.at("thumbnails") };
  };

  /** When the last window ended in which many pictures waited, s. */
  const drainedS = (run: GalleryRun): number =>
    21 + run.node("pictures", "backlogEnd", 20, 400).findLastIndex((backlog) => backlog > 100);

  it("tells in its notes what is played", () => {
    const told = teller("function-queue");
    const { queue, fn } = of("campaign");
    told("up to 135, and 1,878 pictures wait", fn.environments?.max, queue.backlog.max);
    const reserved = of("campaign", "reserved");
    told("up to 1,000 pollers", reserved.queue.leases?.pollers?.max);
    told("7,700 batches are throttled", reserved.fn.environments?.throttled);
    told("6,900 pictures are dead letters", reserved.queue.endings.deadLettered);
    told("another 190 s", drainedS(of("campaign", "bounded").run) - 100);
  });

  it("is invoked by as many pollers as pictures need", () => {
    const { queue, fn } = of();
    expect(queue.leases?.pollers).toEqual({ max: 15, atEnd: 15 });
    expect(fn.environments?.throttled).toBe(0);
    expect(queue.lagMs.max).toBeLessThan(4_000);
  });

  it("works a campaign off within seconds; a function that may not grow lets it die undone", () => {
    const { run, queue, fn } = of("campaign");
    expect(queue.endings.deadLettered).toBe(0);
    expect(queue.backlog.max).toBe(1_878);
    expect(queue.lagMs.max).toBeLessThan(11_000);
    expect(fn.environments?.max).toBe(135);
    // The campaign ends at 100 s.
    expect(drainedS(run)).toBeLessThan(100);

    const reserved = of("campaign", "reserved");
    expect(reserved.fn.environments).toMatchObject({ max: 20, throttled: 7_663 });
    expect(reserved.queue.leases?.pollers?.max).toBe(1_000);
    expect(reserved.queue.endings.deadLettered).toBe(6_927);
    expect(reserved.fn.failed.error).toBeUndefined();
  });

  it("waits in its queue where no more batches are asked for than may be begun", () => {
    const { run, queue, fn } = of("campaign", "bounded");
    expect(queue).toMatchObject({ redelivered: 0, duplicates: 0 });
    expect(queue.endings.deadLettered).toBe(0);
    expect(fn.environments).toMatchObject({ max: 20, throttled: 0 });
    expect(drainedS(run)).toBeGreaterThan(250);
    // Nobody who uploads notices any of it.
    expect(run.requests("picture").latencyMs.max).toBeCloseTo(25, 6);
    expect(failuresOf(run.requests("picture").failed)).toBe(0);
  });

  it("does again what was done in a batch that failed, unless it says which ones did", () => {
    const busy = (more: object = {}) => {
      const faults = { fault: ["campaign", "flaky"], ...more };
      return queueOf(runGallery("function-queue.brownout.json", faults), "pictures", "main");
    };
    const whole = busy();
    const alone = busy({ variant: "alone" });
    const one = busy({ variant: "one" });
    expect(alone.duplicates).toBe(0);
    expect(one.duplicates).toBe(0);
    expect(whole.duplicates).toBeGreaterThan(500);
    expect(whole.redelivered).toBeGreaterThan(1.5 * alone.redelivered);
  });
});
