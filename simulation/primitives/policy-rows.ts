// What balancing keeps: the pointers of each caller instance of an edge, and what it knows of each
// member.
import { Table } from "../core/memory.ts";

class PolicyRows extends Table {
  readonly edge = this.int32();
  /** Load balancing: the next or chosen member, + 1 (0 = not chosen yet). */
  readonly pointer = this.int32();
  /** Weighted round robin: deadline of the last pick. */
  readonly turn = this.float64();
  /** Whether there has been a good answer, and when the last one came. */
  readonly answered = this.uint8();
  readonly answeredAt = this.float64();
}

class BalanceCells extends Table {
  /**
   * What is outstanding at the member; with least connections over a pool, the caller's connections
   * to it; with pick first, the member at this place of the list.
   */
  readonly outstanding = this.int32();
  /** Weighted round robin: when it is the member's turn, in picks of weight 1. */
  readonly deadline = this.float64();
}

export const policyRows = new PolicyRows("policy rows", 200_000);
export const balanceCells = new BalanceCells("balanced members", 2_000_000);
