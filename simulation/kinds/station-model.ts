// How the parameters that stations share compile to a station.
import {
  type AdmissionValues,
  admissionOf,
  type RateLimitValues,
  rateLimitOf,
} from "./admission-model.ts";
import type { DistributionLiteral } from "./define.ts";
import type {
  AccessDescriptor,
  AutoscaleDescriptor,
  ModelInput,
  OperationDescriptor,
  Requirement,
  RolloutDescriptor,
  StationDescriptor,
} from "./descriptors.ts";

/** The values that every working kind has (see station-params.ts). */
export interface StationValues {
  readonly replicas: number;
  readonly rollout?: Omit<RolloutDescriptor, "instances"> | null;
  readonly autoscale?: Omit<AutoscaleDescriptor, "initial"> | null;
  readonly concurrency: number | null;
  readonly queueLengthMax: number | null;
  readonly queueScope: "instance" | "node";
  readonly discipline: StationDescriptor["discipline"];
  readonly preemptive: "none" | "resume";
  readonly codelTargetMs: number;
  readonly codelIntervalMs: number;
  readonly breakdowns: StationDescriptor["breakdowns"];
  readonly polling?: StationDescriptor["polling"];
  readonly bulk?: StationDescriptor["bulk"];
  readonly rateLimit: RateLimitValues | null;
  readonly admission: AdmissionValues | null;
  readonly queueTimeoutMs: DistributionLiteral | null;
  readonly instanceSpeed: readonly number[] | null;
  readonly instanceWeight: readonly number[] | null;
  readonly endpointDelayMs: number;
  readonly maxConnections?: number | null;
  readonly serviceTime: DistributionLiteral;
  readonly afterTime: DistributionLiteral;
  readonly afterProbability: number;
  readonly errorRate: number;
  readonly errorTime: DistributionLiteral | null;
  readonly retryAfterMs?: number | null;
  readonly priority: number;
  readonly pushRatio?: number;
  readonly pushUs?: number;
  readonly pushBytes?: number;
  readonly lockTimeoutMs?: number | null;
  readonly keyCount?: number;
  readonly keySkew?: number;
  readonly blocking?: boolean;
  readonly authentication?: AccessDescriptor | null;
  readonly requires?: Readonly<Record<string, Requirement>>;
}

/** Executing it twice does no harm: as said, else by its method (RFC 9110: a POST is not) or effect. */
function isIdempotent(own: Readonly<Record<string, unknown>>): boolean {
  if (typeof own.idempotent === "boolean") return own.idempotent;
  return own.method !== "POST" && own.method !== "PATCH" && own.write !== true;
}

function operationOf(
  values: StationValues,
  own: Readonly<Record<string, unknown>>,
): OperationDescriptor {
  const merged = { ...values, ...own } as StationValues & Readonly<Record<string, unknown>>;
  return {
    serviceTime: merged.serviceTime,
    afterTime: merged.afterTime,
    afterProbability: merged.afterProbability,
    errorRate: merged.errorRate,
    errorTime: merged.errorTime,
    idempotent: isIdempotent(own),
    ...(merged.pushRatio
      ? {
          push: {
            ratio: merged.pushRatio,
            us: merged.pushUs ?? 0,
            bytes: merged.pushBytes ?? 0,
          },
        }
      : {}),
    priority: merged.priority,
    requires: merged.requires ?? {},
    locksRow: own.locksRow === true,
    lockTimeoutMs: merged.lockTimeoutMs ?? null,
    changesData: own.write === true,
    ...(own.mustBeCurrent === true ? { needsCurrent: true } : {}),
    readsBefore: own.conditional === true ? ((own.readOperation as string | null) ?? "") : null,
  };
}

