// What the descriptions and notes of the real systems promise.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, RUN_TIMEOUT_MS, runGallery, sumOf } from "./gallery-runs.ts";

const BOOKINFO = "bookinfo.brownout.json";
const BOUTIQUE = "online-boutique.brownout.json";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

describe("Bookinfo", () => {
  it("spreads reviews evenly over three versions, and only two of them ask ratings", () => {
    const run = runGallery(BOOKINFO);
    const v1 = run.at("reviews-v1").arrivals;
    const v2 = run.at("reviews-v2").arrivals;
    const v3 = run.at("reviews-v3").arrivals;
    const mean = (v1 + v2 + v3) / 3;
    // Four standard deviations of a count that is binomial with probability 1/3.
    const tolerance = 4 * Math.sqrt((2 * mean) / 3);
    for (const count of [v1, v2, v3]) expect(Math.abs(count - mean)).toBeLessThan(tolerance);
    expect(Math.abs(run.at("ratings").arrivals - v2 - v3)).toBeLessThan(5);
  });

  it("answers every page with ratings delayed by 7 s, one in nine after 6 s and without reviews", () => {
    const run = runGallery(BOOKINFO, { fault: "ratings-delay-7s" });
    const page = run.requests("page");
    expect(failuresOf(page.failed)).toBe(0);
    expect(page.latencyMs.p99).toBeGreaterThan(6000);
    expect(page.latencyMs.max).toBeLessThan(6500);
    const pages = sumOf(run.type("page", "offered", 60, 120));
    const withoutReviews = run.on("productpage->reviews").fallbacks;
    const expected = pages / 9;
    expect(Math.abs(withoutReviews - expected)).toBeLessThan(4 * Math.sqrt((expected * 8) / 9));
  });

  it("lets v3 give up after 2.5 s and never v2, whose caller gives up first", () => {
    const run = runGallery(BOOKINFO, { fault: "ratings-delay-7s" });
    expect(run.on("reviews-v3->ratings").failed.timeout).toBeGreaterThan(500);
    expect(run.on("reviews-v2->ratings").failed).toEqual({});
    const tries = run.on("productpage->reviews");
    expect(tries.retries).toBeGreaterThan(400);
    expect(tries.attempts - tries.calls).toBe(tries.retries);
  });

  it("fails nowhere with a delay of 2 s, only later", () => {
    const run = runGallery(BOOKINFO, { fault: "ratings-delay-2s" });
    const page = run.requests("page");
    expect(page.degraded + failuresOf(page.failed)).toBe(0);
    expect(page.latencyMs.p95).toBeGreaterThan(2000);
    expect(run.on("productpage->reviews").retries).toBe(0);
  });

  it("stays fast when ratings answers with errors", () => {
    const well = runGallery(BOOKINFO).requests("page");
    const page = runGallery(BOOKINFO, { fault: "ratings-abort" }).requests("page");
    expect(failuresOf(page.failed)).toBe(0);
    expect(page.degraded).toBeGreaterThan(500);
    expect(page.latencyMs.p99).toBeLessThan(1.1 * (well.latencyMs.p99 ?? 0));
  });

  it("is faster under the delay of 7 s when all versions give up after 500 ms", () => {
    const options = { fault: "ratings-delay-7s", variant: "one-timeout" };
    const page = runGallery(BOOKINFO, options).requests("page");
    expect(page.latencyMs.p99).toBeLessThan(700);
  });
});

describe("Online Boutique", () => {
  it("makes the calls of its source for each page", () => {
    const run = runGallery(BOUTIQUE);
    const offered = (type: string) => run.requests(type).offered;
    const home = offered("index") + offered("set-currency");
    const adding = offered("add-to-cart") + offered("checkout");
    const product = offered("browse-product") + adding;
    const cart = offered("view-cart") + adding;
    const orders = offered("checkout");
    const calls = {
      "loadgenerator->frontend": home + offered("set-currency") + product + adding + cart + orders,
      "frontend->currencyservice": 10 * home + 2 * product + 4 * cart + orders,
      "frontend->productcatalogservice": home + 6 * product + adding + 7 * cart + 5 * orders,
      "frontend->recommendationservice": product + cart + orders,
      "frontend->adservice": home + product,
      "frontend->cartservice": home + product + adding + cart,
      "checkoutservice->currencyservice": 3 * orders,
      "recommendationservice->productcatalogservice": product + cart + orders,
    };
    for (const [edge, expected] of Object.entries(calls)) {
      // Requests that were under way when counting began or ended shift the counts a little.
      expect(Math.abs(run.on(edge).calls - expected), edge).toBeLessThan(0.01 * expected + 20);
    }
  });

  it("draws the journey by the weights of its load generator", () => {
    const run = runGallery(BOUTIQUE);
    const all = run.requests("all").offered;
    const weights = { index: 1, "set-currency": 2, "browse-product": 10, "add-to-cart": 2 };
    for (const [type, weight] of Object.entries(weights)) {
      const share = weight / 19;
      const deviation = Math.sqrt((share * (1 - share)) / all);
      expect(Math.abs(run.requests(type).offered / all - share), type).toBeLessThan(4 * deviation);
    }
  });

  it("makes seconds of half a second in the catalog, and recommendation runs out of threads", () => {
    const run = runGallery(BOUTIQUE, { fault: "catalog-latency" });
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    const waits = run.type("browse-product", "meanMs", 90, 120).filter((value) => value > 0);
    expect(Math.min(...waits)).toBeGreaterThan(3500);
    const threads = run.node("recommendationservice", "heldMean", 70, 120);
    expect(Math.min(...threads)).toBeGreaterThan(9.5);
    expect(Math.min(...run.node("recommendationservice", "queueEnd", 70, 118))).toBeGreaterThan(50);
    expect(run.result.cascade).toContainEqual(
      expect.objectContaining({
        node: "recommendationservice",
        state: "saturated",
        because: "fault:catalog-latency",
      }),
    );
  });

  it("waits for slow advertisements 100 ms at most, and fails no page", () => {
    const well = runGallery(BOUTIQUE).requests("browse-product").latencyMs;
    const run = runGallery(BOUTIQUE, { fault: "slow-ads" });
    expect(run.on("frontend->adservice").failed.timeout).toBeGreaterThan(1000);
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    const slow = run.requests("browse-product").latencyMs;
    expect((slow.p99 ?? 0) - (well.p99 ?? 0)).toBeLessThan(110);
    expect((slow.p99 ?? 0) - (well.p99 ?? 0)).toBeGreaterThan(50);
    expect(run.result.slos.every((slo) => slo.met)).toBe(true);
  });

  it("fails every page without redis-cart", () => {
    const run = runGallery(BOUTIQUE, { fault: "redis-crash" });
    expect(sumOf(run.type("all", "ok", 62, 90))).toBe(0);
    expect(sumOf(run.type("all", "dependency", 62, 90))).toBeGreaterThan(500);
    expect(run.result.cascade[0]).toMatchObject({
      node: "redis-cart",
      because: "fault:redis-crash",
    });
  });
});
