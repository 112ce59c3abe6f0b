// The guards at the door of a station and adaptive LIFO, against models written down once more as
// plainly as can be: lists of who waits and who works, walked through from instant to instant.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NodeResult } from "../../simulation/results/run-result.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { nodeOf, simulate, sketch } from "../support/simulate.ts";
import { expectBooksInOrder } from "../support/theory-checks.ts";

const RUNS = { numRuns: process.env.BROWNOUT_FULL ? 1000 : 30 };
const TIMEOUT_MS = 120_000;

/** Arrivals at whole milliseconds, with services that end at none and never two at once. */
interface Line {
  readonly atMs: readonly number[];
  readonly priority: readonly number[];
  readonly serviceMs: readonly number[];
}

const line = (gapMax: number, serviceMax: number): fc.Arbitrary<Line> =>
  fc
    .array(
      fc.tuple(
        fc.nat({ max: gapMax }),
        fc.integer({ min: 1, max: serviceMax }),
        fc.nat({ max: 2 }),
      ),
      { minLength: 1, maxLength: 40 },
    )
    .map((draws) => {
      let now = 1;
      // No two at one instant, and none when a service ends.
      const atMs = draws.map(([gap]) => (now += gap + 1));
      return {
        atMs,
        serviceMs: draws.map(([, service], i) => service + 0.013 * (i + 1)),
        priority: draws.map(([, , priority]) => priority),
      };
    });

/** Service of the k-th request of a priority to begin: each has its times to itself. */
function serviceOf(serviceMs: readonly number[], level: number, k: number): number {
  return (serviceMs[k] ?? 0) + 0.0007 * level;
}

/** The line at a station: one client for each priority, since a client draws its types. */
function atStation({ atMs, serviceMs, priority }: Line, station: Record<string, Json>): NodeResult {
  const clients = [0, 1, 2].flatMap((level) => {
    const timesMs = atMs.filter((_, i) => priority[i] === level);
    if (timesMs.length === 0) return [];
    const arrivals = { type: "trace", timesMs };
    return [[`u${level}`, { kind: "client", arrivals, requests: { [`p${level}`]: {} } }] as const];
  });
  const times = [0, 1, 2].map((level): Json => {
    const valuesMs = serviceMs.map((_, k) => serviceOf(serviceMs, level, k));
    return station.serviceTime ?? { type: "trace", valuesMs };
  });
  const operations = Object.fromEntries(
    times.map((serviceTime, priority) => [`p${priority}`, { priority, serviceTime }]),
  );
  const totals = simulate(
    sketch({
      nodes: {
        ...Object.fromEntries(clients),
        api: { ...station, operations },
      },
      edges: Object.fromEntries(clients.map(([id]) => [`${id}->api`, {}])),
    }),
  );
  expectBooksInOrder(totals);
  return nodeOf(totals, "api");
}

function expectSame(
  found: NodeResult,
  waits: readonly number[],
  ended: NodeResult["failed"],
): void {
  expect(found.failed).toEqual(
    Object.fromEntries(Object.entries(ended).filter(([, count]) => count > 0)),
  );
  expect(found.completions).toBe(waits.length);
  if (waits.length === 0) return;
  expect(found.waitMs.max).toBeCloseTo(Math.max(...waits), 6);
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  expect(found.waitMs.mean).toBeCloseTo(mean, 6);
}

