import type { NumberParam, ObjectParam, Param } from "../../simulation/kinds/define.ts";
import { PRESETS } from "../../simulation/policies/catalog.ts";
import { protocolOf } from "../../simulation/protocols/catalog.ts";
import type { EdgeDocument, Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import {
  edgeParamsOf,
  kindOfNode,
  protocolsBetween,
} from "../../simulation/scenario/edge-sorts.ts";
import { breakerState } from "../store/breaker-state.ts";
import { edgeEnds } from "../store/graph-edits.ts";
import type { EdgeLive } from "../store/live-values.ts";
import { edgeDefault } from "../store/param-access.ts";
import { formatDuration, formatRate, formatRatio, NO_VALUE } from "../ui/format.ts";
import {
  choiceCell,
  meansNothing,
  numberCell,
  type ParamCell,
  readNumber,
  shortNull,
} from "./cell-types.ts";
import type { Column } from "./columns.ts";

interface Place {
  readonly edge: EdgeDocument;
  readonly path: string;
  readonly param: Param;
  readonly fallback: unknown;
}

/** The edge's parameter of that name; null if its sort has none. */
function placeOf(document: ScenarioDocument, id: string, name: string): Place | null {
  const { from, to } = edgeEnds(id);
  const [caller, callee] = [kindOfNode(document.nodes, from), kindOfNode(document.nodes, to)];
  const edge = document.edges[id];
  if (!edge || !caller || !callee) return null;
  const param = edgeParamsOf(caller, callee)[name];
  if (!param) return null;
  const path = `edges.${id}.${name}`;
  return { edge, path, param, fallback: edgeDefault(edge, name, param).value };
}

function protocolCell(document: ScenarioDocument, id: string): ParamCell | null {
  const { from, to } = edgeEnds(id);
  const [caller, callee] = [kindOfNode(document.nodes, from), kindOfNode(document.nodes, to)];
  const current = document.edges[id]?.protocol;
  if (!caller || !callee) return null;
  const ids = new Set([...protocolsBetween(caller, callee), ...(current ? [current] : [])]);
  const options = [...ids].map((value) => ({ value, label: protocolOf(value)?.label ?? value }));
  const help = "What the two ends speak: it decides most defaults of the edge.";
  return choiceCell(`edges.${id}.protocol`, options, options[0]?.value ?? "", help);
}

function timeoutCell(document: ScenarioDocument, id: string): ParamCell | null {
  const place = placeOf(document, id, "timeoutMs");
  if (place?.param.type !== "number") return null;
  return numberCell(place.path, place.param, place.fallback);
}

type Values = Readonly<Record<string, unknown>>;

function asValues(value: unknown): Values | null {
  return typeof value === "object" && value !== null ? (value as Values) : null;
}

function presetsOf(policy: "retry" | "breaker") {
  return PRESETS[policy];
}

/** What `maxAttempts` has in a retry policy that leaves it out: its preset's, else the default. */
function attemptsOf(retry: Values, param: NumberParam): unknown {
  const preset = typeof retry.preset === "string" ? presetsOf("retry")[retry.preset] : undefined;
  return preset?.values.maxAttempts ?? param.default;
}

const ATTEMPTS_HELP = "Attempts of one call in all, the first included; off: no retries.";

function attemptsCell(document: ScenarioDocument, id: string): ParamCell | null {
  const place = placeOf(document, id, "retry");
  if (place?.param.type !== "object") return null;
  const attempts = (place.param as ObjectParam).fields.maxAttempts;
  if (attempts?.type !== "number") return null;
  const retry = asValues(place.edge.retry === undefined ? place.fallback : place.edge.retry);
  if (retry === null) return firstAttemptsCell(place.path, attempts);
  const cell = numberCell(`${place.path}.maxAttempts`, attempts, attemptsOf(retry, attempts));
  return {
    ...cell,
    help: ATTEMPTS_HELP,
    read: (draft, value) =>
      meansNothing(draft, "off") ? { path: place.path, value: null } : cell.read(draft, value),
    text: (value) => (value === null ? shortNull(attempts.nullMeans) : cell.text(value)),
  };
}

/** An edge without retries: a number gives it the default policy with that many attempts. */
function firstAttemptsCell(path: string, attempts: NumberParam): ParamCell {
  return {
    path,
    fallback: null,
    help: ATTEMPTS_HELP,
    text: () => "off",
    draft: () => "",
    sortKey: () => 1,
    read: (draft) => {
      if (meansNothing(draft, "off")) return { path, value: null };
      const read = readNumber(draft, 1, attempts, "maxAttempts");
      return "reason" in read ? read : { path, value: { maxAttempts: read.value } };
    },
  };
}

const OFF = "off";
const OWN = "own";

/** Off, the preset's name, or "own" for values without one. */
function breakerChoice(value: unknown): string {
  const breaker = asValues(value);
  if (breaker === null) return OFF;
  return typeof breaker.preset === "string" ? breaker.preset : OWN;
}

function breakerCell(document: ScenarioDocument, id: string): ParamCell | null {
  const place = placeOf(document, id, "breaker");
  if (place?.param.type !== "object") return null;
  const { path, param, fallback } = place;
  const presets = presetsOf("breaker");
  const options = [
    { value: OFF, label: "Off" },
    { value: OWN, label: "On" },
    ...(param.presets ?? []).map((value) => ({ value, label: presets[value]?.label ?? value })),
  ];
  const cell = choiceCell(path, options, fallback, param.help);
  const values: Readonly<Record<string, Json>> = { [OFF]: null, [OWN]: {} };
  return {
    ...cell,
    text: (value) => cell.text(breakerChoice(value)),
    draft: breakerChoice,
    sortKey: (value) => cell.sortKey(breakerChoice(value)),
    read: (draft, value) => {
      if (draft === breakerChoice(value)) return { path, value: (value ?? null) as Json };
      return { path, value: draft in values ? (values[draft] ?? null) : { preset: draft } };
    },
  };
}

function endName(end: "from" | "to") {
  return ({ nodes }: ScenarioDocument, id: string): string => {
    const nodeId = edgeEnds(id)[end];
    const number = end === "to" ? id.split("#")[1] : undefined;
    const name = nodes[nodeId]?.name ?? nodeId;
    return number ? `${name} (${number})` : name;
  };
}

export const EDGE_COLUMNS: readonly Column<EdgeLive>[] = [
  { id: "from", label: "From", sort: "fixed", width: 118, textOf: endName("from") },
  { id: "to", label: "To", sort: "fixed", width: 118, textOf: endName("to") },
  { id: "protocol", label: "Protocol", sort: "edited", width: 82, cellOf: protocolCell },
  {
    id: "timeout",
    label: "Timeout",
    sort: "edited",
    width: 78,
    isNumber: true,
    cellOf: timeoutCell,
  },
  {
    id: "attempts",
    label: "Attempts",
    sort: "edited",
    width: 74,
    isNumber: true,
    title: "Attempts of one call in all, the first included",
    cellOf: attemptsCell,
  },
  { id: "breaker", label: "Breaker", sort: "edited", width: 114, cellOf: breakerCell },
  {
    id: "rate",
    label: "Rate",
    sort: "live",
    width: 64,
    isNumber: true,
    textOf: (live) => formatRate(live.ratePerS),
    keyOf: (live) => live.ratePerS,
  },
  {
    id: "errors",
    label: "Errors",
    sort: "live",
    width: 64,
    isNumber: true,
    textOf: (live) => formatRatio(live.failureRatio),
    keyOf: (live) => live.failureRatio,
  },
  {
    id: "p99",
    label: "p99",
    sort: "live",
    width: 70,
    isNumber: true,
    textOf: (live) => formatDuration(live.p99Ms),
    keyOf: (live) => live.p99Ms,
  },
  {
    id: "breakers",
    label: "Breakers",
    sort: "live",
    width: 78,
    title: "What most breakers of the edge do now",
    textOf: (live, document, id) => (document.edges[id]?.breaker ? breakerState(live) : NO_VALUE),
    keyOf: (live) => live.openRatio + live.halfOpenRatio / 2,
  },
];
