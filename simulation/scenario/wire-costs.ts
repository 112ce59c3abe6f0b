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

export interface QueryValues {
  readonly selectedRatio: number;
  readonly parseUs: number;
  readonly depth: number;
  readonly listSize: number;
  readonly resolveUs: number;
  readonly maxDepth: number | null;
}

export interface SoapValues {
  readonly security: "none" | "signed";
  readonly signMs: number;
  readonly verifyMs: number;
  readonly securityBytes: number;
}

/** The resolved values of an edge that matter here. */
export interface WireValues {
  readonly payload?: PayloadValues | null;
  readonly query?: QueryValues;
  readonly soap?: SoapValues;
  readonly bandwidthMbps?: number | null;
  readonly pool?: {
    readonly http: "1.1" | "2" | null;
    readonly tls?: { readonly cipherUs: number } | null;
  } | null;
}

export interface WireCosts {
  /** Bytes on the wire, headers included; 0 where nothing is said of the payload. */
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
  /** Of a GraphQL server, to resolve what was asked, ms. */
  readonly resolvesMs: number;
  /** The callee refuses what it has read. */
  readonly refuses: boolean;
  /** Of that on each side: to encrypt or decrypt the request, and the answer, ms. */
  readonly requestCipherMs: number;
  readonly responseCipherMs: number;
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

/** Size and work of one direction. */
interface Message {
  readonly bytes: number;
  readonly writesMs: number;
  readonly readsMs: number;
  /** Of both: encryption. */
  readonly cipherMs: number;
}

const NO_MESSAGE: Message = { bytes: 0, writesMs: 0, readsMs: 0, cipherMs: 0 };

/** A message of so many bytes of JSON. */
function messageOf(protocol: string, values: WireValues, jsonBytes: number): Message {
  const { payload, pool } = values;
  const wire = protocolOf(protocol)?.wire;
  if (!payload || wire === undefined) return NO_MESSAGE;
  const encoding = ENCODINGS[payload.encoding ?? wire.encoding];
  const shared = sharesConnections(protocol, pool?.http ?? null);
  const usual = (shared ? COMPRESSED_HEADER_BYTES : HEADER_BYTES) + wire.envelopeBytes;
  const bytes = jsonBytes * encoding.sizeRatio + (payload.headerBytes ?? usual);
  const cipherUs = (bytes / BYTES_PER_KB) * (pool?.tls?.cipherUs ?? 0);
  const timeMs = (usPerKb: number) =>
    (payload.messageUs + (jsonBytes / BYTES_PER_KB) * usPerKb + cipherUs) / US_PER_MS;
  return {
    bytes,
    writesMs: timeMs(payload.encodeUs ?? encoding.encodeUs),
    readsMs: timeMs(payload.decodeUs ?? encoding.decodeUs),
    cipherMs: cipherUs / US_PER_MS,
  };
}

/** The same message with a signature of WS-Security. */
function signed(message: Message, soap: SoapValues | undefined): Message {
  if (soap?.security !== "signed") return message;
  return {
    ...message,
    bytes: message.bytes === 0 ? 0 : message.bytes + soap.securityBytes,
    writesMs: message.writesMs + soap.signMs,
    readsMs: message.readsMs + soap.verifyMs,
  };
}

/** Objects in a query of so many levels, each of which leads to so many of the next. */
export function objectsIn({ depth, listSize }: Pick<QueryValues, "depth" | "listSize">): number {
  let level = 1;
  let sum = 0;
  for (let at = 0; at < depth; at++) {
    level *= listSize;
    sum += level;
  }
  return sum;
}

/** What the calls over an edge weigh, by its protocol and its resolved values. */
export function wireCostsOf(protocol: string, values: WireValues): WireCosts {
  const query = protocol === "graphql" ? values.query : undefined;
  const soap = protocol === "soap" ? values.soap : undefined;
  const asked = values.payload?.requestBytes ?? 0;
  const answered = (values.payload?.responseBytes ?? 0) * (query?.selectedRatio ?? 1);
  const request = signed(messageOf(protocol, values, asked), soap);
  const response = signed(messageOf(protocol, values, answered), soap);
  const { bandwidthMbps = null } = values;
  const transferMs = (bytes: number) =>
    bandwidthMbps === null ? 0 : (bytes * BITS_PER_BYTE) / (bandwidthMbps * BITS_PER_MS);
  return {
    requestBytes: request.bytes,
    responseBytes: response.bytes,
    requestMs: transferMs(request.bytes),
    responseMs: transferMs(response.bytes),
    callerWritesMs: request.writesMs,
    callerReadsMs: response.readsMs,
    calleeReadsMs: request.readsMs + (query?.parseUs ?? 0) / US_PER_MS,
    calleeWritesMs: response.writesMs,
    resolvesMs: query === undefined ? 0 : (objectsIn(query) * query.resolveUs) / US_PER_MS,
    requestCipherMs: request.cipherMs,
    responseCipherMs: response.cipherMs,
    refuses: query !== undefined && query.maxDepth !== null && query.depth > query.maxDepth,
  };
}

/** Fields of a changed contract that make its old readers fail; see the fault "contract-break". */
export function failsAt(protocol: string): { readonly added: boolean; readonly removed: boolean } {
  return { added: protocol === "soap", removed: protocol !== "grpc" };
}
