// The model of every kind, for the engine. A kind in the catalog without a line here does not compile.
import { compile as activemq } from "./activemq/model.ts";
import { compile as apiGateway } from "./api-gateway/model.ts";
import { compile as cache } from "./cache/model.ts";
import type { catalog, KindId } from "./catalog.ts";
import { compile as cdn } from "./cdn/model.ts";
import { compile as client } from "./client/model.ts";
import { compile as database } from "./database/model.ts";
import type { ValuesOf } from "./define.ts";
import type { ModelInput, NodeDescriptor } from "./descriptors.ts";
import { compile as eventStore } from "./event-store/model.ts";
import { compile as eventbridge } from "./eventbridge/model.ts";
import { compile as externalApi } from "./external-api/model.ts";
import { compile as identityProvider } from "./identity-provider/model.ts";
import { compile as kafka } from "./kafka/model.ts";
import { compile as loadBalancer } from "./load-balancer/model.ts";
import { MESH_PROXY } from "./mesh-proxy.ts";
import { compile as monolith } from "./monolith/model.ts";
import { compile as nats } from "./nats/model.ts";
import { compileProxy } from "./proxy-model.ts";
import { compile as pubsub } from "./pubsub/model.ts";
import { compile as rabbitmq } from "./rabbitmq/model.ts";
import { compile as redisStreams } from "./redis-streams/model.ts";
import { compile as sagaOrchestrator } from "./saga-orchestrator/model.ts";
import { compile as scheduler } from "./scheduler/model.ts";
import { compile as schemaRegistry } from "./schema-registry/model.ts";
import { compile as serverless } from "./serverless/model.ts";
import { compile as service } from "./service/model.ts";
import { compile as sns } from "./sns/model.ts";
import { compile as sqs } from "./sqs/model.ts";
import { compile as streamProcessor } from "./stream-processor/model.ts";
import { TOKEN_STORE } from "./token-store.ts";
import { compileTokenStore } from "./token-store-model.ts";
import { compile as tracingCollector } from "./tracing-collector/model.ts";
import { compile as transactionCoordinator } from "./transaction-coordinator/model.ts";
import { compile as websocketHub } from "./websocket-hub/model.ts";

type Model<K extends KindId> = (
  input: ModelInput<ValuesOf<(typeof catalog)[K]["params"]>>,
) => NodeDescriptor;

const models: { readonly [K in KindId]: Model<K> } = {
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
};

/**
 * The primitives of a node. `values` must be the resolved values of its kind (resolveScenario
 * checks them, and makes those of a mesh's proxies); undefined for a kind that does not exist.
 */
export function describeNode(kind: string, input: ModelInput<unknown>): NodeDescriptor | undefined {
  if (kind === MESH_PROXY) return compileProxy(input as Parameters<typeof compileProxy>[0]);
  if (kind === TOKEN_STORE) {
    return compileTokenStore(input as Parameters<typeof compileTokenStore>[0]);
  }
  const model = Object.hasOwn(models, kind) ? models[kind as KindId] : undefined;
  return (model as ((input: ModelInput<unknown>) => NodeDescriptor) | undefined)?.(input);
}
