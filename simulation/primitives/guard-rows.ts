// What the policies of a call keep about it while it is in progress: a row for each call over an
// edge that has such policies, so that plain calls neither pay for it nor carry it.
import { Table } from "../core/memory.ts";

class GuardRows extends Table {
  /** Bits of the policies that have let it pass and have not heard of its end. */
  readonly passed = this.int32();
  /** When the present attempt came to the policies around it. */
  readonly attemptSince = this.float64();
}

export const guardRows = new GuardRows("guarded calls", 1_000_000);
