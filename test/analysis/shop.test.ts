// The analysis on the real engine: the shop of the gallery, once undisturbed, once with a slow
// payment provider, once without its inventory.
import { beforeAll, describe, expect, it } from "vitest";
import { createObserver, type Observer } from "../../simulation/analysis/observer.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { NO_TRAFFIC, NODE_STATES } from "../../simulation/results/story.ts";
import { galleryVariant, RUN_TIMEOUT_MS } from "../gallery/gallery-runs.ts";
import { resolved } from "../support/simulate.ts";

interface Watched {
  readonly observer: Observer;
  readonly text: string;
  /** States a node was shown in, in order of first appearance. */
  statesOf(node: string): string[];
}

function watch(fault: string | null): Watched {
  const options = { durationS: 150, ...(fault === null ? {} : { fault }) };
  const scenario = resolved(galleryVariant("shop.brownout.json", options));
  engine.load(scenario);
  const { nodeIds } = engine.layout();
  const observer = createObserver(scenario, engine.layout());
  engine.run(Infinity, Infinity);
  observer.push(engine.rows(0));
  observer.finish();
  const states = observer.states();
  return {
    observer,
    text: observer
      .story()
      .map((sentence) => sentence.text)
      .join(" "),
    statesOf(node) {
      const own = states.filter((_, at) => nodeIds[at % nodeIds.length] === node);
      return [...new Set(own)].map((code) =>
        code === NO_TRAFFIC ? "none" : `${NODE_STATES[code]}`,
      );
    },
  };
}

let calm: Watched;
let slow: Watched;
let dead: Watched;

beforeAll(() => {
  calm = watch(null);
  slow = watch("slow-payment");
  dead = watch("kill-inventory");
}, 3 * RUN_TIMEOUT_MS);

describe("the undisturbed shop", () => {
  it("is healthy everywhere, blames nobody, and says who is busiest", () => {
    for (const node of ["shoppers", "gateway", "orders", "payment", "order-mail", "email"]) {
      expect(calm.statesOf(node).filter((state) => state !== "none")).toEqual(["healthy"]);
    }
    expect(calm.observer.cascade()).toEqual([]);
    expect(calm.text).toMatch(/^Every node is healthy at \d+\/s\. \w+ is the busiest, with /);
  });
});

describe("the shop with a slow payment provider", () => {
  it("goes down from payment to the shoppers, while consumers stay healthy", () => {
    const chain = slow.observer.cascade().map((step) => `${step.node} ${step.because}`);
    expect(chain).toEqual([
      "payment fault:slow-payment",
      "orders node:payment/blockedCallers",
      "gateway node:orders/blockedCallers",
      "shoppers node:gateway/dependencyErrors",
    ]);
    expect(slow.statesOf("orders")).toContain("failing");
    for (const node of ["email", "sms", "analytics", "inventory", "orders-db"]) {
      expect(slow.statesOf(node).every((state) => state === "healthy" || state === "none")).toBe(
        true,
      );
    }
  });

  it("is told in order: the fault, the slots, the queue, the shoppers, the consumers, the end", () => {
    const order = [
      "Payment became 20 times slower at 1:00",
      "orders holds a slot while it waits for payment: all 48 of its slots were in use",
      "gateway holds a slot while it waits for orders: all 200 of its slots were in use",
      "its queue of 400 was full",
      "% of requests failed",
      "failed nothing",
      "all was back to normal by 2:",
    ].map((part) => slow.text.toLowerCase().indexOf(part.toLowerCase()));
    expect(order).not.toContain(-1);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });

  it("recovers within half a minute of the end of the fault", () => {
    const times = slow.observer.recovery();
    expect(times.status).toBe("recovered");
    expect(times.recoveryS).toBeLessThan(30);
    expect(times.detectMs).toBeGreaterThan(60_000);
    expect(times.detectMs).toBeLessThan(65_000);
  });
});

describe("the shop without its inventory", () => {
  it("is told as another outage", () => {
    expect(dead.text).toContain("Inventory crashed at 1:00 and was down by 1:01.");
    expect(dead.text.toLowerCase()).not.toContain("payment");
    const [first, second] = dead.observer.cascade();
    expect(first).toMatchObject({
      node: "inventory",
      state: "down",
      because: "fault:kill-inventory",
    });
    expect(second).toMatchObject({ node: "orders", because: "node:inventory/dependencyErrors" });
  });
});
