// The scenario as it stands in the file (format 1) and as it is after defaults, presets and groups
// were filled in. The document is immutable data: edits make a new one.

export const FORMAT = 1;
export const CATALOG = "2026-11";

/** Any JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export interface RunSettings {
  readonly durationS?: number;
  readonly warmupS?: number;
  readonly seed?: number;
  readonly windowS?: number;
  readonly drain?: boolean;
  readonly sampleAtS?: readonly number[] | null;
  readonly detail?: boolean;
  readonly maxEvents?: number;
  readonly maxMemoryMb?: number | null;
}

/** Parameters stand beside the reserved keys. */
export interface NodeDocument {
  readonly kind: string;
  readonly name?: string;
  readonly in?: string | readonly string[];
  readonly [param: string]: Json | undefined;
}

export interface EdgeDocument {
  readonly protocol?: string;
  readonly [param: string]: Json | undefined;
}

export interface GroupDocument {
  readonly kind: string;
  readonly name?: string;
  /** The group that it stands in. */
  readonly in?: string;
  readonly enabled?: boolean;
  /** Drawn as one card. */
  readonly collapsed?: boolean;
  readonly [param: string]: Json | undefined;
}

export interface FaultDocument {
  readonly kind: string;
  readonly name?: string;
  readonly target: string | readonly string[];
  readonly atS?: number;
  readonly forS?: number | null;
  readonly rampS?: number;
  readonly enabled?: boolean;
  readonly [param: string]: Json | undefined;
}

export interface AlertDocument {
  readonly name?: string;
  readonly expr: string;
  readonly overS?: number;
  readonly shortOverS?: number | null;
  readonly forS?: number;
  readonly everyS?: number;
}

export interface ScenarioDocument {
  readonly $schema?: string;
  readonly format: typeof FORMAT;
  readonly catalog: string;
  readonly name: string;
  readonly description?: string;
  readonly run: RunSettings;
  readonly nodes: Readonly<Record<string, NodeDocument>>;
  readonly edges: Readonly<Record<string, EdgeDocument>>;
  readonly groups?: Readonly<Record<string, GroupDocument>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly changes?: Readonly<
    Record<string, { readonly atMs: number; readonly set: Readonly<Record<string, Json>> }>
  >;
  readonly slos?: Readonly<Record<string, { readonly name?: string; readonly expr: string }>>;
  /** Alert rules (alert-params.ts): what a run would have told those on call. */
  readonly alerts?: Readonly<Record<string, AlertDocument>>;
  readonly variants?: Readonly<
    Record<string, { readonly name?: string; readonly set: Readonly<Record<string, Json>> }>
  >;
  readonly lesson?: Json;
  /** Upper left corners, px: of nodes by id, of an empty group as `group:ID`, of a note as `note:ID`. */
  readonly layout?: Readonly<Record<string, readonly [number, number]>>;
  /** By id of the node or edge that it is on, as `group:ID`, or as `note:ID` if it stands by itself. */
  readonly notes?: Json;
}

/** A defect of a file. `error` refuses the file, `warning` does not. */
export interface Problem {
  readonly code: string;
  /** Path in the grammar of `--set`: `nodes.orders.replicas`. Empty: the whole file. */
  readonly path: string;
  readonly message: string;
  readonly severity: "error" | "warning";
  readonly found?: string;
  readonly allowed?: string;
  readonly fix?: string;
}

/** Where a resolved value came from. */
export type Origin = "explicit" | "default" | "preset" | `inherited:${string}`;

/** All parameter values of an entity with every default in place, keyed as in its definition. */
export type ResolvedValues = Readonly<Record<string, unknown>>;

export interface ResolvedNode {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly values: ResolvedValues;
  /** By operation name; explicit overrides only (undefined fields fall back to `values`). */
  readonly operations: Readonly<Record<string, ResolvedValues>>;
  /** Zones that its instances are spread over in turn; left out where it is in none. */
  readonly zones?: readonly string[];
  /**
   * Of what a mesh or the keeping of tokens adds to the drawing (scenario/mesh, scenario/access): what
   * it is, and in which mesh; "" for none.
   */
  readonly proxy?: { readonly mesh: string; readonly role: ProxyRole; readonly of?: string };
}

/**
 * A proxy beside a node, one for all nodes, one for all calls to nodes, or where calls are held up or
 * fail; or what is kept of an identity provider beside a node.
 */
export type ProxyRole =
  | ("sidecar" | "ztunnel" | "waypoint" | "delay" | "refusal")
  | ("tokens" | "answers" | "keys");

