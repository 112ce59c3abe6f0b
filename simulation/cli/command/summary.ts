// The result of a run for people, as text or Markdown: end to end first, then where it came from.
import type {
  EdgeResult,
  EndToEndResult,
  Failures,
  NodeResult,
  RunResult,
} from "../../results/run-result.ts";
import { markdownTable, percent, shortNumber, type Table, textTable } from "./table.ts";

function failuresText(failed: Failures): string {
  const parts = Object.entries(failed).filter(([, count]) => count > 0);
  return parts.map(([name, count]) => `${name} ${shortNumber(count)}`).join(", ");
}

function sumOf(failed: Failures): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}

function typeRow([name, result]: readonly [string, EndToEndResult]): readonly string[] {
  const { latencyMs, latencyAllMs, settledMs } = result;
  return [
    name,
    shortNumber(result.offered),
    shortNumber(result.throughput),
    shortNumber(result.goodput),
    percent(result.errorRate),
    shortNumber(result.retryAmplification),
    shortNumber(latencyMs.mean),
    shortNumber(latencyMs.p50),
    shortNumber(latencyMs.p95),
    shortNumber(latencyMs.p99),
    shortNumber(latencyAllMs.p99),
    shortNumber(settledMs.p99),
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

function nodeRow([id, node]: readonly [string, NodeResult]): readonly string[] {
  return [
    id,
    node.kind,
    shortNumber(node.arrivals),
    shortNumber(node.throughput),
    percent(node.utilization),
    shortNumber(node.queue.mean),
    shortNumber(node.queue.max),
    shortNumber(node.waitMs.p95),
    shortNumber(node.latencyMs.p50),
    shortNumber(node.latencyMs.p99),
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

function edgeRow([id, edge]: readonly [string, EdgeResult]): readonly string[] {
  return [
    id,
    shortNumber(edge.calls),
    shortNumber(edge.attempts),
    shortNumber(edge.retries),
    shortNumber(sumOf(edge.failed)),
    shortNumber(edge.breaker.openS),
    shortNumber(edge.latencyMs.p50),
    shortNumber(edge.latencyMs.p99),
  ];
}

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
  const nodes = Object.entries(result.nodes);
  const tables: Table[] = [
    [TYPE_HEADER, ...Object.entries(result.endToEnd).map(typeRow)],
    [NODE_HEADER, ...nodes.map(nodeRow)],
    [EDGE_HEADER, ...Object.entries(result.edges).map(edgeRow)],
    [QUEUE_HEADER, ...nodes.flatMap(queueRows)],
    [
      ["SLO", "expression", "value", "met"],
      ...result.slos.map((slo) => [
        slo.name,
        slo.expr,
        shortNumber(slo.value),
        slo.met ? "yes" : "NO",
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
  if (result.endedEarly !== null) lines.push(`Ended early: ${result.endedEarly}`);
  return lines;
}

function tailLines(result: RunResult): string[] {
  const failed = Object.entries(result.endToEnd)
    .map(([name, { failed: counts }]) => [name, failuresText(counts)] as const)
    .filter(([, text]) => text !== "")
    .map(([name, text]) => `Failed (${name}): ${text}`);
  const broken = result.checks
    .filter(({ difference }) => !(difference <= 1e-9))
    .map(
      ({ entity, law, difference }) => `Check failed: ${law} at ${entity}, off by ${difference}`,
    );
  return [...failed, ...result.warnings.map((warning) => `Warning: ${warning}`), ...broken];
}

export function textSummary(result: RunResult): string {
  const tables = tablesOf(result).map(textTable);
  const tail = tailLines(result);
  return `${[headLines(result).join("\n"), ...tables, tail.join("\n")]
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}

export function markdownSummary(result: RunResult): string {
  const [title = "", ...head] = headLines(result);
  const tables = tablesOf(result).map(markdownTable);
  const tail = tailLines(result).map((line) => `- ${line}`);
  return `${[`# ${title}`, ...head, ...tables, tail.join("\n")]
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}