describe("a rate limit at the callee", () => {
  /** A bucket in thousandths of a token; those who wait stand in a list. */
  function bucketModel(
    atMs: readonly number[],
    limit: { ratePerS: number; burst: number; waiters: number },
  ): { waits: number[]; refused: number } {
    const full = limit.burst * 1000;
    const waiting: number[] = [];
    const waits: number[] = [];
    let [credit, now, refused] = [full, 0, 0];
    const pass = (to: number): void => {
      while (waiting.length > 0) {
        const due = now + Math.max(0, 1000 - credit) / limit.ratePerS;
        if (due > to) break;
        credit += (due - now) * limit.ratePerS - 1000;
        now = due;
        waits.push(now - (waiting.shift() ?? 0));
      }
      credit = Math.min(full, credit + (to - now) * limit.ratePerS);
      now = to;
    };
    for (const at of atMs) {
      pass(at);
      if (waiting.length === 0 && credit >= 1000) {
        credit -= 1000;
        waits.push(0);
      } else if (waiting.length < limit.waiters) {
        waiting.push(at);
      } else {
        refused++;
      }
    }
    pass(1e9);
    return { waits, refused };
  }

  it(
    "is a token bucket for which a number may wait",
    () => {
      fc.assert(
        fc.property(
          line(60, 5),
          fc.constantFrom(5, 8, 10, 20, 40, 50, 100, 125),
          fc.integer({ min: 1, max: 6 }),
          fc.constantFrom(0, 1, 2, 5, null),
          (arrivals, ratePerS, burst, queueLengthMax) => {
            const found = atStation(arrivals, {
              concurrency: null,
              serviceTime: 0,
              rateLimit: { ratePerS, burst, wait: queueLengthMax !== 0, queueLengthMax },
            });
            const waiters = queueLengthMax ?? Infinity;
            const { waits, refused } = bucketModel(arrivals.atMs, { ratePerS, burst, waiters });
            // The run ends after 10 s, before some of a slow bucket's have had their turn.
            fc.pre(Math.max(...arrivals.atMs) + Math.max(0, ...waits) < 10_000);
            expectSame(found, waits, { rateLimited: refused });
          },
        ),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );
});

interface Present {
  readonly at: number;
  readonly level: number;
  readonly inFlight: number;
  readonly leavesQueueAt: number;
  endsAt: number;
}

interface Station {
  readonly slots: number;
  /** Says whether a request may come in, and is told how it left. */
  admit(level: number, held: number, queued: number): boolean;
  left(present: Present, now: number, dropped: boolean): void;
  patience(queue: Queue, now: number): number;
  pick(queue: Queue, now: number): number;
}

interface Queue {
  readonly members: Present[];
  filledAt: number;
}

const FIFO = {
  left: () => {},
  patience: () => Infinity,
  pick: () => 0,
};

/** Walks a line of requests through a station: waits of those served, and how the others ended. */
function walk({ atMs, serviceMs, priority }: Line, station: Station) {
  const queue: Queue = { members: [], filledAt: 0 };
  const working: Present[] = [];
  const waits: number[] = [];
  const started = new Map<number, number>();
  let [next, shed, gaveUp, inFlight] = [0, 0, 0, 0];
  const countStart = (level: number): number => {
    const before = started.get(level) ?? 0;
    started.set(level, before + 1);
    return before;
  };
  const start = (one: Present, now: number): void => {
    waits.push(now - one.at);
    one.endsAt = now + serviceOf(serviceMs, one.level, countStart(one.level));
    working.push(one);
  };
  const arrive = (now: number, level: number): void => {
    if (!station.admit(level, working.length, queue.members.length)) {
      shed++;
      return;
    }
    inFlight++;
    if (working.length < station.slots) {
      start({ at: now, level, inFlight, leavesQueueAt: Infinity, endsAt: 0 }, now);
      return;
    }
    if (queue.members.length === 0) queue.filledAt = now;
    const leavesQueueAt = now + station.patience(queue, now);
    queue.members.push({ at: now, level, inFlight, leavesQueueAt, endsAt: 0 });
  };
  for (;;) {
    const ends = Math.min(Infinity, ...working.map(({ endsAt }) => endsAt));
    const leaves = Math.min(Infinity, ...queue.members.map((one) => one.leavesQueueAt));
    const comes = atMs[next] ?? Infinity;
    const now = Math.min(ends, leaves, comes);
    if (now === Infinity) return { waits, shed, gaveUp };
    if (now === comes) {
      arrive(now, priority[next++] ?? 0);
    } else if (now === leaves) {
      const at = queue.members.findIndex((one) => one.leavesQueueAt === leaves);
      const [one] = queue.members.splice(at, 1);
      gaveUp++;
      inFlight--;
      if (one) station.left(one, now, true);
    } else {
      const at = working.findIndex(({ endsAt }) => endsAt === ends);
      const [one] = working.splice(at, 1);
      const [follower] =
        queue.members.length === 0 ? [] : queue.members.splice(station.pick(queue, now), 1);
      inFlight--;
      if (one) station.left(one, now, false);
      if (follower) start(follower, now);
    }
  }
}

interface LimitNumbers {
  readonly initialLimit: number;
  readonly minLimit: number;
  readonly maxLimit: number;
}

/** What is written of AIMDLimit and Gradient2Limit, in plain words. */
abstract class LimitModel {
  inFlight = 0;
  limit: number;
  readonly seen: number[];
  protected readonly numbers: LimitNumbers;

  constructor(numbers: LimitNumbers) {
    this.numbers = numbers;
    this.limit = numbers.initialLimit;
    this.seen = [this.limit];
  }

  admit(): boolean {
    if (this.inFlight >= this.limit) return false;
    this.inFlight++;
    return true;
  }

  left(one: Present, now: number, dropped: boolean): void {
    this.inFlight--;
    this.limit = this.next(now - one.at, one.inFlight, dropped);
    this.seen.push(this.limit);
  }

  protected clamped(value: number): number {
    return Math.min(this.numbers.maxLimit, Math.max(this.numbers.minLimit, value));
  }

  protected abstract next(rtt: number, inFlight: number, dropped: boolean): number;
}

class AimdModel extends LimitModel {
  private readonly backoffRatio: number;
  private readonly timeoutMs: number;

  constructor(numbers: LimitNumbers, backoffRatio: number, timeoutMs: number) {
    super(numbers);
    this.backoffRatio = backoffRatio;
    this.timeoutMs = timeoutMs;
  }

  protected next(rtt: number, inFlight: number, dropped: boolean): number {
    if (dropped || rtt > this.timeoutMs) {
      return this.clamped(Math.trunc(this.limit * this.backoffRatio));
    }
    return this.clamped(inFlight * 2 >= this.limit ? this.limit + 1 : this.limit);
  }
}

class GradientModel extends LimitModel {
  private readonly own: {
    smoothing: number;
    rttTolerance: number;
    longWindow: number;
    queueSize: number;
  };
  private readonly samples: number[] = [];
  private average = 0;
  private estimated: number;

  constructor(numbers: LimitNumbers, own: GradientModel["own"]) {
    super(numbers);
    this.own = own;
    this.estimated = numbers.initialLimit;
  }

  protected next(rtt: number, inFlight: number): number {
    this.samples.push(rtt);
    const { length } = this.samples;
    const factor = 2 / (this.own.longWindow + 1);
    this.average =
      length <= 10
        ? this.samples.reduce((sum, sample) => sum + sample, 0) / length
        : this.average * (1 - factor) + rtt * factor;
    const long = this.average;
    if (long / rtt > 2) this.average *= 0.95;
    if (inFlight >= this.estimated / 2) {
      const gradient = Math.max(0.5, Math.min(1, (this.own.rttTolerance * long) / rtt));
      const wanted = this.estimated * gradient + this.own.queueSize;
      const { smoothing } = this.own;
      this.estimated = this.clamped(this.estimated * (1 - smoothing) + wanted * smoothing);
    }
    return Math.trunc(this.estimated);
  }
}

const numbers: fc.Arbitrary<LimitNumbers> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.nat({ max: 4 }), fc.nat({ max: 12 }))
  .map(([minLimit, start, more]) => ({
    minLimit,
    initialLimit: minLimit + start,
    maxLimit: minLimit + start + more,
  }));

function compareLimit(
  arrivals: Line,
  slots: number,
  queueTimeoutMs: number | null,
  admission: Record<string, Json>,
  model: LimitModel,
): void {
  const found = atStation(arrivals, { concurrency: slots, queueTimeoutMs, admission });
  const station: Station = {
    ...FIFO,
    slots,
    admit: () => model.admit(),
    left: (one, now, dropped) => model.left(one, now, dropped),
    patience: () => queueTimeoutMs ?? Infinity,
  };
  const { waits, shed, gaveUp } = walk(arrivals, station);
  expectSame(found, waits, { shed, queueTimeout: gaveUp });
  expect(found.limit).toMatchObject({
    atEnd: model.limit,
    min: Math.min(...model.seen),
    max: Math.max(...model.seen),
  });
}

describe("a concurrency limit", () => {
  const slots = fc.integer({ min: 1, max: 4 });
  const patience = fc.constantFrom(30.7, null);

  it(
    "that is fixed lets that many in",
    () => {
      fc.assert(
        fc.property(
          line(10, 60),
          slots,
          patience,
          numbers,
          (arrivals, c, leave, { initialLimit }) => {
            class Fixed extends LimitModel {
              protected next(): number {
                return this.limit;
              }
            }
            const model = new Fixed({ initialLimit, minLimit: 1, maxLimit: 100 });
            compareLimit(arrivals, c, leave, { type: "fixed", initialLimit }, model);
          },
        ),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  it(
    "by AIMD is that of the published algorithm",
    () => {
      fc.assert(
        fc.property(
          line(10, 60),
          slots,
          patience,
          numbers,
          fc.constantFrom(0.5, 0.75, 0.9),
          fc.constantFrom(20.5, 60.5, 300.5),
          (arrivals, c, leave, limit, backoffRatio, timeoutMs) => {
            const model = new AimdModel(limit, backoffRatio, timeoutMs);
            const admission = { type: "aimd", ...limit, backoffRatio, timeoutMs };
            compareLimit(arrivals, c, leave, admission, model);
          },
        ),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  it(
    "by gradient is that of the published algorithm",
    () => {
      const own = fc.record({
        smoothing: fc.constantFrom(0.2, 0.7, 1),
        rttTolerance: fc.constantFrom(1, 1.5),
        longWindow: fc.constantFrom(3, 20, 600),
        queueSize: fc.constantFrom(0, 1, 4),
      });
      fc.assert(
        fc.property(
          line(10, 60),
          slots,
          patience,
          numbers,
          own,
          (arrivals, c, leave, limit, more) => {
            const model = new GradientModel(limit, more);
            compareLimit(arrivals, c, leave, { type: "gradient", ...limit, ...more }, model);
          },
        ),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );
});

describe("shedding by priority", () => {
  it(
    "refuses the less urgent from their load on",
    () => {
      fc.assert(
        fc.property(
          line(10, 60),
          fc.integer({ min: 1, max: 4 }),
          fc.constantFrom("utilization", "queue"),
          fc.constantFrom([0.5], [1, 0.5], [3, 1], [2, 0.4]),
          (arrivals, slots, measure, thresholds) => {
            const found = atStation(arrivals, {
              concurrency: slots,
              admission: { type: "priority", measure, thresholds },
            });
            const admit = (level: number, held: number, queued: number): boolean => {
              if (level === 0) return true;
              const from = thresholds[Math.min(level, thresholds.length) - 1] ?? Infinity;
              return (measure === "queue" ? queued : held / slots) < from;
            };
            const { waits, shed } = walk(arrivals, { ...FIFO, slots, admit });
            expectSame(found, waits, { shed });
          },
        ),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );
});

describe("adaptive LIFO", () => {
  it(
    "serves a standing queue from its end and limits waits as published",
    () => {
      fc.assert(
        fc.property(
          line(6, 60),
          fc.integer({ min: 1, max: 3 }),
          fc.constantFrom(4.3, 15.3),
          fc.constantFrom(20.1, 60.1, 400.1),
          fc.constantFrom(10.9, null),
          (arrivals, slots, target, interval, queueTimeoutMs) => {
            const found = atStation(arrivals, {
              concurrency: slots,
              discipline: "adaptive-lifo",
              codelTargetMs: target,
              codelIntervalMs: interval,
              queueTimeoutMs,
            });
            let impatient = 0;
            const standing = ({ filledAt }: Queue, now: number) => filledAt < now - interval;
            const { waits, gaveUp } = walk(arrivals, {
              slots,
              admit: () => true,
              left: (one, now, dropped) => {
                if (dropped && queueTimeoutMs !== null && now - one.at === queueTimeoutMs)
                  impatient++;
              },
              patience: (queue, now) => {
                const delay = standing(queue, now) ? target : interval;
                return Math.min(delay, queueTimeoutMs ?? Infinity);
              },
              pick: (queue, now) => (standing(queue, now) ? queue.members.length - 1 : 0),
            });
            const failed = found.failed;
            expect((failed.shed ?? 0) + (failed.queueTimeout ?? 0)).toBe(gaveUp);
            expect(failed.queueTimeout ?? 0).toBeGreaterThanOrEqual(impatient);
            expectSame(found, waits, failed);
          },
        ),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );
});
