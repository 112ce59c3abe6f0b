// How a kind of node, a protocol, a policy or a fault is described. The definition is the only place
// where its parameters stand: file format, checks, defaults, inspector, help and tests derive from it.

import type { MmppLiteral } from "./mmpp.ts";

/** A distribution literal of the file: a constant in the parameter's unit, or an object with `type`. */
export type DistributionLiteral =
  | number
  | { readonly type: string; readonly [field: string]: unknown };

interface ParamBase {
  readonly label: string;
  /** One or two sentences for the tooltip. */
  readonly help: string;
  /** Where the default comes from; absent means "assumption of this product". */
  readonly source?: string;
  /** May change while a run goes on. */
  readonly live?: true;
  /** `null` is allowed and means "off" or "unlimited"; the words shown for it. */
  readonly nullMeans?: string;
}

export interface NumberParam extends ParamBase {
  readonly type: "number";
  /** Unit as printed: "ms", "s", "1/s", "" for a plain number, "%" is never used (see ratio). */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly integer?: true;
  /** Sensible range of the slider when narrower than min..max. */
  readonly soft?: readonly [number, number];
  readonly scale?: "linear" | "log";
  readonly default: number | null;
}

/** A share in 0..1, shown in percent. */
export interface RatioParam extends ParamBase {
  readonly type: "ratio";
  readonly default: number | null;
}

export interface ChoiceParam extends ParamBase {
  readonly type: "choice";
  readonly options: readonly string[];
  readonly optionLabels?: readonly string[];
  readonly default: string | null;
}

export interface BooleanParam extends ParamBase {
  readonly type: "boolean";
  readonly default: boolean | null;
}

export interface TextParam extends ParamBase {
  readonly type: "text";
  /** The empty text is a value too. */
  readonly mayBeEmpty?: true;
  /** It is the id of a node of this kind. */
  readonly nodeOfKind?: string;
  readonly default: string | null;
}

export interface DistributionParam extends ParamBase {
  readonly type: "distribution";
  /** Unit of a bare number, "ms" or "". */
  readonly unit: string;
  readonly default: DistributionLiteral | null;
}

/** A group of parameters, present or null (a policy that may be off, say). */
export interface ObjectParam extends ParamBase {
  readonly type: "object";
  readonly fields: ParamSet;
  readonly default: null | Readonly<Record<string, unknown>>;
  /** Names of presets that may stand in its `preset` field. */
  readonly presets?: readonly string[];
}

/** Entries by name, each with the same parameters (request types, operations). */
export interface MapParam extends ParamBase {
  readonly type: "map";
  readonly entry: ParamSet;
  readonly default: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null;
}

export type HeaderValue = string | number | boolean;

/** Values by name, as a message carries them. */
export interface HeadersParam extends ParamBase {
  readonly type: "headers";
  readonly default: Readonly<Record<string, HeaderValue>>;
}

/** A list of numbers or of names. */
export interface ListParam extends ParamBase {
  readonly type: "numbers" | "names";
  readonly options?: readonly string[];
  readonly default: readonly (number | string)[] | null;
}

/** Load over time as a factor on a source's rate, every field filled in. */
export interface LoadProfile {
  /** Points joined by lines or held as steps, or 1 + amplitude sin(2 pi (t - phase) / period). */
  readonly shape: "linear" | "steps" | "sine";
  /** [atS, multiplier]; none for a sine. */
  readonly points: readonly (readonly [number, number])[];
  /** The points are a recorded series: requests per second instead of multipliers. */
  readonly recorded: boolean;
  /** The points are a pattern that begins anew every so often; null: after the last one it stays. */
  readonly repeatEveryS: number | null;
  readonly amplitude: number;
  readonly periodS: number;
  readonly phaseS: number;
}

/**
 * Load profile. The file may say just the points (then joined by lines), their shape and repetition,
 * a sine, or a recorded series as CSV; resolved: LoadProfile.
 */
export interface PointsParam extends ParamBase {
  readonly type: "points";
  readonly default: readonly (readonly [number, number])[] | null;
}

/** A named process, a distribution literal of the gaps (ms) of a renewal process, or an MMPP. */
export interface ArrivalsParam extends ParamBase {
  readonly type: "arrivals";
  readonly options: readonly string[];
  readonly optionLabels?: readonly string[];
  readonly default: string;
}

/** How many: an integer, a distribution of them, or for calls "all" (one to every instance). */
export interface CountParam extends ParamBase {
  readonly type: "count";
  readonly min: number;
  readonly max: number;
  /** "all" makes no sense here. */
  readonly numberOnly?: true;
  readonly default: number;
}

/** What a stage of calls needs: every call, the first success, or k successes. */
export type Requirement = "all" | "any" | number;

/** Requirement by stage number ("1", "2", ...); a stage left out needs all of its calls. */
export interface RequiresParam extends ParamBase {
  readonly type: "requires";
  readonly default: Readonly<Record<string, Requirement>>;
}

export type Param =
  | NumberParam
  | RatioParam
  | ChoiceParam
  | BooleanParam
  | TextParam
  | DistributionParam
  | ObjectParam
  | MapParam
  | HeadersParam
  | ListParam
  | PointsParam
  | ArrivalsParam
  | CountParam
  | RequiresParam;

export type ParamSet = Readonly<Record<string, Param>>;

type Nullable<P, V> = P extends { readonly nullMeans: string } ? V | null : V;

