// What the scenarios about transactions and sagas promise, as the engine plays them.
import { describe, expect, it, vi } from "vitest";
import { failuresOf, type GalleryRun, player, queueOf, RUN_TIMEOUT_MS } from "./gallery-runs.ts";
import { teller } from "./told.ts";

vi.setConfig({ testTimeout: RUN_TIMEOUT_MS });

function storyOf({ result }: GalleryRun): string {
  return JSON.stringify(result.story);
}

describe("a transfer in doubt", () => {
  const play = player("transfer-in-doubt");

  it("undisturbed takes 25 ms, locks rows for 15 and 7 ms, and is seen in part for 1 ms", () => {
    const run = play();
    expect(failuresOf(run.requests("all").failed)).toBe(0);
    expect(run.requests("transfer").latencyMs.p50).toBeCloseTo(25, -1);
    expect(run.at("ledger-a").locks?.heldMs.mean).toBeCloseTo(15, 0);
    expect(run.at("ledger-b").locks?.prepared.undecidedMs.mean).toBeCloseTo(5, 0);
    expect(run.requests("transfer").inconsistentMs?.mean).toBeCloseTo(1, 0);
  });

  it("leaves one row in doubt when the coordinator crashes, which takes all connections", () => {
    const run = play("crash");
    expect(run.at("coordinator").undo).toMatchObject({ left: 1, takenUp: 1 });
    expect(run.requests("balance").failed.abandoned).toBeGreaterThan(10_000);
    expect(run.requests("deposit").failed.abandoned).toBeGreaterThan(10_000);
    // Nothing gets in any more, the decision neither.
    expect(run.at("ledger-b").locks?.prepared.atEnd).toBe(1);
    expect(storyOf(run)).toMatch(/stays down by itself/);
    expect(run.at("ledger-b").utilization).toBeGreaterThan(0.6);
  });

  it("with a lock timeout loses deposits to that row, and no balance", () => {
    const run = play("crash", "timeout");
    expect(failuresOf(run.requests("balance").failed)).toBe(0);
    expect(run.at("ledger-b").locks?.timeouts).toBe(161);
    expect(run.requests("deposit").failed).toEqual({ error: 161 });
    expect(run.at("ledger-b").locks?.heldMs.max).toBeGreaterThan(29_000);
    expect(run.at("ledger-b").locks?.prepared.atEnd).toBe(0);
  });

  it("takes a quarter longer over SOAP, for the whole of which rows stay locked", () => {
    const [xa, soap] = [play(), play(undefined, "soap")];
    const mean = (run: GalleryRun) => run.requests("transfer").latencyMs.mean ?? 0;
    expect(mean(soap) / mean(xa)).toBeCloseTo(33.4 / 26, 1);
    const locks = (run: GalleryRun) => run.at("ledger-a").locks;
    expect(locks(soap)?.heldMs.mean).toBeCloseTo(18.6, 0);
    expect((locks(soap)?.waited ?? 0) / (locks(xa)?.waited ?? 1)).toBeGreaterThan(1.15);
    // XML of 4 kB each way a vote, with certificates.
    const bytes = soap.on("coordinator->ledger-a").bytes?.requests ?? 0;
    expect(bytes / soap.on("coordinator->ledger-a").calls).toBeCloseTo(
      4000 * (137 / 65) + 300 + 350 + 3000,
      6,
    );
  });

  it("as a saga locks nothing, and is seen in part for longer", () => {
    expect(play(undefined, "saga").requests("transfer").inconsistentMs?.mean).toBeCloseTo(7, 0);
    const run = play("crash", "saga");
    expect(failuresOf(run.requests("balance").failed)).toBe(0);
    expect(failuresOf(run.requests("deposit").failed)).toBe(0);
    expect(run.at("ledger-b").locks?.heldMs.max).toBeLessThan(100);
  });

  it("tells numbers that are played", () => {
    const told = teller("transfer-in-doubt");
    const { latencyMs, inconsistentMs } = play().requests("transfer");
    told("a transfer takes 25 ms", latencyMs.p50);
    told("Ledger A for 15 ms on average", play().at("ledger-a").locks?.heldMs.mean);
    told("Between the two commits there is 1 ms", inconsistentMs?.mean);
    const saga = play(undefined, "saga").requests("transfer").inconsistentMs;
    told("7 ms instead of 1 ms", saga?.mean, inconsistentMs?.mean);
    told(
      "161 deposits to the locked row fail",
      play("crash", "timeout").at("ledger-b").locks?.timeouts,
    );
    expect(Math.min(...play("crash").node("ledger-b", "heldMean", 75, 180))).toBeGreaterThan(39.9);
    expect(failuresOf(play("crash").requests("transfer").failed)).toBeGreaterThan(3_000);
  });
});

