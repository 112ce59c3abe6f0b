// What the descriptions and notes of the real systems promise.
import { describe, expect, it } from "vitest";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { failuresOf, RUN_TIMEOUT_MS, runGallery, sumOf } from "./gallery-runs.ts";

const BOOKINFO = "bookinfo.brownout.json";
const BOUTIQUE = "online-boutique.brownout.json";

/** Calls of one edge for each request that reached its caller. */
function callsPer(result: RunResult, edge: string, arrivals: number): number {
  return result.edges[edge].calls / arrivals;
}

describe("Bookinfo", () => {
  it(
    "spreads reviews evenly over three versions, and only two of them ask ratings",
    () => {
      const { nodes } = runGallery(BOOKINFO).result;
      const versions = ["reviews-v1", "reviews-v2", "reviews-v3"].map((id) => nodes[id].arrivals);
      const mean = sumOf(versions) / 3;
      // Four standard deviations of a count that is binomial with probability 1/3.
      for (const count of versions)
        expect(Math.abs(count - mean)).toBeLessThan(4 * Math.sqrt((2 * mean) / 3));
      expect(Math.abs(nodes.ratings.arrivals - versions[1] - versions[2])).toBeLessThan(5);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "answers every page with ratings delayed by 7 s, one in nine after 6 s and without reviews",
    () => {
      const run = runGallery(BOOKINFO, { fault: "ratings-delay-7s" });
      const { edges, endToEnd } = run.result;
      expect(failuresOf(endToEnd.page.failed)).toBe(0);
      expect(endToEnd.page.latencyMs.p99).toBeGreaterThan(6000);
      expect(endToEnd.page.latencyMs.max).toBeLessThan(6500);
      const pages = sumOf(run.type("page", "offered", 60, 120));
      const withoutReviews = edges["productpage->reviews"].fallbacks;
      const expected = pages / 9;
      expect(Math.abs(withoutReviews - expected)).toBeLessThan(4 * Math.sqrt((expected * 8) / 9));
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "lets v3 give up after 2.5 s and never v2, whose caller gives up first",
    () => {
      const { edges } = runGallery(BOOKINFO, { fault: "ratings-delay-7s" }).result;
      expect(edges["reviews-v3->ratings"].failed.timeout).toBeGreaterThan(500);
      expect(edges["reviews-v2->ratings"].failed).toEqual({});
      const tries = edges["productpage->reviews"];
      expect(tries.retries).toBeGreaterThan(400);
      expect(tries.attempts - tries.calls).toBe(tries.retries);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "fails nowhere with a delay of 2 s, only later",
    () => {
      const { endToEnd, edges } = runGallery(BOOKINFO, { fault: "ratings-delay-2s" }).result;
      expect(endToEnd.page.degraded + failuresOf(endToEnd.page.failed)).toBe(0);
      expect(endToEnd.page.latencyMs.p95).toBeGreaterThan(2000);
      expect(edges["productpage->reviews"].retries).toBe(0);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "stays fast when ratings answers with errors",
    () => {
      const well = runGallery(BOOKINFO).result.endToEnd.page;
      const page = runGallery(BOOKINFO, { fault: "ratings-abort" }).result.endToEnd.page;
      expect(failuresOf(page.failed)).toBe(0);
      expect(page.degraded).toBeGreaterThan(500);
      expect(page.latencyMs.p99).toBeLessThan(1.1 * (well.latencyMs.p99 ?? 0));
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "is faster under the delay of 7 s when all versions give up after 500 ms",
    () => {
      const options = { fault: "ratings-delay-7s", variant: "one-timeout" };
      const { page } = runGallery(BOOKINFO, options).result.endToEnd;
      expect(page.latencyMs.p99).toBeLessThan(700);
    },
    RUN_TIMEOUT_MS,
  );
});

describe("Online Boutique", () => {
  it(
    "makes the calls of its source for each page",
    () => {
      const { edges, nodes, endToEnd } = runGallery(BOUTIQUE).result;
      const offered = (type: string) => endToEnd[type].offered;
      const home = offered("index") + offered("set-currency");
      const adding = offered("add-to-cart") + offered("checkout");
      const product = offered("browse-product") + adding;
      const cart = offered("view-cart") + adding;
      const orders = offered("checkout");
      const calls = {
        "loadgenerator->frontend":
          home + offered("set-currency") + product + adding + cart + orders,
        "frontend->currencyservice": 10 * home + 2 * product + 4 * cart + orders,
        "frontend->productcatalogservice": home + 6 * product + adding + 7 * cart + 5 * orders,
        "frontend->recommendationservice": product + cart + orders,
        "frontend->adservice": home + product,
        "frontend->cartservice": home + product + adding + cart,
        "checkoutservice->currencyservice": 3 * orders,
      };
      for (const [edge, expected] of Object.entries(calls)) {
        // Requests that were under way when counting began or ended shift the counts a little.
        expect(Math.abs(edges[edge].calls - expected), edge).toBeLessThan(0.01 * expected + 20);
      }
      const listed = callsPer(
        { edges } as RunResult,
        "recommendationservice->productcatalogservice",
        nodes.recommendationservice.arrivals,
      );
      expect(listed).toBeCloseTo(1, 2);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "draws the journey by the weights of its load generator",
    () => {
      const { endToEnd } = runGallery(BOUTIQUE).result;
      const all = endToEnd.all.offered;
      const weights = { index: 1, "set-currency": 2, "browse-product": 10, "add-to-cart": 2 };
      for (const [type, weight] of Object.entries(weights)) {
        const share = weight / 19;
        const deviation = Math.sqrt((share * (1 - share)) / all);
        expect(Math.abs(endToEnd[type].offered / all - share), type).toBeLessThan(4 * deviation);
      }
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "makes seconds of half a second in the catalog, and recommendation runs out of threads",
    () => {
      const run = runGallery(BOUTIQUE, { fault: "catalog-latency" });
      expect(failuresOf(run.result.endToEnd.all.failed)).toBe(0);
      const waits = run.type("browse-product", "meanMs", 90, 120).filter((value) => value > 0);
      expect(Math.min(...waits)).toBeGreaterThan(3500);
      const threads = run.node("recommendationservice", "heldMean", 70, 120);
      expect(Math.min(...threads)).toBeGreaterThan(9.5);
      expect(Math.min(...run.node("recommendationservice", "queueEnd", 70, 118))).toBeGreaterThan(
        50,
      );
      expect(run.result.cascade[0]).toMatchObject({
        node: "recommendationservice",
        because: "fault:catalog-latency",
      });
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "waits for slow advertisements 100 ms at most, and fails no page",
    () => {
      const well = runGallery(BOUTIQUE).result.endToEnd["browse-product"].latencyMs;
      const { endToEnd, edges, slos } = runGallery(BOUTIQUE, { fault: "slow-ads" }).result;
      expect(edges["frontend->adservice"].failed.timeout).toBeGreaterThan(1000);
      expect(failuresOf(endToEnd.all.failed)).toBe(0);
      const slow = endToEnd["browse-product"].latencyMs;
      expect((slow.p99 ?? 0) - (well.p99 ?? 0)).toBeLessThan(110);
      expect((slow.p99 ?? 0) - (well.p99 ?? 0)).toBeGreaterThan(50);
      expect(slos.every((slo) => slo.met)).toBe(true);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "fails every page without redis-cart",
    () => {
      const run = runGallery(BOUTIQUE, { fault: "redis-crash" });
      expect(sumOf(run.type("all", "ok", 61, 90))).toBe(0);
      expect(sumOf(run.type("all", "dependency", 61, 90))).toBeGreaterThan(500);
      expect(run.result.cascade[0]).toMatchObject({
        node: "redis-cart",
        because: "fault:redis-crash",
      });
    },
    RUN_TIMEOUT_MS,
  );
});
