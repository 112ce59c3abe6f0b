// Which random stream draws what. One stream per entity and purpose, found by its number: nodes
// first, then edges, then sources. Each purpose draws only for itself, so a feature that is off, or
// another entity, changes no other draw.

/** Purposes of a node's streams; names go into the stream's key and never change. */
export const NODE_PURPOSES = [
  "service",
  "after",
  "afterChoice",
  "error",
  "errorTime",
  "patience",
  "admission",
  "order",
  "lookup",
  "expiry",
  "flush",
  "replication",
  "start",
] as const;
/** Purposes of an edge's streams. */
export const EDGE_PURPOSES = [
  "network",
  "jitter",
  "branch",
  "count",
  "balance",
  "loss",
  "addedDelay",
  "stale",
  "ejection",
  "health",
  "spill",
  "leak",
  "contract",
  "comeBack",
  "messages",
] as const;
/** Purposes of a source's streams; type, user and key belong to the k-th request. */
export const SOURCE_PURPOSES = [
  "arrival",
  "thinning",
  "type",
  "user",
  "key",
  "patience",
  "think",
  "modulation",
  "batch",
] as const;
/** Purposes of the streams of an instance that breaks down or sleeps. */
export const INSTANCE_PURPOSES = ["uptime", "repair", "sleep"] as const;

export const NODE_STREAMS = NODE_PURPOSES.length;
export const EDGE_STREAMS = EDGE_PURPOSES.length;
export const SOURCE_STREAMS = SOURCE_PURPOSES.length;
export const INSTANCE_STREAMS = INSTANCE_PURPOSES.length;

export const SERVICE = 0;
export const AFTER = 1;
export const AFTER_CHOICE = 2;
export const ERROR_DRAW = 3;
export const ERROR_TIME = 4;
export const QUEUE_PATIENCE = 5;
export const ADMISSION = 6;
export const ORDER = 7;
export const LOOKUP = 8;
export const EXPIRY = 9;
export const FLUSH = 10;
export const REPLICATION = 11;
export const START = 12;

export const UPTIME = 0;
export const REPAIR = 1;
export const SLEEP = 2;

export const NETWORK = 0;
export const JITTER = 1;
export const BRANCH = 2;
export const COUNT = 3;
export const BALANCE = 4;
export const LOSS = 5;
export const ADDED_DELAY = 6;
export const STALE = 7;
export const EJECTION = 8;
export const HEALTH = 9;
export const SPILL = 10;
export const LEAK = 11;
export const CONTRACT = 12;
export const COME_BACK = 13;
export const STREAM_DRAW = 14;

export const ARRIVAL_GAP = 0;
export const THINNING = 1;
export const TYPE = 2;
export const USER = 3;
export const KEY = 4;
export const PATIENCE = 5;
export const THINK = 6;
export const MODULATION = 7;
export const BATCH = 8;