describe("a trip in three steps", () => {
  const play = player("trip-saga");

  it("is booked in part for most of its time, and undone backwards where a card is declined", () => {
    const calm = play();
    expect(calm.requests("trip").latencyMs.p50).toBeCloseTo(175, -1);
    expect(calm.requests("trip").inconsistentMs?.mean).toBeCloseTo(142, -1);
    const run = play("declined");
    const undone = run.at("orchestrator").undo?.undone ?? 0;
    expect(undone).toBe(421);
    expect(run.requests("trip").failed).toEqual({ dependency: undone });
    for (const id of ["flights", "hotels"]) {
      expect(Math.abs(run.at(id).completions - calm.at(id).completions - undone)).toBeLessThan(5);
    }
    expect(run.at("orchestrator").undo).toMatchObject({ left: 0, openAtEnd: 0 });
  });

  it("goes on after a crash of the orchestrator, from its log", () => {
    const run = play("crash");
    expect(run.at("orchestrator").undo).toMatchObject({ left: 9, takenUp: 9, undone: 0 });
    expect(run.at("orchestrator").undo?.openMs.max).toBeCloseTo(20_000, 3);
    expect(run.requests("trip").inconsistentMs?.max).toBeGreaterThan(20_000);
  });

  it("is canceled as soon as that is possible", () => {
    const { undo } = play("flights").at("orchestrator");
    expect(undo?.openMax).toBe(1_220);
    expect(undo).toMatchObject({ openAtEnd: 0 });
    expect(undo?.openMs.max).toBeCloseTo(10_000, 3);
  });

  it("without a log stays half booked, unless a job finds it", () => {
    expect(play("crash", "forgetful").at("orchestrator").undo).toMatchObject({
      left: 9,
      takenUp: 0,
      openAtEnd: 9,
    });
    const run = play("crash", "reconciled");
    expect(run.at("orchestrator").undo).toMatchObject({ takenUp: 9, undone: 9, openAtEnd: 0 });
    expect(run.requests("trip").inconsistentMs?.max).toBeGreaterThan(30_000);
    expect(run.requests("trip").inconsistentMs?.max).toBeLessThan(31_000);
  });

  it("tells numbers that are played", () => {
    const told = teller("trip-saga");
    const { latencyMs, inconsistentMs } = play().requests("trip");
    told("A trip takes 175 ms; for 142 ms of them", latencyMs.p50, inconsistentMs?.mean);
    told("421 trips are undone", play("declined").at("orchestrator").undo?.undone);
    told("1,220 of them wait for it at most", play("flights").at("orchestrator").undo?.openMax);
  });
});

describe("an order by events", () => {
  const play = player("order-choreography");

  it("gives goods back where a card is refused, without anybody waiting", () => {
    const run = play();
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(run.at("payment").undo?.undone).toBeGreaterThan(1_000);
    expect(run.requests("order").latencyMs.p50).toBeCloseTo(21, -1);
    expect(run.requests("order").inconsistentMs?.max).toBeLessThan(700);
  });

  it("waits for Payment in the queue, with goods reserved", () => {
    const run = play("payment");
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(queueOf(run, "reserved", "payment").backlog.max).toBeGreaterThan(1_100);
    expect(run.requests("order").inconsistentMs?.max).toBeGreaterThan(20_000);
  });

  it("is delivered anew until its failure can be told", () => {
    const run = play("refused");
    const calm = play();
    expect(run.at("payment").arrivals).toBeGreaterThan(calm.at("payment").arrivals + 100);
    expect(failuresOf(run.requests("order").failed)).toBe(0);
    expect(run.at("payment").undo?.openAtEnd).toBe(0);
  });

  it("led by one makes the buyer wait and fail with Payment", () => {
    const calm = play(undefined, "led");
    expect(calm.requests("order").latencyMs.p50).toBeGreaterThan(80);
    const failed = play("payment", "led").requests("order").failed.dependency ?? 0;
    expect(failed - (calm.requests("order").failed.dependency ?? 0)).toBe(1_126);
  });

  it("tells numbers that are played", () => {
    const told = teller("order-choreography");
    const { latencyMs, inconsistentMs, completed } = play().requests("order");
    const longestS = (inconsistentMs?.max ?? 0) / 1000;
    told("for 80 ms or so, at most for 0.64 s", inconsistentMs?.mean, longestS);
    told("answered after 21 ms", latencyMs.p50);
    expect((play().at("payment").undo?.undone ?? 0) / completed).toBeCloseTo(0.1, 2);
    const led = play(undefined, "led").requests("order");
    told("87 ms instead of 21", led.latencyMs.p50, latencyMs.p50);
    const more =
      failuresOf(play("payment", "led").requests("order").failed) - failuresOf(led.failed);
    told("1,126 more orders fail", more);
    // Told at once: those refused are failures of the buyer's own request.
    expect(failuresOf(led.failed) / led.completed).toBeCloseTo(0.1, 1);
    const waiting = play("payment").node("reserved", "backlogEnd", 80, 180);
    // A window is 0.3 s; in calm some ten orders are under way.
    const paidS = 0.3 * (1 + waiting.findIndex((count) => count < 15));
    told("The last is paid 7 s after Payment is back", paidS);
  });
});
