import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DISTRIBUTION_TYPES,
  distributionFields,
} from "../../simulation/core/distribution-parse.ts";
import { DISTRIBUTION_FIELDS } from "../../simulation/scenario/field-names.ts";
import {
  getPath,
  isLivePath,
  parsePath,
  parseValue,
  pathProblem,
  removePath,
  setPath,
} from "../../simulation/scenario/paths.ts";
import { exampleDocument } from "./example.ts";

const document = exampleDocument();

function set(path: string, value: Parameters<typeof setPath>[2]) {
  const result = setPath(document, path, value);
  if (!result.ok) throw new Error(result.problem.message);
  return result.document;
}

describe("decision 6: the grammar of paths", () => {
  it.each([
    ["nodes.orders.replicas", 3],
    ["nodes.orders.operations.checkout.method", "POST"],
    ["nodes.shoppers.requests.browse.weight", 3],
    ["nodes.orders.serviceTime.p99Ms", 40],
    ["edges.orders->payment.calls.0.stage", 3],
    ["edges.orders:payment.calls.charge.stage", 3],
    ["groups.core.enabled", false],
    ["faults.slow-payment.factor", 20],
    ["slos.fast.expr", "p99(checkout) < 1500ms"],
    ["run.durationS", 180],
    ["name", "Shop"],
  ])("reads %s", (path, value) => {
    expect(pathProblem(document, path)).toBeNull();
    expect(getPath(document, path)).toBe(value);
  });

  it("reads nothing where the file says nothing", () => {
    expect(getPath(document, "nodes.orders.errorRate")).toBeUndefined();
    expect(getPath(document, "nodes.constructor.name")).toBeUndefined();
    expect(getPath(document, "nodes.nobody.x.y")).toBeUndefined();
  });

  it("sets without touching the document it was given, and shares what is unchanged", () => {
    const before = JSON.stringify(document);
    const edited = set("edges.orders->payment.calls.charge.stage", 5);
    expect(JSON.stringify(document)).toBe(before);
    expect(getPath(edited, "edges.orders->payment.calls.0.stage")).toBe(5);
    expect(edited.nodes).toBe(document.nodes);
    expect(edited.edges["gateway->orders"]).toBe(document.edges["gateway->orders"]);
  });

  it("makes the objects on the way, and the list of calls", () => {
    expect(
      set("edges.orders->payment.retry.backoff.baseMs", 5).edges["orders->payment"]?.retry,
    ).toEqual({ backoff: { baseMs: 5 } });
    expect(set("edges.gateway->orders.calls.0.count", 2).edges["gateway->orders"]?.calls).toEqual([
      { count: 2 },
    ]);
    expect(set("nodes.payment.operations.charge.errorRate", 0.1).nodes.payment?.operations).toEqual(
      {
        charge: { errorRate: 0.1 },
      },
    );
  });

  it("removes a field, an entity, an item, and makes nothing when there is nothing", () => {
    const one = removePath(document, "nodes.orders.replicas");
    expect(one.ok && "replicas" in (one.document.nodes.orders ?? {})).toBe(false);
    const edge = removePath(document, "edges.orders:payment");
    expect(edge.ok && Object.keys(edge.document.edges)).not.toContain("orders->payment");
    const call = removePath(document, "edges.orders->payment.calls.charge");
    expect(call.ok && call.document.edges["orders->payment"]?.calls).toEqual([]);
    const none = removePath(document, "edges.orders->payment.retry.backoff.baseMs");
    expect(none.ok && none.document).toBe(document);
  });

  it.each([
    ["nodes.ordrs.replicas", "Did you mean orders?"],
    ["nodes.orders.replica", "Did you mean replicas?"],
    ["edges.orders->paymnt.timeoutMs", "Did you mean orders->payment?"],
    ["edges.orders->payment.timeout", "Did you mean timeoutMs?"],
    ["run.duration", "Did you mean durationS?"],
    ["node.orders.replicas", "Did you mean nodes?"],
    ["nodes.order-mail.ratePerS", undefined],
    ["nodes.orders.replicas.x", undefined],
    ["edges.order-mail->email.timeoutMs", undefined],
  ])("refuses %s with the nearest names", (path, fix) => {
    const result = setPath(document, path, 1);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.problem.fix).toBe(fix);
  });

  it.each(["", "nodes..x", "edges", "edges.x", "edges.a-b.c"])("refuses %j", (path) => {
    expect(setPath(document, path, 1).ok).toBe(path === "edges");
  });

  it("never throws, whatever the path", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.constantFrom("nodes", "orders", "calls", "0", "x", "")),
        (text, steps) => {
          for (const path of [text, steps.join("."), `edges.${text}`]) {
            parsePath(path);
            getPath(document, path);
            isLivePath(document, path);
            setPath(document, path, 1);
            removePath(document, path);
          }
        },
      ),
      { seed: 21 },
    );
  });
});

describe("values", () => {
  it.each([
    ["300ms", "edges.a->b.timeoutMs", 300],
    ["2s", "edges.a->b.timeoutMs", 2000],
    ["2s", "run.durationS", 2],
    ["5min", "run.durationS", 300],
    ["300ms", "run.warmupS", 0.3],
    ["5%", "nodes.a.errorRate", 0.05],
    ["1MB", "", 1_000_000],
    ["200/s", "nodes.a.ratePerS", 200],
    ["20", "nodes.a.replicas", 20],
    ["null", "nodes.a.queueLengthMax", null],
    ['{"type":"constant","valueMs":5}', "", { type: "constant", valueMs: 5 }],
    ["lifo", "nodes.a.discipline", "lifo"],
    ["true", "", true],
  ])("reads %s for %s", (text, path, value) => {
    expect(parseValue(text, path)).toEqual(value);
  });
});

describe("fields of distributions", () => {
  it("are those that the literals of some type have", () => {
    const ofTypes = DISTRIBUTION_TYPES.flatMap((type) => distributionFields(type).flat());
    const names = ofTypes.map((field) => field.replace("?", ""));
    const common = ["type", "shiftMs", "scale", "maxMs"];
    expect(new Set(DISTRIBUTION_FIELDS)).toEqual(new Set([...common, ...names]));
  });
});

describe("live paths", () => {
  it.each([
    ["nodes.shoppers.ratePerS", true],
    ["nodes.orders.serviceTime", true],
    ["nodes.orders.serviceTime.meanMs", true],
    ["nodes.orders.operations.checkout.errorRate", true],
    ["edges.shoppers->gateway.retry.maxAttempts", true],
    ["edges.shoppers->gateway.retry.backoff.baseMs", true],
    ["faults.slow-payment.enabled", true],
    ["faults.slow-payment.factor", true],
    ["faults.slow-payment.target", true],
    ["faults.another", true],
    ["edges.shoppers->gateway.retry", false],
    ["edges.orders->payment.calls.0.stage", false],
    ["nodes.orders.queueScope", false],
    ["nodes.orders", false],
    ["run.durationS", false],
    ["nodes.nobody.ratePerS", false],
  ])("%s: %s", (path, live) => {
    expect(isLivePath(document, path)).toBe(live);
  });
});
