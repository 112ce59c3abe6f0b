// How fast simulated time follows wall time, and when a snapshot is due. Pure arithmetic over the
// wall times it is given, so that it can be tested without a clock.
import type { Speed } from "./protocol.ts";

/** A slice of work between two looks at the message queue, ms of wall time. */
export const SLICE_MS = 48;
/** The engine is asked for about this much work at a time, ms of wall time. */
const CHUNK_MS = 6;
const FIRST_CHUNK_EVENTS = 2_000;
const LEAST_CHUNK_EVENTS = 64;
const MOST_CHUNK_EVENTS = 4_000_000;
/** Simulated time that is owed for longer than this is forgiven: the machine is too slow for it. */
const FORGIVEN_MS = 200;
const SNAPSHOT_EVERY_MS = 100;

/** Where simulated time should be at a wall time. */
export class Pace {
  private speed: Speed = 1;
  private simulatedMs = 0;
  private wallMs = 0;

  /** From this instant on simulated time runs at `speed` simulated ms per wall ms. */
  start(speed: Speed, simulatedMs: number, wallMs: number): void {
    this.speed = speed;
    this.simulatedMs = simulatedMs;
    this.wallMs = wallMs;
  }

  /** `simulatedMs` is where it should be now already; from there on it keeps its speed. */
  catchUp(simulatedMs: number, wallMs: number): void {
    this.start(this.speed, simulatedMs, wallMs);
  }

  /** Simulated time to reach by now; Infinity at "max". */
  targetMs(wallMs: number): number {
    if (this.speed === "max") return Number.POSITIVE_INFINITY;
    return this.simulatedMs + (wallMs - this.wallMs) * this.speed;
  }

  /** Tells how far the engine got; what it owes beyond FORGIVEN_MS of wall time is let go. */
  reached(simulatedMs: number, wallMs: number): void {
    if (this.speed === "max") return;
    const owedWallMs = (this.targetMs(wallMs) - simulatedMs) / this.speed;
    if (owedWallMs > FORGIVEN_MS) this.start(this.speed, simulatedMs, wallMs);
  }
}

/** Number of events worth CHUNK_MS, from what the last chunk took. */
export class ChunkSize {
  events = FIRST_CHUNK_EVENTS;

  learn(executed: number, tookMs: number): void {
    if (executed < LEAST_CHUNK_EVENTS) return;
    // A clock that stood still says only that the chunk was much too small.
    const factor = tookMs > 0 ? CHUNK_MS / tookMs : 4;
    const wanted = Math.round(executed * Math.min(4, Math.max(0.25, factor)));
    this.events = Math.min(MOST_CHUNK_EVENTS, Math.max(LEAST_CHUNK_EVENTS, wanted));
  }
}

/** At most ten snapshots a second, one unacknowledged, none while nobody looks. */
export class SnapshotGate {
  private sentAtMs = Number.NEGATIVE_INFINITY;
  private unacknowledged = false;
  private visible = true;

  isOpen(wallMs: number): boolean {
    return this.mayCarryNews() && wallMs - this.sentAtMs >= SNAPSHOT_EVERY_MS;
  }

  /** Rare news (the end, a step, a failure) need not wait for the next tenth of a second. */
  mayCarryNews(): boolean {
    return this.visible && !this.unacknowledged;
  }

  sent(wallMs: number): void {
    this.sentAtMs = wallMs;
    this.unacknowledged = true;
  }

  acknowledged(): void {
    this.unacknowledged = false;
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
  }
}

/** Particles of one snapshot that an eye can tell apart. */
const READABLE_MOST = 24;
/** On a large drawing they spread: so many more per connection beyond the first few. */
const READABLE_PER_EDGE = 3;
/** Beyond it they are a mist, and the page has to move each of them: some 600 at a time. */
const READABLE_UTMOST = 160;
/** Shares of the most: fewer look idle, and what is aimed at when the ratio changes. */
const FEW = 0.7;
const AIM = 0.9;

/** Leaves out sampled messages evenly, so that the picture stays readable; the ratio tells it. */
export class ParticleThinning {
  /** One in this many of the sampled messages is kept; not always a whole number. */
  every = 1;
  private passed = 0;
  private most = READABLE_MOST;

  /** How many connections the messages are spread over. */
  spreadOver(edges: number): void {
    this.most = Math.min(READABLE_UTMOST, Math.max(READABLE_MOST, edges * READABLE_PER_EDGE));
  }

  /** Records of `stride` numbers each, thinned. */
  thin(values: Float64Array, stride: number): Float64Array {
    const count = values.length / stride;
    const keeps = count / this.every;
    const isOff = keeps > this.most || (keeps < this.most * FEW && this.every > 1);
    if (isOff) this.every = Math.max(1, count / (this.most * AIM));
    if (this.every === 1) return values;
    const kept: number[] = [];
    for (let index = 0; index < count; index++) {
      this.passed += 1;
      if (this.passed < this.every) continue;
      this.passed -= this.every;
      kept.push(...values.subarray(index * stride, (index + 1) * stride));
    }
    return Float64Array.from(kept);
  }
}

/** Simulated ms per wall ms between two looks; 0 if no wall time went by. */
export function achievedSpeed(simulatedMs: number, wallMs: number): number {
  return wallMs > 0 ? simulatedMs / wallMs : 0;
}
