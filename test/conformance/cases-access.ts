// Cases of who is let in: an identity provider beside the gate, which asks it or shows tokens of it.
import type { Json } from "../../simulation/scenario/document.ts";
import { scalingCases } from "./cases-scaling.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;
type Cases = Readonly<Record<string, ParameterCase>>;

const IDP = { kind: "identity-provider", replicas: 1, concurrency: 1, serviceTime: 5 };

/** The gate calls the provider for each request, as any other node. */
const CALLED: Settings = {
  "nodes.idp": { ...IDP, concurrency: 2 },
  "edges.gate->idp": { calls: [{ id: "a" }] },
  "edges.idp->db": { calls: [{ id: "a" }, { id: "b" }] },
};
/** Users show something good, and the gate asks about it. */
const KEY: Settings = { "edges.users->gate.credential": "key" };
const ASKED: Settings = { ...KEY, "nodes.idp": IDP, "edges.gate->idp": {} };

function checking(node: string, incoming: string, values: Json, more: Settings = {}): Settings {
  return {
    ...ASKED,
    [`edges.${node}->idp`]: {},
    [`edges.${incoming}.credential`]: "key",
    [`nodes.${node}.authentication`]: values,
    ...more,
  };
}

/** Of a node that checks: the gate, or the orders behind it. */
export function accessCases(node: string, incoming: string): Cases {
  const shows = (credential: string) => ({ [`edges.${incoming}.credential`]: credential });
  const of = (values: Json, more: Settings = {}) => checking(node, incoming, values, more);
  const asks = { check: "introspection" };
  return {
    authentication: { given: { ...ASKED, ...shows("key") }, to: {} },
    "authentication.check": { given: of({}) },
    "authentication.checkMs": { given: of({}), to: 4 },
    "authentication.refuseMs": { given: of({}, shows("none")), to: 5 },
    "authentication.cacheMs": { given: of({ ...asks, tokenCount: 3 }), to: 200 },
    "authentication.tokenCount": { given: of({ ...asks, cacheMs: 200 }), to: 5 },
    "authentication.keysMs": { given: of({}), to: 100 },
  };
}

/** What the gate shows to the orders, which check it. */
const SHOWN: Settings = checking(
  "orders",
  "gate->orders",
  {},
  {
    "edges.gate->orders.credential": null,
  },
);

const LIFE: Settings = {
  ...SHOWN,
  "edges.gate->orders.credential": "token",
  "nodes.idp.tokenLifeS": 0.2,
  "nodes.gate.concurrency": null,
};
const tokens = (values: Json): Settings => ({ ...LIFE, "edges.gate->idp.tokens": values });

const TOKEN_CASES: Cases = {
  tokens: { given: LIFE, to: { singleFlight: true } },
  "tokens.keep": { given: tokens({}), to: false },
  "tokens.earlyMs": { given: tokens({}), to: 50 },
  "tokens.jitter": { given: tokens({}), to: 0.5 },
  "tokens.singleFlight": { given: tokens({}), to: true },
};

/** Of the provider itself; `cases` are those of any station behind the gate. */
function called(cases: Cases): Cases {
  const entries = Object.entries(cases).map(([name, entry]): [string, ParameterCase] => [
    name,
    { ...entry, given: { ...CALLED, ...entry.given } },
  ]);
  return Object.fromEntries(entries);
}

export function providerSets(
  station: (node: string, incoming: string) => Cases,
  work: (node: string, place: string, incoming: string) => Cases,
  tells: (node: string, incoming: string) => Cases,
): Readonly<Record<string, Cases>> {
  const own = ["idp", "gate->idp"] as const;
  return {
    "identity-provider": {
      ...called({ ...scalingCases("idp"), ...station(...own), ...tells(...own) }),
      tokenTime: { given: LIFE, to: 20 },
      tokenLifeS: { given: LIFE, to: 0.1 },
      keysTime: { given: checking("gate", "users->gate", { keysMs: 100 }), to: 8 },
    },
    "identity-provider operation": called(work("idp", "nodes.idp.operations.request", "gate->idp")),
    "identity-provider call edge": TOKEN_CASES,
  };
}

/** The work of TLS on connections of an edge that are used once each. */
function tlsCases(place: string): Cases {
  const tls = (values: Json, more: Settings = {}): Settings => ({
    [`${place}.pool`]: { max: null, idleMs: 0, handshake: "tls12", tls: values },
    ...more,
  });
  const payload = { [`${place}.payload`]: { requestBytes: 200_000 } };
  return {
    "pool.tls": { given: { [`${place}.pool`]: { idleMs: 0, handshake: "tls12" } }, to: {} },
    "pool.tls.mutual": { given: tls({}), to: true },
    "pool.tls.resumption": { given: tls({}), to: true },
    "pool.tls.signMs": { given: tls({}), to: 3 },
    "pool.tls.verifyMs": { given: tls({}), to: 2 },
    "pool.tls.cipherUs": { given: tls({}, payload), to: 20 },
  };
}

/** What an edge shows, and over which connections. */
export const SHOWING: Cases = { credential: { given: SHOWN }, ...tlsCases("edges.gate->orders") };
