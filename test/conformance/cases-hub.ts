// Cases of a hub of held connections and of how its clients come back.
import type { Json } from "../../simulation/scenario/document.ts";

interface Case {
  readonly given?: Readonly<Record<string, Json>>;
  readonly to?: Json;
}

const EDGE = "edges.talkers->hub";

/** No connection is there before its first message. */
const COLD = { [`${EDGE}.pool`]: { warm: false } };

/** Half of the clients lose their connection in the middle of the plant's second. */
const LOST = {
  "nodes.hub.replicas": 2,
  "nodes.hub.endpointDelayMs": 0,
  "faults.f": { kind: "crash", target: "hub[0]", atS: 0.2, forS: 0.6 },
};
const VANISHED = {
  ...LOST,
  [`${EDGE}.timeoutMs`]: 50,
  "faults.f": { kind: "crash", target: "hub[0]", atS: 0.1, mode: "blackhole" },
};

const reconnect = (values: Record<string, Json>, more: Record<string, Json> = LOST) => ({
  ...more,
  [`${EDGE}.reconnect`]: { baseMs: 50, capMs: 400, ...values },
});

/** Cases of any station as those of the hub, whose requests come from clients of its own. */
export function asHub(cases: Readonly<Record<string, Case>>): Record<string, Case> {
  return Object.fromEntries(
    Object.entries(cases).map(([name, entry]) => {
      const given = Object.entries(entry.given ?? {}).map(([path, value]) => [
        path.replace("nodes.users.", "nodes.talkers."),
        value,
      ]);
      return [name, { ...entry, given: Object.fromEntries(given) }];
    }),
  );
}

/** Cases of who is let in, for clients that connect with their first message. */
export function upgradeCases(cases: Readonly<Record<string, Case>>): Record<string, Case> {
  return Object.fromEntries(
    Object.entries(cases).map(([name, entry]) => [
      name,
      { ...entry, given: { ...COLD, ...entry.given } },
    ]),
  );
}

/** Pushes of 400 bytes to clients that take 25 of them a second. */
const SLOW = {
  [`${EDGE}.bandwidthMbps`]: 0.08,
  "nodes.hub.pushRatio": 1,
  "nodes.hub.pushBytes": 400,
};

export const HUB_CASES: Record<string, Case> = {
  sendBufferBytes: { given: SLOW, to: 1000 },
  whenFull: { given: { ...SLOW, "nodes.hub.sendBufferBytes": 1000 } },
  pushBytes: { given: SLOW, to: 900 },
  connectionsMax: { given: COLD, to: 3 },
  acceptMs: { given: COLD, to: 20 },
  acceptBacklog: { given: { ...COLD, "nodes.hub.acceptMs": 40 }, to: 1 },
  pushRatio: { to: 0.5 },
  pushUs: { given: { "nodes.hub.pushRatio": 0.5 }, to: 800 },
  instanceWeight: {
    given: { ...COLD, "nodes.hub.replicas": 2, [`${EDGE}.balancing`]: "random" },
    to: [1, 4],
  },
};

export const PUSH_CASES: Record<string, Case> = {
  pushBytes: {
    given: { [`${EDGE}.bandwidthMbps`]: 0.08, "nodes.hub.operations.request.pushRatio": 1 },
    to: 900,
  },
  pushRatio: { to: 0.5 },
  pushUs: { given: { "nodes.hub.operations.request.pushRatio": 0.5 }, to: 800 },
};

/** Of a call edge; the hub's, since no other has held connections. */
export const RECONNECT_CASES: Record<string, Case> = {
  baseMs: { given: reconnect({}), to: 100 },
  factor: { given: reconnect({}, { ...LOST, "nodes.hub.replicas": 1 }), to: 3 },
  capMs: { given: reconnect({}, { ...LOST, "nodes.hub.replicas": 1 }), to: 60 },
  jitter: { given: reconnect({}), to: 0 },
  heartbeatMs: {
    given: reconnect({ heartbeatMs: 100, heartbeatTimeoutMs: 50 }, VANISHED),
    to: 300,
  },
  heartbeatTimeoutMs: {
    given: reconnect({ heartbeatMs: 100, heartbeatTimeoutMs: 50 }, VANISHED),
    to: 200,
  },
};
