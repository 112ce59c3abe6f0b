// Hooks for faults of connections: leaks, and handshakes that are refused.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import {
  leakConnections,
  refuseHandshakes,
  returnLeaked,
} from "../../simulation/primitives/pool-faults.ts";
import { CONNECTION_REFUSED } from "../../simulation/results/outcomes.ts";
import { allOf, edgeOf, metronome, resolved, sketch } from "../support/simulate.ts";

const EDGE = "users->api";

function load(pool: object): void {
  const document = sketch({
    nodes: { users: metronome(100, 1), api: { serviceTime: 20, concurrency: null } },
    edges: { [EDGE]: { pool: { handshake: "none", max: 3, timeoutMs: 50, ...pool } } },
  });
  engine.load(resolved(document), 1);
}

describe("a pool", () => {
  it("runs dry when its connections leak, and is whole again when they come back", () => {
    load({});
    engine.run(1000, Infinity);
    leakConnections(0, 1);
    engine.run(5000, Infinity);
    expect(edgeOf(engine.totals(), EDGE).pool).toMatchObject({ leaked: 3, inUse: { max: 3 } });
    leakConnections(0, 0);
    returnLeaked(0);
    engine.run(Infinity, Infinity);
    const { failed, ok } = allOf(engine.totals());
    // 40 requests in the four seconds, of which three found a connection.
    expect(failed).toEqual({ poolTimeout: 37 });
    expect(ok).toBe(63);
  });

  it("keeps what is open when new handshakes are refused", () => {
    load({});
    engine.run(1000, Infinity);
    refuseHandshakes(0, CONNECTION_REFUSED);
    engine.run(Infinity, Infinity);
    expect(allOf(engine.totals()).failed).toEqual({});
    load({ idleMs: 0 });
    engine.run(1000, Infinity);
    refuseHandshakes(0, CONNECTION_REFUSED);
    engine.run(Infinity, Infinity);
    expect(allOf(engine.totals()).failed).toEqual({ connectionRefused: 90 });
    expect(edgeOf(engine.totals(), EDGE).pool).toMatchObject({ refused: 90 });
  });
});
