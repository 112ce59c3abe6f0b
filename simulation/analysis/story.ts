// What happened so far, in a few sentences: what was done to the system and who departed first, how it
// spread, what clients and consumers saw, what else happened. Every clause rests on a departure or on a
// fact of the incident; what the series do not show is not said.
import type { StorySentence } from "../results/snapshot.ts";
import { NO_TRAFFIC, NODE_STATES } from "../results/story.ts";
import { expectedIn, isNodeReady, isReady } from "./baseline.ts";
import { rootOf } from "./cause-chains.ts";
import { failuresBeyondUsual } from "./client-effects.ts";
import type { Cause, Departure } from "./departures.ts";
import type { ActiveFault } from "./disturbances.ts";
import { effectSentence } from "./effects.ts";
import { changeWords, faultClause, faultWords } from "./fault-phrases.ts";
import type { Incident } from "./incidents.ts";
import { DEGRADED, DOWN, FAILING, HEALTHY, SATURATED } from "./node-states.ts";
import { rootCauseOf } from "./origins.ts";
import { tellOthers } from "./other-incidents.ts";
import {
  capitalize,
  formatClock,
  formatCount,
  formatRate,
  formatShare,
  formatTimes,
  listOf,
} from "./phrase.ts";
import { ofType, TYPE_READ } from "./readings.ts";
import type { StoryInputs } from "./story-inputs.ts";

const MOST_CLAUSES = 3;

function stateWords(inputs: StoryInputs, departure: Departure): string {
  const { node, state } = departure;
  const when = formatClock(departure.stateMs);
  const { evidence } = inputs.log;
  const current = inputs.log.suspectedFrom(node) === departure.window;
  const ratio = current ? evidence.node.failed[node] / evidence.node.ended[node] : Number.NaN;
  if (state === SATURATED) return `was saturated by ${when}`;
  if (state === FAILING && ratio > 0)
    return `was failing ${formatShare(ratio)} of its calls by ${when}`;
  if (state === FAILING) return `was failing by ${when}`;
  if (state === DOWN) return `was down by ${when}`;
  return state === DEGRADED ? `was degraded by ${when}` : `left its normal range by ${when}`;
}

/** Until when what ran full belongs to how it came; after the fault it belongs to how it goes on. */
function mechanismMs(inputs: StoryInputs, departure: Departure): number {
  const { node, atMs, spanMs } = departure;
  const fault = faultBehind(inputs, rootOf(inputs.log, departure));
  if (fault === null) return Infinity;
  return Math.max(fault.endMs, atMs + inputs.log.horizonOf(node, spanMs) * spanMs);
}

/** When its slots were gone and its queue was full, as far as they were. */
function fullness(inputs: StoryInputs, incident: Incident, departure: Departure): string[] {
  const { node } = departure;
  const { node: facts } = incident;
  const lastMs = mechanismMs(inputs, departure);
  const slots = formatCount(facts.slots[node]);
  const words: string[] = [];
  if (facts.slotsGoneMs[node] <= lastMs) {
    const which = facts.slots[node] === 1 ? "its only slot was" : `all ${slots} of its slots were`;
    words.push(`${which} in use by ${formatClock(facts.slotsGoneMs[node])}`);
  }
  if (facts.queueFullMs[node] <= lastMs) {
    const queue = formatCount(facts.peakQueue[node]);
    words.push(`its queue of ${queue} was full by ${formatClock(facts.queueFullMs[node])}`);
  }
  return words;
}

