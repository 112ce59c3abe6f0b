// What a kind's model hands to the engine: a few primitives with their numbers, no kind names.
import type { CollectorDescriptor } from "./collector-descriptor.ts";
import type { DistributionLiteral, HeaderValue, LoadProfile } from "./define.ts";
import type { DeliveryRules, PullDescriptor } from "./delivery-rules.ts";
import type { MmppLiteral } from "./mmpp.ts";
import type {
  AccessDescriptor,
  AutoscaleDescriptor,
  EnvironmentsDescriptor,
  PlacesDescriptor,
  QuotaDescriptor,
  RolloutDescriptor,
  StepsDescriptor,
  StickyDescriptor,
  StreamDescriptor,
} from "./station-descriptors.ts";

export type {
  AccessDescriptor,
  AutoscaleDescriptor,
  EnvironmentsDescriptor,
  PlacesDescriptor,
  QuotaDescriptor,
  RolloutDescriptor,
  StepsDescriptor,
  StickyDescriptor,
  StreamDescriptor,
} from "./station-descriptors.ts";

export type Requirement = "all" | "any" | number;

/** One operation of a station; times are distributions in ms. */
export interface OperationDescriptor {
  readonly serviceTime: DistributionLiteral;
  readonly afterTime: DistributionLiteral;
  readonly afterProbability: number;
  readonly errorRate: number;
  /** null: an error comes after the sampled service time. */
  readonly errorTime: DistributionLiteral | null;
  /** What an error ends with; left out: "error". */
  readonly failsWith?: "error" | "rejected" | "unauthorized" | "connectionRefused";
  readonly idempotent: boolean;
  /**
   * A conditional write: the operation by which its caller reads the row first, "" for this one
   * itself; null: it is none.
   */
  readonly readsBefore: string | null;
  /** Of a cache: what it does with the key of the request; of an event store, with its stream. */
  readonly access?: "read" | "write" | "remove" | "pass";
  /** Takes the lock of the row that its request means, and waits so long for it, ms; null: for ever. */
  readonly locksRow?: boolean;
  readonly lockTimeoutMs?: number | null;
  /** Refused at a read model that has not applied the newest event of its stream. */
  readonly needsCurrent?: boolean;
  /** Data is another once it has ended well. */
  readonly changesData?: boolean;
  /** Pushed to this share of the connections of its instance, each in so many microseconds. */
  readonly push?: { readonly ratio: number; readonly us: number; readonly bytes: number };
  /** 0 is the most urgent. */
  readonly priority: number;
  /** By stage number; a stage that is not named requires all. */
  readonly requires: Readonly<Record<string, Requirement>>;
}

/** What decides on arrivals at a station: chance, a concurrency limit, or load and priority. */
export type AdmissionDescriptor =
  | { /** Chance to enter with 0, 1, ... present. */ readonly acceptRatios: readonly number[] }
  | {
      readonly limit: {
        readonly kind: "fixed" | "aimd" | "gradient";
        readonly initialLimit: number;
        readonly minLimit: number;
        readonly maxLimit: number;
        readonly backoffRatio: number;
        readonly timeoutMs: number;
        readonly smoothing: number;
        readonly rttTolerance: number;
        readonly longWindow: number;
        readonly queueSize: number;
      };
    }
  | {
      readonly measure: "utilization" | "queue";
      /** Load from which on priority 1, 2, ... is shed; the last one repeats. */
      readonly thresholds: readonly number[];
    };

