// Timers that hardly ever go off: most events of the list are cancelled, in bursts, near and far.
// The reference is a plain sorted array.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cancel,
  events,
  nextEvent,
  pendingEvents,
  resetEvents,
  schedule,
} from "../../simulation/core/event-list.ts";
import { clearMemory } from "../../simulation/core/memory.ts";
import { AT, NOW, registers } from "../../simulation/core/registers.ts";

interface Pending {
  readonly label: number;
  readonly time: number;
  readonly row: number;
}

/** The list and a sorted array of the same events, compared at every step. */
class Storm {
  private readonly pending: Pending[] = [];
  private label = 0;

  constructor(heapOnly: boolean) {
    clearMemory();
    registers.fill(0);
    resetEvents(heapOnly, 0);
  }

  schedule(delay: number): void {
    const time = Number(registers[NOW]) + delay;
    registers[AT] = time;
    const entry = { label: this.label, time, row: schedule(1, this.label, 0) };
    this.label++;
    // After all of its own time: of equal times the one scheduled first comes first.
    let low = 0;
    let high = this.pending.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pending[middle]?.time ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    this.pending.splice(low, 0, entry);
  }

  cancel(share: number): void {
    const [gone] = this.pending.splice(Math.floor(share * this.pending.length), 1);
    if (gone) cancel(gone.row);
  }

  take(): void {
    const row = nextEvent(Infinity);
    const expected = this.pending.shift();
    expect(row >= 0 ? events.a[row] : undefined).toBe(expected?.label);
    if (expected) expect(registers[NOW]).toBe(expected.time);
  }

  /** Only what is alive may be counted by who asks; tombstones of the heap are not alive. */
  drain(): void {
    while (this.pending.length > 0) this.take();
    expect(nextEvent(Infinity)).toBe(-1);
    expect(pendingEvents()).toBe(0);
  }
}

const wave = fc.record({
  scheduled: fc.integer({ min: 0, max: 400 }),
  cancelledShare: fc.constantFrom(0.5, 0.9, 1),
  taken: fc.integer({ min: 0, max: 60 }),
  spread: fc.constantFrom(0, 1, 50, 30_000, 1e7),
  coarse: fc.boolean(),
  seed: fc.integer(),
});

/** Uniform in [0, 1), so that a wave of hundreds of events is one small value to shrink. */
function uniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 4294967296;
  };
}

describe("a storm of cancellations", () => {
  it.each([false, true])(
    "leaves exactly the others, in order (heap alone: %s)",
    (heapOnly) => {
      fc.assert(
        fc.property(fc.array(wave, { minLength: 1, maxLength: 30 }), (waves) => {
          const storm = new Storm(heapOnly);
          for (const { scheduled, cancelledShare, taken, spread, coarse, seed } of waves) {
            const random = uniform(seed);
            for (let i = 0; i < scheduled; i++) {
              const delay = random() * spread;
              storm.schedule(coarse ? Math.floor(delay / 10) * 10 : delay);
            }
            for (let i = 0; i < scheduled * cancelledShare; i++) storm.cancel(random());
            for (let i = 0; i < taken; i++) storm.take();
          }
          storm.drain();
        }),
        { numRuns: process.env.BROWNOUT_FULL ? 500 : 30 },
      );
    },
    60_000,
  );

  it("does not fill the list up: what is cancelled gives its room back", () => {
    clearMemory();
    registers.fill(0);
    resetEvents(false, 0);
    const random = uniform(1);
    const live: number[] = [];
    let wrong = 0;
    for (let i = 0; i < 300_000; i++) {
      registers[AT] = Number(registers[NOW]) + 1000 + random();
      live.push(schedule(2, i, 0));
      if (live.length > 500) cancel(live.shift() ?? 0);
      registers[AT] = Number(registers[NOW]) + random() * 0.01;
      schedule(1, i, 0);
      if (events.kind[nextEvent(Infinity)] !== 1) wrong++;
    }
    expect(wrong).toBe(0);
    expect(events.highWater).toBeLessThan(5000);
  });
});