export function compileStation(input: ModelInput<StationValues>): StationDescriptor {
  const { values, operations } = input;
  const autoscale = values.autoscale ?? null;
  const rollout = values.rollout ?? null;
  const most = Math.max(values.replicas, autoscale?.maxReplicas ?? 0);
  const surge = -Math.floor(-(most * (rollout?.maxSurge ?? 0) - 1e-9));
  return {
    instances: most + surge,
    rollout: rollout === null ? null : { ...rollout, instances: values.replicas },
    autoscale: autoscale === null ? null : { ...autoscale, initial: values.replicas },
    slots: values.concurrency,
    queueLengthMax: values.queueLengthMax,
    sharedQueue: values.queueScope === "node",
    discipline: values.discipline,
    preemptive: values.preemptive === "resume",
    codelTargetMs: values.codelTargetMs,
    codelIntervalMs: values.codelIntervalMs,
    breakdowns: values.breakdowns,
    polling: values.polling ?? null,
    bulk: values.bulk ?? null,
    rateLimit: rateLimitOf(values.rateLimit),
    admission: admissionOf(values.admission),
    blocking: values.blocking ?? false,
    queueTimeout: values.queueTimeoutMs,
    instanceSpeed: values.instanceSpeed ?? [],
    instanceWeight: values.instanceWeight ?? [],
    endpointDelayMs: values.endpointDelayMs,
    ...(values.authentication ? { access: values.authentication } : {}),
    maxConnections: values.maxConnections ?? null,
    retryAfterMs: values.retryAfterMs ?? null,
    keys: { count: values.keyCount ?? 1, skew: values.keySkew ?? 0 },
    work: operationOf(values, {}),
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, own]) => [name, operationOf(values, own)]),
    ),
  };
}

/** Endpoint delay of a node that has one instance at a known place, ms: nobody is told anything. */
const BROKER_ENDPOINT_DELAY_MS = 0;

/** A broker's own capacity: instances that handle publishes, one where nothing is said. */
export function compileBrokerStation(values: {
  readonly instances?: number;
  readonly concurrency: number;
  readonly serviceTime: DistributionLiteral;
}): StationDescriptor {
  return {
    instances: values.instances ?? 1,
    slots: values.concurrency,
    queueLengthMax: null,
    sharedQueue: false,
    discipline: "fifo",
    preemptive: false,
    codelTargetMs: 0,
    codelIntervalMs: 0,
    breakdowns: null,
    polling: null,
    bulk: null,
    rateLimit: null,
    admission: null,
    blocking: false,
    queueTimeout: null,
    instanceSpeed: [],
    instanceWeight: [],
    endpointDelayMs: BROKER_ENDPOINT_DELAY_MS,
    maxConnections: null,
    retryAfterMs: null,
    keys: { count: 1, skew: 0 },
    work: {
      serviceTime: values.serviceTime,
      afterTime: 0,
      afterProbability: 1,
      errorRate: 0,
      errorTime: null,
      idempotent: true,
      priority: 0,
      requires: {},
      readsBefore: null,
    },
    operations: {},
  };
}

/** What runs elsewhere, on any number of machines: nothing waits in it, and callers know one place. */
export function compileElsewhere({
  values,
  operations,
}: ModelInput<Pick<StationValues, "serviceTime" | "errorRate" | "errorTime">>): StationDescriptor {
  const station = compileBrokerStation({ concurrency: 1, serviceTime: values.serviceTime });
  const work = { ...values, afterTime: 0, afterProbability: 1, priority: 0 } as StationValues;
  return {
    ...station,
    slots: null,
    work: operationOf(work, {}),
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, own]) => [name, operationOf(work, own)]),
    ),
  };
}

/** Of a broker that finds out by itself whether a publish is a repetition. */
export function countingRepetitions(station: StationDescriptor): StationDescriptor {
  return { ...station, work: { ...station.work, idempotent: false } };
}

/** A broker run as a service: it takes any number of publishes at once, up to so many per second. */
export function compileManagedStation(
  serviceTime: DistributionLiteral,
  ratePerS: number | null,
): StationDescriptor {
  const station = compileBrokerStation({ concurrency: 1, serviceTime });
  const limit = { wait: false, queueLengthMax: null, shared: true };
  const rateLimit = ratePerS === null ? null : { ...limit, ratePerS, burst: ratePerS };
  return { ...station, slots: null, rateLimit };
}