export interface StationDescriptor {
  /** Knows the schemas of what its callers write and read: which new versions it refuses, and when. */
  readonly registry?: {
    readonly compatibility: "backward" | "forward" | "full" | "none";
    readonly beforeRelease: boolean;
  };
  /**
   * Hands on how its calls end, as a proxy does, instead of failing as a dependent. "bytes": it sees
   * connections only, so all that comes over one of them goes to one instance. "limits": answers 429 only.
   */
  readonly relays?: true | "bytes" | "limits";
  /** It is a function: its slots are those of environments that come and go. */
  readonly environments?: EnvironmentsDescriptor;
  /** What belongs to one session goes to one instance; null or left out: anywhere. */
  readonly sticky?: StickyDescriptor | null;
  /** Id of the node that its instances stand beside, one each, and come and go with. */
  readonly companionOf?: string;
  /** Id of the node in whose process it lives. */
  readonly livesIn?: string;
  /** As many as there may be. */
  readonly instances: number;
  /** null or left out: their number stays. */
  readonly autoscale?: AutoscaleDescriptor | null;
  /** null or left out: it is never deployed anew. */
  readonly rollout?: RolloutDescriptor | null;
  /** null: unlimited. */
  readonly slots: number | null;
  readonly queueLengthMax: number | null;
  readonly sharedQueue: boolean;
  readonly discipline: "fifo" | "lifo" | "priority" | "random" | "ps" | "codel" | "adaptive-lifo";
  /** A more urgent arrival interrupts less urgent work, which is resumed later. */
  readonly preemptive: boolean;
  /** CoDel's target and interval, ms. */
  readonly codelTargetMs: number;
  readonly codelIntervalMs: number;
  /** Times between repair and breakdown, and of repair, of each instance; null: never broken. */
  readonly breakdowns: {
    readonly every: DistributionLiteral;
    readonly for: DistributionLiteral;
  } | null;
  /** How long an instance sleeps when it finds nothing to do; null: it never does. */
  readonly polling: { readonly sleepMs: DistributionLiteral } | null;
  /** How many a slot serves together; null: one. */
  readonly bulk: { readonly max: number; readonly min: number } | null;
  /** Token bucket before everything else; null: no limit. */
  readonly rateLimit: {
    readonly ratePerS: number;
    readonly burst: number;
    readonly wait: boolean;
    /** How many may wait for a token; null: any number. */
    readonly queueLengthMax: number | null;
    /** One bucket for all instances. */
    readonly shared: boolean;
  } | null;
  /** Before the rate limit; null or left out: none. */
  readonly quota?: QuotaDescriptor | null;
  /** null: everything enters. */
  readonly admission: AdmissionDescriptor | null;
  readonly blocking: boolean;
  readonly queueTimeout: DistributionLiteral | null;
  /** Speed factor of instance 0, 1, ...; the last one repeats. Empty: all 1. */
  readonly instanceSpeed: readonly number[];
  /** Relative weight of instance 0, 1, ... in balancing; the last one repeats. Empty: all 1. */
  readonly instanceWeight: readonly number[];
  readonly endpointDelayMs: number;
  /** Connections it takes from all callers together; null: any number. */
  readonly maxConnections: number | null;
  /** It checks its callers; left out: it serves everybody. */
  readonly access?: AccessDescriptor;
  /** It holds connections of its clients. */
  readonly hub?: {
    readonly connectionsMax: number | null;
    readonly acceptMs: number;
    readonly acceptBacklog: number;
    /** Of a connection's send buffer; null: unlimited. */
    readonly sendBufferBytes: number | null;
    readonly whenFull: "drop" | "close";
  };
  /** It takes spans. */
  readonly collector?: CollectorDescriptor;
  /** When to come back, told with refusals and failures, ms; null: nothing is told. */
  readonly retryAfterMs: number | null;
  /** What its calls are the steps of, and how what is left of them is taken up. */
  readonly steps?: StepsDescriptor;
  /** null or left out: what it reads is in no windows. */
  readonly stream?: StreamDescriptor | null;
  /** null or left out: its instances are one store. */
  readonly places?: PlacesDescriptor | null;
  /** Versioned rows: how many, and by which power of its rank a row is rarer than the first. */
  readonly keys: { readonly count: number; readonly skew: number };
  /** What holds for an operation that is not named. */
  readonly work: OperationDescriptor;
  readonly operations: Readonly<Record<string, OperationDescriptor>>;
}

export interface RequestTypeDescriptor {
  readonly weight: number;
  readonly goalMs: number | null;
}

/** Batches of jobs that a source starts instead of single arrivals; `batch` says how many jobs. */
export interface ScheduleDescriptor {
  /** null: only at `timesMs`. */
  readonly everyMs: number | null;
  readonly firstMs: number;
  readonly timesMs: readonly number[];
  readonly atOnce: number;
  readonly overlap: "allow" | "forbid" | "replace";
  readonly windowMs: number | null;
  readonly stops: boolean;
}

