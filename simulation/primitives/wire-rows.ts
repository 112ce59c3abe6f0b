// What the messages of an edge weigh, where it says so: bytes, time on the wire, work to write and to
// read them, packets lost. All 0 for most edges, and then nothing looks here.
import { Table } from "../core/memory.ts";

/** Bit of a node's `mode`: reading and writing messages takes time of its slots. */
export const ENCODES = 64;

class WireTable extends Table {
  /** On the wire, headers included; of a good answer. */
  readonly requestBytes = this.float64();
  readonly responseBytes = this.float64();
  /** Added to the delay of a request and of a good answer, ms. */
  readonly requestMs = this.float64();
  readonly responseMs = this.float64();
  /** Of the callee, to read a request and to write its answer: ms at speed 1. */
  readonly workMs = this.float64();
  /** Of that, until it knows what it was asked. */
  readonly readMs = this.float64();
  /** 1: the callee refuses what it was asked. */
  readonly refuses = this.uint8();
  /** 1: a proxy hands on over it what was collected before it. */
  readonly handsOn = this.uint8();
  /** 1: its reader fails at a field that it does not know, at one that it knows and that is gone. */
  readonly needsAll = this.uint8();
  readonly needsKnown = this.uint8();
  /** Share of the messages that are lost each time they are sent, without a fault. */
  readonly lossRatio = this.float64();
}

class CallingWork extends Table {
  /** By operation: to write the requests of its calls and to read their answers, ms at speed 1. */
  readonly workMs = this.float64();
}

export const wires = new WireTable("wires", 5_000);
export const callingWork = new CallingWork("work of calling", 20_000);
