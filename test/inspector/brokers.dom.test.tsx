// The inspector of brokers and their consumers: what makes them what they are comes first, what does
// nothing as the others stand is left out, and a picture says when a failed message comes back.
import { screen, within } from "@testing-library/react";
import { act } from "react";
import { describe, expect, it } from "vitest";
import { catalog, deliverParamsOf, kindOf } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { brokerSections, consumerSections } from "../../src/inspector/broker-sections.ts";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import { pauseBefore, redeliveriesOf } from "../../src/inspector/pictures/redeliveries.ts";
import { setBase } from "../../src/store/document-actions.ts";
import { shownUnit } from "../../src/store/number-entry.ts";
import { allFields, openDocument, showPage } from "../app-b/page.tsx";

const BROKERS = Object.values<KindDefinition>(catalog).filter(({ deliver }) => deliver);

function plan(kind: string, node: object, edge: object) {
  const broker = kindOf(kind) as KindDefinition;
  return redeliveriesOf(broker, node as never, deliverParamsOf(broker), edge as never);
}

describe("sections", () => {
  it.each(BROKERS)("$id: each parameter stands under a heading that says something", (kind) => {
    const own = Object.fromEntries(Object.keys(kind.params).map((name) => [name, 1]));
    const sections = brokerSections(kind, own);
    expect(sections.map(({ heading }) => heading)).not.toContain("Settings");
    const shown = sections.flatMap(({ params }) => Object.keys(params));
    expect([...shown].sort()).toEqual(Object.keys(kind.params).sort());
    const params = deliverParamsOf(kind);
    const set = Object.fromEntries(Object.keys(params).map((name) => [name, 1]));
    const { connection, sections: consumer } = consumerSections(kind, {}, params, set);
    const all = [connection, ...consumer.map((section) => section.params)].flatMap(Object.keys);
    expect([...all].sort()).toEqual(Object.keys(params).sort());
    for (const name of Object.keys(kind.deliver ?? {})) expect(connection).not.toHaveProperty(name);
  });
});

describe("fields that would do nothing", () => {
  it("are left out until they do", async () => {
    openDocument({ nodes: { q: { kind: "sqs" } } }, "q");
    showPage(<Inspector />);
    await allFields();
    expect(screen.queryByText("Message groups")).toBeNull();
    // With them nothing goes that stands behind them, even for a frame.
    const retention = screen.getByText("Retention");
    const note = screen.getByRole("textbox", { name: "Note on q" });
    act(() => setBase("nodes.q.type", "fifo"));
    expect(screen.getByText("Message groups")).toBeTruthy();
    expect(screen.getByText("Retention")).toBe(retention);
    expect(screen.getByRole("textbox", { name: "Note on q" })).toBe(note);
  });

  it("are shown where the file says something of them", async () => {
    openDocument({ nodes: { q: { kind: "sqs", messageGroups: 5 } } }, "q");
    showPage(<Inspector />);
    await allFields();
    expect(screen.getByText("Message groups")).toBeTruthy();
  });
});

describe("a message that fails", () => {
  it.each([
    ["sqs", { maxReceiveCount: 3 }, {}, [30_000, 30_000], 3, "dead letter"],
    ["sqs", {}, { onFailure: "release" }, [0, 0], null, "dead letter"],
    ["eventbridge", {}, { retryMinMs: 1000 }, [1000, 2000, 4000], 185, "dropped"],
    ["activemq", {}, { exponentialBackOff: true }, [1000, 5000, 25_000], 7, "dead letter"],
    [
      "nats",
      { storage: "stream" },
      { backOffMs: [10, 20], maxDeliver: 4 },
      [10, 20, 20],
      4,
      "left behind",
    ],
    ["redis-streams", {}, {}, [60_000], null, "dead letter"],
    ["kafka", {}, { retries: 2, retryBackoffMs: 50 }, [50, 50], 3, "skipped"],
    ["pubsub", {}, { retryMinMs: 10_000, deliveryAttempts: 5 }, [10_000, 20_000], 5, "dead letter"],
  ] as const)("of %s comes back as its values say", (kind, node, edge, pauses, most, end) => {
    const found = plan(kind, node, edge);
    if (!found) throw new Error("no plan");
    expect(pauses.map((_, at) => pauseBefore(found, at + 2))).toEqual(pauses);
    expect(found.most).toBe(most);
    expect(found.end).toBe(end);
  });

  it("of core NATS is nobody's concern", () => expect(plan("nats", {}, {})).toBeNull());

  it("is drawn beside its parameters", () => {
    openDocument(
      {
        nodes: { q: { kind: "sqs", maxReceiveCount: 3 }, w: { kind: "service" } },
        edges: { "q->w": {} },
      },
      "q->w",
    );
    showPage(<Inspector />);
    const section = within(screen.getByRole("region", { name: "Failures" }));
    const picture = section.getByRole("img").getAttribute("aria-label");
    expect(picture).toBe(
      "A message that fails comes back after 30 s; after 3 deliveries: dead letter.",
    );
  });
});

it("long times are shown in hours and days", () => {
  expect(shownUnit("ms", 345_600_000)).toEqual({ unit: "d", factor: 86_400_000 });
  expect(shownUnit("s", 604_800)).toEqual({ unit: "d", factor: 86_400 });
  expect(shownUnit("s", 180)).toEqual({ unit: "s", factor: 1 });
});
