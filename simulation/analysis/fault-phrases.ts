// What a fault or a change did, as the first words of a sentence.
import { faultOf } from "../faults/catalog.ts";
import type { ActiveChange, ActiveFault } from "./disturbances.ts";
import {
  capitalize,
  formatClock,
  formatDuration,
  formatShare,
  formatTimes,
  listOf,
} from "./phrase.ts";
import type { Topology } from "./topology.ts";

function nameOf(topology: Topology, id: string): string {
  return topology.nodes.find((node) => node.id === id)?.name ?? id;
}

/** What of a link a partition cuts; answers to requests from one node to another. */
const CUT_WORDS = {
  both: "the link",
  requests: "requests",
  answers: "answers to requests",
} as const;

/** `payment`, `one instance of payment`, `the link from orders to payment`. */
function targetsOf({ fault }: ActiveFault, topology: Topology): string {
  const names = fault.targets.map((target) => {
    if ("edge" in target) {
      const [from = "", to = ""] = target.edge.replace(/[#~].*$/, "").split("->");
      const what = target.cut === undefined ? "the link" : CUT_WORDS[target.cut];
      return `${what} from ${nameOf(topology, from)} to ${nameOf(topology, to)}`;
    }
    // A sidecar is told of by the node that it stands beside.
    const name = nameOf(topology, target.node.replace(/~sidecar$/, ""));
    if (target.instances === "all") return name;
    const count = "random" in target.instances ? target.instances.random : target.instances.length;
    return `${count === 1 ? "one instance" : `${count} instances`} of ${name}`;
  });
  return listOf(names);
}

const numberIn = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);

/** `payment`; `payment for orders` where others call it too and are not hit. */
function calleesOf({ fault }: ActiveFault, topology: Topology): string {
  const hit = fault.targets.flatMap((target) => {
    const at = "edge" in target ? topology.edges.findIndex(({ id }) => id === target.edge) : -1;
    return at < 0 ? [] : [at];
  });
  const callees = [...new Set(hit.map((edge) => topology.edges[edge].to))];
  const whole = callees.every((node) =>
    topology.nodes[node].inEdges.every((edge) => hit.includes(edge)),
  );
  const nameAt = (node: number): string => topology.nodes[node].name;
  const names = listOf(callees.map(nameAt));
  if (whole) return names;
  const callers = [...new Set(hit.map((edge) => topology.edges[edge].from))];
  return `${names} for ${listOf(callers.map(nameAt))}`;
}

/** What a sentence is made of: whom it is about, and words for a fault that grows. */
interface Telling {
  readonly fault: ActiveFault["fault"];
  readonly targets: string;
  /** Whom the links of a fault of the network lead to, and whose links they are if not all. */
  readonly callees: string;
  readonly upTo: string;
}

function slower({ fault, targets, upTo }: Telling): string {
  const factor = numberIn(fault.values.factor);
  if (factor < 1) return `${targets} became ${upTo}${formatTimes(1 / factor)} faster`;
  return `${targets} became ${upTo}${formatTimes(factor)} slower`;
}

/** `a new version of payment began to fail 20.0 % of its work and became 3 times slower`. */
function deployed({ fault, targets }: Telling): string {
  const share = numberIn(fault.values.share);
  return `${share < 1 ? `${formatShare(share)} of ${targets}` : targets} got a new version${deedsOf(fault)}`;
}

/** ` that failed 20.0 % of its work and was 3 times slower`, or nothing. */
function deedsOf(fault: Telling["fault"]): string {
  const { ratio, factor } = fault.values;
  const errors = numberIn(ratio);
  const times = numberIn(factor);
  const deeds = [
    ...(errors > 0 ? [`failed ${formatShare(errors)} of its work`] : []),
    ...(times > 1 ? [`was ${formatTimes(times)} slower`] : []),
    ...(times < 1 ? [`was ${formatTimes(1 / times)} faster`] : []),
  ];
  return deeds.length > 0 ? ` that ${deeds.join(" and ")}` : "";
}

const SCHEMA_CHANGES: Readonly<Record<string, string>> = {
  "optional-field": "an optional field",
  "needed-added": "a needed field added",
  "needed-removed": "a needed field removed",
  "type-changed": "another type of a field",
};

const ON_INSTANCES: Readonly<Record<string, (telling: Telling) => string>> = {
  slow: slower,
  crash: ({ fault, targets }) =>
    fault.values.mode === "blackhole" ? `${targets} stopped answering` : `${targets} crashed`,
  "zone-outage": ({ targets }) => `an outage took down ${targets}`,
  "control-plane-outage": ({ targets }) =>
    `the control plane went silent to the mesh around ${targets}`,
  errors: ({ fault, targets, upTo }) =>
    `${targets} began to fail ${upTo}${formatShare(numberIn(fault.values.ratio))} of its work`,
  hang: ({ targets }) => `${targets} hung (requests were accepted and none answered)`,
  pause: ({ targets }) => `${targets} stood still`,
  "bad-deploy": deployed,
  "rolling-deploy": ({ fault, targets }) =>
    `${targets} got, one after another, a new version${deedsOf(fault)}`,
  brownouts: ({ targets }) => `${targets} had brownouts`,
  "failing-check": ({ targets }) => `the health checks of ${targets} began to fail`,
  "memory-leak": ({ targets }) => `${targets} began to leak memory`,
  "cache-flush": ({ fault, targets }) => {
    const ratio = numberIn(fault.values.ratio);
    return ratio < 1
      ? `${targets} lost ${formatShare(ratio)} of its entries`
      : `${targets} lost all of its entries`;
  },
  "schema-change": ({ fault, targets }) =>
    `${targets} was to get another schema from its writers (${SCHEMA_CHANGES[String(fault.values.change)]})`,
  redrive: ({ targets }) => `the dead letters of ${targets} began to go back to their queue`,
};

const ON_LINKS: Readonly<Record<string, (telling: Telling) => string>> = {
  latency: ({ fault, targets, upTo }) => {
    const addMs = formatDuration(numberIn(fault.values.addMs));
    return `messages over ${targets} took ${upTo}${addMs} longer`;
  },
  jitter: ({ targets }) => `delays over ${targets} began to vary`,
  loss: ({ fault, targets, upTo }) =>
    `${upTo}${formatShare(numberIn(fault.values.ratio))} of the messages over ${targets} were lost`,
  partition: ({ fault, targets }) =>
    fault.values.direction === "both"
      ? `a partition cut ${targets}`
      : `a one-way partition cut ${targets}`,
  "contract-break": ({ fault, callees }) =>
    fault.values.change === "added"
      ? `${callees} began to ask for a field that its callers do not know`
      : `${callees} dropped a field that its callers need`,
  "pool-leak": ({ fault, targets, upTo }) =>
    `${upTo}${formatShare(numberIn(fault.values.ratio))} of the requests over ${targets} kept ` +
    "their connection",
  replay: ({ fault, targets }) => {
    const { toTimeS, toOffset } = fault.values;
    if (toTimeS === null) return `what ${targets} delivers was replayed from offset ${toOffset} on`;
    return `what ${targets} delivers was replayed from ${formatDuration(1000 * numberIn(toTimeS))} on`;
  },
  "dns-failure": ({ callees }) => `the name of ${callees} could no longer be resolved`,
  "certificate-expiry": ({ callees }) => `the certificate of ${callees} expired`,
};

const ON_LOAD: Readonly<Record<string, (telling: Telling) => string>> = {
  spike: ({ fault, targets, upTo }) => {
    const factor = numberIn(fault.values.factor);
    if (factor < 1) return `${targets} sent ${formatTimes(1 / factor)} less`;
    return `${targets} sent ${upTo}${formatTimes(factor)} as much`;
  },
  herd: ({ targets }) => `${targets} held requests back`,
};

/** What the fault did to its targets; the time is added by the caller. */
function deedOf(active: ActiveFault, topology: Topology): string {
  const { fault } = active;
  const telling: Telling = {
    fault,
    targets: targetsOf(active, topology),
    callees: calleesOf(active, topology),
    upTo: fault.rampMs > 0 ? "up to " : "",
  };
  const onInstances = ON_INSTANCES[fault.kind];
  if (onInstances !== undefined) return onInstances(telling);
  const onLinks = ON_LINKS[fault.kind];
  if (onLinks !== undefined) return onLinks(telling);
  const onLoad = ON_LOAD[fault.kind];
  if (onLoad !== undefined) return onLoad(telling);
  const label = faultOf(fault.kind)?.label ?? fault.kind;
  return `the fault "${label}" hit ${telling.targets}`;
}

/** `payment became 20 times slower at 1:00`; from its start where it ramps up. */
export function faultWords(active: ActiveFault, topology: Topology): string {
  const { rampMs, comings } = active.fault;
  const when = comings === undefined ? (rampMs > 0 ? "from" : "at") : "again and again from";
  return `${deedOf(active, topology)} ${when} ${formatClock(active.startMs)}`;
}

/** The same as the beginning of a sentence. */
export function faultClause(active: ActiveFault, topology: Topology): string {
  return capitalize(faultWords(active, topology));
}

/** `nodes.payment.replicas was changed at 1:00`. */
export function changeWords(change: ActiveChange): string {
  const verb = change.paths.length === 1 ? "was" : "were";
  return `${listOf(change.paths)} ${verb} changed at ${formatClock(change.atMs)}`;
}
