// The last sentence of the story: what clients saw, what consumers saw, whether all is back.
import type { StorySentence } from "../results/snapshot.ts";
import { NO_TRAFFIC, NODE_STATES } from "../results/story.ts";
import { expectedIn, isReady, NODE_SUM, nodeSum } from "./baseline.ts";
import { clientClauses } from "./client-effects.ts";
import type { Incident } from "./incidents.ts";
import { loopClause } from "./loops.ts";
import { HEALTHY } from "./node-states.ts";
import {
  capitalize,
  formatClock,
  formatCount,
  formatDuration,
  formatShare,
  listOf,
} from "./phrase.ts";
import { NODE_READ, ofNode } from "./readings.ts";
import type { StoryInputs } from "./story-inputs.ts";

/** Below this share of the usual work consumers are said to get less. */
const LESS_WORK = 0.9;
const NOTABLE_BACKLOG = 10;

/** Consumers that lost nothing, and how much work they got against the usual. */
function consumerClause(inputs: StoryInputs, incident: Incident): string | null {
  const { topology, baseline } = inputs;
  const { node: facts } = incident;
  const departed = new Set(inputs.departures.map((departure) => departure.node));
  const fine = topology.nodes.flatMap((role, node) => {
    const worked = facts.ended[node] > 0 || facts.arrivals[node] > 0;
    const alone = role.inEdges.every((edge) => topology.edges[edge].sort === "deliver");
    const lost = facts.failed[node] > 0 || departed.has(node);
    return role.consumer && alone && worked && !lost ? [node] : [];
  });
  if (fine.length === 0) return null;
  const names = listOf(fine.map((node) => topology.nodes[node].name));
  const arrived = fine.reduce((sum, node) => sum + facts.arrivals[node], 0);
  const usual = fine.reduce(
    (sum, node) =>
      sum + expectedIn(incident.spanMs, nodeSum(baseline, node, NODE_SUM.arrivals), baseline),
    0,
  );
  const share = arrived / usual;
  if (!isReady(baseline) || !(share < LESS_WORK)) return `${names} failed nothing`;
  const whose = fine.length === 1 ? "its" : "their";
  return `${names} failed nothing and merely got ${formatShare(share)} of ${whose} usual messages`;
}

function backlogClause(inputs: StoryInputs, incident: Incident): string | null {
  const { topology, window } = inputs;
  const { node: facts } = incident;
  const peak = topology.nodes.reduce((most, role, node) => {
    const grew = facts.peakBacklog[node] - 2 * facts.backlogBefore[node] > NOTABLE_BACKLOG;
    if (!role.broker || !grew) return most;
    return most < 0 || facts.peakBacklog[node] > facts.peakBacklog[most] ? node : most;
  }, -1);
  if (peak < 0) return null;
  const backlog = `the backlog of ${topology.nodes[peak].name}`;
  const reached = `${backlog} reached ${formatCount(facts.peakBacklog[peak])}`;
  if (facts.drainedMs[peak] > 0) {
    return `${reached} and had drained by ${formatClock(facts.drainedMs[peak])}`;
  }
  const now = ofNode(window, peak, NODE_READ.backlog);
  if (!Number.isNaN(incident.endMs)) return reached;
  const still = `${backlog} is at ${formatCount(now)}`;
  return now < facts.peakBacklog[peak] ? `${reached} and is at ${formatCount(now)}` : still;
}

function recoveryClause(inputs: StoryInputs, incident: Incident): string | null {
  const { times, window } = inputs;
  const { metastable, faultEndMs } = times;
  if (!Number.isNaN(incident.endMs)) {
    const back = `all was back to normal by ${formatClock(incident.endMs)}`;
    const afterMs = incident.endMs - faultEndMs;
    const own = faultEndMs > incident.startMs && afterMs >= 0;
    return own && afterMs > 0 ? `${back}, ${formatDuration(afterMs)} after the fault ended` : back;
  }
  if (metastable !== null) {
    const [loop] = metastable.loops;
    const nameOf = (id: string): string =>
      inputs.topology.nodes.find((node) => node.id === id)?.name ?? id;
    const keeps = loop === undefined ? "" : `: ${loopClause(loop, nameOf)}`;
    return `it stays down by itself though the fault is over${keeps}`;
  }
  const ill = inputs.shown.some((state) => state !== HEALTHY && state !== NO_TRAFFIC);
  const waits = times.status === "waiting" && faultEndMs >= incident.startMs;
  if (!waits || !ill || !(window.endMs > faultEndMs)) return null;
  return `not recovered ${formatDuration(window.endMs - faultEndMs)} after the fault ended`;
}

export function effectSentence(inputs: StoryInputs, incident: Incident): StorySentence | null {
  const clauses = [
    ...clientClauses(inputs, incident),
    consumerClause(inputs, incident),
    backlogClause(inputs, incident),
    recoveryClause(inputs, incident),
  ].filter((clause) => clause !== null);
  if (clauses.length === 0) return null;
  const source = inputs.topology.sources.find((node) =>
    inputs.departures.some((departure) => departure.node === node),
  );
  const node = source ?? inputs.topology.sources[0];
  return {
    text: `${capitalize(clauses.join("; "))}.`,
    node: node === undefined ? null : inputs.topology.nodes[node].id,
    atS: (Number.isNaN(incident.endMs) ? inputs.window.endMs : incident.endMs) / 1000,
    state: node === undefined ? null : (NODE_STATES[inputs.shown[node]] ?? null),
  };
}
