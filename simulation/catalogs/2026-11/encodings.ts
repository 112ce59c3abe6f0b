// How values become bytes: sizes and times of one object in several encodings, measured side by side,
// so that they compare. All are for each 1,000 bytes that the value has as JSON.
import { DOCUMENTED_WIRE as WIRE } from "./documented-wire.ts";

export interface Encoding {
  readonly label: string;
  /** Bytes for each byte of JSON. */
  readonly sizeRatio: number;
  /** Time of one core to write and to read 1,000 bytes of JSON, microseconds. */
  readonly encodeUs: number;
  readonly decodeUs: number;
}

export const ENCODINGS = {
  json: {
    label: "JSON",
    sizeRatio: 1,
    encodeUs: WIRE.jsonEncode.value,
    decodeUs: WIRE.jsonDecode.value,
  },
  protobuf: {
    label: "Protobuf",
    sizeRatio: WIRE.protobufSize.value,
    encodeUs: WIRE.protobufEncode.value,
    decodeUs: WIRE.protobufDecode.value,
  },
  xml: {
    label: "XML",
    sizeRatio: WIRE.xmlSize.value,
    encodeUs: WIRE.xmlEncode.value,
    decodeUs: WIRE.xmlDecode.value,
  },
} as const satisfies Record<string, Encoding>;

export type EncodingId = keyof typeof ENCODINGS;
