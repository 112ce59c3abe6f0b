// The result of a run for people, as text or Markdown: end to end first, then where it came from.
import { valueAt } from "../../analysis/slo.ts";
import { brokenChecksOf, checksSentence, intervalAt } from "../../results/intervals.ts";
import type {
  EdgeResult,
  EndToEndResult,
  Failures,
  Maybe,
  NodeResult,
  RunResult,
} from "../../results/run-result.ts";
import { FEWEST_BEYOND, FEWEST_FOR_INTERVAL, thinQuantilesOf } from "../../results/sample-size.ts";
import { couplingTable } from "./coupling-table.ts";
import { flowTable } from "./flow-table.ts";
import { storyLines } from "./story-lines.ts";
import { markdownTable, percent, shortNumber, type Table, textTable } from "./table.ts";

function failuresText(failed: Failures): string {
  const parts = Object.entries(failed).filter(([, count]) => count > 0);
  return parts.map(([name, count]) => `${name} ${shortNumber(count)}`).join(", ");
}

function sumOf(failed: Failures): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}

/** Numbers of a result as cells: with half of their 95 % interval, marked where samples are few. */
class Cells {
  private readonly result: RunResult;
  private readonly thin: ReadonlySet<string>;

  constructor(result: RunResult) {
    this.result = result;
    this.thin = new Set(
      thinQuantilesOf(result).flatMap(({ at, quantiles }) =>
        quantiles.map((quantile) => [...at, quantile].join(" ")),
      ),
    );
  }

  number(...path: readonly string[]): string {
    return this.cell(shortNumber, path);
  }

  share(...path: readonly string[]): string {
    return this.cell(percent, path);
  }

  private cell(text: (value: Maybe) => string, path: readonly string[]): string {
    const value = valueAt(this.result, path);
    const mark = this.thin.has(path.join(" ")) ? THIN : "";
    const interval = intervalAt(this.result, path);
    if (value === null || !interval?.reliable || interval.halfWidth === 0)
      return `${text(value)}${mark}`;
    return `${text(value)} ±${text(interval.halfWidth).replace(" %", "")}${mark}`;
  }
}

const THIN = "*";

function typeRow(
  [name, result]: readonly [string, EndToEndResult],
  cells: Cells,
): readonly string[] {
  const at = ["endToEnd", name];
  return [
    name,
    shortNumber(result.offered),
    cells.number(...at, "throughput"),
    cells.number(...at, "goodput"),
    cells.share(...at, "errorRate"),
    shortNumber(result.retryAmplification),
    cells.number(...at, "latencyMs", "mean"),
    cells.number(...at, "latencyMs", "p50"),
    cells.number(...at, "latencyMs", "p95"),
    cells.number(...at, "latencyMs", "p99"),
    cells.number(...at, "latencyAllMs", "p99"),
    cells.number(...at, "settledMs", "p99"),
  ];
}

const TYPE_HEADER = [
  "Requests",
  "offered",
  "done/s",
  "good/s",
  "failed",
  "attempts",
  "mean ms",
  "p50",
  "p95",
  "p99",
  "p99 all",
  "p99 settled",
];

function nodeRow([id, node]: readonly [string, NodeResult], cells: Cells): readonly string[] {
  const at = ["nodes", id];
  return [
    id,
    node.kind,
    shortNumber(node.arrivals),
    cells.number(...at, "throughput"),
    cells.share(...at, "utilization"),
    cells.number(...at, "queue", "mean"),
    shortNumber(node.queue.max),
    cells.number(...at, "waitMs", "p95"),
    cells.number(...at, "latencyMs", "p50"),
    cells.number(...at, "latencyMs", "p99"),
    shortNumber(sumOf(node.failed)),
    percent(node.wastedRatio),
  ];
}

const NODE_HEADER = [
  "Node",
  "kind",
  "arrivals",
  "done/s",
  "busy",
  "queue",
  "max",
  "wait p95 ms",
  "p50 ms",
  "p99",
  "failed",
  "wasted",
];

