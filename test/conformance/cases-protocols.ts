// Cases of what goes over an edge: payloads, links, queries of GraphQL, messages of SOAP.
import type { Json } from "../../simulation/scenario/document.ts";

interface Case {
  readonly given?: Readonly<Record<string, Json>>;
  readonly to?: Json;
}

/** Of an edge at `place`. */
export function wireCases(place: string): Record<string, Case> {
  const payload = (values: Record<string, Json>, more: Record<string, Json> = {}) => ({
    [`${place}.payload`]: { requestBytes: 20_000, responseBytes: 50_000, ...values },
    ...more,
  });
  const slow = { [`${place}.bandwidthMbps`]: 100 };
  const query = (values: Record<string, Json>) => ({
    [`${place}.protocol`]: "graphql",
    [`${place}.query`]: { listSize: 4, ...values },
  });
  const soap = (values: Record<string, Json>, more: Record<string, Json> = {}) => ({
    [`${place}.protocol`]: "soap",
    [`${place}.timeoutMs`]: 15,
    [`${place}.soap`]: values,
    ...more,
  });
  const stream = (values: Record<string, Json>) => ({
    [`${place}.protocol`]: "grpc",
    [`${place}.stream`]: { messages: 20, ...values },
  });
  const reliable = { reliable: true, resendMs: 20, resends: 3 };
  return {
    bandwidthMbps: { given: payload({}), to: 50 },
    lossRatio: { to: 0.1 },
    payload: { to: {} },
    "payload.requestBytes": { given: payload({}), to: 200_000 },
    "payload.responseBytes": { given: payload({}), to: 200_000 },
    "payload.encoding": { given: payload({}) },
    "payload.encodeUs": { given: payload({}), to: 80 },
    "payload.decodeUs": { given: payload({}), to: 80 },
    "payload.messageUs": { given: payload({}), to: 500 },
    "payload.headerBytes": { given: payload({}, slow), to: 20_000 },
    query: { given: query({}), to: { listSize: 10, depth: 4 } },
    "query.selectedRatio": { given: { ...query({}), ...payload({}) }, to: 0.1 },
    "query.parseUs": { given: query({}), to: 2000 },
    "query.depth": { given: query({}), to: 5 },
    "query.listSize": { given: query({}), to: 40 },
    "query.resolveUs": { given: query({}), to: 100 },
    "query.maxDepth": { given: query({ depth: 3 }), to: 2 },
    soap: { given: soap({}), to: { security: "signed" } },
    "soap.security": { given: soap({}) },
    "soap.signMs": { given: soap({ security: "signed" }), to: 3 },
    "soap.verifyMs": { given: soap({ security: "signed" }), to: 3 },
    "soap.securityBytes": {
      given: soap({ security: "signed" }, payload({}, slow)),
      to: 30_000,
    },
    stream: { given: { [`${place}.protocol`]: "grpc" }, to: { messages: 20 } },
    "stream.type": { given: stream({ readMs: 1 }) },
    "stream.messages": { given: stream({}), to: 5 },
    "stream.everyMs": { given: stream({}), to: 2 },
    "stream.messageBytes": { given: stream({ readMs: 1 }), to: 30_000 },
    "stream.handleMs": { given: stream({}), to: 1 },
    "stream.readMs": { given: stream({ windowBytes: 2000 }), to: 3 },
    "stream.windowBytes": { given: stream({ readMs: 1 }), to: 1000 },
    "stream.connectionWindowBytes": { given: stream({}), to: 1000 },
    "stream.connectionCredit": { given: stream({ readMs: 2, connectionWindowBytes: 4000 }) },
    "soap.reliable": { given: soap({ resendMs: 20 }), to: true },
    "soap.resendMs": { given: soap(reliable), to: 5 },
    "soap.resends": { given: soap(reliable), to: 1 },
  };
}

/** Of the fault that changes a contract in the middle of the plant's second. */
export const CONTRACT_CASES: Readonly<Record<string, Case>> = (() => {
  const given = {
    "edges.gate->orders.protocol": "rest",
    "faults.f": { kind: "contract-break", target: "gate->orders", atS: 0.3, forS: 0.3 },
  };
  return { change: { given }, ratio: { given, to: 0.3 } };
})();
