// Documented values of what calls look like on the wire, and of what reading and writing them takes.

const CODECS = "gosercomp (2022-12), the same object in Go on one core";

/** Bytes of the object as JSON, by which its times and sizes are turned into numbers for each byte. */
const JSON_BYTES = 65;

const system = "Serialisation";
const SOCKET_IO = "Socket.IO (2026-06)";

export const DOCUMENTED_WIRE = {
  payloadBytes: {
    value: 1000,
    source: "Istio, Performance and Scalability: tests with 1 KB of HTTP payload",
    row: { system: "Istio", setting: "perf.sidecar.cpu_per_1000rps" },
    meaning: "1 KB HTTP",
  },
  jsonEncode: {
    value: 410 / JSON_BYTES,
    source: `${CODECS}: marshal JSON, 410 ns for 65 bytes`,
    row: { system, setting: "marshal JSON" },
    factor: 1 / JSON_BYTES,
  },
  jsonDecode: {
    value: 1631 / JSON_BYTES,
    source: `${CODECS}: unmarshal JSON, 1,631 ns for 65 bytes`,
    row: { system, setting: "unmarshal JSON" },
    factor: 1 / JSON_BYTES,
  },
  protobufSize: {
    value: 36 / JSON_BYTES,
    source: `${CODECS}: 36 bytes as Protobuf, 65 as JSON`,
    row: { system, setting: "size Protobuf" },
    factor: 1 / JSON_BYTES,
  },
  protobufEncode: {
    value: 327 / JSON_BYTES,
    source: `${CODECS}: marshal Protobuf (golang), 327 ns`,
    row: { system, setting: "marshal Protobuf (golang / gogo)" },
    says: "327 / 90",
  },
  protobufDecode: {
    value: 620 / JSON_BYTES,
    source: `${CODECS}: unmarshal Protobuf (golang), 620 ns`,
    row: { system, setting: "unmarshal Protobuf (golang / gogo)" },
    says: "620 / 370",
  },
  xmlSize: {
    value: 137 / JSON_BYTES,
    source: `${CODECS}: 137 bytes as XML, 65 as JSON`,
    row: { system, setting: "size XML" },
    factor: 1 / JSON_BYTES,
  },
  xmlEncode: {
    value: 3735 / JSON_BYTES,
    source: `${CODECS}: marshal XML, 3,735 ns`,
    row: { system, setting: "marshal XML" },
    factor: 1 / JSON_BYTES,
  },
  xmlDecode: {
    value: 9316 / JSON_BYTES,
    source: `${CODECS}: unmarshal XML, 9,316 ns`,
    row: { system, setting: "unmarshal XML" },
    factor: 1 / JSON_BYTES,
  },
  reconnectBaseMs: {
    value: 1000,
    source: `${SOCKET_IO}, manager.ts: reconnectionDelay`,
    row: { system: "Socket.IO", setting: "reconnectionDelay" },
  },
  reconnectCapMs: {
    value: 5000,
    source: `${SOCKET_IO}, manager.ts: reconnectionDelayMax`,
    row: { system: "Socket.IO", setting: "reconnectionDelayMax" },
  },
  reconnectJitter: {
    value: 0.5,
    source: `${SOCKET_IO}, manager.ts: randomizationFactor`,
    row: { system: "Socket.IO", setting: "randomizationFactor" },
  },
  heartbeatMs: {
    value: 25_000,
    source: `${SOCKET_IO}, server.ts: pingInterval`,
    row: { system: "Socket.IO", setting: "pingInterval" },
  },
  heartbeatTimeoutMs: {
    value: 20_000,
    source: `${SOCKET_IO}, server.ts: pingTimeout`,
    row: { system: "Socket.IO", setting: "pingTimeout" },
  },
  grpcWindowBytes: {
    value: 65_535,
    source:
      "gRPC for Go, internal/transport/defaults.go: initial window of a stream and of a connection",
    row: { system: "gRPC", setting: "flow-control window" },
  },
  envoyWindowBytes: {
    value: 16_777_216,
    source: "Envoy API (2026-01), protocol.proto: initial_stream_window_size",
    row: { system: "Envoy", setting: "http2.initial_stream_window_size" },
  },
  envoyConnectionWindowBytes: {
    value: 25_165_824,
    source: "Envoy API (2026-01), protocol.proto: initial_connection_window_size, 24 MiB",
    row: { system: "Envoy", setting: "http2.initial_stream_window_size" },
    meaning: "connection window 24 MiB",
  },
  rsaSign: {
    value: 0.52,
    source: "blog.habets.se (2024-06): RSA-2048 on a laptop, 0.520 ms to sign",
    row: { system: "TLS handshake", setting: "RSA-2048 sign / verify" },
    says: "0.520 / 0.015",
  },
  rsaVerify: {
    value: 0.015,
    source: "blog.habets.se (2024-06): RSA-2048 on a laptop, 0.015 ms to verify",
    row: { system: "TLS handshake", setting: "RSA-2048 sign / verify" },
    says: "0.520 / 0.015",
  },
} as const;
