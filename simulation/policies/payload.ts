// What a call weighs: bytes each way, and the time that both sides take to write and to read them.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { ENCODINGS } from "../catalogs/2026-11/encodings.ts";
import type { ParamSet } from "../kinds/define.ts";

const PAYLOAD_PARAMS = {
  requestBytes: {
    type: "number",
    label: "Request",
    help: "Size of what is asked, as JSON; the encoding makes it smaller or larger.",
    unit: "bytes",
    min: 0,
    max: 100_000_000,
    soft: [0, 1_000_000],
    default: DOCUMENTED.payloadBytes.value,
    source: DOCUMENTED.payloadBytes.source,
    live: true,
  },
  responseBytes: {
    type: "number",
    label: "Response",
    help: "Size of a good answer, as JSON. A failure is answered without a payload.",
    unit: "bytes",
    min: 0,
    max: 100_000_000,
    soft: [0, 1_000_000],
    default: DOCUMENTED.payloadBytes.value,
    source: DOCUMENTED.payloadBytes.source,
    live: true,
  },
  encoding: {
    type: "choice",
    label: "Encoding",
    help: "Decides the size on the wire and the time to write and to read it.",
    options: ["json", "protobuf", "xml"],
    optionLabels: [ENCODINGS.json.label, ENCODINGS.protobuf.label, ENCODINGS.xml.label],
    default: null,
    nullMeans: "by protocol: gRPC Protobuf, SOAP XML, others JSON",
    live: true,
  },
  encodeUs: {
    type: "number",
    label: "Writing 1 kB takes",
    help:
      "Time of a slot to write 1,000 bytes of JSON in this encoding: the caller's for the request, " +
      "the callee's for the answer.",
    unit: "µs",
    min: 0,
    max: 1_000_000,
    soft: [0, 200],
    default: null,
    nullMeans: "as measured for the encoding",
    live: true,
  },
  decodeUs: {
    type: "number",
    label: "Reading 1 kB takes",
    help:
      "Time of a slot to read 1,000 bytes of JSON in this encoding: the callee's for the request, " +
      "the caller's for the answer.",
    unit: "µs",
    min: 0,
    max: 1_000_000,
    soft: [0, 200],
    default: null,
    nullMeans: "as measured for the encoding",
    live: true,
  },
  messageUs: {
    type: "number",
    label: "Each message takes",
    help:
      "Beside its size: what writing or reading a message takes on each side. Assumption: nothing that " +
      "is not in the service time already.",
    unit: "µs",
    min: 0,
    max: 1_000_000,
    soft: [0, 500],
    default: 0,
    live: true,
  },
  headerBytes: {
    type: "number",
    label: "Headers",
    help:
      "Bytes that each message has beside its payload: transferred, at no cost of processing. Assumption: 300 " +
      "over HTTP/1.1, 30 of repeated ones over HTTP/2, and 350 of envelope for SOAP.",
    unit: "bytes",
    min: 0,
    max: 1_000_000,
    soft: [0, 4000],
    default: null,
    nullMeans: "by protocol",
    live: true,
  },
} as const satisfies ParamSet;

export const PAYLOAD = {
  type: "object",
  label: "Payload",
  help:
    "Bytes each way. Reading and writing them takes time of the slots on both sides; that of the " +
    "caller is part of its service time, for as many calls as it makes on average. A retry sends " +
    "what was written before. Compression is not modeled.",
  fields: PAYLOAD_PARAMS,
  default: null,
  nullMeans: "not modeled",
} as const;

export const BANDWIDTH_MBPS = {
  type: "number",
  label: "Bandwidth",
  help:
    "How fast a message is put on the wire, beside the delay; it takes a payload. Each message has it " +
    "for itself: sharing a link, and the slow start of TCP, are not modeled.",
  unit: "Mbit/s",
  min: 0.001,
  max: 1_000_000,
  soft: [0.1, 10_000],
  scale: "log",
  default: null,
  nullMeans: "unlimited",
  live: true,
} as const;

export const LOSS_RATIO = {
  type: "ratio",
  label: "Packet loss",
  help:
    "Share of the messages that are lost each time they are sent; TCP sends them again after 200 ms, " +
    "then twice as long. On shared connections (HTTP/2) those behind wait for them.",
  default: 0,
  live: true,
} as const;