/** Numbers that few nodes have: a column where one has them. */
function nodeTable(nodes: readonly (readonly [string, NodeResult])[], cells: Cells): Table {
  const shared = nodes.some(([, { stretch }]) => stretch !== undefined);
  const limited = nodes.some(([, { limit }]) => limit !== undefined);
  const rows = nodes.map(([id, node]) => [
    ...nodeRow([id, node], cells),
    ...(shared ? [cells.number("nodes", id, "stretch")] : []),
    ...(limited ? [cells.number("nodes", id, "limit", "mean")] : []),
  ]);
  const more = [...(shared ? ["stretch"] : []), ...(limited ? ["limit"] : [])];
  return [[...NODE_HEADER, ...more], ...rows];
}

function edgeRow([id, edge]: readonly [string, EdgeResult], cells: Cells): readonly string[] {
  return [
    id,
    shortNumber(edge.calls),
    shortNumber(edge.attempts),
    shortNumber(edge.retries),
    shortNumber(sumOf(edge.failed)),
    shortNumber(edge.breaker.openS),
    cells.number("edges", id, "latencyMs", "p50"),
    cells.number("edges", id, "latencyMs", "p99"),
  ];
}

/** Operations of a node, where the run was asked for them. */
function operationRows(
  [id, node]: readonly [string, NodeResult],
  cells: Cells,
): readonly (readonly string[])[] {
  return Object.entries(node.operations ?? {}).map(([name, operation]) => {
    const at = ["nodes", id, "operations", name];
    return [
      `${id}/${name}`,
      shortNumber(operation.arrivals),
      cells.number(...at, "throughput"),
      cells.number(...at, "goodput"),
      cells.share(...at, "errorRate"),
      cells.number(...at, "latencyMs", "mean"),
      cells.number(...at, "latencyMs", "p50"),
      cells.number(...at, "latencyMs", "p95"),
      cells.number(...at, "latencyMs", "p99"),
      failuresText(operation.failed),
    ];
  });
}

const OPERATION_HEADER = [
  "Operation",
  "arrivals",
  "done/s",
  "good/s",
  "failed",
  "mean ms",
  "p50",
  "p95",
  "p99",
  "endings",
];

/** Instances of a node, where the run was asked for them. */
function instanceRows(
  [id, { instanceLoad }]: readonly [string, NodeResult],
  cells: Cells,
): readonly (readonly string[])[] {
  return (instanceLoad?.instances ?? []).map(({ arrivals }, index) => {
    const at = ["nodes", id, "instanceLoad", "instances", String(index)];
    return [
      `${id}[${index}]`,
      shortNumber(arrivals),
      cells.share(...at, "utilization"),
      cells.number(...at, "queue", "mean"),
      cells.number(...at, "inFlight", "mean"),
    ];
  });
}

const INSTANCE_HEADER = ["Instance", "arrivals", "busy", "queue", "in flight"];

const EDGE_HEADER = ["Edge", "calls", "attempts", "retries", "failed", "open s", "p50 ms", "p99"];

const QUEUE_HEADER = [
  "Queue",
  "routed",
  "delivered",
  "again",
  "acked",
  "dead",
  "lost",
  "backlog",
  "at end",
  "oldest ms",
];

function queueRows([id, node]: readonly [string, NodeResult]): readonly (readonly string[])[] {
  return Object.entries(node.queues ?? {}).map(([name, queue]) => [
    `${id}/${name}`,
    shortNumber(queue.routed),
    shortNumber(queue.delivered),
    shortNumber(queue.redelivered),
    shortNumber(queue.endings.acked),
    shortNumber(queue.endings.deadLettered),
    shortNumber(queue.endings.lost + queue.endings.dropped + queue.endings.expired),
    shortNumber(queue.backlog.mean),
    shortNumber(queue.backlogAtEnd),
    shortNumber(queue.lagMs.max),
  ]);
}

