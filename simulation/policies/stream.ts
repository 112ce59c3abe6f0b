// Calls of gRPC that carry more than one message in one direction or in both.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import type { ParamSet } from "../kinds/define.ts";

const STREAM_PARAMS = {
  type: {
    type: "choice",
    label: "Who streams",
    help:
      "Server: one request, many messages back. Client: many messages, one answer. Both: the callee " +
      "answers each message with one.",
    options: ["server", "client", "both"],
    optionLabels: ["Server", "Client", "Both"],
    default: "server",
  },
  messages: {
    type: "count",
    label: "Messages",
    help: "Of one stream, each way that streams. Assumption: 10.",
    min: 1,
    max: 1_000_000,
    numberOnly: true,
    default: 10,
  },
  everyMs: {
    type: "distribution",
    label: "Pause between messages",
    help: "From when one was sent until the next is made; 0: as fast as there is room.",
    unit: "ms",
    default: 0,
  },
  messageBytes: {
    type: "number",
    label: "Message",
    help: "Size on the wire, with its five bytes of length.",
    unit: "bytes",
    min: 1,
    max: 100_000_000,
    soft: [100, 100_000],
    scale: "log",
    integer: true,
    default: DOCUMENTED.payloadBytes.value,
    source: DOCUMENTED.payloadBytes.source,
  },
  handleMs: {
    type: "distribution",
    label: "Callee works",
    help: "On each message it makes or reads, in a slot. Assumption: 0.1 ms.",
    unit: "ms",
    default: 0.1,
  },
  readMs: {
    type: "distribution",
    label: "Caller reads",
    help: "Time for each message that comes back, one after another; a slow reader holds the callee back.",
    unit: "ms",
    default: 0,
  },
  windowBytes: {
    type: "number",
    label: "Window of a stream",
    help: "What may be under way or unread; reading makes room. A larger message goes alone.",
    unit: "bytes",
    min: 1,
    max: 2_147_483_647,
    soft: [65_535, 16_777_216],
    scale: "log",
    integer: true,
    default: DOCUMENTED.grpcWindowBytes.value,
    source: DOCUMENTED.grpcWindowBytes.source,
  },
  connectionWindowBytes: {
    type: "number",
    label: "Window of a connection",
    help: "The same for all streams of a caller instance to one instance of the callee together.",
    unit: "bytes",
    min: 1,
    max: 2_147_483_647,
    soft: [65_535, 16_777_216],
    scale: "log",
    integer: true,
    default: DOCUMENTED.grpcWindowBytes.value,
    source: DOCUMENTED.grpcWindowBytes.source,
    nullMeans: "unlimited",
  },
  connectionCredit: {
    type: "choice",
    label: "Its room comes back",
    help:
      "As data arrives: gRPC in Go and Java. As it is read: one reader that stops holds up every stream " +
      "of the connection.",
    options: ["arrival", "reading"],
    optionLabels: ["As data arrives", "As it is read"],
    default: "arrival",
  },
} as const satisfies ParamSet;

export const STREAM = {
  type: "object",
  label: "Stream of messages",
  help:
    "Of gRPC: each call stays on its instance and its connection until the last message; a timeout or " +
    "deadline bounds all of it, and it is not retried once the caller has read a message.",
  fields: STREAM_PARAMS,
  default: null,
  nullMeans: "one request, one answer",
} as const;
