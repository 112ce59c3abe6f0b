// What messages are published with, and where that leads: one envelope for each way in which a broker
// is published to (operation, routing key, headers, properties), and for each form in which dead
// messages are published anew. Exchanges and bindings are worked out when a scenario is compiled, so
// that routing costs a message nothing but its copies.
import { Table } from "../core/memory.ts";

const ENVELOPES = 100_000;
const TARGETS = 500_000;
const DEAD_ROUTES = 500_000;

class Envelopes extends Table {
  /** Operation row of the broker that published it. */
  readonly operation = this.int32();
  /** Number among the envelopes of its broker. */
  readonly position = this.int32();
  readonly firstTarget = this.int32();
  readonly targetCount = this.int32();
  readonly priority = this.uint8();
  /** Time until it expires, ms; 0 = none, negative = at once. */
  readonly ttlMs = this.float64();
  /** 1: what finds no queue goes back to its publisher. */
  readonly mandatory = this.uint8();
  /** 1: not kept over a restart of the broker. */
  readonly transient = this.uint8();
}

class Targets extends Table {
  readonly queue = this.int32();
}

/** By a queue's first and the position of an envelope: where messages go that died in the queue. */
class DeadRoutes extends Table {
  readonly firstTarget = this.int32();
  readonly targetCount = this.int32();
  /** What they go with. */
  readonly envelope = this.int32();
}

export const envelopes = new Envelopes("envelopes", ENVELOPES);
export const targets = new Targets("targets of messages", TARGETS);
export const deadRoutes = new DeadRoutes("routes of dead messages", DEAD_ROUTES);
