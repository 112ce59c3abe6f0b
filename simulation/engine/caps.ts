// Limits at which a run ends early: a full table, its own number of events, its own memory, and an
// instant that does not end, because something goes in a circle without any delay.
import { exhaustedTable } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { growingBytes } from "./memory-use.ts";
import type { Position } from "./position.ts";

/** Events between two looks at the memory in use, which has a cap only where the run says so. */
const MEMORY_STRIDE = 1 << 16;
const BYTES_PER_MB = 1e6;
/** Events between two looks at the time; what no time has passed since then is a circle. */
export const INSTANT_STRIDE = 1 << 23;

type Limits = Pick<ResolvedScenario, "maxEvents" | "maxMemoryMb">;

/** Events up to the next point at which a cap is looked at: the same whoever runs in slices. */
export function eventsAllowed({ maxEvents, maxMemoryMb }: Limits, executed: number): number {
  const stride = maxMemoryMb === null ? INSTANT_STRIDE : MEMORY_STRIDE;
  return Math.min(maxEvents - executed, stride - (executed % stride));
}

/** The cap that is hit, `done` events having been executed just now; null = none. */
export function capReached(
  { maxEvents, maxMemoryMb }: Limits,
  at: Pick<Position, "executed" | "lookedMs">,
  done: number,
): string | null {
  const { executed } = at;
  const table = exhaustedTable();
  if (table !== null) return table === "events" ? "pending events" : table;
  if (executed >= maxEvents) return "events";
  if (done > 0 && executed % INSTANT_STRIDE === 0) {
    if (registers[NOW] === at.lookedMs) return "one instant";
    at.lookedMs = registers[NOW];
  }
  if (maxMemoryMb === null || done === 0 || executed % MEMORY_STRIDE !== 0) return null;
  return growingBytes() > maxMemoryMb * BYTES_PER_MB ? "memory" : null;
}
