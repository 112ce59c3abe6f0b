// What a file is told of edges from brokers to functions.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { newEdge } from "../../simulation/scenario/connect.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { sketch } from "../support/simulate.ts";

function drawing(broker: string, edge: object, environments: object = {}): ScenarioDocument {
  return sketch({
    nodes: {
      users: { kind: "client" },
      mq: { kind: broker },
      fn: { kind: "serverless", environments },
    },
    edges: { "users->mq": {}, "mq->fn": edge },
  });
}

const told = (document: ScenarioDocument) =>
  checkDocument(document).problems.map(({ severity, path }) => `${severity} ${path}`);

describe("a trigger", () => {
  it.each(["sqs", "sns", "eventbridge"])("of %s is sound as it is drawn", (broker) => {
    const document = drawing(broker, {});
    const { edge } = newEdge(document, "mq", "fn");
    expect(edge).toEqual({ protocol: broker });
    expect(told({ ...document, edges: { ...document.edges, "mq->fn": edge } })).toEqual([]);
  });

  it.each(["rabbitmq", "kafka", "pubsub", "activemq", "nats", "redis-streams"])(
    "of %s is refused at its edge",
    (broker) => {
      const { problems } = checkDocument(drawing(broker, {}));
      expect(problems[0]?.path).toBe("edges.mq->fn");
      expect(problems[0]?.message).toContain("SQS, SNS, EventBridge do");
    },
  );

  it("has none of the settings of a consumer's own code", () => {
    expect(told(drawing("sqs", { waitTimeMs: 5 }))).toContain("error edges.mq->fn.waitTimeMs");
    expect(told(drawing("sqs", { onFailure: "release" }))).toContain(
      "error edges.mq->fn.onFailure",
    );
    expect(told(drawing("sns", { retries: "http" }))).toContain("error edges.mq->fn.retries");
  });

  it("is warned of batches that the function has no room for", () => {
    const few = { max: 20, requestsEach: 2 };
    const path = "warning edges.mq->fn.concurrency";
    expect(told(drawing("sqs", {}, few))).toContain(path);
    expect(told(drawing("sqs", { concurrency: 41 }, few))).toContain(path);
    expect(told(drawing("sqs", { concurrency: 40 }, few))).toEqual([]);
    expect(told(drawing("sns", {}, few))).toEqual([]);
  });
});
