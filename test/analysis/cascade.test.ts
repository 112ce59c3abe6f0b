import { describe, expect, it } from "vitest";
import { createObserver } from "../../simulation/analysis/observer.ts";
import type { CascadeStep } from "../../simulation/results/story.ts";
import type { ResolvedScenario } from "../../simulation/scenario/document.ts";
import { CHAIN_NODES, chain, chainLayout, chainRows, slowPayment } from "../support/chain.ts";
import { type RowWriter, requests, slowFault, station } from "../support/series-builder.ts";

type Writer = (row: RowWriter, window: number) => void;

function cascadeOf(scenario: ResolvedScenario, more: Writer, windows = 40): CascadeStep[] {
  const observer = createObserver(scenario, chainLayout(scenario));
  observer.push(chainRows(scenario, windows, more));
  return observer.cascade();
}

function becauseOf(steps: readonly CascadeStep[]): Record<string, string> {
  return Object.fromEntries(steps.map((step) => [step.node, step.because]));
}

const slowPaymentScenario = chain({ faults: [slowFault("payment")] });

describe("the cascade of a slow callee", () => {
  const steps = cascadeOf(slowPaymentScenario, slowPayment);

  it("names the fault on the callee and follows the blocked callers up to the clients", () => {
    expect(becauseOf(steps)).toEqual({
      payment: "fault:slow-payment",
      orders: "node:payment/blockedCallers",
      gateway: "node:orders/blockedCallers",
      users: "node:gateway/dependencyErrors",
    });
  });

  it("is in order of time, with the state soon after the departure", () => {
    expect(steps.map((step) => [step.node, step.atS])).toEqual([
      ["payment", 21],
      ["orders", 22],
      ["gateway", 24],
      ["users", 24],
    ]);
    expect(steps.map((step) => step.state)).toEqual(["failing", "failing", "failing", "failing"]);
  });

  it("leaves healthy consumers out", () => {
    expect(steps.some((step) => step.node === "email" || step.node === "mail")).toBe(false);
  });

  it("says blocked while the caller's slots are gone, dependency errors while they are not", () => {
    const free = cascadeOf(slowPaymentScenario, (row, window) => {
      slowPayment(row, window);
      row.node("gateway", { heldMean: 40, queueMean: 0, queueEnd: 0, waitMeanMs: 0 });
      row.edge("gateway->orders", { pendingMean: 39 });
    });
    expect(becauseOf(free).gateway).toBe("node:orders/dependencyErrors");
    const onlySlow = cascadeOf(slowPaymentScenario, (row, window) => {
      slowPayment(row, window);
      row.node("gateway", { callerFailed: 0 });
      row.edge("gateway->orders", { failedAttempts: 0 });
    });
    expect(becauseOf(onlySlow).gateway).toBe("node:orders/blockedCallers");
    expect(onlySlow.find((step) => step.node === "gateway")?.state).toBe("saturated");
  });

  it("dates a departure back to where the node had stopped finishing its work", () => {
    const stalls = (inFlightMean: number) =>
      cascadeOf(slowPaymentScenario, (row, window) => {
        slowPayment(row, window);
        if (window > 22) return;
        row.node("payment", { callerEnded: 5, completions: 5, callerFailed: 0, inFlightMean });
        row.node("payment", { arrivals: 19, queueEnd: 0, queueMean: 0, waitMeanMs: Number.NaN });
      }).map((step) => [step.node, step.atS, step.because]);
    expect(stalls(45).slice(0, 2)).toEqual([
      ["payment", 21, "fault:slow-payment"],
      ["orders", 22, "node:payment/blockedCallers"],
    ]);
    // Little's law: 0.2 of them for 5 a second are the usual 40 ms.
    expect(stalls(0.2)).toContainEqual(["payment", 24, "fault:slow-payment"]);
  });

  it("puts the origin first among departures of one window", () => {
    const together = cascadeOf(slowPaymentScenario, (row, window) => {
      slowPayment(row, window < 24 ? 20 : window);
      if (window < 24) {
        for (const node of ["payment", "orders", "gateway", "email", "mail"]) {
          row.node(node, station({ ratePerS: 100, serviceMs: 20, slots: 100, p95Ms: 60 }));
        }
      }
    });
    expect(together.map((step) => step.node)).toEqual(["payment", "orders", "gateway", "users"]);
    expect(new Set(together.map((step) => step.atS)).size).toBe(1);
  });
});

