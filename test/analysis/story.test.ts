import { describe, expect, it } from "vitest";
import { createObserver, type Observer } from "../../simulation/analysis/observer.ts";
import type { ResolvedScenario } from "../../simulation/scenario/document.ts";
import { chain, chainLayout, chainRows, slowPayment } from "../support/chain.ts";
import { callsOn, type RowWriter, requests, slowFault } from "../support/series-builder.ts";

type Writer = (row: RowWriter, window: number) => void;

function watch(scenario: ResolvedScenario, more: Writer, windows = 40): Observer {
  const observer = createObserver(scenario, chainLayout(scenario));
  observer.push(chainRows(scenario, windows, more));
  return observer;
}

function storyOf(scenario: ResolvedScenario, more: Writer, windows = 40): string {
  return watch(scenario, more, windows)
    .story()
    .map((sentence) => sentence.text)
    .join(" ");
}

/** A node that gets slow and full, with nothing around it. */
const full =
  (node: string): Writer =>
  (row) =>
    row.node(node, { heldMean: 400, slotsMean: 400, waitMeanMs: 700, p95Ms: 2000 });

const slowFor20s = chain({ faults: [slowFault("payment", { forMs: 20_000 })] });

describe("the story of an outage", () => {
  const story = watch(chain({ faults: [slowFault("payment")] }), slowPayment).story();
  const text = story.map((sentence) => sentence.text);

  it("has one to three sentences, each with its evidence", () => {
    expect(story.length).toBe(3);
    expect(story.map(({ node, atS, state }) => [node, atS, state])).toEqual([
      ["payment", 21, "failing"],
      ["orders", 22, "failing"],
      ["users", 40, "failing"],
    ]);
  });

  it("says first what was injected and what it did to its target", () => {
    expect(text[0]).toBe(
      "Payment provider became 10 times slower at 0:20 and was failing 30.0 % of its calls by " +
        "0:22: all 20 of its slots were in use by 0:21.",
    );
  });

  it("says then how it spread, by which mechanism, and when slots and queues were gone", () => {
    expect(text[1]).toBe(
      "Orders holds a slot while it waits for Payment provider: all 40 of its slots were in use " +
        "by 0:22, its queue of 200 was full by 0:22; gateway holds a slot while it waits for " +
        "orders: all 100 of its slots were in use by 0:24, its queue of 200 was full by 0:24.",
    );
  });

  it("says last what clients and consumers saw", () => {
    // 17 of 20 windows fail 60 of 100 requests.
    expect(text[2]).toBe(
      "51.0 % of requests failed since 0:20, mostly timeouts; email failed nothing and merely " +
        "got 33.5 % of its usual messages.",
    );
  });

  it("changes when the fault is moved to another node", () => {
    const at = (node: string): string =>
      storyOf(chain({ faults: [slowFault(node, { forMs: 20_000 })] }), full(node));
    expect(at("payment")).toContain("Payment provider became 10 times slower at 0:20 and was");
    expect(at("orders")).toContain("Orders became 10 times slower at 0:20 and was");
    expect(at("orders")).not.toContain("Payment provider");
    expect(at("payment")).not.toContain("Orders");
  });

  it("names the fault only while it is one: a disabled one is not told", () => {
    const off = chain({ faults: [slowFault("payment", { enabled: false })] });
    const told = storyOf(off, full("payment"));
    expect(told).not.toContain("slower");
    expect(told).toContain("Payment provider ran out of capacity");
    expect(told).toContain("Nothing was injected.");
  });

  it("does not say that a queue was full or slots gone where they were not", () => {
    const told = storyOf(chain({ faults: [slowFault("orders")] }), (row) =>
      row.node("orders", { p95Ms: 900, queueEnd: 199, queueMean: 150, heldMean: 39 }),
    );
    expect(told).toContain("Orders became 10 times slower at 0:20 and was degraded by 0:22.");
    expect(told).not.toMatch(/full|slots/);
  });

  it("says since when no request of a type has succeeded, and stops when one does", () => {
    const silent = (until: number): string =>
      storyOf(chain({ faults: [slowFault("payment")] }), (row, window) => {
        slowPayment(row, window);
        if (window >= 30 && window < until) {
          for (const type of ["all", "buy"]) row.type(type, { ok: 0, good: 0, rejected: 100 });
        }
      });
    expect(silent(99)).toContain("no buy has succeeded since 0:30");
    expect(silent(39)).not.toContain("has succeeded");
  });

  it("counts attempts per request when clients retry", () => {
    const told = storyOf(chain({ faults: [slowFault("payment")] }), (row, window) => {
      slowPayment(row, window);
      row.edge("users->gateway", { calls: 100, attempts: 300, retries: 200 });
    });
    expect(told).toContain("retries made 3.00 attempts of each request");
  });

  it("tells a backlog that grew, and when it had drained", () => {
    const backlog = (at: number): number =>
      Math.max(0, at < 30 ? (at - 19) * 40 : 400 - (at - 30) * 100);
    const mail: Writer = (row, window) => {
      full("email")(row, window);
      row.node("mail", { delivered: 60, acked: 60, backlogEnd: backlog(window) });
    };
    const scenario = chain({ faults: [slowFault("email")] });
    expect(storyOf(scenario, mail, 28)).toContain("the backlog of mail is at 320");
    expect(storyOf(scenario, mail, 32)).toContain("the backlog of mail reached 400 and is at 300");
    expect(storyOf(scenario, mail, 40)).toContain(
      "the backlog of mail reached 400 and had drained by 0:35",
    );
    expect(storyOf(scenario, mail, 40)).toContain("Messages piled up in mail for email");
  });

  it("says how long after the fault all was back, or that it is not", () => {
    const heals =
      (at: number): Writer =>
      (row, window) => {
        if (window < at) slowPayment(row, window);
      };
    expect(storyOf(slowFor20s, heals(45), 60)).toContain(
      "all was back to normal by 0:47, 7.00 s after the fault ended.",
    );
    expect(storyOf(slowFor20s, heals(99), 44)).toContain(
      "not recovered 4.00 s after the fault ended.",
    );
    expect(storyOf(slowFor20s, heals(99), 38)).not.toContain("recovered");
  });

  it("tells of nothing that was before its cause", () => {
    // Another node seemed ill in the second before the fault, which opened the incident.
    const faults = [slowFault("payment", { atMs: 21_000 })];
    const told = storyOf(chain({ faults }), (row, window) => {
      if (window === 20) row.node("email", { callerFailed: 50 });
      else slowPayment(row, window);
    });
    expect(told).toContain("Payment provider became 10 times slower at 0:21");
    expect(told).toContain("requests failed since 0:21");
    expect(told).not.toContain("0:20");
  });

  it("says when the system stays down by itself, and what keeps it down", () => {
    const told = storyOf(
      slowFor20s,
      (row, window) => {
        slowPayment(row, window);
        row.edge("users->gateway", { attempts: 300, retries: 200 });
      },
      135,
    );
    expect(told).toContain("it stays down by itself though the fault is over: 28.6 % of all");
    expect(told).toContain("attempts are retries");
  });

  it("tells a rise of the load with its size", () => {
    const shape = {
      shape: "steps",
      points: [
        [0, 1],
        [20, 1.5],
      ],
    };
    const nodes = [
      { id: "users", kind: "client", requests: { buy: {} }, profile: shape },
      ...chain()
        .nodes.slice(1)
        .map(({ id, values }) => ({ id, ...values })),
    ];
    const told = storyOf(chain({ nodes }), (row, window) => {
      for (const type of ["all", "buy"]) row.type(type, requests(150, 150));
      row.edge("users->gateway", callsOn(150, 70));
      row.node("payment", { arrivals: 150, heldMean: 20, waitMeanMs: 90 + window });
    });
    expect(told).toContain("Load rose to 1.50 times its usual level, 150/s, by 0:21; payment was");
    expect(told).toContain("No request failed since 0:20");
  });

  it("keeps telling the gravest outage after a smaller one", () => {
    const told = storyOf(
      chain({ faults: [slowFault("payment", { forMs: 10_000 })] }),
      (row, window) => {
        if (window < 30) slowPayment(row, window);
        if (window >= 50) row.node("email", { callerFailed: 50 });
      },
      60,
    );
    expect(told).toContain("Email was failing 50.0 %");
    const later = storyOf(
      chain({ faults: [slowFault("payment", { forMs: 10_000 })] }),
      (row, window) => {
        if (window < 30) slowPayment(row, window);
        if (window >= 50 && window < 60) row.node("email", { callerFailed: 50 });
      },
      80,
    );
    expect(later).toContain("Payment provider became 10 times slower");
    expect(later).toContain("Apart from that, email left the normal range from 0:50 to 1:02");
  });

  it("tells every fault of an incident, not the first alone", () => {
    const both = [slowFault("payment"), slowFault("email", { atMs: 25_000 })];
    const told = storyOf(chain({ faults: both }), (row, window) => {
      slowPayment(row, window);
      if (window >= 25) full("email")(row, window);
    });
    expect(told).toContain("Payment provider became 10 times slower at 0:20");
    expect(told).toContain("email became 10 times slower at 0:25");
  });

  it("counts how often the same happened", () => {
    const faults = [20_000, 40_000, 60_000].map((atMs) =>
      slowFault("payment", { id: "again", atMs, forMs: 5000 }),
    );
    const [first, ...more] = faults;
    const changes = more.map((fault) => ({
      id: `at-${fault.atMs}`,
      atMs: fault.atMs,
      set: { "faults.again.atS": fault.atMs / 1000 },
      after: chain({ faults: [fault] }),
    }));
    const told = storyOf(
      chain({ faults: [first ?? slowFault("payment")], changes }),
      (row, window) => {
        if (window % 20 < 5) slowPayment(row, 20 + (window % 20));
      },
      80,
    );
    expect(told).toMatch(/The same happened twice more, from 0:\d\d to 0:\d\d; in all, /);
  });
});

