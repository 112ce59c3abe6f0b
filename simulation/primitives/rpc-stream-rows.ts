// Rows of streaming calls (gRPC over HTTP/2): what an edge's streams are, one row for each stream that is
// open, with two halves (to the callee, to the caller), and one for each connection that carries
// any. All empty where no edge streams.
import { Table } from "../core/memory.ts";

/** Bit of an edge's `guards`: its calls are streams. */
export const STREAMS = 1 << 30;
/** Bit of a node's `mode`: some of what reaches it streams. */
export const TAKES_STREAMS = 1 << 26;
/** Bit of an attempt's `flags`: `attemptExtras.identity` is its stream, row + 1. */
export const STREAMED = 1 << 31;

/** Who sends more than one message. */
export const SERVER_STREAMS = 1;
export const CLIENT_STREAMS = 2;
export const BOTH_STREAM = 3;

/** The two halves of a stream: its row times 2, plus one of these. */
export const TO_CALLEE = 0;
export const TO_CALLER = 1;

/** What the callee's handler of a stream is at. */
export const NOT_BEGUN = 0;
export const AWAITS_MESSAGE = 1;
export const AWAITS_TIME = 2;
export const AWAITS_CREDIT = 3;
export const AT_WORK = 4;
export const DONE = 5;

/** What keeps a half from sending its message. */
export const OWN_WINDOW = 1;
export const CHANNEL_WINDOW = 2;

class StreamEdges extends Table {
  readonly type = this.uint8();
  /** Messages of a stream: a distribution, -1 = `fixedCount`. */
  readonly count = this.int32();
  readonly fixedCount = this.int32();
  /** Distributions, -1 = no time: between messages, of the callee and of the caller for each. */
  readonly gap = this.int32();
  readonly work = this.int32();
  readonly reading = this.int32();
  readonly bytes = this.float64();
  /** To put a message on the wire, ms. */
  readonly sendMs = this.float64();
  /** By direction: what its reader takes in of a stream, and of a connection, 0 = unlimited. */
  readonly window = this.float64(2);
  readonly channelWindow = this.float64(2);
  /** 1: what a connection holds is given back as it is read, not as it comes. */
  readonly creditOnRead = this.uint8();
  /** 1: its callee, or its caller, is a proxy that passes messages on (rpc-stream-relay.ts). */
  readonly atProxy = this.uint8();
  readonly fromProxy = this.uint8();
  /** First of its places of connections, where it has no pool. */
  readonly firstPlace = this.int32();
  readonly opened = this.float64();
  /** Failures that were not tried again, since the caller had read a message. */
  readonly committed = this.float64();
  /** Messages read, by half. */
  readonly read = this.float64(2);
  /** Time that messages waited for the window of their stream, of their connection, ms. */
  readonly heldByStream = this.float64();
  readonly heldByChannel = this.float64();
  /** Most messages of one half that wait to be read. */
  readonly bufferedMost = this.int32();
  /** Streams that are open, messages between ready and read; with integrals up to `since`. */
  readonly open = this.int32();
  readonly openMost = this.int32();
  readonly openTime = this.float64();
  readonly under = this.int32();
  readonly underTime = this.float64();
  readonly since = this.float64();
}

class RpcStreams extends Table {
  readonly attempt = this.int32();
  readonly edge = this.int32();
  readonly channel = this.int32();
  /** Place of its connection. */
  readonly place = this.int32();
  /** Of its events: those of a stream that is over mean nothing. */
  readonly generation = this.int32();
  readonly handler = this.uint8();
  /** Messages each way that streams. */
  readonly count = this.int32();
  /** The stream that a proxy passes on by it, and the one by which a proxy passes it on, row + 1. */
  readonly passes = this.int32();
  readonly onward = this.int32();
  /** 1: its caller has given it up. */
  readonly gone = this.uint8();
  /** 1: its answer has come and waits until the caller has read all messages. */
  readonly answered = this.uint8();
  /** By half: to be sent, to be read, arrived and not read. */
  readonly left = this.int32(2);
  readonly unread = this.int32(2);
  readonly arrived = this.int32(2);
  /** 1: its reader is busy with a message. */
  readonly busy = this.uint8(2);
  /** 1: a message is ready and not sent; what keeps it, 0 = nothing. */
  readonly waits = this.uint8(2);
  readonly held = this.uint8(2);
  readonly credit = this.float64(2);
  /** Of the connection's credit. */
  readonly taken = this.float64(2);
  readonly readyAt = this.float64(2);
  readonly arrivesAt = this.float64(2);
  readonly wireFreeAt = this.float64(2);
  /** Behind it in the line for its connection's window, half + 1. */
  readonly behind = this.int32(2);
}

class StreamChannels extends Table {
  /** Streams that it carries; without any its row is free. */
  readonly streams = this.int32();
  /** By direction. */
  readonly credit = this.float64(2);
  readonly first = this.int32(2);
  readonly last = this.int32(2);
}

class ChannelPlaces extends Table {
  /** Row of its channel, + 1; 0 = no stream is open. */
  readonly channel = this.int32();
}

export const streamEdges = new StreamEdges("edges with streams", 5_000);
export const rpcStreams = new RpcStreams("streams of calls", 30_000);
export const streamChannels = new StreamChannels("connections with streams", 30_000);
/** Connections of pools by their rows, then one for each caller and callee instance without a pool. */
export const channelPlaces = new ChannelPlaces("places of streams", 250_000);
