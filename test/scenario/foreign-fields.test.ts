// What one broker says and another does not know is refused at its field, with the reason.
import { expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";

function problemsOf(kind: string, node: object, publish: object, deliver: object) {
  const { ok, problems } = checkDocument({
    format: 1,
    catalog: "2026-11",
    name: "Foreign",
    run: {},
    nodes: { api: { kind: "service" }, q: { kind, ...node }, w: { kind: "service" } },
    edges: { "api->q": publish, "q->w": deliver },
  });
  expect(ok).toBe(false);
  return problems.map(({ path, message, fix, allowed }) => ({ path, message, fix, allowed }));
}

it.each([
  ["sqs", { exchange: "topic" }, {}, {}, "nodes.q.exchange", "Only RabbitMQ has it."],
  [
    ...["rabbitmq", {}, {}, { group: "a" }, "edges.q->w.group"],
    'Only Event store, Kafka and Redis Streams have it. Here it is called "queue".',
  ],
  [
    "kafka",
    {},
    {},
    { prefetch: 9 },
    "edges.q->w.prefetch",
    "Only RabbitMQ, Pub/Sub and ActiveMQ have it.",
  ],
  ["nats", {}, { acks: "all" }, {}, "edges.api->q.acks", "Only Kafka has it."],
] as const)("of %s: whose field it is", (kind, node, publish, deliver, path, fix) => {
  const [problem] = problemsOf(
    kind as string,
    node as object,
    publish as object,
    deliver as object,
  );
  expect(problem).toMatchObject({ path, fix });
});

it.each([
  ["kafka", {}, { onFailure: "requeue" }, "edges.q->w.onFailure", '"skip", "deadLetter" or "stop"'],
  ["sqs", { protocol: "kafka" }, {}, "edges.api->q.protocol", '"sqs"'],
  ["rabbitmq", {}, { protocol: "rest" }, "edges.q->w.protocol", '"amqp"'],
])("of %s: what is possible instead", (kind, publish, deliver, path, allowed) => {
  expect(problemsOf(kind, {}, publish, deliver)).toContainEqual(
    expect.objectContaining({ path, allowed }),
  );
});

it("misspelt names are still guessed", () => {
  const [problem] = problemsOf("sqs", { retentonMs: 5 }, {}, {});
  expect(problem?.fix).toBe("Did you mean retentionMs?");
});