function spreadClause(inputs: StoryInputs, incident: Incident, departure: Departure): string {
  const { topology } = inputs;
  const role = topology.nodes[departure.node];
  const { cause } = departure;
  const facts = fullness(inputs, incident, departure);
  const state = stateWords(inputs, departure);
  const said = facts.length > 0 ? facts.join(", ") : `it ${state}`;
  if (cause.kind !== "node") {
    const more = facts.length > 0 ? `: ${facts.join(", ")}` : "";
    if (cause.kind === "load") return `${role.name} ${state} under the load${more}`;
    if (cause.kind === "capacity" && role.rations) {
      return `the quota of ${role.name} was used up: ${said}`;
    }
    if (cause.kind === "capacity") return `${role.name} ran out of capacity: ${said}`;
    return `${role.name} ${state}${more}`;
  }
  const other = topology.nodes[cause.node].name;
  switch (cause.mechanism) {
    case "blockedCallers": {
      const held = role.blocking ? "holds a slot while it waits" : "waits";
      return `${role.name} ${held} for ${other}: ${said}`;
    }
    case "dependencyErrors":
      if (role.broker) {
        return `deliveries from ${role.name} to ${other} failed, so ${role.name} ${state}`;
      }
      return `calls from ${role.name} to ${other} failed, so ${role.name} ${state}`;
    case "retryLoad":
      return `retries by ${other} overloaded ${role.name}: ${said}`;
    case "heldLocks":
      return `${role.name} keeps rows locked for transactions of ${other}: ${said}`;
    case "sharedFate":
      return `${role.name} shares a process with ${other}: ${said}`;
    case "starvation":
      return role.broker
        ? `messages piled up in ${role.name} for ${other}: ${said}`
        : `${role.name} depends on what ${other} delivers: ${said}`;
  }
}

/** The fault behind a departure: its own cause, or the one on the callee it points to. */
function faultBehind(inputs: StoryInputs, root: Departure): ActiveFault | null {
  const { faults } = inputs.disturbances;
  const cause = rootCauseOf(inputs, root);
  if (cause.kind !== "fault") return null;
  const comings = faults.filter(({ fault }) => fault.id === cause.id);
  return comings.findLast(({ startMs }) => startMs < root.atMs) ?? comings[0] ?? null;
}

function changeBehind(inputs: StoryInputs, root: Departure): string | null {
  const { changes } = inputs.disturbances;
  const cause = rootCauseOf(inputs, root);
  if (cause.kind !== "change") return null;
  const change = changes.find(({ id }) => id === cause.id);
  return change === undefined ? null : changeWords(change);
}

function loadClause(inputs: StoryInputs, root: Departure): string {
  const { log, baseline, topology, incident } = inputs;
  const { evidence } = log;
  // Evidence is kept of the latest time a node seemed ill only.
  const isKept = evidence.since[root.node] === root.window || incident === null;
  const spanMs = isKept ? evidence.spanMs[root.node] : incident.spanMs;
  const offered = isKept ? evidence.offered[root.node] : incident.offered;
  const when = formatClock(root.atMs);
  const times = offered / expectedIn(spanMs, baseline.offered, baseline);
  if (isReady(baseline) && times > 1.05) {
    const rate = formatRate((offered / spanMs) * 1000);
    return `load rose to ${formatTimes(times)} its usual level, ${rate}, by ${when}`;
  }
  return `${topology.nodes[root.node].name} got more requests than usual by ${when}`;
}

/** What was done from outside, without a full stop; null if nothing was. */
function outsideClause(inputs: StoryInputs, root: Departure): string | null {
  const fault = faultBehind(inputs, root);
  if (fault !== null) return faultWords(fault, inputs.topology);
  if (root.cause.kind === "load") return loadClause(inputs, root);
  return changeBehind(inputs, root);
}

/** Whose deed is another's, not the node's own. */
const DONE_TO: readonly string[] = ["zone-outage", "bad-deploy", "rolling-deploy", "failing-check"];

/** Whether the clause of a fault is about the node as a whole. */
function isSubject({ fault, nodes }: ActiveFault, node: number): boolean {
  if (nodes.length !== 1 || nodes[0] !== node || DONE_TO.includes(fault.kind)) return false;
  return fault.targets.every((target) => "node" in target && target.instances === "all");
}

/** A provider with a quota has no slots to run out of: under load it refuses. */
function refuses({ topology }: StoryInputs, { node, state }: Departure): boolean {
  return topology.nodes[node].rations && (state === FAILING || state === DOWN);
}

