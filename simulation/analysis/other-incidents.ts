// What the story says of incidents besides the one it tells: how often the same happened, and what else
// did. An incident is kept as its departures, its times and what became of the requests.
import type { StorySentence } from "../results/snapshot.ts";
import { NODE_STATES } from "../results/story.ts";
import { rootOf } from "./cause-chains.ts";
import type { Departure } from "./departures.ts";
import { rootCauseOf } from "./origins.ts";
import { capitalize, formatClock, formatCount, formatShare, listOf } from "./phrase.ts";
import type { StoryInputs } from "./story-inputs.ts";

/** Times in ms since the start. */
export interface OtherIncident {
  readonly startMs: number;
  /** NaN while it lasts. */
  readonly endMs: number;
  readonly ended: number;
  readonly failed: number;
  /** Those that somebody or something is to blame for, in order. */
  readonly departures: readonly Departure[];
}

/** What a departure is due to in the end: a fault, a change, the load, or the node that departed first. */
function rootIdOf(inputs: StoryInputs, departure: Departure): string {
  const root = rootOf(inputs.log, departure);
  const cause = rootCauseOf(inputs, root);
  if ("id" in cause) return `${cause.kind}:${cause.id}`;
  return cause.kind === "load" ? "load" : `node:${root.node}`;
}

function evidenceOf({ topology }: StoryInputs, departure: Departure, text: string): StorySentence {
  const { id } = topology.nodes[departure.node];
  return { text, node: id, atS: departure.atMs / 1000, state: NODE_STATES[departure.state] };
}

/** `from 1:00 to 1:20`, `since 1:00`. */
function periodOf(fromMs: number, toMs: number): string {
  const from = formatClock(fromMs);
  return Number.isNaN(toMs) ? `since ${from}` : `from ${from} to ${formatClock(toMs)}`;
}

/** `5 times`, `once`. */
function times(count: number): string {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${formatCount(count)} times`;
}

function repeated(inputs: StoryInputs, same: readonly OtherIncident[]): StorySentence {
  const { disturbed, disturbedMs } = inputs;
  const first = same[0];
  const fromMs = first.startMs;
  const to = same[same.length - 1].endMs;
  const share = disturbed.ended > 0 ? disturbed.failed / disturbed.ended : 0;
  const all =
    disturbedMs < Infinity && share > 0
      ? `; in all, ${formatShare(share)} of requests have failed since ${formatClock(disturbedMs)}`
      : "";
  const text = `The same happened ${times(same.length)} more, ${periodOf(fromMs, to)}${all}.`;
  return evidenceOf(inputs, first.departures[0], text);
}

/** `what`: words for what was done to the system, null where nothing was. */
function another(inputs: StoryInputs, other: OtherIncident, what: string | null): StorySentence {
  const { startMs, endMs, ended, failed, departures } = other;
  const nodes = [...new Set(departures.map(({ node }) => node))];
  const stations = nodes.filter((node) => !inputs.topology.nodes[node].source);
  const names = listOf((stations.length > 0 ? stations : nodes).map(nameIn(inputs)));
  const lost =
    failed > 0 ? `${formatShare(failed / ended)} of requests failed` : "no request failed";
  const said = `${names} left the normal range ${periodOf(startMs, endMs)}, ${lost}`;
  const text = what === null ? `Apart from that, ${said}.` : `${capitalize(what)}; ${said}.`;
  return evidenceOf(inputs, departures[0], text);
}

function nameIn({ topology }: StoryInputs): (node: number) => string {
  return (node) => topology.nodes[node].name;
}

/**
 * At most two sentences. `told`: the first departure that is told already; `wordsOf`: what was done to
 * the system, for a departure that was due to it.
 */
export function tellOthers(
  inputs: StoryInputs,
  told: Departure,
  wordsOf: (departure: Departure) => string | null,
): StorySentence[] {
  const main = rootIdOf(inputs, told);
  const others = inputs.others.filter(({ departures }) => departures.length > 0);
  const isSame = ({ departures }: OtherIncident): boolean =>
    rootIdOf(inputs, departures[0]) === main;
  const same = others.filter(isSame);
  const different = others.filter((other) => !isSame(other));
  const gravest = different.reduce<OtherIncident | null>(
    (most, other) => (most === null || other.failed > most.failed ? other : most),
    null,
  );
  return [
    ...(same.length > 0 ? [repeated(inputs, same)] : []),
    ...(gravest === null ? [] : [another(inputs, gravest, wordsOf(gravest.departures[0]))]),
  ];
}
