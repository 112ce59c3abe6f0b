import { DOCUMENTED } from "../../catalogs/2026-11/documented.ts";
import { defineKind, type ParamSet } from "../define.ts";
import { scalingParams } from "../scaling-params.ts";
import { ANSWER_PARAMS, CALLER_PARAMS, CAPACITY_PARAMS, WORK_PARAMS } from "../station-params.ts";

const ASKED_WORK = {
  ...WORK_PARAMS,
  serviceTime: {
    ...WORK_PARAMS.serviceTime,
    label: "An introspection takes",
    help: "Slot time to look a token up, and for whatever else it is called.",
    default: { type: "exponential", meanMs: DOCUMENTED.introspectionMs.value },
    source: DOCUMENTED.introspectionMs.source,
  },
} as const;

const OWN_PARAMS = {
  tokenTime: {
    type: "distribution",
    label: "Issuing a token takes",
    help: "Slot time. Assumption: a secret to compare, a row to write and a signature.",
    unit: "ms",
    default: { type: "exponential", meanMs: 10 },
    live: true,
  },
  keysTime: {
    type: "distribution",
    label: "Handing out keys takes",
    help: "Slot time for its public keys (JWKS). Assumption: a small document from memory.",
    unit: "ms",
    default: 1,
    live: true,
  },
  tokenLifeS: {
    type: "number",
    label: "Tokens live for",
    help:
      "A token that was issued is good for this time (expires_in), whatever becomes of its owner. " +
      "Keycloak: 5 minutes.",
    unit: "s",
    min: 0.001,
    max: 2_592_000,
    soft: [30, 86_400],
    scale: "log",
    default: 300,
  },
} as const;

const KEPT_PARAMS = {
  keep: {
    type: "boolean",
    label: "Kept",
    help: "Off: a new token is fetched for each request.",
    default: true,
  },
  earlyMs: {
    type: "number",
    label: "Fetched anew before its end by",
    help:
      "A request that finds its token this near to its end has a new one fetched in the background, and " +
      "goes on with the old one. 0: only when it has expired, and then requests wait for it.",
    unit: "ms",
    min: 0,
    max: 86_400_000,
    soft: [0, 120_000],
    default: 0,
  },
  jitter: {
    type: "ratio",
    label: "Jitter",
    help: "A token is held for a life that is by chance up to this share shorter, so that callers do not come together.",
    default: 0,
  },
  singleFlight: {
    type: "boolean",
    label: "One fetch at a time",
    help: "Of a caller instance: who finds no token while one is being fetched waits for that one. Off: all fetch.",
    default: false,
  },
} as const satisfies ParamSet;

/** Of edges into an identity provider. */
const TOKEN_PARAMS = {
  tokens: {
    type: "object",
    label: "Tokens of the caller",
    help: "How each instance of the caller keeps the token that it shows to others.",
    fields: KEPT_PARAMS,
    default: null,
    nullMeans: "kept until they expire; each request that finds none fetches one",
  },
} as const satisfies ParamSet;

export const identityProvider = defineKind({
  id: "identity-provider",
  label: "Identity provider",
  family: "control",
  icon: "identity-provider",
  summary: "Issues tokens, says whether they are good, and hands out the keys to check them.",
  ports: { out: ["call"], in: ["call"] },
  protocols: ["rest", "grpc"],
  params: {
    ...CAPACITY_PARAMS,
    replicas: { ...CAPACITY_PARAMS.replicas, default: 2 },
    ...OWN_PARAMS,
    ...ASKED_WORK,
    ...ANSWER_PARAMS,
    ...scalingParams(DOCUMENTED),
    ...CALLER_PARAMS,
  },
  call: TOKEN_PARAMS,
  operation: { ...ASKED_WORK, requires: CALLER_PARAMS.requires },
});
