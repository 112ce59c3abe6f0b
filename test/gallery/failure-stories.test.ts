// Why it failed, as the gallery is told: origin, mechanism, and the loop that keeps a system down.
import { describe, expect, it, vi } from "vitest";
import { namedByBlame } from "../support/hard-cascades.ts";
import { failuresOf, RUN_TIMEOUT_MS, runGallery, sumOf } from "./gallery-runs.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

interface Told {
  readonly file: string;
  readonly fault: string;
  readonly variant?: string;
  /** Node at which the fault acts. */
  readonly origin: string;
  /** A step of the cascade: node and why. */
  readonly steps: readonly (readonly [string, string])[];
  readonly loops?: readonly string[];
}

const STORIES: readonly Told[] = [
  {
    file: "retry-storm",
    fault: "slow-api",
    origin: "api",
    steps: [["api", "fault:slow-api"]],
    loops: ["retries", "wastedWork"],
  },
  {
    file: "cache-stampede",
    fault: "flush",
    origin: "cache",
    steps: [["products", "fault:flush"]],
    loops: ["coldCache", "wastedWork"],
  },
  {
    file: "pool-exhaustion",
    fault: "slow-payment",
    origin: "payment",
    steps: [
      ["payment", "fault:slow-payment"],
      ["shop", "node:payment/blockedCallers"],
    ],
  },
  {
    file: "sinkhole",
    fault: "one-fails",
    origin: "servers",
    steps: [
      ["servers", "fault:one-fails"],
      ["balancer", "node:servers/dependencyErrors"],
    ],
  },
  {
    file: "gc-death-spiral",
    fault: "full-heap",
    origin: "app",
    steps: [
      ["app", "fault:full-heap"],
      ["clients", "node:app/dependencyErrors"],
    ],
    loops: ["staleQueue", "wastedWork", "retries"],
  },
  {
    file: "noisy-neighbor",
    fault: "month-end",
    origin: "analysts",
    steps: [
      ["db", "fault:month-end"],
      ["shop", "node:db/blockedCallers"],
    ],
  },
  {
    file: "zone-outage",
    fault: "west-dark",
    origin: "app",
    steps: [
      ["app", "fault:west-dark"],
      ["balancer", "node:app/dependencyErrors"],
    ],
  },
  {
    file: "zone-outage",
    fault: "west-dark",
    variant: "spare",
    origin: "app",
    steps: [["app", "fault:west-dark"]],
  },
  {
    file: "bad-deploy",
    fault: "everywhere",
    origin: "orders",
    steps: [
      ["orders", "fault:everywhere"],
      ["gateway", "node:orders/dependencyErrors"],
    ],
  },
  { file: "bad-deploy", fault: "canary", origin: "orders", steps: [["orders", "fault:canary"]] },
  {
    file: "stale-work",
    fault: "slow-app",
    origin: "app",
    steps: [["app", "fault:slow-app"]],
  },
  {
    file: "cold-starts",
    fault: "slow-db",
    origin: "db",
    steps: [
      ["db", "fault:slow-db"],
      ["function", "node:db/blockedCallers"],
    ],
  },
  {
    file: "expired-certificate",
    fault: "expired",
    origin: "identity",
    steps: [
      ["identity", "fault:expired"],
      ["users", "node:gateway/dependencyErrors"],
    ],
  },
  {
    file: "in-process-bus",
    fault: "crash",
    origin: "mailer",
    steps: [
      ["mailer", "fault:crash"],
      ["shop", "node:mailer/sharedFate"],
    ],
  },
  {
    file: "monolith-or-services",
    fault: "crash",
    origin: "search",
    steps: [
      ["search", "fault:crash"],
      ["shop", "node:search/sharedFate"],
      ["cart", "node:search/sharedFate"],
    ],
  },
  {
    file: "transfer-in-doubt",
    fault: "crash",
    origin: "coordinator",
    steps: [
      ["ledger-b", "node:coordinator/heldLocks"],
      ["deposits", "node:ledger-b/dependencyErrors"],
    ],
  },
  {
    file: "unauthenticated-flood",
    fault: "flood",
    origin: "attackers",
    steps: [["attackers", "fault:flood"]],
  },
  {
    file: "stale-endpoints",
    fault: "lost-instances",
    origin: "catalog",
    steps: [["web", "node:catalog/dependencyErrors"]],
  },
  {
    file: "write-behind",
    fault: "crash",
    origin: "cache",
    steps: [
      ["cache", "fault:crash"],
      ["api", "node:cache/dependencyErrors"],
    ],
  },
  {
    file: "expired-certificate",
    fault: "no-name",
    origin: "identity",
    steps: [["identity", "fault:no-name"]],
  },
];

const fileOf = (name: string): string => `${name}.brownout.json`;
const playedOf = ({ file, fault, variant }: Told) =>
  runGallery(fileOf(file), { fault, ...(variant === undefined ? {} : { variant }) }).result;