describe("the story of nothing", () => {
  it("says nothing before the first window", () => {
    const scenario = chain();
    expect(createObserver(scenario, chainLayout(scenario)).story()).toEqual([]);
  });

  it("blames nobody and names the station with the least room", () => {
    expect(storyOf(chain(), () => {})).toBe(
      "Every node is healthy at 100/s. Email is the busiest, with 25.0 % of its slots in use, so " +
        "it would saturate first.",
    );
  });

  it("says until when all was well where time stands still after that", () => {
    const stuck = (scenario: ResolvedScenario): string => {
      const observer = watch(scenario, () => {});
      observer.finish(true);
      return observer
        .story()
        .map(({ text }) => text)
        .join(" ");
    };
    expect(stuck(chain())).toBe("Until 0:40 every node was healthy at 100/s.");
    expect(stuck(chain({ faults: [slowFault("payment")] }))).toBe(
      "Payment provider became 10 times slower at 0:20, and no node had left its normal range by " +
        "0:40.",
    );
  });

  it("says that a fault has had no effect so far", () => {
    expect(storyOf(chain({ faults: [slowFault("payment")] }), () => {})).toContain(
      "Payment provider became 10 times slower at 0:20, and no node has left its normal range since.",
    );
  });

  it("does not say that a node is well of which too little is known", () => {
    const seldom: Writer = (row) => row.node("payment", { callerEnded: 1, callerFailed: 0 });
    const scenario = chain({ faults: [slowFault("payment")] });
    const observer = createObserver(scenario, chainLayout(scenario));
    observer.push(chainRows(scenario, 40, seldom, 0));
    expect(observer.story()[0]?.text).toBe(
      "Payment provider became 10 times slower at 0:20; Payment provider gets too few calls to be " +
        "judged, and no other node has left its normal range since.",
    );
  });

  it("does not tell a fault that is still to come", () => {
    const later = chain({ faults: [slowFault("payment", { atMs: 50_000 })] });
    expect(storyOf(later, () => {})).not.toContain("slower");
  });
});
