// Each kind of change that may be proposed, in a story of the gallery in which it helps and in one in which
// it does not: the same three seeds with it and without.
import { describe, expect, it, vi } from "vitest";
import { startCounterfactuals } from "../../simulation/analysis/counterfactuals.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { CounterfactualResult } from "../../simulation/results/counterfactual.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { galleryDocument } from "../gallery/gallery-files.ts";
import { sketch } from "../support/simulate.ts";

vi.setConfig({ testTimeout: 300_000 });

const FAULT_OF: Readonly<Record<string, string>> = {
  "bad-deploy": "everywhere",
  "cascading-timeouts": "slow-directory",
  "double-charge": "slow-payment",
  "gray-failure": "gray",
  "noisy-neighbor": "month-end",
  "pool-exhaustion": "slow-payment",
  "retry-storm": "slow-api",
  sinkhole: "one-fails",
  "slow-replica": "slow-one",
  "thundering-herd": "offline",
  "transfer-in-doubt": "crash",
  "zone-outage": "west-dark",
};

/** Both callees are down at once: what is changed at one of them saves nobody. */
const BOTH_DOWN: ScenarioDocument = {
  ...sketch({
    run: { durationS: 90, warmupS: 10, seed: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 50 },
      front: { concurrency: 50, serviceTime: 5 },
      left: { concurrency: 20, serviceTime: 10 },
      right: { concurrency: 20, serviceTime: 10 },
    },
    edges: {
      "users->front": {},
      "front->left": {
        retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 200, jitter: "none" } },
      },
      "front->right": { stage: 2 },
    },
    faults: {
      left: { kind: "crash", target: "left", atS: 40, forS: 30 },
      right: { kind: "crash", target: "right", atS: 40, forS: 30 },
    },
  }),
};

function designOf(file: string): ScenarioDocument {
  if (file === "both-down") return BOTH_DOWN;
  const { variants: _, slos: __, ...design } = galleryDocument(`${file}.brownout.json`);
  const id = FAULT_OF[file] ?? "";
  const faults = { [id]: { ...design.faults?.[id], enabled: true } };
  return { ...design, faults } as ScenarioDocument;
}

const known = new Map<string, CounterfactualResult>();

function tried(file: string): CounterfactualResult {
  const found = known.get(file);
  if (found !== undefined) return found;
  const started = startCounterfactuals(designOf(file), { replications: 3 });
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  while (started.counterfactuals.next(engine));
  const result = started.counterfactuals.result();
  known.set(file, result);
  return result;
}

/** Change, story in which it helps, share of the lost requests that it saves at least. */
const HELPS = [
  ["timeout:web->account", "cascading-timeouts", 0.5],
  ["breaker:callers->api", "retry-storm", 0.4],
  ["retryBudget:callers->api", "retry-storm", 0.4],
  ["noRetry:callers->api", "retry-storm", 0.7],
  ["cancel:callers->api", "retry-storm", 0.8],
  ["jitter:apps->gateway", "thundering-herd", 0.05],
  ["bulkhead:reports->db", "noisy-neighbor", 0.8],
  ["fallback:gateway->orders", "bad-deploy", 0.9],
  ["limit:db", "noisy-neighbor", 0.5],
  ["boundedQueue:db", "noisy-neighbor", 0.5],
  ["replicas:db", "noisy-neighbor", 0.9],
  ["queue:shop->payment", "pool-exhaustion", 0.9],
  ["hedge:search->shards", "slow-replica", 0.9],
  ["ejection:balancer->servers", "sinkhole", 0.9],
] as const;

/** The same kinds where they save nothing, or do harm. */
const DOES_NOT = [
  ["timeout:search->shards", "slow-replica"],
  ["breaker:balancer->app", "zone-outage"],
  ["retryBudget:apps->gateway", "thundering-herd"],
  ["noRetry:apps->gateway", "thundering-herd"],
  ["cancel:edge->app", "gray-failure"],
  ["bulkhead:search->shards", "slow-replica"],
  ["fallback:shop->payment", "pool-exhaustion"],
  ["limit:shop", "noisy-neighbor"],
  ["boundedQueue:directory", "cascading-timeouts"],
  ["replicas:identity", "cascading-timeouts"],
  ["hedge:orders->payment", "double-charge"],
  ["ejection:users->balancer", "sinkhole"],
  ["queue:front->left", "both-down"],
  ["jitter:front->left", "both-down"],
] as const;

describe.each(HELPS)("%s in %s", (id, file, share) => {
  it(`saves ${100 * share} % of what is lost`, () => {
    const { remedies, lost } = tried(file);
    const remedy = remedies.find((other) => other.id === id);
    expect(remedy?.sure).toBe(true);
    expect(remedy?.runs).toBe(3);
    expect(remedy?.saved.mean).toBeGreaterThan(share * lost.mean);
  });
});

describe.each(DOES_NOT)("%s in %s", (id, file) => {
  it("does not help", () => {
    const { remedies, lost } = tried(file);
    const remedy = remedies.find((other) => other.id === id);
    const { mean, halfWidth } = remedy?.saved ?? { mean: Number.NaN, halfWidth: null };
    expect(halfWidth).not.toBeNull();
    // What cannot be told from nothing counts as nothing.
    expect(remedy?.sure === true && mean > 0).toBe(false);
    expect(mean).toBeLessThan(0.05 * lost.mean);
  });
});

it("proposes to give up locks where they are held for transactions that nobody decides", () => {
  // In doubt is a transfer only if the crash meets one, so that seeds differ too much to be sure of a mean.
  const { remedies, lost } = tried("transfer-in-doubt");
  const [best] = remedies;
  expect(best?.id).toBe("lockTimeout:ledger-b");
  expect(best?.saved.mean).toBeGreaterThan(0.5 * lost.mean);
});

it("puts first what saves most", () => {
  const best = (file: string) => tried(file).remedies[0]?.id;
  expect(best("retry-storm")).toBe("cancel:callers->api");
  expect(best("noisy-neighbor")).toBe("replicas:db");
  expect(best("pool-exhaustion")).toBe("queue:shop->payment");
  expect(best("zone-outage")).toBe("queue:balancer->app");
});
