// Streams through meshes in which much is going on at once.
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });

function design(mesh: object, edge: object, stream: object): ScenarioDocument {
  const document = sketch({
    run: { durationS: 6, warmupS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 40, clients: 3 },
      gate: { kind: "api-gateway", replicas: 2, concurrency: 50, serviceTime: EXP(1), in: "m" },
      feed: { replicas: 3, concurrency: 20, serviceTime: EXP(2), in: "m" },
      store: { concurrency: 6, serviceTime: EXP(3), in: "m" },
    },
    edges: {
      "users->gate": { protocol: "grpc", stream: { messages: 5, type: "client" } },
      "gate->feed": {
        protocol: "grpc",
        networkMs: EXP(3),
        stream: { messages: EXP(15), handleMs: EXP(0.5), readMs: EXP(1), ...stream },
        ...edge,
      },
      "feed->store": { protocol: "grpc", timeoutMs: 30, retry: { maxAttempts: 2 } },
    },
    faults: {
      c: { kind: "crash", target: "feed[0]", atS: 2, forS: 1 },
      g: { kind: "crash", target: "gate[1]", atS: 3, forS: 0.5 },
      p: { kind: "pause", target: "feed[1]", atS: 3.6, forS: 0.3 },
      q: { kind: "partition", target: "gate->feed", atS: 4.2, forS: 0.4 },
      l: { kind: "loss", target: "gate->feed", ratio: 0.05, atS: 5, forS: 0.5 },
    },
  });
  return { ...document, groups: { m: { kind: "mesh", workers: 1, ...mesh } } };
}

const RETRY = { maxAttempts: 3, retryOn: ["timeout", "connectionLost", "error", "rejected"] };

export const CROWDED_STREAMS: Readonly<Record<string, ScenarioDocument>> = {
  "sidecars with narrow windows, retries of both layers": design(
    { preset: "istio@2026-11", streamWindowBytes: 3000, connectionWindowBytes: 9000, retry: RETRY },
    { timeoutMs: 400, retry: { maxAttempts: 2 } },
    { type: "both", windowBytes: 2500, connectionWindowBytes: 6000, connectionCredit: "reading" },
  ),
  "Linkerd, clients that stream, with a split": design(
    { preset: "linkerd@2026-11" },
    {
      deadlineMs: 120,
      mesh: { split: { store: { ratio: 0.2 } }, perTryTimeoutMs: 60, retry: RETRY },
    },
    { type: "client", everyMs: EXP(2), windowBytes: 4000 },
  ),
  "ambient with a waypoint, servers that stream to slow readers": design(
    { preset: "istio-ambient@2026-11", waypoint: true },
    { timeoutMs: 500, lossRatio: 0.01 },
    { type: "server", everyMs: EXP(1), windowBytes: 2000, readMs: EXP(3) },
  ),
};
