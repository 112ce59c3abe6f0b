// Schemas of what is published, as columns: when the writers of a broker changed theirs, who can read
// which version, and what an instance knows already.
import { Table } from "../core/memory.ts";

/** Bit of a node's `mode`: it is a registry, or reads what may change. */
export const READS_SCHEMAS = 1 << 17;

/** `conditions.unless` of a call to a registry: it is spared where its caller knows the schema. */
export const ASKS_REGISTRY = -1;

/** What an instance knows: bits of `schemaCaches.known`. */
export const WRITES_OLD = 1;
export const WRITES_NEW = 2;
export const READS_OLD = 4;
export const READS_NEW = 8;

/** Later than any run, ms. */
export const NEVER_MS = 1e15;

/** By node: a broker or event store whose schema may change. */
class Subjects extends Table {
  /** 1: its writers write the new version now. */
  readonly isNew = this.uint8();
  /** Written in the new version: what was appended from the one on and before the other, ms. */
  readonly newFrom = this.float64();
  readonly newUntil = this.float64();
  /** 1: the last change keeps old readers from new events, new readers from old events. */
  readonly breaksOld = this.uint8();
  readonly breaksNew = this.uint8();
  /** 1: its readers are the new version. */
  readonly readersNew = this.uint8();
  /** 1: the registry that its writers call refuses the new version. */
  readonly isRefused = this.uint8();
}

/** By node. */
class SchemaUsers extends Table {
  /** 1: it is a registry; what its rule forbids, and whether nothing is released without it. */
  readonly isRegistry = this.uint8();
  readonly needsForward = this.uint8();
  readonly needsBackward = this.uint8();
  readonly beforeRelease = this.uint8();
  /** Of a broker: the registry that its writers call, row + 1. */
  readonly registry = this.int32();
  /** Of a node that calls a registry: the brokers that it writes to and reads from, row + 1. */
  readonly writes = this.int32();
  readonly reads = this.int32();
  /** Events that it could not read. */
  readonly unreadable = this.float64();
}

/** By instance. */
class SchemaCaches extends Table {
  readonly known = this.uint8();
}

export const subjects = new Subjects("subjects of schemas", 1_000);
export const schemaUsers = new SchemaUsers("users of schemas", 1_000);
export const schemaCaches = new SchemaCaches("cached schemas", 100_000);
