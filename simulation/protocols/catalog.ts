// Every protocol there is.
import type { ProtocolDefinition } from "../kinds/define.ts";
import { amqp } from "./amqp.ts";
import { eventStore } from "./event-store.ts";
import { eventbridge } from "./eventbridge.ts";
import { graphql } from "./graphql.ts";
import { grpc } from "./grpc.ts";
import { inProcess } from "./in-process.ts";
import { jms } from "./jms.ts";
import { kafka } from "./kafka.ts";
import { nats } from "./nats.ts";
import { pubsub } from "./pubsub.ts";
import { redis } from "./redis.ts";
import { redisStreams } from "./redis-streams.ts";
import { rest } from "./rest.ts";
import { sns } from "./sns.ts";
import { soap } from "./soap.ts";
import { sql } from "./sql.ts";
import { sqs } from "./sqs.ts";
import { websocket } from "./websocket.ts";

export const protocols = {
  rest,
  grpc,
  graphql,
  soap,
  websocket,
  sql,
  redis,
  "event-store": eventStore,
  amqp,
  kafka,
  sqs,
  sns,
  eventbridge,
  pubsub,
  jms,
  nats,
  "redis-streams": redisStreams,
  "in-process": inProcess,
} as const satisfies Record<string, ProtocolDefinition>;

export type ProtocolId = keyof typeof protocols;

/** The definition of a protocol, undefined if there is none of this name. */
export function protocolOf(id: string): ProtocolDefinition | undefined {
  return Object.hasOwn(protocols, id) ? protocols[id as ProtocolId] : undefined;
}
