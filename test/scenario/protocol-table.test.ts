// Who may speak what to whom: every kind with every kind and protocol, in the file and while drawing.
import { describe, expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import { protocols } from "../../simulation/protocols/catalog.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { Problem, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { kindOfNode, protocolsBetween } from "../../simulation/scenario/edge-sorts.ts";
import { smallValue } from "./example.ts";

const KINDS = Object.keys(catalog);
const FULL = process.env.BROWNOUT_FULL === "1";
/** Tried between kinds of which nothing is known here: all of them take their time. */
const TRIED = FULL
  ? Object.keys(protocols)
  : ["rest", "grpc", "soap", "websocket", "sql", "kafka", "in-process"];

/** What a kind is called with, over the network. */
const SPOKEN: Readonly<Record<string, string>> = {
  "api-gateway": "rest grpc graphql soap",
  "load-balancer": "rest grpc graphql soap",
  service: "rest grpc graphql soap",
  serverless: "rest grpc graphql",
  "stream-processor": "rest grpc graphql soap",
  "websocket-hub": "rest grpc",
  database: "sql redis",
  cache: "rest grpc redis",
  cdn: "rest graphql",
  "external-api": "rest grpc graphql soap",
  "identity-provider": "rest grpc",
  "transaction-coordinator": "rest grpc soap",
  "saga-orchestrator": "rest grpc",
};

/** Who calls anybody that takes calls of that kind. */
const CALLERS = ["client", "scheduler", "api-gateway", "service", "serverless", "websocket-hub"];
/** Whose process may hold the callee: it runs code. */
const HOSTS = ["api-gateway", "service", "serverless", "websocket-hub", "stream-processor"];
const IN_PROCESS = ["service", "stream-processor", "transaction-coordinator", "saga-orchestrator"];

/** Protocol of each broker, to it and from it. */
const BROKERS: Readonly<Record<string, string>> = {
  rabbitmq: "amqp",
  kafka: "kafka",
  sqs: "sqs",
  sns: "sns",
  eventbridge: "eventbridge",
  pubsub: "pubsub",
  activemq: "jms",
  nats: "nats",
  "redis-streams": "redis-streams",
};

function drawn(from: string, to: string, protocol?: string): ScenarioDocument {
  const edges = protocol === undefined ? {} : { "a->b": { protocol } };
  return { ...smallValue(), nodes: { a: { kind: from }, b: { kind: to } }, edges } as never;
}

const known = new Map<string, readonly Problem[]>();

/** Errors of the edge itself, for each protocol. */
function errorsOf(from: string, to: string, protocol: string): readonly Problem[] {
  const key = `${from} ${to} ${protocol}`;
  const found =
    known.get(key) ??
    checkDocument(drawn(from, to, protocol)).problems.filter(
      ({ severity, path }) => severity === "error" && path.startsWith("edges.a->b"),
    );
  known.set(key, found);
  return found;
}

const spokenBetween = (from: string, to: string): readonly string[] =>
  Object.keys(protocols).filter((protocol) => errorsOf(from, to, protocol).length === 0);

describe("the protocols between two kinds", () => {
  it.each(Object.entries(SPOKEN))("%s is called with %s", (to, spoken) => {
    for (const from of CALLERS) {
      const expected = new Set(spoken.split(" "));
      if (HOSTS.includes(from) && IN_PROCESS.includes(to)) expected.add("in-process");
      if (from === "client" && to === "websocket-hub") expected.add("websocket");
      expect(new Set(spokenBetween(from, to)), from).toEqual(expected);
    }
  });

  it("a coordinator asks a database for its vote in SOAP, too; nobody else speaks that to data", () => {
    expect(spokenBetween("transaction-coordinator", "database")).toEqual(["soap", "sql", "redis"]);
    expect(spokenBetween("service", "database")).not.toContain("soap");
  });

  it.each(Object.entries(BROKERS))(
    "%s is published to and delivers over %s",
    (broker, protocol) => {
      for (const from of [
        "client",
        "api-gateway",
        "service",
        "websocket-hub",
        "stream-processor",
      ]) {
        expect(spokenBetween(from, broker), from).toEqual([protocol]);
      }
      for (const to of ["service", "websocket-hub", "stream-processor", "saga-orchestrator"]) {
        expect(spokenBetween(broker, to), to).toEqual([protocol]);
      }
      for (const to of ["client", "api-gateway", "database", "cache", "cdn"]) {
        expect(spokenBetween(broker, to), to).toEqual([]);
      }
    },
  );

  it("is offered while drawing exactly as the file allows it", () => {
    for (const from of KINDS) {
      for (const to of KINDS) {
        const document = drawn(from, to);
        const a = kindOfNode(document.nodes, "a");
        const b = kindOfNode(document.nodes, "b");
        const connects = a && b && whyNotConnect(document, "a", "b") === null;
        const offered = connects ? protocolsBetween(a, b) : [];
        for (const protocol of connects ? TRIED : TRIED.slice(0, 1)) {
          const isSound = errorsOf(from, to, protocol).length === 0;
          expect(isSound, `${from} ${protocol} ${to}`).toBe(offered.includes(protocol));
        }
      }
    }
  });

  it("names the place and the reason of what is refused", () => {
    for (const from of KINDS) {
      for (const to of KINDS) {
        const why = whyNotConnect(drawn(from, to), "a", "b");
        for (const protocol of why === null ? TRIED : TRIED.slice(0, 1)) {
          const [first] = errorsOf(from, to, protocol);
          if (why === null && first === undefined) continue;
          const place = why === null ? "edges.a->b.protocol" : "edges.a->b";
          expect(first?.path, `${from} ${protocol} ${to}`).toBe(place);
          if (why === null) expect(first?.allowed).toBeTruthy();
          else expect(first?.message).toBe(why);
        }
      }
    }
  });

  it("leaves balancers, caches and networks of caches out of processes, and clients too", () => {
    for (const from of ["client", "scheduler", "load-balancer", "cache", "cdn"]) {
      expect(errorsOf(from, "service", "in-process")[0]?.path, from).toBe("edges.a->b.protocol");
    }
  });
});
