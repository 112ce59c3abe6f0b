// What edges from brokers to functions ask for that the function cannot give.
import { kindOf } from "../kinds/catalog.ts";
import type { NodeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import { type ProblemList, shown } from "./problem-list.ts";

export function checkTriggers(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    const ends = parseEdgeId(id);
    if (ends === null) continue;
    const broker = document.nodes[ends.from];
    const target = document.nodes[ends.to];
    if (kindOf(target?.kind ?? "")?.invoked !== true) continue;
    const asked = edge.concurrency ?? kindOf(broker?.kind ?? "")?.trigger?.concurrency?.default;
    const room = roomOf(target);
    if (typeof asked !== "number" || room === null || asked <= room) continue;
    const message =
      "asks for more batches at once than the function has room for: what finds none is throttled, and " +
      "may be received too often before it is begun";
    problems.warn("throttled", ["edges", id, "concurrency"], message, {
      found: shown(asked),
      allowed: `at most ${room}`,
      fix: "Lower it, or give the function more environments.",
    });
  }
}

/** Batches that a function can work on at once; null where a preset says it. */
function roomOf(node: NodeDocument): number | null {
  const given = isObject(node.environments) ? node.environments : {};
  const param = kindOf(node.kind)?.params.environments;
  if (given.preset != null || param?.type !== "object") return null;
  const count = (name: "max" | "requestsEach"): number =>
    Number(given[name] ?? param.fields[name]?.default);
  return count("max") * count("requestsEach");
}
