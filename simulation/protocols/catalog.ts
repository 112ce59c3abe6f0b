// Every protocol there is.
import type { ProtocolDefinition } from "../kinds/define.ts";
import { amqp } from "./amqp.ts";
import { grpc } from "./grpc.ts";
import { kafka } from "./kafka.ts";
import { redis } from "./redis.ts";
import { rest } from "./rest.ts";
import { sql } from "./sql.ts";

export const protocols = { rest, grpc, sql, redis, amqp, kafka } as const satisfies Record<
  string,
  ProtocolDefinition
>;

export type ProtocolId = keyof typeof protocols;

/** The definition of a protocol, undefined if there is none of this name. */
export function protocolOf(id: string): ProtocolDefinition | undefined {
  return Object.hasOwn(protocols, id) ? protocols[id as ProtocolId] : undefined;
}