describe("the origin of a departure", () => {
  it("is the fault on its own link before anything else", () => {
    const fault = slowFault("x", {
      id: "far",
      kind: "latency",
      targets: [{ edge: "orders->payment" }],
    });
    const steps = cascadeOf(chain({ faults: [fault] }), (row) => {
      row.node("orders", { p95Ms: 900 });
      row.edge("orders->payment", { pendingMean: 50 });
    });
    expect(becauseOf(steps)).toEqual({ orders: "fault:far" });
  });

  it("is not a fault that ended longer ago than the horizon", () => {
    const broken: Writer = (row, window) => {
      if (window >= 45) row.node("payment", { callerFailed: 60 });
    };
    const until = (forMs: number) =>
      becauseOf(cascadeOf(chain({ faults: [slowFault("payment", { forMs })] }), broken, 55))
        .payment;
    expect(until(22_000)).toBe("fault:slow-payment");
    expect(until(10_000)).toBe("unexplained");
  });

  it("is never a disabled fault", () => {
    const fault = slowFault("payment", { enabled: false });
    const steps = cascadeOf(chain({ faults: [fault] }), (row) =>
      row.node("payment", { heldMean: 20, waitMeanMs: 90 }),
    );
    expect(becauseOf(steps)).toEqual({ payment: "capacity" });
  });

  it("is a change that touches it", () => {
    const changes = [{ id: "c1", atMs: 20_000, set: { "nodes.payment.replicas": 1 } }];
    const steps = cascadeOf(chain({ changes }), (row) =>
      row.node("payment", { heldMean: 20, waitMeanMs: 90 }),
    );
    expect(becauseOf(steps)).toEqual({ payment: "change:c1" });
  });

  it("is a fault that a change switches on, from that time", () => {
    const off = slowFault("payment", { enabled: false, atMs: 0 });
    const after = chain({ faults: [{ ...off, enabled: true }] });
    const set = { "faults.slow-payment.enabled": true };
    const changes = [{ id: "c1", atMs: 20_000, set, after }];
    const steps = cascadeOf(chain({ faults: [off], changes }), slowPayment);
    expect(becauseOf(steps).payment).toBe("fault:slow-payment");
  });

  it("is a fault or a parameter that was changed live", () => {
    const off = slowFault("payment", { enabled: false, atMs: 0 });
    const live = (next: ResolvedScenario): string | undefined => {
      const scenario = chain({ faults: [off] });
      const observer = createObserver(scenario, chainLayout(scenario));
      observer.push(chainRows(scenario, 20));
      observer.update(next);
      const rows = chainRows(scenario, 40, slowPayment);
      observer.push(rows.subarray(rows.length / 2));
      return becauseOf(observer.cascade()).payment;
    };
    expect(live(chain({ faults: [{ ...off, enabled: true }] }))).toBe("fault:slow-payment");
    const nodes = CHAIN_NODES.map((node) =>
      node.id === "payment" ? { ...node, concurrency: 2 } : node,
    );
    expect(live(chain({ faults: [off], nodes }))).toBe("change:at-20000ms");
  });

  const moreLoad: Writer = (row) => {
    for (const type of ["all", "buy"]) row.type(type, requests(150, 150));
    const more = { ratePerS: 150, slots: 400 };
    row.node("gateway", station({ ...more, serviceMs: 60, p95Ms: 120 }));
    row.node("orders", station({ ...more, serviceMs: 50, p95Ms: 100 }));
    row.node("payment", { ...station({ ratePerS: 150 }), heldMean: 20, waitMeanMs: 90 });
  };

  it("is load when first attempts exceed the baseline by a fifth", () => {
    const points = [
      [0, 1],
      [20, 1.5],
    ];
    const profile = { shape: "steps", points };
    const nodes = chain().nodes.map(({ id, name, kind, values }) => ({
      id,
      name,
      kind,
      ...values,
    }));
    const loaded = chain({
      nodes: nodes.map((node) => (node.id === "users" ? { ...node, profile } : node)),
    });
    expect(becauseOf(cascadeOf(loaded, moreLoad))).toEqual({ payment: "load" });
  });

  it("is the change of the source that brought the load", () => {
    const changes = [{ id: "c1", atMs: 20_000, set: { "nodes.users.ratePerS": 150 } }];
    expect(becauseOf(cascadeOf(chain({ changes }), moreLoad))).toEqual({ payment: "change:c1" });
  });

  it("is not load while first attempts stay within a fifth", () => {
    const changes = [{ id: "c1", atMs: 20_000, set: { "run.note": 1 } }];
    const steps = cascadeOf(chain({ changes }), (row) => {
      row.node("payment", { arrivals: 118, heldMean: 20, waitMeanMs: 90 });
    });
    expect(becauseOf(steps)).toEqual({ payment: "capacity" });
  });

  it("is a callee only if it departed no later and carries half of the excess", () => {
    const failing = (fromPayment: number): Record<string, string> =>
      becauseOf(
        cascadeOf(chain({ faults: [slowFault("payment")] }), (row) => {
          row.node("payment", { callerFailed: 30 });
          row.node("orders", { callerFailed: 60 });
          row.edge("orders->payment", { failedAttempts: fromPayment });
        }),
      );
    expect(failing(30).orders).toBe("node:payment/dependencyErrors");
    expect(failing(29).orders).toBe("unexplained");
    const healthyCallee = cascadeOf(chain({ faults: [slowFault("email")] }), (row) => {
      row.node("orders", { callerFailed: 60 });
      row.edge("orders->payment", { failedAttempts: 60 });
    });
    expect(becauseOf(healthyCallee).orders).toBe("unexplained");
  });

  it("does not hold a callee to account for failures that a retry or a fallback caught", () => {
    const caught = (column: "retries" | "fallbacks"): string | undefined =>
      becauseOf(
        cascadeOf(slowPaymentScenario, (row) => {
          row.node("payment", { callerFailed: 30 });
          row.node("orders", { callerFailed: 30 });
          row.edge("orders->payment", { failedAttempts: 30, [column]: 30 });
        }),
      ).orders;
    expect(caught("retries")).toBe("unexplained");
    expect(caught("fallbacks")).toBe("unexplained");
  });

  it("is the caller whose retries are half of the excess arrivals", () => {
    const storm = (retried: number): Record<string, string> =>
      becauseOf(
        cascadeOf(chain({ faults: [slowFault("email")] }), (row) => {
          row.node("gateway", { arrivals: 200, retriedArrivals: retried });
          row.node("gateway", { heldMean: 100, waitMeanMs: 90, queueMean: 1 });
          row.edge("users->gateway", { attempts: 200, retries: retried });
        }),
      );
    expect(storm(90).gateway).toBe("node:users/retryLoad");
    expect(storm(40).gateway).toBe("load");
  });

  it("finds the one who retries behind callers that only pass retries on", () => {
    const steps = cascadeOf(chain({ faults: [slowFault("email")] }), (row) => {
      for (const node of ["gateway", "orders", "payment"]) {
        row.node(node, { arrivals: 200, retriedArrivals: 100 });
      }
      row.edge("users->gateway", { attempts: 200, retries: 100 });
      row.edge("gateway->orders", { attempts: 200 });
      row.edge("orders->payment", { attempts: 200 });
      row.node("payment", { heldMean: 20, waitMeanMs: 90 });
    });
    expect(becauseOf(steps)).toEqual({ payment: "node:users/retryLoad" });
  });

  it("is starvation between a broker and its consumer", () => {
    const steps = cascadeOf(chain({ faults: [slowFault("email")] }), (row, window) => {
      row.node("email", { heldMean: 8, waitMeanMs: 300 });
      row.node("mail", { delivered: 20, acked: 20, backlogEnd: (window - 19) * 80 });
    });
    expect(becauseOf(steps)).toEqual({
      email: "fault:slow-email",
      mail: "node:email/starvation",
    });
  });

  it("is capacity if it saturates by itself, else unexplained", () => {
    const changes = [{ id: "c1", atMs: 20_000, set: { "run.note": 1 } }];
    const full = cascadeOf(chain({ changes }), (row) =>
      row.node("orders", { heldMean: 40, waitMeanMs: 300 }),
    );
    expect(becauseOf(full)).toEqual({ orders: "capacity" });
    const slow = cascadeOf(chain({ changes }), (row) => row.node("orders", { p95Ms: 300 }));
    expect(becauseOf(slow)).toEqual({ orders: "unexplained" });
  });

  it("ends at the earliest departure where callers wait for each other", () => {
    const scenario = chain({
      edges: [
        { id: "users->gateway" },
        { id: "gateway->orders" },
        { id: "orders->gateway" },
        { id: "orders->payment" },
        { id: "orders->mail", sort: "publish" },
        { id: "mail->email", sort: "deliver" },
      ],
      changes: [{ id: "c1", atMs: 20_000, set: { "run.note": 1 } }],
    });
    const observer = createObserver(scenario, chainLayout(scenario));
    observer.push(
      chainRows(scenario, 40, (row) => {
        row.node("gateway", { heldMean: 100, waitMeanMs: 300 });
        row.node("orders", { heldMean: 40, waitMeanMs: 300 });
        row.edge("gateway->orders", { pendingMean: 100 });
        row.edge("orders->gateway", { pendingMean: 40 });
      }),
    );
    const because = becauseOf(observer.cascade());
    expect(because.gateway).toBe("node:orders/blockedCallers");
    expect(because.orders).toBe("node:gateway/blockedCallers");
    expect(observer.story().length).toBeGreaterThan(0);
  });
});

