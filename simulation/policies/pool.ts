// Connections: how many a caller keeps to its callee, who waits for one, what a new one costs.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { namesOffered, PRESETS } from "../catalogs/2026-11/presets.ts";
import type { ParamSet } from "../kinds/define.ts";

/** Assumption: one core encrypts 1 GB a second (AES-GCM with the processor's own instructions). */
const CIPHER_US_PER_KB = 1;

const TLS_PARAMS = {
  mutual: {
    type: "boolean",
    label: "Mutual",
    help: "The caller shows a certificate, too: it signs, and the callee checks that (mTLS).",
    default: false,
  },
  resumption: {
    type: "boolean",
    label: "Sessions are resumed",
    help:
      "A caller instance that had a connection before opens the next ones without signatures, over TLS 1.2 " +
      "one round trip faster. Tickets never expire here; early data (0-RTT) is not modeled.",
    default: false,
  },
  signMs: {
    type: "number",
    label: "A signature takes",
    help:
      "Time of a slot of the callee, with the first request over the connection; of a mutual handshake the " +
      "caller's time, too, which delays it.",
    unit: "ms",
    min: 0,
    max: 1000,
    soft: [0, 5],
    default: DOCUMENTED.rsaSign.value,
    source: DOCUMENTED.rsaSign.source,
    live: true,
  },
  verifyMs: {
    type: "number",
    label: "Checking one takes",
    help: "The caller checks the certificate of the callee, and in a mutual handshake also the other way round.",
    unit: "ms",
    min: 0,
    max: 1000,
    soft: [0, 5],
    default: DOCUMENTED.rsaVerify.value,
    source: DOCUMENTED.rsaVerify.source,
    live: true,
  },
  cipherUs: {
    type: "number",
    label: "Encrypting 1 kB takes",
    help: "On each side and each way; it takes a payload. Assumption: 1 GB/s and core.",
    unit: "µs",
    min: 0,
    max: 100_000,
    soft: [0, 20],
    default: CIPHER_US_PER_KB,
    live: true,
  },
} as const satisfies ParamSet;

const POOL_PARAMS = {
  max: {
    type: "number",
    label: "Connections at most",
    help:
      "Of one caller instance, to all instances of the callee together. A request without a " +
      "connection opens one while there are fewer, else it waits, first come, first served.",
    unit: "",
    min: 1,
    max: 100_000,
    soft: [1, 100],
    integer: true,
    default: DOCUMENTED.poolMax.value,
    source: DOCUMENTED.poolMax.source,
    nullMeans: "unlimited",
    live: true,
  },
  timeoutMs: {
    type: "number",
    label: "Longest wait",
    help: "A request that has no connection after this time ends as poolTimeout; it is never sent.",
    unit: "ms",
    min: 0.001,
    max: 86_400_000,
    soft: [10, 60_000],
    scale: "log",
    default: DOCUMENTED.poolTimeoutMs.value,
    source: DOCUMENTED.poolTimeoutMs.source,
    nullMeans: "waits for ever",
    live: true,
  },
  idleMs: {
    type: "number",
    label: "Closed when idle for",
    help: "A connection without requests is closed after this time; 0 closes it after each request.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [0, 600_000],
    default: DOCUMENTED.poolIdleMs.value,
    source: DOCUMENTED.poolIdleMs.source,
    nullMeans: "never closed",
    live: true,
  },
  maxIdle: {
    type: "number",
    label: "Idle ones at most",
    help: "A connection that would be one more is closed after its request instead of kept.",
    unit: "",
    min: 0,
    max: 100_000,
    soft: [0, 100],
    integer: true,
    default: null,
    nullMeans: "all are kept",
    live: true,
  },
  handshake: {
    type: "choice",
    label: "Handshake",
    help:
      "What a new connection takes before its first request: none, TCP (1 round trip), TLS 1.3 " +
      "over TCP (2) or TLS 1.2 over TCP (3). Each round trip is two draws of the network delay.",
    options: ["none", "tcp", "tls13", "tls12"],
    optionLabels: ["None", "TCP", "TCP, TLS 1.3", "TCP, TLS 1.2"],
    default: "tcp",
    live: true,
  },
  tls: {
    type: "object",
    label: "Work of TLS",
    help: "What handshakes and encryption take of the processors of both sides; needs a handshake with TLS.",
    fields: TLS_PARAMS,
    default: null,
    nullMeans: "not modeled: a handshake is round trips only",
  },
  http: {
    type: "choice",
    label: "Requests share connections",
    help:
      "HTTP/1.1: one request a connection at a time, and giving one up closes its connection. " +
      "HTTP/2: many at once, and giving one up costs nothing more.",
    options: ["1.1", "2"],
    optionLabels: ["No (HTTP/1.1)", "Yes (HTTP/2)"],
    default: null,
    nullMeans: "by protocol: gRPC shares them, others do not",
  },
  maxConcurrentStreams: {
    type: "number",
    label: "Streams a connection",
    help: "HTTP/2: how many requests a connection carries at once.",
    unit: "",
    min: 1,
    max: 1_000_000,
    soft: [1, 1000],
    integer: true,
    default: DOCUMENTED.poolStreams.value,
    source: DOCUMENTED.poolStreams.source,
    live: true,
  },
  pipelining: {
    type: "number",
    label: "Pipelined requests",
    help:
      "HTTP/1.1: how many requests are sent over a connection without waiting for answers, which " +
      "come in the order of the requests. Closing the connection loses all of them.",
    unit: "",
    min: 1,
    max: 1000,
    soft: [1, 10],
    integer: true,
    default: DOCUMENTED.poolPipelining.value,
    source: DOCUMENTED.poolPipelining.source,
  },
  warm: {
    type: "boolean",
    label: "Open from the start",
    help: "All connections are there at time 0, spread over the instances of the callee.",
    default: false,
  },
} as const satisfies ParamSet;

export const POOL = {
  type: "object",
  label: "Connection pool",
  help: "Connections that requests need; without it each request has one of its own for nothing.",
  fields: POOL_PARAMS,
  presets: namesOffered(PRESETS.pool, POOL_PARAMS),
  default: null,
  nullMeans: "not modeled",
} as const;
