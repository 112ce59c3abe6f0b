// Why a run ended early, in words: of the engine with its limits, and on the page with its names.
import { describe, expect, it } from "vitest";
import { earlyEnd, ONE_INSTANT } from "../../simulation/results/early-end.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { earlyEndWords } from "../../src/store/early-end-words.ts";

const CIRCLE = "time stands still, since something goes in a circle without any delay";

const DOCUMENT: ScenarioDocument = {
  ...{ format: 1, catalog: "2026-11", name: "Shop", run: { durationS: 120 } },
  nodes: { orders: { kind: "rabbitmq", name: "Orders" }, worker: { kind: "service" } },
  edges: {},
};

describe("an instant that does not end", () => {
  it("is told with the link that it was busiest on, by the names of its ends", () => {
    const nameOf = (id: string): string => `“${id}”`;
    expect(earlyEnd(ONE_INSTANT)).toBe(CIRCLE);
    expect(earlyEnd(ONE_INSTANT, { over: null, nameOf })).toBe(CIRCLE);
    expect(earlyEnd(ONE_INSTANT, { over: "orders->worker" })).toBe(
      `${CIRCLE} over the link from orders to worker`,
    );
    expect(earlyEnd(ONE_INSTANT, { over: "orders->worker", nameOf })).toBe(
      `${CIRCLE} over the link from “orders” to “worker”`,
    );
  });

  it("is told by the link drawn where a second one, or a leg through proxies, was busiest", () => {
    for (const over of ["a->b#2", "a->b~wire", "a->b~split~c", "a~sidecar->b"]) {
      expect(earlyEnd(ONE_INSTANT, { over })).toBe(`${CIRCLE} over the link from a to b`);
    }
  });

  it("has the names of the drawing on the page", () => {
    const end = { endedEarly: ONE_INSTANT, endedOver: "orders->worker" };
    expect(earlyEndWords(DOCUMENT, end)).toBe(
      `The run ended early: ${CIRCLE} over the link from Orders to worker`,
    );
  });
});

describe("other limits", () => {
  it("are told with their numbers where these are known", () => {
    expect(earlyEnd("events", { maxEvents: 500 })).toBe("run.maxEvents allows 500 events");
    expect(earlyEnd("events")).toBe("it reached its limit of events");
    expect(earlyEnd("messages")).toBe("cap on messages reached");
  });

  it("that were not reached are not told", () => {
    expect(earlyEndWords(DOCUMENT, { endedEarly: null, endedOver: null })).toBeNull();
  });
});
