// Every kind of node there is, without engine code. A new kind is its folder and a line here.
import { CONSUMER_EDGE_PARAMS, PUBLISH_EDGE_PARAMS } from "../policies/catalog.ts";
import { activemq } from "./activemq/definition.ts";
import { apiGateway } from "./api-gateway/definition.ts";
import { cache } from "./cache/definition.ts";
import { cdn } from "./cdn/definition.ts";
import { client } from "./client/definition.ts";
import { database } from "./database/definition.ts";
import type { KindDefinition, Param, ParamSet } from "./define.ts";
import { eventStore } from "./event-store/definition.ts";
import { eventbridge } from "./eventbridge/definition.ts";
import { externalApi } from "./external-api/definition.ts";
import { identityProvider } from "./identity-provider/definition.ts";
import { kafka } from "./kafka/definition.ts";
import { loadBalancer } from "./load-balancer/definition.ts";
import { monolith } from "./monolith/definition.ts";
import { nats } from "./nats/definition.ts";
import { pubsub } from "./pubsub/definition.ts";
import { rabbitmq } from "./rabbitmq/definition.ts";
import { redisStreams } from "./redis-streams/definition.ts";
import { sagaOrchestrator } from "./saga-orchestrator/definition.ts";
import { scheduler } from "./scheduler/definition.ts";
import { schemaRegistry } from "./schema-registry/definition.ts";
import { serverless } from "./serverless/definition.ts";
import { service } from "./service/definition.ts";
import { sns } from "./sns/definition.ts";
import { sqs } from "./sqs/definition.ts";
import { streamProcessor } from "./stream-processor/definition.ts";
import { tracingCollector } from "./tracing-collector/definition.ts";
import { transactionCoordinator } from "./transaction-coordinator/definition.ts";
import { websocketHub } from "./websocket-hub/definition.ts";

export const catalog = {
  client,
  scheduler,
  "api-gateway": apiGateway,
  "load-balancer": loadBalancer,
  service,
  monolith,
  serverless,
  "websocket-hub": websocketHub,
  "stream-processor": streamProcessor,
  database,
  "event-store": eventStore,
  "identity-provider": identityProvider,
  cache,
  cdn,
  "external-api": externalApi,
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
  "schema-registry": schemaRegistry,
  "transaction-coordinator": transactionCoordinator,
  "saga-orchestrator": sagaOrchestrator,
} as const satisfies Record<string, KindDefinition>;

export type KindId = keyof typeof catalog;

/** The definition of a kind, undefined if there is none of this name. */
export function kindOf(id: string): KindDefinition | undefined {
  return Object.hasOwn(catalog, id) ? catalog[id as KindId] : undefined;
}

/** Whether nodes of a kind make requests of their own: nothing leads to them. */
export function isSource(id: string): boolean {
  return kindOf(id)?.ports.in.length === 0;
}

/** Request types of a node of such a kind, by its `requests`; none of another. */
export function requestTypesOf(node: {
  readonly kind: string;
  readonly requests?: unknown;
}): string[] {
  if (!isSource(node.kind)) return [];
  const usual = kindOf(node.kind)?.params.requests?.default;
  return Object.keys((node.requests ?? usual ?? {}) as object);
}

/** Parameters of the edges from a broker to its consumers; none for other kinds. */
export function deliverParamsOf(kind: KindDefinition): ParamSet {
  return kind.deliver === undefined ? {} : { ...CONSUMER_EDGE_PARAMS, ...kind.deliver };
}

/** The same to functions that it triggers. */
export function triggerParamsOf(kind: KindDefinition): ParamSet {
  return kind.trigger === undefined ? {} : { ...CONSUMER_EDGE_PARAMS, ...kind.trigger };
}

/** Labels of the brokers that trigger functions. */
export function triggeringLabels(): readonly string[] {
  return Object.values<KindDefinition>(catalog)
    .filter(({ trigger }) => trigger !== undefined)
    .map(({ label }) => label);
}

/** Parameters of the edges that call a kind, beside those of every call. */
export function callParamsOf(kind: KindDefinition): ParamSet {
  return kind.call ?? {};
}

/** Parameters of the edges that publish into a broker. */
export function publishParamsOf(kind: KindDefinition): ParamSet {
  return { ...PUBLISH_EDGE_PARAMS, ...kind.publish };
}

/** Parameters of consumer edges of all brokers together; which of them hold is the broker's matter. */
export const DELIVER_EDGE_PARAMS: ParamSet = allDeliverParams();

function allDeliverParams(): ParamSet {
  const known: Record<string, Param> = { ...CONSUMER_EDGE_PARAMS };
  for (const { deliver, trigger } of Object.values<KindDefinition>(catalog)) {
    for (const [name, param] of Object.entries({ ...trigger, ...deliver })) {
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