function nothingElse({ disturbances: { faults, changes } }: StoryInputs, root: Departure): string {
  const some =
    faults.some(({ startMs }) => startMs < root.atMs) ||
    changes.some(({ atMs }) => atMs < root.atMs);
  return some ? "Nothing that was injected explains it." : "Nothing was injected.";
}

function causeSentence(inputs: StoryInputs, incident: Incident, first: Departure): string {
  const { topology, log } = inputs;
  const root = rootOf(log, first);
  const outside = outsideClause(inputs, root);
  const what = outside === null ? "" : capitalize(outside);
  const name = topology.nodes[first.node].name;
  if (outside === null) {
    const clause = capitalize(spreadClause(inputs, incident, first));
    if (root.cause.kind !== "unexplained") return `${clause}. ${nothingElse(inputs, root)}`;
    return `${clause}. No fault, load change or neighbor explains it.`;
  }
  if (first.cause.kind === "node") return `${what}; ${spreadClause(inputs, incident, first)}.`;
  const facts = fullness(inputs, incident, first);
  const more = facts.length > 0 ? `: ${facts.join(", ")}` : "";
  const fault = faultBehind(inputs, root);
  if (root.cause.kind === "load" && refuses(inputs, first)) {
    return `${what}; the quota of ${name} was used up: it ${stateWords(inputs, first)}${more}.`;
  }
  const same = fault !== null && isSubject(fault, first.node);
  return `${what}${same ? " and" : `; ${name}`} ${stateWords(inputs, first)}${more}.`;
}

/** Of a fault or a change; a load has none of its own. */
function idOf(cause: Cause): string | null {
  return "id" in cause ? `${cause.kind}:${cause.id}` : null;
}

/** How it went on, with whatever else was done to the system meanwhile. */
function spreadSentence(
  inputs: StoryInputs,
  incident: Incident,
  first: Departure,
  rest: readonly Departure[],
): string {
  const told = new Set<string>();
  const isNew = (departure: Departure): boolean => {
    const id = idOf(rootCauseOf(inputs, rootOf(inputs.log, departure)));
    if (id === null || told.has(id)) return false;
    told.add(id);
    return true;
  };
  isNew(first);
  const clauses: string[] = [];
  const names: string[] = [];
  for (const departure of rest) {
    const outside = isNew(departure) ? outsideClause(inputs, rootOf(inputs.log, departure)) : null;
    if (outside !== null) clauses.push(outside);
    if (outside !== null || clauses.length < MOST_CLAUSES) {
      clauses.push(spreadClause(inputs, incident, departure));
    } else names.push(inputs.topology.nodes[departure.node].name);
  }
  if (names.length > 0) clauses.push(`${listOf([...new Set(names)])} followed`);
  return `${capitalize(clauses.join("; "))}.`;
}

function evidenceOf(inputs: StoryInputs, departure: Departure, text: string): StorySentence {
  const node = inputs.topology.nodes[departure.node].id;
  return { text, node, atS: departure.atMs / 1000, state: NODE_STATES[departure.state] };
}

function tellIncident(inputs: StoryInputs, incident: Incident): StorySentence[] {
  const [first, ...others] = inputs.departures;
  const sentences = [evidenceOf(inputs, first, causeSentence(inputs, incident, first))];
  const rest = others.filter(
    (departure, at) =>
      !inputs.topology.nodes[departure.node].source &&
      departure.node !== first.node &&
      others.findIndex((other) => other.node === departure.node) === at,
  );
  if (rest.length > 0) {
    const text = spreadSentence(inputs, incident, first, rest);
    const nodes = rest.map(({ node }) => inputs.topology.nodes[node].id);
    const evidence = evidenceOf(inputs, rest[0], text);
    sentences.push(nodes.length > 1 ? { ...evidence, nodes } : evidence);
  }
  const effect = effectSentence(inputs, incident);
  if (effect !== null) sentences.push(effect);
  const wordsOf = (departure: Departure): string | null =>
    outsideClause(inputs, rootOf(inputs.log, departure));
  return [...sentences, ...tellOthers(inputs, first, wordsOf)];
}

