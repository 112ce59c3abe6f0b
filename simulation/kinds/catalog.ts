// Every kind of node there is, without engine code. A new kind is its folder and a line here.
import { CONSUMER_EDGE_PARAMS, PUBLISH_EDGE_PARAMS } from "../policies/catalog.ts";
import { apiGateway } from "./api-gateway/definition.ts";
import { cache } from "./cache/definition.ts";
import { client } from "./client/definition.ts";
import { database } from "./database/definition.ts";
import type { KindDefinition, ParamSet } from "./define.ts";
import { kafka } from "./kafka/definition.ts";
import { rabbitmq } from "./rabbitmq/definition.ts";
import { service } from "./service/definition.ts";
import { streamProcessor } from "./stream-processor/definition.ts";

export const catalog = {
  client,
  "api-gateway": apiGateway,
  service,
  "stream-processor": streamProcessor,
  database,
  cache,
  rabbitmq,
  kafka,
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
export const DELIVER_EDGE_PARAMS = {
  ...CONSUMER_EDGE_PARAMS,
  ...kafka.deliver,
  ...rabbitmq.deliver,
} satisfies ParamSet;
