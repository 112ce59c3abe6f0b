// A client, an API that checks it, and an identity provider, for tests of who is let in.
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { metronome, simulate, sketch } from "../support/simulate.ts";

export interface Drawing {
  readonly client?: object;
  /** Of the client's edge. */
  readonly edge?: object;
  readonly api?: object;
  readonly authentication?: object | null;
  readonly provider?: object;
  /** Of the edges to the provider. */
  readonly asked?: object;
  readonly nodes?: Readonly<Record<string, object>>;
  readonly edges?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly run?: { readonly durationS?: number; readonly warmupS?: number };
}

export const CHECK_MS = 1;
export const INTROSPECTION_MS = 2;
export const KEYS_MS = 3;
export const TOKEN_MS = 10;
export const WORK_MS = 5;

const PROVIDER = {
  kind: "identity-provider",
  replicas: 1,
  endpointDelayMs: 0,
  serviceTime: INTROSPECTION_MS,
  keysTime: KEYS_MS,
  tokenTime: TOKEN_MS,
};

export function drawn(drawing: Drawing): ScenarioDocument {
  const { client, edge, api, authentication = {}, provider, asked = {}, nodes } = drawing;
  const needsProvider = authentication !== null && !("idp" in (nodes ?? {}));
  return sketch({
    run: { durationS: 9.95, ...drawing.run },
    nodes: {
      users: client ?? metronome(100, 0),
      api: {
        serviceTime: WORK_MS,
        concurrency: null,
        ...(authentication ? { authentication } : {}),
        ...api,
      },
      idp: { ...PROVIDER, ...provider },
      ...nodes,
    },
    edges: {
      "users->api": { credential: "key", ...edge },
      ...(needsProvider ? { "api->idp": asked } : {}),
      ...drawing.edges,
    },
    ...(drawing.faults ? { faults: drawing.faults } : {}),
  });
}

export function play(drawing: Drawing): EngineTotals {
  return simulate(drawn(drawing));
}

export const OUTAGE: Readonly<Record<string, FaultDocument>> = {
  out: { kind: "crash", target: "idp", atS: 4, forS: 3 },
};

/** The same requests up to a time: what has failed by then. */
export function failedBy(drawing: Drawing, durationS: number): number {
  const all = play({ ...drawing, run: { durationS } }).endToEnd.all;
  return Object.values(all?.failed ?? {}).reduce((sum, count) => sum + count, 0);
}
