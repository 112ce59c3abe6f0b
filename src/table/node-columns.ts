import { kindOf } from "../../simulation/kinds/catalog.ts";
import { NODE_STATES } from "../../simulation/results/story.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { NodeLive } from "../store/live-values.ts";
import { formatCount, formatDuration, formatRate, formatRatio } from "../ui/format.ts";
import { meanCell, numberCell, type ParamCell } from "./cell-types.ts";
import type { Column } from "./columns.ts";

/** The node's parameter of that name as a cell; null if its kind has none. */
function paramCell(name: string) {
  return ({ nodes }: ScenarioDocument, id: string): ParamCell | null => {
    const param = kindOf(nodes[id]?.kind ?? "")?.params[name];
    const path = `nodes.${id}.${name}`;
    if (param?.type === "number") return numberCell(path, param, param.default);
    if (param?.type === "distribution") return meanCell(path, param, param.default);
    return null;
  };
}

function isBroker(live: NodeLive): boolean {
  return Number.isFinite(live.backlog) && live.backlog >= 0;
}

/** Held slots of those that are up; NaN where nothing bounds them. */
function utilization({ held, slots }: NodeLive): number {
  return slots > 0 ? held / slots : Number.NaN;
}

function waiting(live: NodeLive): number {
  return isBroker(live) && live.backlog > 0 ? live.backlog : live.queue;
}

function queueText(live: NodeLive): string {
  const text = formatCount(Math.round(waiting(live)));
  return Number.isFinite(live.queueBound) ? `${text} / ${formatCount(live.queueBound)}` : text;
}

export const NODE_COLUMNS: readonly Column<NodeLive>[] = [
  { id: "name", label: "Name", sort: "name", width: 118 },
  {
    id: "kind",
    label: "Kind",
    sort: "fixed",
    width: 98,
    textOf: ({ nodes }, id) => kindOf(nodes[id]?.kind ?? "")?.label ?? nodes[id]?.kind ?? "",
  },
  {
    id: "instances",
    label: "Instances",
    sort: "edited",
    width: 72,
    isNumber: true,
    cellOf: paramCell("replicas"),
  },
  {
    id: "concurrency",
    label: "Slots each",
    sort: "edited",
    width: 78,
    isNumber: true,
    title: "Requests that one instance works on at the same time",
    cellOf: paramCell("concurrency"),
  },
  {
    id: "service",
    label: "Service time",
    sort: "edited",
    width: 86,
    isNumber: true,
    title: "Mean of the service time",
    cellOf: paramCell("serviceTime"),
  },
  {
    id: "bound",
    label: "Queue limit",
    sort: "edited",
    width: 86,
    isNumber: true,
    cellOf: paramCell("queueLengthMax"),
  },
  {
    id: "state",
    label: "State",
    sort: "live",
    width: 100,
    isState: true,
    textOf: ({ state }) => state ?? "no traffic",
    keyOf: ({ state }) => (state === null ? -1 : NODE_STATES.indexOf(state)),
  },
  {
    id: "rate",
    label: "Rate",
    sort: "live",
    width: 62,
    isNumber: true,
    textOf: (live) => formatRate(live.ratePerS),
    keyOf: (live) => live.ratePerS,
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
    id: "utilization",
    label: "Utilization",
    sort: "live",
    width: 76,
    isNumber: true,
    title: "Share of the slots that are held",
    textOf: (live) => formatRatio(utilization(live)),
    keyOf: utilization,
  },
  {
    id: "queue",
    label: "Queue",
    sort: "live",
    width: 80,
    isNumber: true,
    title: "Requests or messages that wait, of the most that may",
    textOf: queueText,
    keyOf: waiting,
  },
];