function tablesOf(result: RunResult): readonly Table[] {
  const cells = new Cells(result);
  const nodes = Object.entries(result.nodes);
  const tables: Table[] = [
    [TYPE_HEADER, ...Object.entries(result.endToEnd).map((entry) => typeRow(entry, cells))],
    nodeTable(nodes, cells),
    [OPERATION_HEADER, ...nodes.flatMap((entry) => operationRows(entry, cells))],
    [INSTANCE_HEADER, ...nodes.flatMap((entry) => instanceRows(entry, cells))],
    [EDGE_HEADER, ...Object.entries(result.edges).map((entry) => edgeRow(entry, cells))],
    [QUEUE_HEADER, ...nodes.flatMap(queueRows)],
    flowTable(result),
    ...(result.coupling === undefined ? [] : [couplingTable(result.coupling)]),
    [
      ["SLO", "expression", "value", "met"],
      ...result.slos.map((slo) => [
        slo.name,
        slo.expr,
        `${shortNumber(slo.value)}${slo.halfWidth ? ` ±${shortNumber(slo.halfWidth)}` : ""}`,
        slo.met ? "yes" : "NO",
      ]),
    ],
    [
      ["Failed or late at", "by", "due to", "acting at", "requests", "late", "share"],
      ...(result.blame ?? []).map(({ node, edge, way, cause, origin, requests, late, share }) => [
        node ?? edge ?? "",
        way,
        cause,
        origin ?? "",
        shortNumber(requests),
        shortNumber(late),
        percent(share),
      ]),
    ],
    [
      ["Cascade", "node", "state", "because"],
      ...result.cascade.map((step) => [
        `${step.atS.toFixed(1)} s`,
        step.node,
        step.state,
        step.because,
      ]),
    ],
  ];
  return tables.filter((table) => table.length > 1);
}

function headLines(result: RunResult): string[] {
  const runs = result.replications === 1 ? "" : `, ${result.replications} replications`;
  const speed = `${shortNumber(result.eventsPerSecond / 1e6)} M/s`;
  const lines = [
    `${result.scenario}: ${result.simulatedS} s simulated, ${result.warmupS} s of them warm-up, ` +
      `seed ${result.seed}${runs}`,
    `${shortNumber(result.events)} events in ${shortNumber(result.wallMs)} ms (${speed}), ` +
      `digest ${result.digest}`,
  ];
  if (result.warmup !== undefined)
    lines.push(`Warm-up by ${result.warmup.method}: ${result.warmup.reason}`);
  if (result.endedEarly !== null) lines.push(`Ended early: ${result.endedEarly}`);
  return lines;
}

/** What the marks behind numbers mean. */
function legendLines(result: RunResult): string[] {
  const { batchMeans } = result;
  const lines: string[] = [];
  if (result.ci95 !== undefined) {
    lines.push(
      `±: half of the 95 % interval, Student's t over ${result.replications} replications; left ` +
        `out of quantiles with fewer than ${FEWEST_FOR_INTERVAL} values beyond them in each`,
    );
  } else if (batchMeans !== undefined) {
    const { batches, batchS } = batchMeans;
    lines.push(
      `±: half of the 95 % interval by ${batches} batches of ${shortNumber(batchS)} s, ` +
        "left out where batches are not much longer than the run's memory",
    );
  }
  if (thinQuantilesOf(result).length > 0) {
    lines.push(`${THIN}: fewer than ${FEWEST_BEYOND} values beyond the quantile`);
  }
  return lines;
}

function tailLines(result: RunResult): string[] {
  const failed = Object.entries(result.endToEnd)
    .map(([name, { failed: counts }]) => [name, failuresText(counts)] as const)
    .filter(([, text]) => text !== "")
    .map(([name, text]) => `Failed (${name}): ${text}`);
  const broken = brokenChecksOf(result).map(
    ({ entity, law, difference }) => `Check failed: ${law} at ${entity}, off by ${difference}`,
  );
  const checks = [checksSentence(result)].filter((sentence) => sentence !== "");
  const warnings = result.warnings.map((warning) => `Warning: ${warning}`);
  return [...failed, ...legendLines(result), ...warnings, ...broken, ...checks];
}

export function textSummary(result: RunResult): string {
  const tables = tablesOf(result).map(textTable);
  const tail = tailLines(result);
  const story = storyLines(result).join("\n");
  return `${[headLines(result).join("\n"), story, ...tables, tail.join("\n")]
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}

export function markdownSummary(result: RunResult): string {
  const [title = "", ...head] = headLines(result);
  const tables = tablesOf(result).map(markdownTable);
  const tail = tailLines(result).map((line) => `- ${line}`);
  return `${[`# ${title}`, ...head, ...storyLines(result), ...tables, tail.join("\n")]
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}
