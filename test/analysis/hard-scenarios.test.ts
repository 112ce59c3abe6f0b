// Twelve cases made by hand in which the place that shows it is not the place where it comes from, and what
// happens to the answer when the fault is moved.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { RunResult } from "../../simulation/results/run-result.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { namedByBlame } from "../support/hard-cascades.ts";
import { resolved } from "../support/simulate.ts";

vi.setConfig({ testTimeout: 60_000 });

const FOLDER = join(import.meta.dirname, "scenarios");
const ENDING = ".brownout.json";

interface Hard {
  readonly origin: string;
  /** How the story begins. */
  readonly says: RegExp;
  /** Steps of the cascade that say how it spread. */
  readonly spread: readonly (readonly [string, string])[];
  /** The fault elsewhere, and where that is. */
  readonly moved: { readonly fault: Readonly<Record<string, Json>>; readonly origin: string };
}

const CASES: Readonly<Record<string, Hard>> = {
  "slow-replica": {
    origin: "index",
    says: /^One instance of index became 40 times slower at 0:40; index was degraded/,
    spread: [["search", "node:index/blockedCallers"]],
    moved: { fault: { target: "search[0]" }, origin: "search" },
  },
  "retry-amplifier": {
    origin: "db",
    says: /^Db became 2\.50 times slower at 0:40 and was/,
    spread: [
      ["stock", "node:db/blockedCallers"],
      ["shop", "node:stock/blockedCallers"],
    ],
    moved: { fault: { target: "stock", factor: 80 }, origin: "stock" },
  },
  "shared-host": {
    origin: "prices",
    says: /^An outage took down cart and prices at 0:40/,
    spread: [["users", "node:front/dependencyErrors"]],
    moved: { fault: { target: "shelf" }, origin: "pages" },
  },
  "stale-endpoints": {
    origin: "app",
    says: /^One instance of app crashed at 0:40; app was failing/,
    spread: [["front", "node:app/dependencyErrors"]],
    moved: { fault: { target: "account[0]" }, origin: "account" },
  },
  "poison-message": {
    origin: "importer",
    says: /^Importer sent 50 times as much at 0:40; imports was failing 80.0 % of its calls/,
    spread: [["front", "node:orders/dependencyErrors"]],
    moved: { fault: { target: "users", factor: 6 }, origin: "users" },
  },
  "leaking-pool": {
    origin: "payment",
    says: /link from orders to payment kept their connection at 0:40; orders was/,
    spread: [["front", "node:orders/blockedCallers"]],
    moved: { fault: { target: "orders->stock" }, origin: "stock" },
  },
  "gc-pauses": {
    origin: "db",
    says: /^Db stood still again and again from 0:40 and was/,
    spread: [["profile", "node:db/dependencyErrors"]],
    moved: { fault: { target: "catalog" }, origin: "catalog" },
  },
  "noisy-neighbor": {
    origin: "analysts",
    says: /^Analysts sent 8 times as much at 0:40; db was/,
    spread: [["shop", "node:db/dependencyErrors"]],
    moved: { fault: { target: "users" }, origin: "users" },
  },
  "expired-certificate": {
    origin: "identity",
    says: /^The certificate of identity expired at 0:40; identity was/,
    spread: [["users", "node:gateway/dependencyErrors"]],
    moved: { fault: { target: "orders->stock" }, origin: "stock" },
  },
  "cold-cache": {
    origin: "cache",
    says: /^Cache lost all of its entries at 0:40 and was degraded by 0:41/,
    spread: [
      ["app", "node:cache/blockedCallers"],
      ["users", "node:app/blockedCallers"],
    ],
    moved: { fault: { kind: "slow", target: "comments", factor: 150 }, origin: "comments" },
  },
  "far-loss": {
    origin: "db",
    says: /^8\.00 % of the messages over the link from stock to db were lost at 0:40; db was/,
    spread: [["orders", "node:stock/blockedCallers"]],
    moved: { fault: { target: "front->orders", ratio: 0.2 }, origin: "front" },
  },
  rush: {
    origin: "stock",
    says: /^Load rose to 1\.\d+ times its usual level, 19\d\/s, by 0:41/,
    spread: [["users", "load"]],
    moved: {
      fault: { kind: "slow", target: "orders", factor: 100, atS: 20, forS: 15 },
      origin: "orders",
    },
  },
};

function fileOf(name: string): ScenarioDocument {
  return JSON.parse(readFileSync(join(FOLDER, name + ENDING), "utf8")) as ScenarioDocument;
}

function withFault(name: string, change: Readonly<Record<string, Json>>): ScenarioDocument {
  const document = fileOf(name);
  const f = { ...document.faults?.f, ...change };
  // Before the rush there is time for another fault; the rush itself is left out.
  const run = name === "rush" ? { ...document.run, durationS: 38 } : document.run;
  return { ...document, run, faults: { f } } as ScenarioDocument;
}

const played = new Map<string, RunResult>();

function play(name: string): RunResult {
  const result = played.get(name) ?? runScenario(resolved(fileOf(name)), {}, engine);
  played.set(name, result);
  return result;
}

const causeOf = (name: string): string => (name === "rush" ? "load" : "fault:f");

it("has a file for each case", () => {
  const files = readdirSync(FOLDER).map((file) => file.replace(ENDING, ""));
  expect(files.sort()).toEqual(Object.keys(CASES).sort());
});

describe.each(Object.entries(CASES))("%s", (name, { origin, says, spread, moved }) => {
  it("is blamed on what happened, where it happened", () => {
    const { blame = [], endToEnd } = play(name);
    expect(namedByBlame(blame)).toMatchObject({ cause: causeOf(name), origin });
    const requests = blame.reduce((sum, row) => sum + row.requests, 0);
    expect(requests).toBeGreaterThan(0.002 * (endToEnd.all?.offered ?? Infinity));
    expect(blame.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it("is told from there on", () => {
    const { story = [], cascade } = play(name);
    expect(story[0]?.text).toMatch(says);
    const steps = cascade.map(({ node, because }) => [node, because]);
    for (const step of spread) expect(steps).toContainEqual(step);
  });

  it("is blamed on another place when the fault is moved", () => {
    const { blame = [] } = runScenario(resolved(withFault(name, moved.fault)), {}, engine);
    expect(namedByBlame(blame)).toMatchObject({ cause: "fault:f", origin: moved.origin });
    expect(moved.origin).not.toBe(origin);
  });
});
