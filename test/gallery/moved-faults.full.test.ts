// Every story of the gallery with its first fault moved to another node: another origin is named.
import { describe, expect, it, vi } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { namedByBlame, namedByCascade } from "../support/hard-cascades.ts";
import { resolved } from "../support/simulate.ts";
import { GALLERY_FILES, galleryDocument } from "./gallery-files.ts";
import { RUN_TIMEOUT_MS } from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

/** Node that crashes for 20 s at the time of the file's first fault, instead of that fault. */
const MOVED: Readonly<Record<string, string>> = {
  "account-events": "payments",
  "ask-or-announce": "stock",
  "asked-over-a-queue": "questions",
  backpressure: "queue",
  "bad-deploy": "stock",
  "batch-writes": "queue",
  "booked-twice": "queue",
  bookinfo: "productpage",
  "cache-stampede": "products",
  "canary-release": "product-page",
  "cascading-timeouts": "account",
  "cdn-origin": "cdn",
  "chat-rooms": "hub",
  "clustered-gateway": "orders",
  "cold-starts": "function",
  "collector-outage": "payment",
  "competing-consumers": "exchange",
  cqrs: "events",
  "direct-or-bus": "service-a",
  "double-charge": "orders",
  "dual-write": "orders-db",
  "expired-certificate": "api",
  "fifo-groups": "queue",
  "flash-crowd": "site",
  "four-meshes": "pricing",
  "function-queue": "pictures",
  "gc-death-spiral": "db",
  "graphql-n-plus-one": "authors",
  "gray-failure": "edge",
  handshakes: "shop",
  "hedged-requests": "front",
  "hot-partition": "sales",
  "in-process-bus": "shop",
  "late-events": "positions",
  "lost-worker": "sqs",
  "mixed-delays": "rabbit",
  "monolith-or-services": "store",
  "nightly-batch": "web",
  "noisy-neighbor": "db",
  "one-connection": "page",
  "online-boutique": "currencyservice",
  "order-choreography": "reserved",
  "order-events": "order-events",
  "order-exchange": "order-exchange",
  "order-fulfilment": "payment",
  "order-notifications": "confirmations",
  "poison-message": "queue",
  "pool-exhaustion": "catalog",
  "prefetch-hoarding": "queue",
  "price-ticks": "desk",
  "provider-quota": "shop",
  "push-retries": "topic",
  "queue-scaling": "queue",
  "rabbitmq-or-kafka": "intake-right",
  "rare-failures": "stock",
  "rebalance-pause": "readings",
  "reconnect-storm": "history",
  "rest-or-grpc": "pricing",
  "retry-later": "queue",
  "retry-layers": "checkout",
  "ride-hailing": "pricing",
  "rolling-deploy": "gateway",
  "schema-change": "shop",
  "shared-database": "catalog",
  shop: "orders",
  sinkhole: "balancer",
  "slow-phones": "notifier",
  "slow-replica": "search",
  "spans-for-free": "orders",
  "stale-endpoints": "web",
  "sticky-sessions": "shop",
  "stopped-reader": "feed",
  "streaming-service": "license",
  "strict-contract": "ledger",
  "thundering-herd": "gateway",
  "token-expiry-stampede": "stock",
  "token-introspection": "db",
  "transfer-in-doubt": "ledger-a",
  "trip-saga": "hotels",
  "two-layers": "balancer",
  "unauthenticated-flood": "stock",
  "who-gets-paged": "store",
  "write-behind": "api",
  "zone-outage": "db",
};

/** One service and its clients: there is no other node to go to. */
const ONE_PLACE = ["read-replicas", "report-streams", "retry-storm", "stale-work"];

const firstFault = ({ faults }: ScenarioDocument): readonly [string, FaultDocument] | undefined =>
  Object.entries(faults ?? {})[0];

it("covers every file with a fault", () => {
  const files = GALLERY_FILES.filter((file) => firstFault(galleryDocument(file)) !== undefined);
  const names = files.map((file) => file.replace(".brownout.json", ""));
  expect(names.sort()).toEqual([...Object.keys(MOVED), ...ONE_PLACE].sort());
});

describe.each(Object.entries(MOVED))("%s", (file, node) => {
  it(`is blamed on ${node} when that crashes instead`, () => {
    const document = galleryDocument(`${file}.brownout.json`);
    const [id, fault] = firstFault(document) ?? [];
    if (id === undefined || fault === undefined) throw new Error(`${file} has no fault`);
    const crash = { kind: "crash", target: node, mode: "exit", atS: fault.atS, forS: 20 };
    const moved = { ...document, variants: {}, faults: { [id]: crash } } as ScenarioDocument;
    const result = runScenario(resolved(moved), {}, engine);
    const named = { cause: `fault:${id}`, origin: node };
    expect(namedByBlame(result.blame ?? [])).toMatchObject(named);
    const told = namedByCascade(result);
    // A broker that is down may be named by its publishers alone: then its name is all there is.
    expect(told?.origin).toBe(node);
    if (!told?.cause.startsWith("node:")) expect(told).toMatchObject(named);
    const usual = { ...document, variants: {}, faults: { [id]: { ...fault, enabled: true } } };
    const before = namedByBlame(runScenario(resolved(usual), {}, engine).blame ?? []);
    expect(before?.origin).not.toBe(node);
  });
});
