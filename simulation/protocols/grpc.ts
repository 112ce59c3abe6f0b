import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { defineProtocol } from "../kinds/define.ts";

export const grpc = defineProtocol({
  id: "grpc",
  label: "gRPC",
  help: "One long-lived connection to one instance unless balanced; callees notice cancellation.",
  sort: "call",
  // Compressed or not, and the length: gRPC over HTTP/2, "Length-Prefixed-Message".
  wire: { encoding: "protobuf", envelopeBytes: 5 },
  defaults: {
    balancing: {
      value: DOCUMENTED.grpcBalancing.value,
      source: DOCUMENTED.grpcBalancing.source,
    },
    timeoutMs: {
      value: DOCUMENTED.grpcTimeoutMs.value,
      source: DOCUMENTED.grpcTimeoutMs.source,
    },
    propagateDeadline: {
      value: DOCUMENTED.grpcPropagateDeadline.value,
      source: DOCUMENTED.grpcPropagateDeadline.source,
    },
    cancel: { value: "check" },
  },
});
