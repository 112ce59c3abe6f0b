// The hold model (Jones 1986): take the next event, schedule another, with a constant number
// pending. Measures the event list alone.
import { nextEvent, resetEvents, schedule } from "../../core/event-list.ts";
import { clearMemory } from "../../core/memory.ts";
import { AT, NOW, registers } from "../../core/registers.ts";
import type { Workload } from "./workload.ts";

const HOLDS = 2_000_000;
const KIND = 1;
const GAPS = 1 << 16;

/** Exponential gaps of mean 1 ms drawn beforehand, so that drawing is not measured. */
function drawGaps(): Float64Array {
  const gaps = new Float64Array(GAPS);
  let state = 12345;
  for (let i = 0; i < GAPS; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    gaps[i] = -Math.log(((state >>> 0) + 0.5) / 4294967296);
  }
  return gaps;
}

function fill(pending: number, gaps: Float64Array): void {
  clearMemory();
  resetEvents(false, 0);
  for (let i = 0; i < pending; i++) {
    registers[AT] = gaps[i & (GAPS - 1)]! * pending;
    schedule(KIND, 0, 0);
  }
}

function hold(count: number, scale: number, gaps: Float64Array): void {
  for (let i = 0; i < count; i++) {
    nextEvent(Number.POSITIVE_INFINITY);
    registers[AT] = registers[NOW]! + gaps[i & (GAPS - 1)]! * scale;
    schedule(KIND, 0, 0);
  }
}

/** Events are one per ms on average, whatever the number pending. */
export function holdWorkload(pending: number): Pick<Workload, "run"> {
  const gaps = drawGaps();
  let filled = false;
  return {
    run() {
      if (!filled) fill(pending, gaps);
      filled = true;
      hold(HOLDS, pending, gaps);
      return { requests: HOLDS, events: HOLDS };
    },
  };
}
