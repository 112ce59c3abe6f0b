import { describe, expect, it } from "vitest";
import {
  achievedSpeed,
  ChunkSize,
  Pace,
  ParticleThinning,
  SnapshotGate,
} from "../../src/worker/pace.ts";

describe("pace", () => {
  it("asks for wall time times speed, from where it started", () => {
    const pace = new Pace();
    pace.start(10, 500, 1000);
    expect(pace.targetMs(1000)).toBe(500);
    expect(pace.targetMs(1048)).toBe(980);
  });

  it("asks for everything at max", () => {
    const pace = new Pace();
    pace.start("max", 0, 0);
    expect(pace.targetMs(1)).toBe(Number.POSITIVE_INFINITY);
  });

  it("forgives what a slow machine owes beyond a fifth of a second", () => {
    const pace = new Pace();
    pace.start(10, 0, 0);
    pace.reached(1000, 1000);
    expect(pace.targetMs(1000)).toBe(1000);
    expect(pace.targetMs(1010)).toBe(1100);
  });

  it("catches up on a short delay", () => {
    const pace = new Pace();
    pace.start(10, 0, 0);
    pace.reached(9000, 1000);
    expect(pace.targetMs(1000)).toBe(10_000);
  });
});

describe("size of a chunk", () => {
  it("shrinks after a slow chunk and grows after a fast one, fourfold at most", () => {
    const chunk = new ChunkSize();
    const before = chunk.events;
    chunk.learn(before, 600);
    expect(chunk.events).toBe(before / 4);
    chunk.learn(chunk.events, 6);
    expect(chunk.events).toBe(before / 4);
    chunk.learn(chunk.events, 0);
    expect(chunk.events).toBe(before);
  });

  it("learns nothing from a handful of events", () => {
    const chunk = new ChunkSize();
    const before = chunk.events;
    chunk.learn(3, 1000);
    expect(chunk.events).toBe(before);
  });
});

describe("snapshot gate", () => {
  it("lets ten a second through, one unacknowledged", () => {
    const gate = new SnapshotGate();
    expect(gate.isOpen(0)).toBe(true);
    gate.sent(0);
    expect(gate.isOpen(500)).toBe(false);
    gate.acknowledged();
    expect(gate.isOpen(99)).toBe(false);
    expect(gate.isOpen(100)).toBe(true);
  });

  it("lets rare news through at once, but never past an unacknowledged snapshot", () => {
    const gate = new SnapshotGate();
    gate.sent(0);
    expect(gate.mayCarryNews()).toBe(false);
    gate.acknowledged();
    expect(gate.isOpen(1)).toBe(false);
    expect(gate.mayCarryNews()).toBe(true);
  });

  it("is shut while nobody looks", () => {
    const gate = new SnapshotGate();
    gate.setVisible(false);
    expect(gate.isOpen(1000)).toBe(false);
    gate.setVisible(true);
    expect(gate.isOpen(1000)).toBe(true);
  });
});

describe("thinning of particles", () => {
  const records = (count: number) => Float64Array.from({ length: count * 4 }, (_, at) => at);

  it("keeps whole records, evenly, and says one in how many", () => {
    const thinning = new ParticleThinning();
    expect(thinning.thin(records(20), 4)).toHaveLength(80);
    expect(thinning.every).toBe(1);
    const kept = thinning.thin(records(86), 4);
    expect(thinning.every).toBeCloseTo(86 / 21.6);
    expect(kept).toHaveLength(21 * 4);
    expect([...kept.subarray(0, 8)]).toEqual([12, 13, 14, 15, 28, 29, 30, 31]);
  });

  it("keeps nearly as many as an eye can tell apart, whatever is sampled", () => {
    for (let count = 25; count < 400; count += 7) {
      const thinning = new ParticleThinning();
      const kept = thinning.thin(records(count), 4).length / 4;
      expect(kept).toBeGreaterThanOrEqual(20);
      expect(kept).toBeLessThanOrEqual(24);
    }
  });

  it("keeps more where they spread over many connections, to a limit", () => {
    const thinning = new ParticleThinning();
    thinning.spreadOver(40);
    expect(thinning.thin(records(100), 4)).toHaveLength(100 * 4);
    thinning.spreadOver(1000);
    expect(thinning.thin(records(160), 4)).toHaveLength(160 * 4);
    const kept = thinning.thin(records(400), 4).length / 4;
    expect(kept).toBeGreaterThan(140);
    expect(kept).toBeLessThan(147);
  });

  it("stays at its ratio while the numbers vary a little", () => {
    const thinning = new ParticleThinning();
    thinning.thin(records(100), 4);
    const { every } = thinning;
    thinning.thin(records(90), 4);
    thinning.thin(records(108), 4);
    expect(thinning.every).toBe(every);
  });

  it("keeps everything again when there is little", () => {
    const thinning = new ParticleThinning();
    thinning.thin(records(40), 4);
    expect(thinning.thin(records(5), 4)).toHaveLength(20);
    expect(thinning.every).toBe(1);
  });
});

it("gives speed as simulated per wall time, 0 for no wall time", () => {
  expect(achievedSpeed(1000, 100)).toBe(10);
  expect(achievedSpeed(5, 0)).toBe(0);
});
