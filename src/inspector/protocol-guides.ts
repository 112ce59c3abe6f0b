// What each protocol of calls is for, and what of it is simulated.

export interface ProtocolGuideText {
  readonly useWhen: string;
  readonly avoidWhen: string;
  readonly modeled: string;
  readonly notModeled: string;
}

export const PROTOCOL_GUIDES: Readonly<Record<string, ProtocolGuideText>> = {
  rest: {
    useWhen: "Clients are many and unknown, resources fit HTTP's methods, and caches can help.",
    avoidWhen: "Services exchange large or very many small messages, or need streams.",
    modeled:
      "JSON by size, on both sides and on the link; connections of HTTP/1.1 and HTTP/2 with handshakes, " +
      "keep-alive and lost packets (set a pool); methods, idempotency and keys.",
    notModeled: "Compression, TCP's slow start and fast retransmission, redirects, HTTP/3.",
  },
  grpc: {
    useWhen:
      "Services call each other often, a deadline should stop work down the chain, or one call brings many " +
      "messages.",
    avoidWhen: "Browsers call directly, or people read what is sent.",
    modeled:
      "Protobuf by size, on both sides; shared connections; pick_first or a balancer; deadlines that " +
      "travel and cancel; retry budgets (throttling). Streams of server, client and both, with the windows " +
      "of HTTP/2, and of the proxies of a mesh, which end them and begin them anew. Behind a gateway that is called over REST, messages are read and written anew.",
    notModeled:
      "Windows that grow with the link (BDP probing), reflection; the time of a proxy's workers for a message. " +
      "A message is sent whole, and room comes back with each that is read.",
  },
  websocket: {
    useWhen: "Servers push to many clients at any time: chat, notifications, prices.",
    avoidWhen:
      "Clients only ask now and then, or instances come and go often: each loss is a reconnect.",
    modeled:
      "The upgrade, a connection of each client to one instance, limits of connections and of those who " +
      "wait to be accepted, heartbeats, coming back with back-off and jitter; the work of pushes, and send buffers that slow clients fill. " +
      "A hub with authentication checks the upgrade, not the messages.",
    notModeled:
      "Compression, fragments, the load of pings, the memory that buffers take, tokens that expire on an open connection.",
  },
  graphql: {
    useWhen: "Clients differ in what they need, links are slow, one query replaces several.",
    avoidWhen: "Plain create, read, update, delete: parsing and resolving is work on top.",
    modeled:
      "Parsing, resolving by depth and list size, a depth limit, fields that are left out. Calls of the " +
      "resolvers are those of the callee; a batch with linger 0 on their edge is a DataLoader.",
    notModeled:
      "Cost limits other than depth, persisted queries, subscriptions, DataLoader's cache.",
  },
  soap: {
    useWhen: "A contract, signatures and reliable delivery are asked for across companies.",
    avoidWhen: "Latency, size or quick changes of the contract matter.",
    modeled:
      "XML by size, on both sides; an envelope (assumption); signatures of WS-Security; " +
      "WS-ReliableMessaging as sending again with a number; contracts that fail at any change. From a " +
      "transaction coordinator to its participants: WS-AtomicTransaction, with votes and decisions in XML.",
    notModeled:
      "Encryption, canonical XML, attachments. Of WS-AtomicTransaction: participants are databases, and " +
      "registering with the coordinator takes nothing.",
  },
};
