// What lasts for one window only: told where it is beyond doubt and something was done shortly before.
import { describe, expect, it } from "vitest";
import { createObserver, type Observer } from "../../simulation/analysis/observer.ts";
import type { ResolvedScenario } from "../../simulation/scenario/document.ts";
import { chain, chainLayout, chainRows } from "../support/chain.ts";
import { type RowWriter, requests, slowFault } from "../support/series-builder.ts";

type Writer = (row: RowWriter, window: number) => void;

/** In window 20 so many of 100 calls of payment, orders, the gateway and the clients fail. */
const once =
  (failed: number, at = 20): Writer =>
  (row, window) => {
    if (window !== at) return;
    for (const node of ["payment", "orders", "gateway"]) row.node(node, { callerFailed: failed });
    for (const edge of ["orders->payment", "gateway->orders", "users->gateway"]) {
      row.edge(edge, { failedAttempts: failed, okAttempts: 100 - failed });
    }
    for (const type of ["all", "buy"]) {
      row.type(type, {
        ...requests(100, 140),
        ok: 100 - failed,
        good: 100 - failed,
        error: failed,
      });
    }
  };

function watch(scenario: ResolvedScenario, more: Writer, windows = 40): Observer {
  const observer = createObserver(scenario, chainLayout(scenario));
  observer.push(chainRows(scenario, windows, more, 0));
  observer.finish();
  return observer;
}

const textOf = (observer: Observer): string =>
  observer
    .story()
    .map(({ text }) => text)
    .join(" ");

const brief = chain({ faults: [slowFault("payment", { forMs: 500 })] });

describe("one bad window", () => {
  it("is told with its origin, its way up and its size", () => {
    const observer = watch(brief, once(46));
    expect(observer.cascade().map(({ node, state, because }) => [node, state, because])).toEqual([
      ["payment", "failing", "fault:slow-payment"],
      ["orders", "failing", "node:payment/dependencyErrors"],
      ["gateway", "failing", "node:orders/dependencyErrors"],
      ["users", "failing", "node:gateway/dependencyErrors"],
    ]);
    expect(textOf(observer)).toContain(
      "46.0 % of requests failed from 0:20 to 0:21, mostly errors; email failed nothing; " +
        "all was back to normal by 0:21, 500 ms after the fault ended.",
    );
    expect(observer.recovery()).toMatchObject({ status: "recovered", recoveryS: 0.5 });
    expect([observer.recovery().impactMs, observer.recovery().detectMs]).toEqual([21_000, 21_000]);
  });

  it("is told of few failures, too, as long as they are beyond doubt", () => {
    const degraded = watch(brief, once(20)).cascade();
    expect(degraded.map(({ node, state }) => [node, state])).toContainEqual([
      "payment",
      "degraded",
    ]);
    const observer = watch(brief, once(4));
    expect(observer.cascade()).toEqual([]);
    // None of 20 seconds without a failure would be one by chance, but no node has left its range.
    expect(textOf(observer)).toContain(
      "no node has left its normal range since: 0.200 % of requests failed, usually none.",
    );
  });

  it("is nobody's fault where nothing was done", () => {
    expect(watch(chain(), once(46)).cascade()).toEqual([]);
    const later = chain({ faults: [slowFault("payment", { forMs: 500 })] });
    expect(watch(later, once(46, 32)).cascade()).toEqual([]);
  });

  it("is told at the end of the run, where nothing can confirm it", () => {
    expect(watch(brief, once(46), 21).cascade()).toHaveLength(4);
    expect(watch(brief, once(4), 21).cascade()).toEqual([]);
  });

  it("is not told as long as the run may still confirm it", () => {
    const observer = createObserver(brief, chainLayout(brief));
    observer.push(chainRows(brief, 21, once(46), 0));
    expect(observer.cascade()).toEqual([]);
  });
});

describe("the end of an incident", () => {
  it("is the end of what is counted of it", () => {
    const lasting = chain({ faults: [slowFault("payment", { forMs: 5000 })] });
    const observer = watch(lasting, (row, window) => {
      if (window >= 20 && window < 25) once(60, window)(row, window);
    });
    // Six windows of which five fail 60 of 100; the calm after them is no part.
    expect(textOf(observer)).toMatch(/42\.9 % of requests failed from 0:20 to 0:27/);
  });
});
