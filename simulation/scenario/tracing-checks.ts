// What tracing asks of the nodes that export spans and of their collectors.
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import type { ProblemList } from "./problem-list.ts";

const COLLECTOR = "tracing-collector";

/** Of an exporter, by the fields that are read here; defaults of the catalog where it says nothing. */
interface ExporterDocument {
  readonly preset?: string;
  readonly processor?: string;
  readonly queueMax?: number;
  readonly batchMax?: number;
}

/** What holds only where spans wait for their export. */
const OF_BATCHES = ["queueMax", "delayMs", "batchMax", "retryMs"];

/** Checks the tracing of a document whose entities are each sound. */
export function checkTracing(document: ScenarioDocument, problems: ProblemList): void {
  const first = new Map<string, string>();
  for (const [id, edge] of Object.entries(document.edges)) {
    const { from = "", to = "" } = parseEdgeId(id) ?? {};
    const collector = document.nodes[to];
    if (collector?.kind !== COLLECTOR) continue;
    const other = first.get(from);
    if (other !== undefined) {
      const message = `its spans go to one collector: ${other} is there already`;
      problems.error("conflict", ["edges", id], message);
    }
    first.set(from, id);
    checkExporter(id, edge, problems);
    if (collector.tailSampling != null && exporterOf(edge).processor === "simple") {
      const message = "is not possible with tail sampling: a trace is known by its batches";
      problems.error("conflict", ["edges", id, "exporter", "processor"], message);
    }
  }
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind !== COLLECTOR || node.tailSampling == null) continue;
    if (Number(node.replicas ?? 1) === 1) continue;
    const message =
      "all spans of a trace must come to one instance: tail sampling needs one of them";
    problems.error("conflict", ["nodes", id, "tailSampling"], message);
  }
}

function exporterOf(edge: EdgeDocument): ExporterDocument {
  return (edge.exporter ?? {}) as ExporterDocument;
}

function checkExporter(id: string, edge: EdgeDocument, problems: ProblemList): void {
  const exporter = exporterOf(edge);
  if (exporter.processor === "simple") {
    for (const name of OF_BATCHES) {
      if (!Object.hasOwn(exporter, name)) continue;
      const message = "has no effect: spans are exported at once";
      problems.warn("unused", ["edges", id, "exporter", name], message);
    }
    return;
  }
  const { queueMax, batchMax } = exporter;
  if (queueMax === undefined || batchMax === undefined || batchMax <= queueMax) return;
  const message = "is more than the queue holds (queueMax), so it is never full";
  problems.warn("unused", ["edges", id, "exporter", "batchMax"], message);
}
