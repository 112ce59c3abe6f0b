// What was changed while a run went on, as ticks: those too near to each other are one.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { faultTitle } from "../store/fault-title.ts";
import { formatClock } from "../ui/format.ts";
import { type TimeAxis, xOf } from "./time-axis.ts";

export interface ChangeTick {
  /** Ids of the entries of `changes`. */
  readonly ids: readonly string[];
  readonly atMs: number;
  readonly x: number;
  /** What was set: "orders replicas 8". */
  readonly label: string;
  /** The same with its time. */
  readonly text: string;
  /** What was changed first, to be selected. */
  readonly entity: string | null;
  /** px until the next tick. */
  readonly room: number;
}

/** Two ticks are at least this far apart, px: each can be hit. */
const LEAST_GAP = 24;

const ENTITY = /^(nodes|edges|faults)\.([^.]+)\.(.+)$/;

/** Node, edge or `fault:ID` that a path belongs to. */
function entityOf(path: string): string | null {
  const [, section, id] = ENTITY.exec(path) ?? [];
  if (!section || !id) return null;
  return section === "faults" ? `fault:${id}` : id;
}

function words(path: string, value: Json, document: ScenarioDocument): string {
  const [, section = "", id = "", rest = path] = ENTITY.exec(path) ?? [];
  const node = section === "nodes" ? document.nodes[id] : undefined;
  const fault = section === "faults" ? document.faults?.[id] : undefined;
  const name = fault ? faultTitle(id, fault) : (node?.name ?? id).replaceAll("->", " → ");
  if (section === "faults" && rest === "enabled") return `${name} ${value === true ? "on" : "off"}`;
  const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
  return `${name} ${rest} ${shown}`.trim();
}

export function changeTicks(document: ScenarioDocument, axis: TimeAxis): ChangeTick[] {
  const entries = Object.entries(document.changes ?? {}).sort(([, a], [, b]) => a.atMs - b.atMs);
  const ticks: { ids: string[]; atMs: number; x: number; set: [string, Json][] }[] = [];
  for (const [id, { atMs, set }] of entries) {
    const x = xOf(axis, atMs);
    if (x < 0 || x > axis.width) continue;
    const last = ticks.at(-1);
    if (last && x - last.x < LEAST_GAP) {
      last.ids.push(id);
      last.set.push(...Object.entries(set));
    } else ticks.push({ ids: [id], atMs, x, set: Object.entries(set) });
  }
  return ticks.map(({ ids, atMs, x, set }, index) => {
    // Of several changes of one value the last is what counts.
    const said = [...new Map(set)].map(([path, value]) => words(path, value, document));
    const label = said.length > 1 ? `${said.length} changes` : (said[0] ?? "");
    return {
      ids,
      atMs,
      x,
      label,
      text: `Changed at ${formatClock(atMs, 1)}: ${said.join(", ")}`,
      entity: entityOf(set[0]?.[0] ?? ""),
      room: (ticks[index + 1]?.x ?? axis.width) - x,
    };
  });
}
