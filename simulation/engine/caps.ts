// Limits at which a run ends early: a full table, its own number of events, its own memory.
import { exhaustedTable } from "../core/memory.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { growingBytes } from "./memory-use.ts";

/** Events between two looks at the memory in use, which has a cap only where the run says so. */
const MEMORY_STRIDE = 1 << 16;
const BYTES_PER_MB = 1e6;

type Limits = Pick<ResolvedScenario, "maxEvents" | "maxMemoryMb">;

/** Events up to the next point at which a cap is looked at: the same whoever runs in slices. */
export function eventsAllowed({ maxEvents, maxMemoryMb }: Limits, executed: number): number {
  const left = maxEvents - executed;
  if (maxMemoryMb === null) return left;
  return Math.min(left, MEMORY_STRIDE - (executed % MEMORY_STRIDE));
}

/** The cap that is hit after `executed` events, `done` of them just now; null = none. */
export function capReached(
  { maxEvents, maxMemoryMb }: Limits,
  executed: number,
  done: number,
): string | null {
  const table = exhaustedTable();
  if (table !== null) return table === "events" ? "pending events" : table;
  if (executed >= maxEvents) return "events";
  if (maxMemoryMb === null || done === 0 || executed % MEMORY_STRIDE !== 0) return null;
  return growingBytes() > maxMemoryMb * BYTES_PER_MB ? "memory" : null;
}
