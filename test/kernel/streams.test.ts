// Streams of gRPC and pushes to slow clients, compiled and with checks, against JavaScript.
import { beforeAll, describe, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { CROWDED_STREAMS } from "../mesh/crowded-streams.ts";
import { sketch } from "../support/simulate.ts";
import { compiledAlike } from "./same-compiled.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });

function design(api: object, edge: object, stream: object, faults = {}): ScenarioDocument {
  return sketch({
    run: { durationS: 8, warmupS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 40, clients: 3 },
      api: { replicas: 2, concurrency: 20, serviceTime: EXP(3), ...api },
      store: { concurrency: 4, serviceTime: EXP(4) },
    },
    edges: {
      "users->api": {
        protocol: "grpc",
        networkMs: EXP(4),
        stream: { messages: EXP(12), handleMs: EXP(1), readMs: EXP(1), ...stream },
        ...edge,
      },
      "api->store": { protocol: "grpc", timeoutMs: 30, retry: { maxAttempts: 2 } },
    },
    faults,
  });
}

const DESIGNS: Readonly<Record<string, ScenarioDocument>> = {
  "slow readers behind small windows": design(
    { blocking: true },
    {},
    { windowBytes: 3000, connectionWindowBytes: 9000, connectionCredit: "reading", readMs: EXP(6) },
  ),
  "both ways without blocking, with deadlines": design(
    { afterTime: EXP(1) },
    { deadlineMs: 60, lossRatio: 0.02, bandwidthMbps: 20 },
    { type: "both", everyMs: EXP(2), connectionWindowBytes: 4000 },
  ),
  "from clients, through crashes, pauses and cuts, with pools": design(
    { discipline: "ps", concurrency: 2, afterTime: 2 },
    {
      timeoutMs: 400,
      retry: { maxAttempts: 3 },
      pool: { max: 2, maxConcurrentStreams: 3 },
    },
    { type: "client", windowBytes: 2500 },
    {
      c: { kind: "crash", target: "api[0]", atS: 2, forS: 1 },
      p: { kind: "pause", target: "api[1]", atS: 4, forS: 0.5 },
      q: { kind: "partition", target: "users->api", atS: 5, forS: 0.4 },
    },
  ),
  "hung and broken instances, interrupted": design(
    { blocking: true, breakdowns: { every: EXP(800), for: EXP(100) } },
    { cancel: "interrupt", timeoutMs: 300, retry: { maxAttempts: 2 } },
    { everyMs: 3 },
    {
      h: { kind: "hang", target: "api[0]", atS: 3, forS: 1 },
      b: { kind: "crash", target: "api[1]", atS: 5, forS: 1, mode: "blackhole" },
      l: { kind: "loss", target: "users->api", atS: 6, forS: 1, ratio: 0.2 },
    },
  ),
};

/** Two hubs that push to clients of whom some are slow; one goes down. */
function pushes(whenFull: string, pushRatio: number): ScenarioDocument {
  return sketch({
    run: { durationS: 8, warmupS: 1 },
    nodes: {
      near: { kind: "client", ratePerS: 20, clients: 30 },
      far: { kind: "client", ratePerS: 20, clients: 20 },
      feed: { kind: "client", ratePerS: 50 },
      hub: {
        kind: "websocket-hub",
        replicas: 2,
        sendBufferBytes: 4000,
        whenFull,
        operations: { request: {}, tick: { pushRatio, pushBytes: 700 } },
      },
    },
    edges: {
      "near->hub": { protocol: "websocket" },
      "far->hub": { protocol: "websocket", bandwidthMbps: 0.1, networkMs: EXP(30) },
      "feed->hub": { protocol: "rest", calls: [{ id: "a", operation: "tick" }] },
    },
    faults: { c: { kind: "crash", target: "hub[0]", atS: 3, forS: 2 } },
  });
}

const PUSHES: Readonly<Record<string, ScenarioDocument>> = {
  "slow clients miss messages": pushes("drop", 1),
  "slow clients lose connections": pushes("close", 0.7),
};

describe("streams and pushes", () => {
  let expectAlike: (document: ScenarioDocument) => void;
  beforeAll(async () => {
    expectAlike = await compiledAlike();
  }, 600_000);

  it.each(Object.entries({ ...DESIGNS, ...PUSHES, ...CROWDED_STREAMS }))(
    "%s: the same compiled",
    (_, drawn) => {
      expectAlike(drawn);
    },
  );
});
