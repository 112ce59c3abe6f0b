// What the policies of a call keep about it while it is in progress: a row for each call over an
// edge that has such policies, so that plain calls neither pay for it nor carry it.
import { Table } from "../core/memory.ts";

class GuardRows extends Table {
  /** Bits of the policies that have let it pass and have not heard of its end. */
  readonly passed = this.int32();
  /** When the present attempt came to the policies around it. */
  readonly attemptSince = this.float64();
  /** What its retry budget knows of it: a permit, and whether an attempt is under way. */
  readonly budget = this.uint8();
  /** Its row of effects, + 1; 0 = none. */
  readonly effect = this.int32();
}

export const guardRows = new GuardRows("guarded calls", 1_000_000);
