// Connections that are held open (WebSockets): how clients come back to them, and what they are to the
// hub that holds them. All empty where there are none.
import { Table } from "../core/memory.ts";

/** Origin of an attempt: a client's upgrade; its `message` is the connection that waits for it. */
export const UPGRADE = 6;

class HeldEdges extends Table {
  /** 1: each caller instance holds a connection. */
  readonly held = this.uint8();
  readonly baseMs = this.float64();
  readonly factor = this.float64();
  readonly capMs = this.float64();
  readonly jitter = this.float64();
  /** Interval of pings, and how long an answer may take; 0 = no pings. */
  readonly heartbeatMs = this.float64();
  readonly answerMs = this.float64();
  /** What its link takes of pushes, 0 = any amount at once. */
  readonly bytesPerMs = this.float64();
  /** Operation that checks who upgrades over it, row + 1; 0 = nobody is checked. */
  readonly upgrade = this.int32();
  /** The source that its clients are. */
  readonly source = this.int32();
}

class HeldPools extends Table {
  /** Attempts to connect since the last connection. */
  readonly tries = this.int32();
  /** 1: it pauses before it connects again. */
  readonly pauses = this.uint8();
  /** The attempt that checks its connection, + 1; 0 = none does. */
  readonly checking = this.int32();
}

class Hubs extends Table {
  readonly isHub = this.uint8();
  /** Connections of an instance, 0 = any number. */
  readonly connectionsMax = this.int32();
  readonly acceptMs = this.float64();
  readonly backlog = this.int32();
  /** 1: some clients take pushes at a bounded speed only. */
  readonly buffers = this.uint8();
  /** Of a connection's send buffer, 0 = unlimited; and what a full one leads to (push-buffers.ts). */
  readonly bufferBytes = this.float64();
  readonly whenFull = this.uint8();
  /** Over all instances, now and at most; integral over time up to `since`. */
  readonly open = this.int32();
  readonly openMax = this.int32();
  readonly openTime = this.float64();
  readonly since = this.float64();
  readonly accepted = this.float64();
  readonly refused = this.float64();
  readonly lost = this.float64();
  readonly pushed = this.float64();
}

class HubInstances extends Table {
  readonly open = this.int32();
  /** The connection whose turn it is to be pushed to. */
  readonly turn = this.int32();
  /** Until when it accepts those that have come. */
  readonly busyUntil = this.float64();
}

class PushOperations extends Table {
  /** Share of an instance's connections that are pushed to, and what each takes, ms. */
  readonly ratio = this.float64();
  readonly eachMs = this.float64();
  readonly bytes = this.float64();
}

export const heldEdges = new HeldEdges("edges with held connections", 5_000);
export const heldPools = new HeldPools("pools of held connections", 50_000);
export const hubs = new Hubs("hubs", 1_000);
export const hubInstances = new HubInstances("instances of hubs", 100_000);
export const pushOperations = new PushOperations("pushes", 20_000);
