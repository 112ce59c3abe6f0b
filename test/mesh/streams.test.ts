// Streams of gRPC through a mesh, each against the same drawing without it or with another product.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";
import { CROWDED_STREAMS } from "./crowded-streams.ts";

const EDGE = "a->b";
const PLAIN = { delayMs: 0, cpuMs: 0, mtls: "off", pool: null, pushDelayMs: 0 };

interface Drawing {
  readonly client?: object;
  readonly edge?: object;
  readonly stream?: object;
  /** null: no mesh. */
  readonly mesh?: object | null;
  readonly b?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** 100 messages of 1,000 bytes from one service to another, 10 ms away. */
function drawn({ client = ONCE, edge, stream, mesh = {}, b, faults }: Drawing): ScenarioDocument {
  const inMesh = mesh === null ? {} : { in: "m" };
  const document = sketch({
    nodes: {
      users: client,
      a: { concurrency: null, ...inMesh },
      b: { concurrency: 1000, blocking: true, ...inMesh, ...b },
    },
    edges: {
      "users->a": {},
      [EDGE]: {
        protocol: "grpc",
        networkMs: 10,
        stream: { messages: 100, handleMs: 0, ...stream },
        ...edge,
      },
    },
    ...(faults ? { faults } : {}),
  });
  if (mesh === null) return document;
  return { ...document, groups: { m: { kind: "mesh", ...PLAIN, ...mesh } } };
}

const play = (drawing: Drawing): EngineTotals => simulate(drawn(drawing));
const latency = (totals: EngineTotals): number => allOf(totals).latencyMs.max ?? Number.NaN;
const streamOf = (totals: EngineTotals) => {
  const { stream } = edgeOf(totals, EDGE);
  if (!stream) throw new Error("no streams");
  return stream;
};

describe("a stream through proxies", () => {
  it("brings the same messages, later by what each pass takes", () => {
    const wide = { windowBytes: 1e6, connectionWindowBytes: null };
    for (const type of ["server", "client", "both"]) {
      const [bare, meshed] = [null, { delayMs: 0.5 }].map((mesh) =>
        play({ mesh, stream: { type, ...wide } }),
      ) as [EngineTotals, EngineTotals];
      const { toCallee, toCaller } = streamOf(bare);
      expect(streamOf(meshed)).toMatchObject({ opened: 1, toCallee, toCaller });
      // Two proxies, there and back; and that before the first service.
      expect(latency(meshed) - latency(bare), type).toBeCloseTo((4 + 2) * 0.5, 9);
      expect(streamOf(meshed).messageMs).toBeGreaterThan(streamOf(bare).messageMs ?? 0);
    }
  });

  it("has the windows of the proxies between them: Envoy's carry what a narrow one does not", () => {
    const long = (mesh: object | null) =>
      latency(play({ mesh, stream: { windowBytes: 10_000 }, edge: { networkMs: 50 } }));
    // Ten messages a round trip of 100 ms; or all at once, from sidecar to sidecar.
    expect(long(null)).toBe(50 + 9 * 100 + 50);
    expect(long({})).toBe(100);
    expect(long({ streamWindowBytes: 20_000 })).toBe(50 + 4 * 100 + 50);
    // A ztunnel passes bytes on: the window is the edge's, end to end.
    expect(long({ mode: "ambient" })).toBe(long(null));
    const product = (preset: string) => {
      const own = drawn({ stream: { messages: 1000 }, edge: { networkMs: 50 } });
      return latency(
        simulate({ ...own, groups: { m: { kind: "mesh", preset, mtls: "permissive" } } }),
      );
    };
    // 65 messages a round trip of Linkerd; all at once of the two that are Envoy, after their handshakes.
    expect(product("linkerd@2026-11")).toBeGreaterThan(1500);
    expect(product("istio@2026-11")).toBeLessThan(320);
    expect(product("consul@2026-11")).toBeLessThan(320);
  });

  it("holds its sender back through both proxies where the reader is slow", () => {
    const held = (streamWindowBytes: number) => {
      const small = { windowBytes: 5000, connectionWindowBytes: null };
      const totals = play({
        mesh: { streamWindowBytes, connectionWindowBytes: 1e9 },
        stream: { readMs: 5, ...small },
        edge: { networkMs: 1 },
      });
      expect(latency(totals)).toBeCloseTo(502, 9);
      return nodeOf(totals, "b").latencyMs.max ?? 0;
    };
    // With room at the proxies the callee is done at once; else it keeps its slot until the end is near:
    // five messages at the caller, ten on each side of the proxies, one in each proxy.
    expect(held(1e6)).toBeLessThan(10);
    expect(held(10_000)).toBeGreaterThan(300);
    expect(held(10_000)).toBeLessThan(450);
  });

  it("is spread by the proxy, message by message it is not; without a mesh pick_first pins it", () => {
    const b = { replicas: 2, concurrency: 1 };
    const client = { ...ONCE, batch: 2 };
    const stream = { type: "client", handleMs: 5 };
    expect(latency(play({ mesh: null, b, client, stream }))).toBeCloseTo(20 + 1000, 0);
    expect(latency(play({ b, client, stream }))).toBeCloseTo(20 + 500, 0);
  });

  it("is tried again by the mesh with all that was sent, unless something came back", () => {
    const lost = (type: string, atS: number) =>
      play({
        // It works before it looks at its messages.
        b: { serviceTime: 50 },
        mesh: {
          retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 1000, jitter: "none" } },
        },
        stream: { type, everyMs: 1 },
        faults: { f: { kind: "crash", target: "b", atS, forS: 0.5 } },
      });
    const again = lost("client", 0.04);
    expect(edgeOf(again, EDGE)).toMatchObject({ attempts: 2, ok: 1 });
    expect(streamOf(again).toCallee).toBe(100);
    const begun = lost("server", 0.1);
    expect(edgeOf(begun, EDGE)).toMatchObject({ attempts: 1, ok: 0 });
    expect(streamOf(begun).committed).toBe(1);
  });

  it("ends at its callee with the deadline of its caller, two proxies away", () => {
    const cut = play({ edge: { deadlineMs: 100 }, stream: { everyMs: 10 } });
    expect(edgeOf(cut, EDGE).library?.failed).toEqual({ deadlineExceeded: 1 });
    expect(nodeOf(cut, "b").failed).toEqual({ cancelled: 1 });
    expect(nodeOf(cut, "b").latencyMs.max).toBeLessThan(110);
  });

  it("has no copies", () => {
    const mirrored = drawn({ edge: { mesh: { mirror: { to: "c" } } } });
    const nodes = { ...mirrored.nodes, c: { kind: "service" } };
    const { problems } = resolveScenario({ ...mirrored, nodes });
    expect(problems.map(({ path }) => path)).toEqual([`edges.${EDGE}.mesh.mirror`]);
  });
});

describe.each(Object.entries(CROWDED_STREAMS))("%s", (_, design) => {
  it("keeps its books, and lets everything end when the load is over", () => {
    const totals = simulate(design);
    expect(totals.endedEarly).toBeNull();
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
    expect(simulate(design, { slice: 997 }).digest).toBe(totals.digest);
    const drained = simulate({ ...design, run: { ...design.run, drain: true } });
    for (const node of Object.values(drained.nodes)) expect(node.inFlightAtEnd).toBe(0);
    expect(
      Object.values(drained.edges).flatMap(({ stream }) => stream?.open.max ?? []),
    ).not.toEqual([]);
  });
});