describe.each(STORIES)("$file with $fault $variant", (told) => {
  it("names the origin of most failed and late requests", () => {
    const { blame = [] } = playedOf(told);
    const named = namedByBlame(blame);
    expect(named).toMatchObject({ cause: `fault:${told.fault}`, origin: told.origin });
    expect(named?.share).toBeGreaterThan(0.9);
    expect(sumOf(blame.map(({ share }) => share))).toBeCloseTo(1, 9);
  });

  it("names the mechanism, and the loop if there is one", () => {
    const { cascade, recovery } = playedOf(told);
    const steps = cascade.map(({ node, because }) => [node, because]);
    for (const step of told.steps) expect(steps).toContainEqual(step);
    const loops = recovery?.metastable?.loops.map(({ name }) => name) ?? [];
    expect(loops).toEqual(expect.arrayContaining([...(told.loops ?? [])]));
    expect(loops.length > 0).toBe(told.loops !== undefined);
  });
});

describe("the loop", () => {
  it.each([
    ["retry-storm", "slow-api", "no-retries"],
    ["gc-death-spiral", "full-heap", "no-retries"],
    ["gc-death-spiral", "full-heap", "budget"],
    ["cache-stampede", "flush", "single-flight"],
  ])("of %s is gone with %s in the variant %s", (file, fault, variant) => {
    const { recovery } = runGallery(fileOf(file), { fault, variant }).result;
    expect(recovery?.metastable).toBeNull();
    expect(recovery?.status).toBe("recovered");
  });
});

describe("what spare instances, a canary and a bulkhead are for", () => {
  const lost = (file: string, fault: string, variant?: string): number => {
    const options = { fault, ...(variant === undefined ? {} : { variant }) };
    return failuresOf(runGallery(fileOf(file), options).requests("all").failed);
  };

  it("a zone that goes dark is hardly felt with twice the instances", () => {
    expect(lost("zone-outage", "west-dark")).toBeGreaterThan(3000);
    expect(lost("zone-outage", "west-dark", "spare")).toBeLessThan(150);
    expect(lost("zone-outage", "west-dark", "shed")).toBeLessThan(
      0.5 * lost("zone-outage", "west-dark"),
    );
  });

  it("one of ten instances with a bad version costs a fifth of what all of them do", () => {
    expect(lost("bad-deploy", "canary")).toBeGreaterThan(100);
    expect(lost("bad-deploy", "canary")).toBeLessThan(0.2 * lost("bad-deploy", "everywhere"));
    expect(lost("bad-deploy", "canary", "outlier")).toBeLessThan(
      0.3 * lost("bad-deploy", "canary"),
    );
  });

  it.each(["bulkhead", "own-copy"])("pages do not notice the reports with %s", (variant) => {
    const play = (other?: string) =>
      runGallery(fileOf("noisy-neighbor"), {
        fault: "month-end",
        ...(other === undefined ? {} : { variant: other }),
      });
    expect(failuresOf(play().requests("page").failed)).toBeGreaterThan(5000);
    expect(failuresOf(play(variant).requests("page").failed)).toBe(0);
  });

  it("without a check of the token nobody is turned away", () => {
    expect(lost("expired-certificate", "expired")).toBeGreaterThan(3000);
    expect(lost("expired-certificate", "expired", "trust")).toBe(0);
  });

  it("errors come in steps as each gateway has to connect anew, and nothing is full", () => {
    const run = runGallery(fileOf("expired-certificate"), { fault: "expired" });
    const failing = (fromS: number, toS: number) =>
      1 -
      sumOf(run.type("call", "ok", fromS, toS)) / sumOf(run.type("call", "offered", fromS, toS));
    const shares = [52, 66, 80, 94, 112].map((atS) => failing(atS, atS + 4));
    expect(shares).toEqual(shares.toSorted((left, right) => left - right));
    expect(shares[1]).toBeLessThan(0.7);
    expect(shares.at(-1)).toBeGreaterThan(0.99);
    expect(Math.max(...run.node("identity", "heldMean", 112, 119))).toBeLessThan(0.1);
  });

  it("reports are an eighth of the statements and seven eighths of the work", () => {
    const run = runGallery(fileOf("noisy-neighbor"), { fault: "month-end" });
    const asked = (type: string) => sumOf(run.type(type, "offered", 51, 90));
    const reports = asked("report");
    const pages = asked("page");
    expect(Math.round((reports + pages) / reports)).toBe(8);
    // Half a second each, and ten milliseconds.
    const work = (reports * 500) / (reports * 500 + pages * 10);
    expect(work).toBeCloseTo(7 / 8, 1);
    expect(runGallery(fileOf("noisy-neighbor")).at("db").utilization).toBeLessThan(0.35);
  });
});