export interface ResolvedCall {
  readonly id: string;
  /** Operations of the caller that make it; null = all. */
  readonly when: readonly string[] | null;
  /** Operation at the callee; null = same name as the caller's. */
  readonly operation: string | null;
  readonly stage: number;
  readonly probability: number;
  readonly choice: string | null;
  readonly weight: number;
  /** A distribution literal or integer. */
  readonly count: unknown;
  readonly parallel: boolean;
  readonly optional: boolean;
  readonly distinct: boolean;
  readonly routingKey: string | null;
  /** The cache that must not have hit before; null = it is made in any case. */
  readonly whenMiss: string | null;
  /** Operation at the callee that undoes it; null = there is nothing to undo. */
  readonly compensation: string | null;
  /** Made only when the operation of its caller has failed. */
  readonly afterFailure: boolean;
  /** Made only if what the request shows is good, or is bad; left out: in any case. */
  readonly ifShown?: "good" | "bad";
}

export interface ResolvedEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  /**
   * `call`: synchronous; `publish`: into a broker; `deliver`: from a broker to a consumer; `export`: spans in
   * batches. Spans that are exported at once are calls.
   */
  readonly sort: "call" | "publish" | "deliver" | "export";
  readonly values: ResolvedValues;
  readonly calls: readonly ResolvedCall[];
  /** Others fall back on it: the operation that it then invokes, null for that of the failed call. */
  readonly instead?: string | null;
  /** Of an edge through a mesh, or by way of what is kept: what part of the way of a drawn edge it is. */
  readonly part?: EdgePart;
}

export interface EdgePart {
  /** "" outside of meshes. */
  readonly mesh: string;
  /** Id of the drawn edge. */
  readonly of: string;
  /**
   * `call`: from the caller to its proxy. `wire`: between proxies. `in`: from a proxy to the callee.
   * `ask`: to what is kept beside the caller.
   */
  readonly leg: "call" | "wire" | "in" | "split" | "mirror" | "delay" | "abort" | "deny" | "ask";
  /** Its calls are part of the check of a request, before the work on it. */
  readonly checks?: true;
  /** Callers go to the instance beside them. */
  readonly own?: true;
}

export interface ResolvedFault {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly targets: readonly FaultTarget[];
  readonly atMs: number;
  /** Infinity: until the end. */
  readonly forMs: number;
  readonly rampMs: number;
  readonly enabled: boolean;
  /** Of a fault that comes and goes at random: distribution literals in ms. */
  readonly comings?: { readonly every: unknown; readonly for: unknown };
  readonly values: ResolvedValues;
}

export type FaultTarget =
  | {
      readonly node: string;
      readonly instances: "all" | readonly number[] | { readonly random: number };
    }
  | {
      readonly edge: string;
      /** What of the link is cut, in a partition. */
      readonly cut?: "both" | "requests" | "answers";
    };

export interface ResolvedSlo {
  readonly id: string;
  readonly name: string;
  readonly expr: string;
}

export interface ResolvedAlert extends ResolvedSlo {
  readonly overS: number;
  readonly shortOverS: number | null;
  readonly forS: number;
  readonly everyS: number;
}

/** A live change that a run replays: at its time the scenario becomes `after`. */
export interface ResolvedChange {
  readonly id: string;
  readonly atMs: number;
  /** What was set, by path in its canonical form. */
  readonly set: Readonly<Record<string, Json>>;
  readonly after: ResolvedScenario;
}

/** The whole scenario after resolution; nodes, edges, faults sorted by id in code-point order. */
export interface ResolvedScenario {
  readonly name: string;
  readonly catalog: string;
  readonly durationMs: number;
  readonly warmupMs: number;
  readonly windowMs: number;
  readonly seed: number;
  readonly drain: boolean;
  /** Instants of exact samples, rising. They change nothing of the run. */
  readonly sampleAtMs?: readonly number[];
  /** The load of each instance is recorded; changes nothing of the run. */
  readonly detail?: boolean;
  /** Reaching it ends the run early; not part of the hash, since it changes no event. */
  readonly maxEvents: number;
  /** Memory of rows that come and go, in units of 10^6 bytes; null: no limit but the tables' own. */
  readonly maxMemoryMb: number | null;
  readonly nodes: readonly ResolvedNode[];
  readonly edges: readonly ResolvedEdge[];
  readonly faults: readonly ResolvedFault[];
  readonly slos: readonly ResolvedSlo[];
  /** Left out where there are none. They change nothing of the run. */
  readonly alerts?: readonly ResolvedAlert[];
  /** Recorded live changes in order of time. */
  readonly changes: readonly ResolvedChange[];
  /** 32 hex digits over everything that is simulated (not layout, names, notes, lesson, changes). */
  readonly hash: string;
}