describe("nobody is blamed", () => {
  it("while nothing is injected and every station is below 70 %", () => {
    const idle = chain();
    const slower: Writer = (row, window) => {
      if (window >= 20) row.node("orders", { p95Ms: 400, callerFailed: 3 });
    };
    expect(cascadeOf(idle, slower)).toEqual([]);
    const observer = createObserver(idle, chainLayout(idle));
    const busy: Writer = (row, window) => {
      slower(row, window);
      row.node("payment", { heldMean: 15 });
    };
    observer.push(chainRows(idle, 40, busy, 0));
    expect(becauseOf(observer.cascade())).toEqual({ orders: "unexplained" });
  });

  it("for failures that are no more than chance makes of the configured ones", () => {
    const scenario = chain({ faults: [slowFault("email")] });
    const configured = (after: number): CascadeStep[] => {
      const observer = createObserver(scenario, chainLayout(scenario));
      const errors: Writer = (row, window) =>
        row.node("payment", { callerFailed: window < 20 ? 5 : after });
      observer.push(chainRows(scenario, 40, errors, 0));
      return observer.cascade();
    };
    // Two windows of 100 with 5 % expected: three standard errors are 9 above 10.
    expect(configured(7)).toEqual([]);
    expect(configured(20).map((step) => step.node)).toEqual(["payment"]);
  });

  it("for a node, and those that wait for it, that failed as much from the start", () => {
    const scenario = chain({ faults: [slowFault("email", { atMs: 30_000 })] });
    const observer = createObserver(scenario, chainLayout(scenario));
    const always: Writer = (row) => {
      row.node("payment", { callerFailed: 40 });
      row.node("orders", { callerFailed: 40 });
      row.edge("orders->payment", { failedAttempts: 40 });
    };
    observer.push(chainRows(scenario, 28, always, 0));
    expect(observer.cascade()).toEqual([]);
  });
});
