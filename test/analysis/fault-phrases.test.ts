// Every fault can be told in a sentence of its own.
import { describe, expect, it } from "vitest";
import { disturbancesOf } from "../../simulation/analysis/disturbances.ts";
import { faultClause } from "../../simulation/analysis/fault-phrases.ts";
import { phasesOf } from "../../simulation/analysis/phases.ts";
import { topologyOf } from "../../simulation/analysis/topology.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { faults } from "../../simulation/faults/catalog.ts";
import type { FaultDefinition } from "../../simulation/kinds/define.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolved, sketch } from "../support/simulate.ts";

function told(fault: FaultDocument): string {
  const document: ScenarioDocument = {
    ...sketch({
      nodes: {
        users: { kind: "client", name: "Shoppers" },
        api: { name: "Orders", in: ["west", "core"], replicas: 3, rollout: {} },
        db: { name: "Database", in: "west" },
        cache: { kind: "cache", name: "Cache of Orders" },
        log: { kind: "kafka", name: "Orders' events" },
        reader: { name: "Reader" },
        mail: { kind: "sqs", name: "Mail of Orders" },
        sender: { name: "Sender" },
      },
      edges: {
        "users->api": {},
        "api->db": {},
        "api->cache": {},
        "api->log": { protocol: "kafka" },
        "log->reader": { protocol: "kafka" },
        "api->mail": { protocol: "sqs" },
        "mail->sender": { protocol: "sqs" },
      },
      faults: { f: { atS: 3, ...fault } },
    }),
    groups: { west: { kind: "zone" }, core: { kind: "mesh" } },
  };
  const scenario = resolved(document);
  engine.load(scenario);
  const topology = topologyOf(scenario, engine.layout());
  const [active] = disturbancesOf(phasesOf(scenario), topology).faults;
  if (active === undefined) throw new Error("no fault");
  return faultClause(active, topology);
}

function aimOf({ id, targets, only, links }: FaultDefinition): string {
  if (id === "control-plane-outage") return "core";
  if (id === "schema-change") return "log";
  if (only?.includes("cache")) return "cache";
  if (only?.includes("sqs")) return "mail";
  if (links === "deliveries") return "log";
  if (targets.includes("client")) return "users";
  return targets.includes("group") ? "west" : "api";
}

describe("the sentence on a fault", () => {
  it.each(Object.values<FaultDefinition>(faults))("of kind $id is its own", (fault) => {
    const sentence = told({ kind: fault.id, target: aimOf(fault) });
    expect(sentence).toMatch(/^[A-Z0-9].* at 0:03$/);
    expect(sentence).toMatch(/Orders|Shoppers/);
    expect(sentence).not.toContain("the fault");
    const others = Object.values<FaultDefinition>(faults)
      .filter((other) => other.id !== fault.id && aimOf(other) === aimOf(fault))
      .map((other) => told({ kind: other.id, target: aimOf(other) }));
    expect(others).not.toContain(sentence);
  });

  it.each([
    [
      { kind: "hang", target: "db" },
      "Database hung (requests were accepted and none answered) at 0:03",
    ],
    [{ kind: "pause", target: "api[random:2]" }, "2 instances of Orders stood still at 0:03"],
    [
      { kind: "bad-deploy", target: "api", factor: 2 },
      "50.0 % of Orders got a new version that failed 20.0 % of its work and was 2 times slower " +
        "at 0:03",
    ],
    [
      { kind: "rolling-deploy", target: "api", ratio: 0.2 },
      "Orders got, one after another, a new version that failed 20.0 % of its work at 0:03",
    ],
    [
      { kind: "partition", target: "db", direction: "out" },
      "A one-way partition cut answers to requests from Orders to Database at 0:03",
    ],
    [
      { kind: "loss", target: "api->db", rampS: 2, ratio: 0.1 },
      "Up to 10.0 % of the messages over the link from Orders to Database were lost from 0:03",
    ],
    [{ kind: "spike", target: "users" }, "Shoppers sent 3 times as much at 0:03"],
    [
      {
        kind: "pause",
        target: "db",
        every: { type: "exponential", meanMs: 500 },
        for: 100,
      },
      "Database stood still again and again from 0:03",
    ],
    [{ kind: "zone-outage", target: "west" }, "An outage took down Orders and Database at 0:03"],
  ])("%o", (fault, sentence) => {
    expect(told(fault as FaultDocument)).toBe(sentence);
  });
});
