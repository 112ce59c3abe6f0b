// A service mesh: what its proxies cost and do on every call between its members. A group of kind mesh
// holds these parameters; an edge may hold its own policies and the rules for its traffic (`mesh`).
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";
import { PRESETS } from "../catalogs/2026-11/presets.ts";
import type { ParamSet } from "../kinds/define.ts";
import { BULKHEAD } from "./admission.ts";
import { BALANCING_PARAMS } from "./balancing.ts";
import { MAX_FAILS, OUTLIER } from "./outlier.ts";
import { POOL } from "./pool.ts";
import { RETRY } from "./retry/definition.ts";

const { balancing, choiceCount, ewmaDecayMs, ewmaInitialMs, locality, panicThreshold } =
  BALANCING_PARAMS;

/** Policies of the calling proxy, or of the waypoint. The caller's own stand around them. */
const POLICY_PARAMS = {
  timeoutMs: {
    type: "number",
    label: "Timeout of the call",
    help: "The proxy answers 504 after this time, all of its retries included.",
    unit: "ms",
    min: 0.001,
    max: 86_400_000,
    soft: [50, 60_000],
    scale: "log",
    default: null,
    nullMeans: "none",
  },
  perTryTimeoutMs: {
    type: "number",
    label: "Timeout of an attempt",
    help: "The proxy gives up one attempt after this time and may try again.",
    unit: "ms",
    min: 0.001,
    max: 86_400_000,
    soft: [10, 30_000],
    scale: "log",
    default: null,
    nullMeans: "none",
  },
  retry: {
    ...RETRY,
    label: "Retry by the mesh",
    help:
      "The proxy tries a failed call again. A caller that retries as well multiplies: 3 attempts of " +
      "its own, each tried 3 times, are up to 9.",
  },
  balancing: { ...balancing, default: "leastRequest" },
  choiceCount,
  ewmaDecayMs,
  ewmaInitialMs,
  locality,
  panicThreshold,
  outlier: OUTLIER,
  maxFails: MAX_FAILS,
  bulkhead: {
    ...BULKHEAD,
    label: "Calls in progress at most",
    help: "Of one proxy to one callee; more are answered 503 at once or wait.",
  },
  pool: {
    ...POOL,
    help: "Connections between proxies; with mutual TLS each new one pays a TLS handshake.",
  },
} as const satisfies ParamSet;

const PROXY_TIME = {
  type: "distribution",
  unit: "ms",
  live: true,
} as const;

const COUNT = { type: "number", unit: "", min: 1, integer: true } as const;

/** What proxies are and cost. */
const PROXY_PARAMS = {
  mode: {
    type: "choice",
    label: "Data plane",
    help:
      "Sidecar: a proxy beside every instance, passed at both ends of a call. Ambient: one ztunnel " +
      "a zone for connections, which knows nothing of requests.",
    options: ["sidecar", "ambient"],
    optionLabels: ["Sidecar", "Ambient"],
    default: "sidecar",
  },
  waypoint: {
    type: "boolean",
    label: "Waypoint",
    help:
      "Ambient: calls between members also pass a proxy that knows requests. Without it the mesh " +
      "retries nothing, ejects nobody and applies no rules.",
    default: false,
  },
  cpuMs: {
    ...PROXY_TIME,
    label: "CPU time per pass",
    help: "What a request takes of a worker thread each time it passes a proxy, encryption included.",
    default: 0.2,
  },
  delayMs: {
    ...PROXY_TIME,
    label: "Delay per pass, each way",
    help: "Time in the proxy and its host beyond CPU time, once for the request, once for the answer.",
    default: 0,
  },
  workers: {
    ...COUNT,
    label: "Worker threads",
    help: "Of one proxy; requests that find them all busy wait in it.",
    max: 1024,
    soft: [1, 16],
    default: 2,
    live: true,
  },
  waypointCpuMs: {
    ...PROXY_TIME,
    label: "CPU time per pass of a waypoint",
    help: "What a request takes of a worker thread of the waypoint.",
    default: 0.25,
  },
  waypointReplicas: {
    ...COUNT,
    label: "Waypoints",
    help: "Instances of the waypoint, which all members share.",
    max: 10_000,
    soft: [1, 10],
    default: 1,
  },
  streamWindowBytes: {
    ...COUNT,
    label: "Window of a stream",
    help: "What a sidecar or waypoint takes in of a gRPC stream before it has passed it on.",
    unit: "B",
    max: 2_147_483_647,
    soft: [65_535, 16_777_216],
    scale: "log",
    default: DOCUMENTED.envoyWindowBytes.value,
    source: DOCUMENTED.envoyWindowBytes.source,
  },
  connectionWindowBytes: {
    ...COUNT,
    label: "Window of a connection",
    help: "The same for all streams of a connection together.",
    unit: "B",
    max: 2_147_483_647,
    soft: [65_535, 33_554_432],
    scale: "log",
    default: DOCUMENTED.envoyConnectionWindowBytes.value,
    source: DOCUMENTED.envoyConnectionWindowBytes.source,
  },
  mtls: {
    type: "choice",
    label: "Mutual TLS",
    help:
      "Between proxies. Permissive: who has no proxy may call in plain text. Strict: such calls are " +
      "refused (connectionRefused), but at gateways and load balancers of the mesh.",
    options: ["off", "permissive", "strict"],
    optionLabels: ["Off", "Permissive", "Strict"],
    default: "permissive",
  },
  authorization: {
    type: "choice",
    label: "Who may call",
    help:
      "Allow all, or only edges whose rules allow it: other calls to members are refused as " +
      "unauthorized by the callee's proxy.",
    options: ["allowAll", "allowListed"],
    optionLabels: ["Everybody", "Only edges that are allowed"],
    default: "allowAll",
  },
  pushDelayMs: {
    type: "number",
    label: "Push delay",
    help:
      "From the time at which an instance is known to have come or gone until the control plane has " +
      "told the proxies; comes on top of the node's own delay.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [0, 10_000],
    default: 100,
  },
} as const satisfies ParamSet;