type PlainValue<P extends Param> = P extends { type: "number" | "ratio" }
  ? number
  : P extends { type: "choice"; options: readonly (infer O)[] }
    ? O
    : P extends { type: "boolean" }
      ? boolean
      : P extends { type: "text" }
        ? string
        : P extends { type: "distribution" }
          ? DistributionLiteral
          : P extends { type: "object"; fields: infer F extends ParamSet }
            ? ValuesOf<F>
            : P extends { type: "map"; entry: infer E extends ParamSet }
              ? Readonly<Record<string, ValuesOf<E>>>
              : P extends { type: "headers" }
                ? Readonly<Record<string, HeaderValue>>
                : P extends { type: "numbers" }
                  ? readonly number[]
                  : P extends { type: "names" }
                    ? readonly string[]
                    : P extends { type: "points" }
                      ? LoadProfile
                      : P extends { type: "arrivals" }
                        ? string | DistributionLiteral | MmppLiteral
                        : P extends { type: "count" }
                          ? DistributionLiteral | (P extends { numberOnly: true } ? never : "all")
                          : P extends { type: "requires" }
                            ? Readonly<Record<string, Requirement>>
                            : never;

/** Resolved values of a set of parameters: every default filled in. */
export type ValuesOf<P extends ParamSet> = {
  readonly [K in keyof P]: Nullable<P[K], PlainValue<P[K]>>;
};

/** Outline of a node and shelf of the palette. */
export type Family = "edge" | "compute" | "data" | "messaging" | "control";

/**
 * What may be connected: a `call` is synchronous, `publish` goes into a broker, `deliver` out of one, and
 * `export` takes spans to a collector, from whatever calls and is called.
 */
export interface Ports {
  /** Edges of these sorts may leave it. */
  readonly out: readonly ("call" | "publish" | "deliver")[];
  /** Edges of these sorts may enter it. */
  readonly in: readonly ("call" | "publish" | "deliver" | "export")[];
  /** An edge from the node to itself is allowed. */
  readonly self?: true;
}

export interface KindDefinition<Id extends string = string, P extends ParamSet = ParamSet> {
  readonly id: Id;
  readonly label: string;
  readonly family: Family;
  /** Name of the icon in public/icons, without ending. */
  readonly icon: string;
  /** One line for the palette. */
  readonly summary: string;
  readonly params: P;
  /** Parameters of one entry of `operations`, if the kind has operations. */
  readonly operation?: ParamSet;
  /** Parameters of the edges to its consumers, beside those of every edge; only for brokers. */
  readonly deliver?: ParamSet;
  /** Of edges to functions, which a platform reads and invokes in their place; only brokers that have such. */
  readonly trigger?: ParamSet;
  /** What messages bring is an invocation of it, by a platform. */
  readonly invoked?: true;
  /** Parameters of the edges that call it, beside those of every call; what their callers show is none. */
  readonly call?: ParamSet;
  /** Parameters of the edges that publish into it, beside those of every edge; only for brokers. */
  readonly publish?: ParamSet;
  /**
   * Parameters that count servers of a first-in-first-out queue: where all servers share it, arrivals
   * do not depend on answers and nobody leaves the queue, a larger number makes no request wait
   * longer on the same arrivals and service times (Kiefer, Wolfowitz 1955). Held by a test.
   */
  readonly monotone?: readonly string[];
  readonly ports: Ports;
  /** Brokers that this one delivers to as well, by their kinds. */
  readonly forwardsTo?: readonly string[];
  /** Kinds that it may call, where that is not each that takes calls. */
  readonly calls?: readonly string[];
  /** Protocols in which it calls beside those that its callees speak anyway. */
  readonly speaks?: readonly string[];
  /** It is a process for others: what it calls is in it, where that can be in a process. */
  readonly houses?: true;
  /** Protocol given to an edge drawn into it, first choice first. */
  readonly protocols: readonly string[];
}

export function defineKind<const Id extends string, const P extends ParamSet>(
  definition: KindDefinition<Id, P>,
): KindDefinition<Id, P> {
  return definition;
}

/** A protocol: defaults over one mechanism, and who may speak it. */
export interface ProtocolDefinition<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly help: string;
  /** What an edge with it is. */
  readonly sort: "call" | "publish-deliver";
  /** Kinds that may call with it; left out: all. */
  readonly callers?: readonly string[];
  /** Of calls that may have a payload: how it is written, and what is wrapped around it. */
  readonly wire?: {
    readonly encoding: "json" | "protobuf" | "xml";
    readonly envelopeBytes: number;
  };
  /** Defaults of edge parameters that differ under this protocol, with their sources. */
  readonly defaults: Readonly<
    Record<string, { readonly value: unknown; readonly source?: string }>
  >;
}

export function defineProtocol<const Id extends string>(
  definition: ProtocolDefinition<Id>,
): ProtocolDefinition<Id> {
  return definition;
}

export interface FaultDefinition<Id extends string = string, P extends ParamSet = ParamSet> {
  readonly id: Id;
  readonly label: string;
  readonly help: string;
  readonly icon: string;
  /** Comes and goes gradually over `rampS`; false: all or nothing, `rampS` is not allowed. */
  readonly ramp: boolean;
  /** It is done at one instant: it neither lasts nor comes at random. */
  readonly instant?: true;
  /** Of the nodes only those of these kinds. */
  readonly only?: readonly string[];
  /**
   * What it can be aimed at. A group stands for its members; "group" says that nothing else will do.
   * "client": the sources of load, "node": everything else that is drawn.
   */
  readonly targets: readonly ("node" | "edge" | "group" | "client")[];
  /** Of a fault of the network: the links that a node stands for. */
  readonly links?: "all" | "incoming" | "deliveries";
  /** Its own numbers, beside target, atS, forS, rampS and enabled. */
  readonly params: P;
}

export function defineFault<const Id extends string, const P extends ParamSet>(
  definition: FaultDefinition<Id, P>,
): FaultDefinition<Id, P> {
  return definition;
}
