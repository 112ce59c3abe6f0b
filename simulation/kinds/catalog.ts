// Every kind of node there is, without engine code. A new kind is its folder and a line here.
import { CONSUMER_EDGE_PARAMS, PUBLISH_EDGE_PARAMS } from "../policies/catalog.ts";
import { activemq } from "./activemq/definition.ts";
import { apiGateway } from "./api-gateway/definition.ts";
import { cache } from "./cache/definition.ts";
import { client } from "./client/definition.ts";
import { database } from "./database/definition.ts";
import type { KindDefinition, Param, ParamSet } from "./define.ts";
import { eventbridge } from "./eventbridge/definition.ts";
import { kafka } from "./kafka/definition.ts";
import { nats } from "./nats/definition.ts";
import { pubsub } from "./pubsub/definition.ts";
import { rabbitmq } from "./rabbitmq/definition.ts";
import { redisStreams } from "./redis-streams/definition.ts";
import { sagaOrchestrator } from "./saga-orchestrator/definition.ts";
import { service } from "./service/definition.ts";
import { sns } from "./sns/definition.ts";
import { sqs } from "./sqs/definition.ts";
import { streamProcessor } from "./stream-processor/definition.ts";
import { tracingCollector } from "./tracing-collector/definition.ts";
import { transactionCoordinator } from "./transaction-coordinator/definition.ts";
import { websocketHub } from "./websocket-hub/definition.ts";

export const catalog = {
  client,
  "api-gateway": apiGateway,
  service,
  "websocket-hub": websocketHub,
  "stream-processor": streamProcessor,
  database,
  cache,
  rabbitmq,
  kafka,
  sqs,
  sns,
  eventbridge,
  pubsub,
  activemq,
  nats,
  "redis-streams": redisStreams,
  "tracing-collector": tracingCollector,
  "transaction-coordinator": transactionCoordinator,
  "saga-orchestrator": sagaOrchestrator,
} as const satisfies Record<string, KindDefinition>;

export type KindId = keyof typeof catalog;

/** The definition of a kind, undefined if there is none of this name. */
export function kindOf(id: string): KindDefinition | undefined {
  return Object.hasOwn(catalog, id) ? catalog[id as KindId] : undefined;
}

/** Parameters of the edges from a broker to its consumers; none for other kinds. */
export function deliverParamsOf(kind: KindDefinition): ParamSet {
  return kind.deliver === undefined ? {} : { ...CONSUMER_EDGE_PARAMS, ...kind.deliver };
}

/** Parameters of the edges that publish into a broker. */
export function publishParamsOf(kind: KindDefinition): ParamSet {
  return { ...PUBLISH_EDGE_PARAMS, ...kind.publish };
}

/** Parameters of consumer edges of all brokers together; which of them hold is the broker's matter. */
export const DELIVER_EDGE_PARAMS: ParamSet = allDeliverParams();

function allDeliverParams(): ParamSet {
  const known: Record<string, Param> = { ...CONSUMER_EDGE_PARAMS };
  for (const { deliver } of Object.values<KindDefinition>(catalog)) {
    for (const [name, param] of Object.entries(deliver ?? {})) {
      known[name] = widenedParam(known[name], param);
    }
  }
  return known;
}

/** What kinds name alike takes the values of all of them. */
function widenedParam(known: Param | undefined, param: Param): Param {
  if (known === undefined) return param;
  if (known.type === "text") return known;
  if (known.type === "choice" && param.type === "choice") {
    return { ...param, options: [...new Set([...known.options, ...param.options])] };
  }
  if (known.type === "number" && param.type === "number") {
    const range = { min: Math.min(known.min, param.min), max: Math.max(known.max, param.max) };
    return { ...known, ...param, ...range };
  }
  return param;
}
