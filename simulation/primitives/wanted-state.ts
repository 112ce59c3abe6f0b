// What faults want of each instance at the present time; scratch of the moment at which all faults
// are worked out.
import { Table } from "../core/memory.ts";

/** Bits of `down`. */
export const DOWN = 1;
export const AS_BLACKHOLE = 2;

class WantedState extends Table {
  /** Whether it should be down, and how. */
  readonly down = this.uint8();
  /** Whether it should stand still, and how: bits of standstill.ts. */
  readonly still = this.uint8();
  /** Share of what a cache holds that is flushed now. */
  readonly flushed = this.float64();
}

export const wanted = new WantedState("wanted state", 100_000);
