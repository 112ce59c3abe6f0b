// What the shop's description promises, as the engine plays it. Payment is 20 times slower from
// 60 s to 120 s: synchronous coupling cascades, asynchronous coupling buffers.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, RUN_TIMEOUT_MS, runGallery, sumOf } from "./gallery-runs.ts";

const FILE = "shop.brownout.json";
vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

const slow = () => runGallery(FILE, { fault: "slow-payment" });

const ORDERS_THREADS = 3 * 16;
const GATEWAY_QUEUES = 2 * 200;

describe("the shop while payment is slow", () => {
  it("runs out of threads in orders within five seconds, waiting and not working", () => {
    const held = slow().node("orders", "heldMean", 65, 120);
    const working = slow().node("orders", "workingMean", 65, 120);
    expect(Math.min(...held)).toBeGreaterThan(0.95 * ORDERS_THREADS);
    expect(Math.max(...working)).toBeLessThan(0.2 * ORDERS_THREADS);
  });

  it("fills the queues of the gateway after the threads of orders", () => {
    const full = slow().node("gateway", "queueEnd", 70, 118);
    expect(Math.min(...full)).toBeGreaterThan(0.9 * GATEWAY_QUEUES);
    const whenHalf = (values: readonly number[], limit: number) =>
      values.findIndex((value) => value > limit / 2);
    const threads = whenHalf(slow().node("orders", "heldMean", 60, 120), ORDERS_THREADS);
    const queue = whenHalf(slow().node("gateway", "queueEnd", 60, 120), GATEWAY_QUEUES);
    expect(threads).toBeLessThan(queue);
  });

  it("takes browsing down as well, which never calls payment", () => {
    for (const type of ["browse", "checkout"]) {
      const before = sumOf(slow().type(type, "ok", 30, 60));
      const during = sumOf(slow().type(type, "ok", 70, 118));
      expect(during, type).toBeLessThan(0.02 * before);
    }
    const { failed } = slow().requests("browse");
    expect(failed.rejected).toBeGreaterThan(1000);
    expect(failed.timeout).toBeGreaterThan(100);
  });

  it("is loaded more than twice as much by the retries of its clients", () => {
    const before = sumOf(slow().node("gateway", "arrivals", 30, 60));
    const during = sumOf(slow().node("gateway", "arrivals", 80, 110));
    expect(during).toBeGreaterThan(2 * before);
  });

  it.each(["email", "sms"])("leaves %s alone: fewer orders and not one failure", (node) => {
    const before = sumOf(slow().node(node, "completions", 30, 60));
    const during = sumOf(slow().node(node, "completions", 80, 110));
    expect(during).toBeLessThan(0.1 * before);
    expect(failuresOf(slow().at(node).failed)).toBe(0);
  });

  it("gives e-mail a short backlog afterwards, which drains", () => {
    const ordinary = Math.max(...slow().node("order-mail", "backlogEnd", 20, 60));
    const after = Math.max(...slow().node("order-mail", "backlogEnd", 120, 130));
    expect(after).toBeGreaterThan(3 * ordinary);
    expect(Math.max(...slow().node("order-mail", "backlogEnd", 135, 180))).toBeLessThan(after / 3);
    const { backlogAtEnd, endings } = slow().at("order-mail").queues?.email ?? {};
    expect(backlogAtEnd).toBeLessThan(20);
    expect(endings).toMatchObject({ deadLettered: 0, dropped: 0, expired: 0, lost: 0 });
  });

  it("is well again ten seconds after the fault", () => {
    const offered = sumOf(slow().type("checkout", "offered", 130, 178));
    expect(sumOf(slow().type("checkout", "ok", 130, 178))).toBeGreaterThan(0.95 * offered);
  });

  it("misses its objectives, and the cascade starts at payment because of the fault", () => {
    const { slos, cascade } = slow().result;
    expect(slos.map((slo) => slo.met)).toEqual([false, false]);
    expect(cascade[0]).toMatchObject({ node: "payment", because: "fault:slow-payment" });
    const hit = cascade.map((step) => step.node);
    expect(hit).toEqual(expect.arrayContaining(["orders", "gateway", "shoppers"]));
    expect(hit).not.toContain("email");
    expect(hit).not.toContain("sms");
  });

  it("loses fewer than half as many orders with the breaker and its fallback", () => {
    const lost = (run: ReturnType<typeof slow>) => failuresOf(run.requests("all").failed);
    const saved = runGallery(FILE, { fault: "slow-payment", variant: "breaker" });
    expect(lost(saved)).toBeLessThan(0.5 * lost(slow()));
    expect(saved.requests("checkout").degraded).toBeGreaterThan(1000);
    expect(saved.on("orders->payment").breaker.opens).toBeGreaterThanOrEqual(3);
  });
});

describe("the shop without inventory", () => {
  it("fails quickly instead of slowly: nobody runs out of threads", () => {
    const run = runGallery(FILE, { fault: "kill-inventory" });
    expect(sumOf(run.type("all", "ok", 62, 88))).toBe(0);
    expect(Math.max(...run.node("orders", "heldMean", 62, 88))).toBeLessThan(0.5 * ORDERS_THREADS);
    expect(run.result.cascade[0]).toMatchObject({
      node: "inventory",
      state: "down",
      because: "fault:kill-inventory",
    });
  });
});