/** Which station has the least room, in words; empty if none has slots to fill. */
function headroom(inputs: StoryInputs): { readonly node: number; readonly text: string } {
  const { topology, utilizationOf } = inputs;
  const busiest = topology.nodes.reduce(
    (most, _, node) => (most < 0 || utilizationOf(node) > utilizationOf(most) ? node : most),
    -1,
  );
  if (busiest < 0 || !(utilizationOf(busiest) > 0)) return { node: -1, text: "" };
  const used = formatShare(utilizationOf(busiest));
  const { name } = topology.nodes[busiest];
  return { node: busiest, text: `${name} is the busiest, with ${used} of its slots in use` };
}

/** That no node shows a fault; of those on which it acts, that may be all that can be said. */
function noDeparture(
  { topology, baseline, disturbed, isStuck, window }: StoryInputs,
  { nodes }: ActiveFault,
): string {
  const left = isStuck
    ? `had left its normal range by ${formatClock(window.endMs)}`
    : "has left its normal range since";
  const more = failuresBeyondUsual(baseline, disturbed);
  const hurt = more === null ? "" : `: ${more}`;
  const seldom = nodes.filter(
    (node) => !topology.nodes[node].source && !isNodeReady(baseline, node),
  );
  if (seldom.length === 0 || !isReady(baseline)) {
    return `, and no node ${left}${hurt}`;
  }
  const names = listOf([...new Set(seldom)].map((node) => topology.nodes[node].name));
  const verb = seldom.length === 1 ? "gets" : "get";
  return `; ${names} ${verb} too few calls to be judged, and no other node ${left}${hurt}`;
}

function tellCalm(inputs: StoryInputs): StorySentence[] {
  const { topology, window, shown, disturbances, isStuck } = inputs;
  const until = `Until ${formatClock(window.endMs)}`;
  const seen = topology.nodes.flatMap((_, node) => (shown[node] === NO_TRAFFIC ? [] : [node]));
  const unusual = seen.filter((node) => shown[node] !== HEALTHY);
  const { node: busiest, text } = headroom(inputs);
  const rate = formatRate((ofType(window, 0, TYPE_READ.offered) / window.spanMs) * 1000);
  const atS = window.endMs / 1000;
  const fault = disturbances.faults
    .filter(({ startMs }) => startMs < window.endMs)
    .reduce<ActiveFault | null>(
      (last, active) => (last === null || active.startMs >= last.startMs ? active : last),
      null,
    );
  const sentences: string[] = [];
  if (seen.length === 0) sentences.push("No node has had traffic enough to be judged yet.");
  else if (unusual.length > 0) {
    const names = listOf(unusual.map((node) => topology.nodes[node].name));
    const one = unusual.length === 1;
    sentences.push(
      isStuck
        ? `${until} ${names} ${one ? "was" : "were"} within what is usual here.`
        : `${capitalize(names)} ${one ? "is" : "are"} within what is usual here; nobody is to blame.`,
    );
  } else if (fault !== null) {
    sentences.push(`${faultClause(fault, topology)}${noDeparture(inputs, fault)}.`);
  } else if (isStuck) sentences.push(`${until} every node was healthy at ${rate}.`);
  else sentences.push(`Every node is healthy at ${rate}.`);
  if (busiest >= 0 && !isStuck) sentences.push(`${capitalize(text)}, so it would saturate first.`);
  return sentences.map((sentence, at) => {
    const node = at === 0 ? null : topology.nodes[busiest].id;
    const code = at === 0 ? NO_TRAFFIC : shown[busiest];
    return { text: sentence, node, atS, state: NODE_STATES[code] ?? null };
  });
}

/** One to five sentences, each with the node, time and state it rests on. */
export function tellStory(inputs: StoryInputs): StorySentence[] {
  const { incident } = inputs;
  if (incident === null || inputs.departures.length === 0) return tellCalm(inputs);
  return tellIncident(inputs, incident);
}
