// CDN, quotas, batches and writes behind, as the compiled engine plays them.
import { beforeAll, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";
import { compiledAlike } from "./same-compiled.ts";

let alike: (document: ScenarioDocument) => void;
beforeAll(async () => {
  alike = await compiledAlike();
}, 60_000);

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });
const RUN = { durationS: 20, warmupS: 3 };
const RETRY = {
  maxAttempts: 4,
  retryOn: ["rateLimited", "error", "dependency"],
  retryAfter: "follow",
  backoff: { baseMs: 50, capMs: 5000 },
};

it("points, shield, purges and stale answers", () => {
  alike(
    sketch({
      run: RUN,
      nodes: {
        users: {
          kind: "client",
          ratePerS: 150,
          requests: { page: { weight: 9 }, drop: {}, buy: {} },
        },
        cdn: {
          kind: "cdn",
          replicas: 3,
          keyCount: 40,
          capacity: 15,
          ttlMs: 2000,
          staleMs: 500,
          staleIfErrorMs: 5000,
          shield: { capacity: 30 },
          operations: { drop: { access: "remove" }, buy: { access: "pass" } },
        },
        origin: { concurrency: 8, serviceTime: EXP(30), errorRate: 0.05 },
      },
      edges: {
        "users->cdn": { networkMs: 5, timeoutMs: 400 },
        "cdn->origin": { networkMs: 40, timeoutMs: 200, cancel: "interrupt", protocol: "rest" },
      },
      faults: {
        down: { kind: "crash", target: "origin", atS: 8, forS: 3 },
        point: { kind: "crash", target: "cdn[1]", atS: 13, forS: 2 },
        flush: { kind: "cache-flush", target: "cdn", atS: 16, ratio: 0.5 },
      },
    }),
  );
});

it("quotas by window and by bucket, and a provider with brownouts", () => {
  const quota = { limit: 30, windowS: 2 };
  alike(
    sketch({
      run: RUN,
      nodes: {
        users: { kind: "client", ratePerS: 40 },
        shop: { concurrency: null },
        maps: { kind: "external-api", quota, brownouts: { every: EXP(3000), for: EXP(1000) } },
        mail: { kind: "external-api", quota: { ...quota, way: "bucket", scope: "caller" } },
        post: { kind: "external-api", quota: { ...quota, over: "bill" } },
      },
      edges: {
        "users->shop": { timeoutMs: 4000 },
        "shop->maps": { retry: RETRY },
        "shop->mail": { retry: RETRY, stage: 2 },
        "users->mail": {},
        "shop->post": { stage: 3 },
      },
    }),
  );
});

it.each(["allow", "forbid", "replace"])("batches with overlap %s", (overlap) => {
  alike(
    sketch({
      run: RUN,
      nodes: {
        users: { kind: "client", ratePerS: 30 },
        nightly: {
          kind: "scheduler",
          everyS: 3,
          offsetS: 1,
          atS: [4.5, 12.2],
          jobs: 60,
          atOnce: 4,
          overlap,
          windowS: 2.5,
          atWindowEnd: "stop",
        },
        db: { kind: "database", concurrency: 5, serviceTime: EXP(60) },
      },
      edges: { "users->db": {}, "nightly->db": { timeoutMs: 300 } },
      faults: { down: { kind: "crash", target: "db", atS: 10, forS: 0.5 } },
    }),
  );
});

it("writes behind, with a database that fails and an instance that crashes", () => {
  alike(
    sketch({
      run: RUN,
      nodes: {
        users: { kind: "client", ratePerS: 100, requests: { get: {}, put: {} } },
        cache: {
          kind: "cache",
          replicas: 2,
          keyCount: 50,
          capacity: 20,
          concurrency: 4,
          writes: "behind",
          flushMs: 300,
          singleFlight: true,
          operations: { put: { access: "write" } },
        },
        db: { kind: "database", serviceTime: EXP(10), errorRate: 0.1 },
      },
      edges: { "users->cache": { balancing: "ringHash" }, "cache->db": { timeoutMs: 100 } },
      faults: {
        crash: { kind: "crash", target: "cache[0]", atS: 6, forS: 1 },
        vanish: { kind: "crash", target: "cache[1]", atS: 12, forS: 1, mode: "blackhole" },
        down: { kind: "crash", target: "db", atS: 9, forS: 1 },
      },
    }),
  );
});
