// What a call over an edge weighs: bytes on the wire each way, the time to put them there, and the time
// that both sides take to write and to read them. Times are at speed 1, in ms.
import { ENCODINGS, type EncodingId } from "../catalogs/2026-11/encodings.ts";
import { protocolOf } from "../protocols/catalog.ts";

export interface PayloadValues {
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly encoding: EncodingId | null;
  readonly encodeUs: number | null;
  readonly decodeUs: number | null;
  readonly messageUs: number;
  readonly headerBytes: number | null;
}

/** The resolved values of an edge that matter here. */
export interface WireValues {
  readonly payload?: PayloadValues | null;
  readonly bandwidthMbps?: number | null;
  readonly pool?: { readonly http: "1.1" | "2" | null } | null;
}

export interface WireCosts {
  readonly encoding: EncodingId;
  /** Bytes on the wire, headers included. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Time on the wire beside the delay, ms. */
  readonly requestMs: number;
  readonly responseMs: number;
  /** The caller writes the request and reads the answer, the callee the other way round, ms. */
  readonly callerWritesMs: number;
  readonly callerReadsMs: number;
  readonly calleeReadsMs: number;
  readonly calleeWritesMs: number;
}

/** Assumption: headers of HTTP/1.1 between services, and what HPACK leaves of repeated ones. */
const HEADER_BYTES = 300;
const COMPRESSED_HEADER_BYTES = 30;

const US_PER_MS = 1000;
const BYTES_PER_KB = 1000;
const BITS_PER_BYTE = 8;
/** 1 Mbit/s is so many bits in a ms. */
const BITS_PER_MS = 1000;

/** True of requests that share connections: HTTP/2, which gRPC always is. */
export function sharesConnections(protocol: string, http: "1.1" | "2" | null): boolean {
  return http === null ? protocol === "grpc" : http === "2";
}

/** Null where an edge says nothing of its payload. */
export function wireCostsOf(protocol: string, values: WireValues): WireCosts | null {
  const { payload, bandwidthMbps = null, pool } = values;
  const wire = protocolOf(protocol)?.wire;
  if (!payload || wire === undefined) return null;
  const id = payload.encoding ?? wire.encoding;
  const encoding = ENCODINGS[id];
  const shared = sharesConnections(protocol, pool?.http ?? null);
  const usual = (shared ? COMPRESSED_HEADER_BYTES : HEADER_BYTES) + wire.envelopeBytes;
  const headers = payload.headerBytes ?? usual;
  const onWire = (bytes: number) => bytes * encoding.sizeRatio + headers;
  const transfer = (bytes: number) =>
    bandwidthMbps === null ? 0 : (bytes * BITS_PER_BYTE) / (bandwidthMbps * BITS_PER_MS);
  const time = (bytes: number, usPerKb: number) =>
    (payload.messageUs + (bytes / BYTES_PER_KB) * usPerKb) / US_PER_MS;
  const encodeUs = payload.encodeUs ?? encoding.encodeUs;
  const decodeUs = payload.decodeUs ?? encoding.decodeUs;
  const requestBytes = onWire(payload.requestBytes);
  const responseBytes = onWire(payload.responseBytes);
  return {
    encoding: id,
    requestBytes,
    responseBytes,
    requestMs: transfer(requestBytes),
    responseMs: transfer(responseBytes),
    callerWritesMs: time(payload.requestBytes, encodeUs),
    callerReadsMs: time(payload.responseBytes, decodeUs),
    calleeReadsMs: time(payload.requestBytes, decodeUs),
    calleeWritesMs: time(payload.responseBytes, encodeUs),
  };
}
