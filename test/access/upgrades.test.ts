// Who is let in by a hub: once, at the upgrade, against calls of which each is checked.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate } from "../support/simulate.ts";
import { CHECK_MS, type Drawing, drawn, INTROSPECTION_MS, KEYS_MS } from "./designs.ts";

const INTROSPECTION = { check: "introspection" };
const CRASH: FaultDocument = { kind: "crash", target: "api[0]", atS: 2, forS: 20 };
const NO_PROVIDER: FaultDocument = { kind: "crash", target: "idp", atS: 1, forS: 4 };

interface Hub extends Omit<Drawing, "client" | "api" | "run"> {
  readonly clients?: number;
  readonly api?: object;
}

/** Each client says something ten times a second, over a way of 5 ms. */
function design({ clients = 100, edge, api, ...rest }: Hub) {
  return drawn({
    client: { ...metronome(1000 / (10 * clients), 0.3), clients },
    edge: { protocol: "websocket", networkMs: 5, reconnect: { jitter: 0 }, ...edge },
    api: { kind: "websocket-hub", replicas: 2, endpointDelayMs: 0, serviceTime: 1, ...api },
    ...rest,
  });
}

const play = (hub: Hub): EngineTotals => simulate(design(hub));
const hubOf = (totals: EngineTotals) => {
  const { hub, access } = nodeOf(totals, "api");
  if (!hub || !access) throw new Error("no hub that checks");
  return { ...hub, ...access };
};

describe("an upgrade", () => {
  it("is checked, and no message after it; over REST each call is", () => {
    const held = play({ authentication: INTROSPECTION, faults: { c: CRASH } });
    // Fifty come back from the instance that has gone.
    expect(hubOf(held)).toMatchObject({ lost: 50, accepted: 50, connectionsAtEnd: 100 });
    expect(nodeOf(held, "idp").arrivals).toBe(50);
    const rest = play({ authentication: INTROSPECTION, edge: { protocol: "rest", reconnect: {} } });
    // But for those that are on their way at the end.
    const { offered } = allOf(rest);
    expect(offered - nodeOf(rest, "idp").arrivals).toBeLessThan(10);
    expect(offered - hubOf(rest).accepted).toBeLessThan(20);
  });

  it("takes the check and what that asks for, before the first message and no other", () => {
    const cold = (authentication: object | null) => {
      const hub = { clients: 1, edge: { pool: { warm: false } }, api: { acceptMs: 2 } };
      return allOf(play({ ...hub, authentication })).latencyMs;
    };
    // TCP, TLS and the upgrade are three round trips; then a message of 1 ms.
    const plain = 3 * 10 + 2 + 11;
    expect(cold(null).max).toBeCloseTo(plain, 9);
    expect(cold(INTROSPECTION).max).toBeCloseTo(plain + CHECK_MS + INTROSPECTION_MS, 9);
    expect(cold({}).max).toBeCloseTo(plain + CHECK_MS + KEYS_MS, 9);
    for (const how of [null, INTROSPECTION, {}]) expect(cold(how).min).toBeCloseTo(11, 9);
  });

  it("waits for a slot of the hub, as any of its work", () => {
    const last = (concurrency: number) =>
      allOf(
        play({
          api: { replicas: 1, concurrency, acceptMs: 0 },
          edge: { pool: { warm: false } },
          clients: 10,
          authentication: { checkMs: 50 },
        }),
      ).latencyMs.max ?? 0;
    // Each client connects with its first message, all within a second.
    expect(last(1)).toBeGreaterThan(last(100) + 200);
  });
});

describe("who shows nothing good", () => {
  const shown = (credential: string | null, more: Hub = {}) =>
    play({ edge: { credential, reconnect: { jitter: 0, baseMs: 1000, capMs: 1000 } }, ...more });

  it("gets no connection, whatever it says, and comes again after its pause", () => {
    for (const credential of ["none", "forged", "limited", null]) {
      const totals = shown(credential);
      const { failed, ok, latencyAllMs } = allOf(totals);
      expect(ok, String(credential)).toBe(0);
      expect(Object.keys(failed)).toEqual(["unauthorized"]);
      // A message meets a refusal at the end of a pause of a second, of which a tenth may have gone.
      expect(latencyAllMs.max).toBeGreaterThan(900);
      const hub = hubOf(totals);
      expect(hub).toMatchObject({ accepted: 0, connectionsAtEnd: 0 });
      const refused = hub.unauthenticated + hub.forbidden;
      // Each client about once in 1.03 s.
      expect(refused / 100).toBeGreaterThan(8.5);
      expect(refused / 100).toBeLessThan(10.5);
      expect(hub.forbidden > 0).toBe(credential === "limited");
      expect(edgeOf(totals, "users->api").pool?.refused).toBe(refused);
    }
  });

  it("costs a check where it is forged, and a look where there is nothing", () => {
    const each = (credential: string) => {
      const { refusedMs, unauthenticated } = hubOf(shown(credential));
      return refusedMs / unauthenticated;
    };
    expect(each("forged")).toBeCloseTo(CHECK_MS, 9);
    expect(each("none")).toBeCloseTo(0.1, 9);
  });
});

describe("an outage of the identity provider", () => {
  const at = (authentication: object, faults: Hub["faults"] = {}) =>
    play({ authentication, faults: { idp: NO_PROVIDER, ...faults } });

  it("is not noticed by who is connected; each call over REST fails", () => {
    const held = at(INTROSPECTION);
    expect(allOf(held).failed).toEqual({});
    const rest = play({
      authentication: INTROSPECTION,
      edge: { protocol: "rest", reconnect: {} },
      faults: { idp: NO_PROVIDER },
    });
    expect(allOf(rest).failed.dependency ?? 0).toBeGreaterThan(3900);
  });

  it("keeps out whoever has lost its connection until it is over", () => {
    const without = (authentication: object) => {
      const totals = at(authentication, { c: CRASH });
      return { ...hubOf(totals), longest: allOf(totals).latencyMs.max ?? 0 };
    };
    // The crash is at 2 s, the provider is back at 5 s; pauses are 1, 2 and 4 s.
    const asked = without(INTROSPECTION);
    expect(asked).toMatchObject({ accepted: 50, connectionsAtEnd: 100 });
    expect(asked.longest).toBeGreaterThan(2_900);
    // Keys were never fetched; with keys at hand they would be back after a second.
    const local = play({
      nodes: { idp: { kind: "service" } },
      faults: { c: CRASH },
    });
    expect(hubOf(local).accepted).toBe(50);
    expect(allOf(local).latencyMs.max).toBeLessThan(1_200);
  });
});

describe("a hub in a file", () => {
  it("says what a client shows, and how the hub may find out", () => {
    const problemsOf = (hub: Hub) =>
      resolveScenario(design(hub)).problems.map(({ path, severity }) => `${severity} ${path}`);
    expect(problemsOf({ edge: { credential: null } })).toContain(
      "warning edges.users->api.credential",
    );
    const nobody = { nodes: { idp: { kind: "service" } }, authentication: INTROSPECTION };
    expect(problemsOf(nobody)).toContain("error nodes.api.authentication.check");
  });
});