export interface SourceDescriptor {
  readonly ratePerS: number;
  /** "poisson", "constant", the distribution of the gaps, recorded instants or an MMPP. */
  readonly arrivals: string | DistributionLiteral | MmppLiteral;
  readonly profile: LoadProfile | null;
  readonly closed: { readonly users: number; readonly thinkTime: DistributionLiteral } | null;
  readonly requests: Readonly<Record<string, RequestTypeDescriptor>>;
  readonly patienceMs: number | null;
  readonly deadlineMs: number | null;
  readonly clients: number;
  readonly offsetMs: number | null;
  /** Requests an arrival is: an integer, or a distribution that is rounded. */
  readonly batch: DistributionLiteral;
  /** Left out: requests arrive by themselves. */
  readonly schedule?: ScheduleDescriptor;
}

/** Records of a log that are the events of streams, each the versioned row of a key. */
export interface StreamsDescriptor {
  /** Events of each stream from before the run. */
  readonly eventsBefore: number;
  /** To read one event of a stream, and to take a snapshot of it, ms. */
  readonly eventMs: number;
  readonly snapshotMs: number;
  /** null: no snapshots. */
  readonly snapshotEvery: number | null;
}

/** Partitions, their replicas, and how long records stay. */
export interface LogDescriptor {
  /** Present where it is called: operations that read load a stream, others append to it. */
  readonly streams?: StreamsDescriptor;
  readonly partitions: number;
  readonly partitioner: "key" | "roundRobin" | "sticky";
  /** Key k of the count has the weight 1 / k^skew; null: every record has its own. */
  readonly keys: { readonly count: number; readonly skew: number } | null;
  readonly replicationFactor: number;
  readonly minInSync: number;
  /** Until followers have what was appended, ms. */
  readonly replicationTime: DistributionLiteral;
  readonly electionMs: number;
  readonly replicaLagMaxMs: number;
  readonly unclean: boolean;
  /** Age at which records go, and how many a partition keeps; null: no limit. */
  readonly retentionMs: number | null;
  readonly retentionMax: number | null;
  readonly recordBytes: number;
  /** Wait of an empty group for more members. */
  readonly initialDelayMs: number;
}

/** One queue of a mailbox broker. */
export interface QueueDescriptor {
  /** Messages ready for delivery, at most; null: any number. */
  readonly readyMax: number | null;
  readonly overflow: "drop-head" | "reject-publish" | "reject-publish-dlx";
  readonly durable: boolean;
  /** Kept by several instances, most of which must have a message before it is there. */
  readonly replicated: boolean;
  /** How often a message may come back; once more and it is dead. null: any number of times. */
  readonly returnsMax: number | null;
  /** Whether a message that its consumer gives back goes to the tail instead of its old place. */
  readonly returnsToTail: boolean;
  /** Whether what a consumer gives back counts towards `returnsMax`, or only what it loses. */
  readonly countsGivenBack: boolean;
  /** Age at which a message at the head is dead, ms; null: none. */
  readonly ttlMs: number | null;
  /** Highest priority of a message; 0: all are alike. */
  readonly priorityMax: number;
  /** Two levels: priorities above one are high, and so many of them go for each other message. */
  readonly favors?: { readonly above: number; readonly turns: number } | null;
  /** Only one consumer at a time gets messages; the next one when it is gone. */
  readonly singleActive: boolean;
  /** Where dead messages are published; null: they are dropped. */
  readonly deadLetter: {
    readonly exchange: string;
    /** null: the key that they came with. */
    readonly routingKey: string | null;
    /** Whether they wait until all they are routed to can take them; else they are lost to it. */
    readonly waits?: boolean;
  } | null;
  /** Besides the bindings of exchanges: bound to the entry by its consumers' keys, else its name. */
  readonly boundToEntry: boolean;
}

export interface BindingDescriptor {
  readonly to: { readonly queue: string } | { readonly exchange: string };
  readonly key: string;
  readonly match: "all" | "any" | "all-with-x" | "any-with-x";
  readonly headers: Readonly<Record<string, HeaderValue>>;
}

