// What SOAP adds to XML over HTTP: signed messages, and delivery that is kept up beyond a connection.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import type { ParamSet } from "../kinds/define.ts";

const SOAP_PARAMS = {
  security: {
    type: "choice",
    label: "WS-Security",
    help:
      "Signed: each message carries an X.509 signature, which its sender makes and its receiver " +
      "verifies. Encryption and the canonical form of the XML are not modeled.",
    options: ["none", "signed"],
    optionLabels: ["None", "Signed"],
    default: "none",
    live: true,
  },
  signMs: {
    type: "number",
    label: "Signing takes",
    help: "Time of a slot of the sender for each message, RSA-2048.",
    unit: "ms",
    min: 0,
    max: 1000,
    soft: [0, 5],
    default: DOCUMENTED.rsaSign.value,
    source: DOCUMENTED.rsaSign.source,
    live: true,
  },
  verifyMs: {
    type: "number",
    label: "Verifying takes",
    help: "Time of a slot of the receiver for each message, RSA-2048.",
    unit: "ms",
    min: 0,
    max: 1000,
    soft: [0, 5],
    default: DOCUMENTED.rsaVerify.value,
    source: DOCUMENTED.rsaVerify.source,
    live: true,
  },
  securityBytes: {
    type: "number",
    label: "Security header",
    help: "Bytes of certificate and signature in each signed message. Assumption: 3,000.",
    unit: "bytes",
    min: 0,
    max: 1_000_000,
    soft: [0, 10_000],
    default: 3000,
    live: true,
  },
  reliable: {
    type: "boolean",
    label: "Reliable delivery",
    help:
      "WS-ReliableMessaging. Each message has a number: it is sent again until it is acknowledged, and what arrives twice " +
      "takes effect once. Takes the place of retries and of the idempotency key.",
    default: false,
  },
  resendMs: {
    type: "number",
    label: "Sent again after",
    help:
      "Pause after a failed transmission: a timeout of the attempt, a connection refused or lost. " +
      "Assumption: 1 s, the same each time.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [100, 60_000],
    scale: "log",
    default: 1000,
    live: true,
  },
  resends: {
    type: "number",
    label: "Sent again at most",
    help: "After so many the sequence is given up. Assumption: 8.",
    unit: "times",
    min: 1,
    max: 1000,
    soft: [1, 20],
    integer: true,
    default: 8,
    live: true,
  },
} as const satisfies ParamSet;

export const SOAP = {
  type: "object",
  label: "SOAP",
  help:
    "Signatures and reliable delivery of the messages. Between a transaction coordinator and its " +
    "participants it is WS-AtomicTransaction. Attachments (MTOM) are not modeled.",
  fields: SOAP_PARAMS,
  default: {},
} as const;