/** Spans that proxies record by themselves. */
const TRACING = {
  type: "object",
  label: "Tracing",
  help:
    "Sidecars and waypoints record a span for each pass, with no code in the services, and send " +
    "them by themselves; nobody waits for that.",
  fields: {
    to: {
      type: "text",
      label: "Collector",
      help: "The tracing collector that gets the spans, by its id.",
      nodeOfKind: "tracing-collector",
      default: null,
      nullMeans: "none",
    },
    sampleRatio: {
      type: "ratio",
      label: "Sampled",
      help:
        "Share of the requests that proxies record (head sampling). Istio, PILOT_TRACE_SAMPLING: 1 % " +
        "unless somebody says more.",
      default: 0.01,
      live: true,
    },
    spanUs: {
      type: "number",
      label: "Each span takes",
      help: "Of a worker thread, to record and to send it. Assumption: 10 µs, as of services.",
      unit: "µs",
      min: 0,
      max: 1_000_000,
      soft: [0, 200],
      default: 10,
      live: true,
    },
  },
  default: null,
  nullMeans: "off",
} as const;

/** Parameters of a group of kind mesh. */
export const MESH_PARAMS = {
  ...PROXY_PARAMS,
  tracing: TRACING,
  ...POLICY_PARAMS,
} as const satisfies ParamSet;

/** Names of the presets of a mesh. */
export const MESH_PRESETS: readonly string[] = Object.keys(PRESETS.mesh);

/** What an edge may say to the mesh that it passes. */
const RULE_PARAMS = {
  allowed: {
    type: "boolean",
    label: "May call",
    help: "Where the mesh allows only listed edges, or to forbid this one: false refuses its calls.",
    default: null,
    nullMeans: "as the mesh says",
  },
  split: {
    type: "map",
    label: "Traffic split",
    help:
      "A share of the calls goes to other nodes instead, by their ids: a canary. Each call draws " +
      "anew; a retry by the mesh stays with what was drawn.",
    entry: {
      ratio: {
        type: "ratio",
        label: "Share",
        help: "Of the calls over this edge, or of those that match.",
        default: 0.1,
        live: true,
      },
      match: {
        type: "text",
        label: "Only calls of",
        help: "The operation of the callee whose calls it takes, as a match on path and method does.",
        default: null,
        nullMeans: "all operations",
      },
      requestType: {
        type: "text",
        label: "Only requests of",
        help:
          "Type of the requests whose calls it takes, as a match on a header does: draw users who send the " +
          "header as a request type of their own. Services hand it on, whatever they call; messages do not.",
        default: null,
        nullMeans: "all types",
      },
    },
    default: {},
  },
  mirror: {
    type: "object",
    label: "Mirror",
    help: "A copy of calls goes to another node as well; nobody waits for its answer.",
    fields: {
      to: {
        type: "text",
        label: "Node",
        help: "Id of the node that gets the copies.",
        default: null,
        nullMeans: "nobody",
      },
      ratio: {
        type: "ratio",
        label: "Share",
        help: "Of the calls that are copied.",
        default: 1,
        live: true,
      },
    },
    default: null,
    nullMeans: "off",
  },
  delay: {
    type: "object",
    label: "Injected delay",
    help: "Holds a share of the calls up before they are sent on, outside of retries.",
    fields: {
      ms: {
        type: "number",
        label: "Delay",
        help: "How long such a call is held up.",
        unit: "ms",
        min: 0,
        max: 3_600_000,
        soft: [0, 10_000],
        default: 1000,
        live: true,
      },
      ratio: {
        type: "ratio",
        label: "Share",
        help: "Of the calls that are held up.",
        default: 0.1,
        live: true,
      },
    },
    default: null,
    nullMeans: "off",
  },
  abort: {
    type: "object",
    label: "Injected abort",
    help: "Answers a share of the calls with an error instead of sending them on; the mesh does not retry that.",
    fields: {
      status: {
        type: "choice",
        label: "Answer",
        help: "What is answered: 500 ends as error, 503 as rejected.",
        options: ["500", "503"],
        default: "503",
      },
      ratio: {
        type: "ratio",
        label: "Share",
        help: "Of the calls that are answered so.",
        default: 0.1,
        live: true,
      },
    },
    default: null,
    nullMeans: "off",
  },
} as const satisfies ParamSet;

/** Names of the policies that an edge may hold itself. */
export const MESH_POLICY_NAMES: readonly string[] = Object.keys(POLICY_PARAMS);

/** Names of what only a proxy that knows requests can do. */
export const MESH_REQUEST_RULES: readonly string[] = ["split", "mirror", "delay", "abort"];

/** Policies that an edge leaves out are the mesh's; its rules are its own. */
export const MESH_EDGE_PARAMS = { ...RULE_PARAMS, ...POLICY_PARAMS } as const satisfies ParamSet;

export const MESH = {
  type: "object",
  label: "Mesh",
  help: "What the mesh around this call is to do otherwise here, and its rules for this traffic.",
  fields: MESH_EDGE_PARAMS,
  default: null,
  nullMeans: "as the mesh says",
} as const;
