// What a service mesh is for, and what of it is simulated.
import type { ProtocolGuideText } from "./protocol-guides.ts";

export const MESH_GUIDE: ProtocolGuideText = {
  useWhen:
    "Many services in several languages need the same encryption, time-outs, retries and balancing, and " +
    "nobody wants them in every library.",
  avoidWhen:
    "Calls are so short that a pass through two proxies is most of their latency, or the libraries retry " +
    "already: two layers multiply.",
  modeled:
    "Calls over REST, gRPC, GraphQL and SOAP from and to members pass proxies, each a station with worker " +
    "threads, a queue and CPU time; sidecars stand and fall with their instance. The caller's own policies " +
    "stand around those of the mesh; its balancing gives way. Mutual TLS is a handshake for each pooled " +
    "connection. A split matches an operation, as on path and method, or the type of a request, as on a header that " +
    "services hand on. A ztunnel counts both ends at the zone of the caller and picks anew for each request over " +
    "REST. Sidecars and waypoints record spans without anybody's work once tracing names a collector: one " +
    "for each pass, of the sampled share, for some time of a worker thread; five are sent at once, fewer after 5 s. " +
    "In the traces shown here every proxy is a step in any case.",
  notModeled:
    "Values of headers one by one (draw who sends one as a request type), idempotency keys and " +
    "WS-ReliableMessaging through proxies (refused), a worker's time for each message of a stream; proxies before " +
    "databases, caches, brokers and functions; memory of proxies, spans of ztunnels, services that do not hand " +
    "trace headers on, certificates that run out while the control plane is away.",
};
