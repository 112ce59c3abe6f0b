// What a mesh is good for, and what of it is simulated, in the words of the interface.

export const USE_WHEN =
  "Many services in several languages need the same encryption, time-outs, retries and balancing, and " +
  "nobody wants them in every library.";

export const AVOID_WHEN =
  "Calls are so short that a pass through two proxies is most of their latency, or the libraries retry " +
  "already: two layers multiply.";

export const MODELED: readonly string[] = [
  "Calls over REST, gRPC, GraphQL and SOAP from and to members pass proxies. Databases, caches and brokers are reached directly.",
  "Each proxy is a station of its own: worker threads, a queue, CPU time per pass; sidecars stand and fall with their instance.",
  "The caller's own policies stay and stand around those of the mesh. Its own balancing gives way to the proxy's.",
  "Mutual TLS costs one handshake a connection where the mesh pools connections; encryption is part of the CPU time.",
  "A ztunnel counts both ends of a connection at the caller's zone. Each request over REST picks an instance anew there.",
];

export const NOT_MODELED =
  "Not modeled: memory of proxies, header matches, certificates that run out while the control plane is " +
  "away, Retry-After through sidecars, sagas and transactions through proxies. A real mesh reports spans " +
  "of its proxies for nothing; traces here show a proxy as a step of its own.";