/** Routes what is published to queues and other exchanges, as those of AMQP 0-9-1. */
export interface ExchangeDescriptor {
  readonly type: "direct" | "fanout" | "topic" | "headers";
  /** Where messages go that none of its bindings takes; null: nowhere. */
  readonly alternate: string | null;
  readonly bindings: readonly BindingDescriptor[];
}

type EdgeValues = Readonly<Record<string, unknown>>;

export interface MailboxDescriptor {
  /** Of several instances: each queue is at one of them, replicated ones at several. */
  readonly cluster: {
    /** Instances that keep a replicated queue, at most as many as there are. */
    readonly replicas: number;
    /** Until a persistent message is on disk, and one way between two instances, ms. */
    readonly flushTime: DistributionLiteral;
    readonly networkMs: DistributionLiteral;
    /** Until a replicated queue has another leader, ms. */
    readonly failoverMs: number;
  };
  /** Messages in all queues from which on nothing is taken; null: any number. */
  readonly storedMax: number | null;
  /** How long the id of a publish is remembered, ms; null: publishes have none that repetitions share. */
  readonly rememberMs?: number | null;
  /** Keeps what was published for a replay, which brings so many a second; null: any number at once. */
  readonly archive?: { readonly keptMs: number; readonly replayedPerS: number | null } | null;
  readonly queues: Readonly<Record<string, QueueDescriptor>>;
  /** What holds for queues that only consumers name. */
  readonly otherQueues: QueueDescriptor;
  readonly exchanges: Readonly<Record<string, ExchangeDescriptor>>;
  /** Exchange of publishes that name none. */
  readonly entry: string;
  /** Exchange that routes to the queue whose name is the key. */
  readonly byName: string;
  /** The queue of all consumers, except of those that name one of `queues`. */
  readonly oneQueue?: string | null;
  /** How a queue delivers, by its name and the values of its first consumer edge; null: plainly. */
  readonly rulesOf?: (name: string, edge: EdgeValues | null) => DeliveryRules | null;
  /** How the consumers of an edge ask for messages; null: they are pushed. */
  readonly pullOf?: (edge: EdgeValues) => PullDescriptor | null;
}

/** What a cache holds; its keys are those of its station. */
export interface CacheDescriptor {
  /** Entries of each instance. */
  readonly capacity: number;
  readonly eviction: "lru" | "lfu" | "fifo";
  /** null: entries do not expire. */
  readonly ttlMs: number | null;
  /** Largest part of its time to live by which an entry expires earlier. */
  readonly ttlJitter: number;
  /** Chance of a hit, whatever it holds; null: what it holds decides. */
  readonly hitRatio: number | null;
  readonly singleFlight: boolean;
  readonly staleMs: number;
  /** Holds the most popular keys from the start. */
  readonly warm: boolean;
  /** Writes are answered first and made so much later; left out: they are made first. */
  readonly flushMs?: number;
  /** Its instances are points of presence. */
  readonly points?: {
    /** How long what has expired is served where fetching it fails. */
    readonly staleIfErrorMs: number;
    /** Until a removal has reached all points, ms. */
    readonly purgeMs: number;
    /** A store between them and the origin: its entries, and one way to it, ms; null: none. */
    readonly shield: { readonly capacity: number; readonly networkMs: number } | null;
  };
}

/** A node in the engine's terms. Brokers are stations too: their own capacity to handle publishes. */
export type NodeDescriptor =
  | { readonly primitive: "source"; readonly source: SourceDescriptor }
  | { readonly primitive: "station"; readonly station: StationDescriptor }
  | {
      readonly primitive: "cache";
      readonly station: StationDescriptor;
      readonly cache: CacheDescriptor;
    }
  | {
      readonly primitive: "mailbox";
      readonly station: StationDescriptor;
      readonly mailbox: MailboxDescriptor;
    }
  | {
      readonly primitive: "log";
      readonly station: StationDescriptor;
      readonly log: LogDescriptor;
    };

/** Resolved values of a node and of its operations (explicit ones only). */
export interface ModelInput<Values> {
  readonly values: Values;
  readonly operations: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
