// Limits at which a run ends early: a full table, its own number of events, its own memory, and an
// instant that does not end, because something goes in a circle without any delay.
import { exhaustedTable } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import { ONE_INSTANT } from "../results/early-end.ts";
import type { RunStop } from "../results/engine-port.ts";
import type { ResolvedScenario } from "../scenario/document.ts";
import { busiestSince, sentByEdges } from "./busiest-edge.ts";
import { growingBytes } from "./memory-use.ts";
import type { Position } from "./position.ts";

/** Events between two looks at the memory in use, which has a cap only where the run says so. */
const MEMORY_STRIDE = 1 << 16;
const BYTES_PER_MB = 1e6;
/** Events between two looks at the time; what no time has passed since then is a circle. */
export const INSTANT_STRIDE = 1 << 23;
/** An edge of the circle is used at least once in so many events, however long the circle is. */
const EVENTS_A_ROUND = 10_000;

type Limits = Pick<ResolvedScenario, "maxEvents" | "maxMemoryMb">;

/** Events up to the next point at which a cap is looked at: the same whoever runs in slices. */
export function eventsAllowed({ maxEvents, maxMemoryMb }: Limits, executed: number): number {
  const stride = maxMemoryMb === null ? INSTANT_STRIDE : MEMORY_STRIDE;
  return Math.min(maxEvents - executed, stride - (executed % stride));
}

/** The cap that is hit, `done` events having been executed just now; null = none. */
export function capReached(
  { maxEvents, maxMemoryMb, edges }: Limits & Pick<ResolvedScenario, "edges">,
  at: Pick<Position, "executed" | "lookedMs" | "lookedSent" | "over">,
  done: number,
): string | null {
  const { executed } = at;
  const table = exhaustedTable();
  if (table !== null) return table === "events" ? "pending events" : table;
  if (executed >= maxEvents) return "events";
  if (done > 0 && executed % INSTANT_STRIDE === 0) {
    if (registers[NOW] === at.lookedMs) {
      at.over = edges[busiestSince(at.lookedSent, INSTANT_STRIDE / EVENTS_A_ROUND)]?.id ?? null;
      return ONE_INSTANT;
    }
    at.lookedMs = registers[NOW];
    at.lookedSent = sentByEdges();
  }
  if (maxMemoryMb === null || done === 0 || executed % MEMORY_STRIDE !== 0) return null;
  return growingBytes() > maxMemoryMb * BYTES_PER_MB ? "memory" : null;
}

/** Why the run goes no further. */
export function stopAt({ cap, over }: Pick<Position, "cap" | "over">): RunStop {
  if (cap === null) return { kind: "end" };
  return over === null ? { kind: "cap", cap } : { kind: "cap", cap, over };
}
