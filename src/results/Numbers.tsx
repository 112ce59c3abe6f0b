import "./numbers.css";
import type { ReactNode } from "react";
import { checksSentence } from "../../simulation/results/intervals.ts";
import type { Maybe, RunResult } from "../../simulation/results/run-result.ts";
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatRate,
  formatRatio,
} from "../ui/format.ts";
import {
  type Estimate,
  type EstimateAt,
  estimatesOf,
  THIN_REASON,
  withInterval,
} from "./estimates.ts";
import { useRunResult } from "./use-run-result.ts";

/** Totals of the whole run with their confidence, and what was checked about them. */
export function Numbers() {
  const result = useRunResult();
  if (result === null) {
    return (
      <p className="results-numbers-none">
        The numbers of the whole run, with their confidence, stand here once it has ended.
      </p>
    );
  }
  const at = estimatesOf(result);
  return (
    <section className="results-numbers" aria-label="Numbers of the whole run">
      <TypeTable result={result} at={at} />
      <NodeTable result={result} at={at} />
      <RunDetails result={result} />
    </section>
  );
}

interface TableProps {
  readonly result: RunResult;
  readonly at: EstimateAt;
}

function TypeTable({ result, at }: TableProps) {
  return (
    <Table
      caption="Requests"
      header={[
        "Request",
        "offered",
        "done",
        "good",
        "failed",
        "mean",
        "p50",
        "p95",
        "p99",
        "p99.9",
      ]}
    >
      {Object.entries(result.endToEnd).map(([id, type]) => {
        const of = (...path: readonly string[]) => at("endToEnd", id, ...path);
        return (
          <tr key={id}>
            <th scope="row">{id}</th>
            <td>{formatCount(type.offered)}</td>
            <Cell estimate={of("throughput")} format={formatRate} />
            <Cell estimate={of("goodput")} format={formatRate} />
            <Cell estimate={of("errorRate")} format={formatRatio} />
            {["mean", "p50", "p95", "p99", "p999"].map((name) => (
              <Cell key={name} estimate={of("latencyMs", name)} format={formatDuration} />
            ))}
          </tr>
        );
      })}
    </Table>
  );
}

function NodeTable({ result, at }: TableProps) {
  const stretches = Object.values(result.nodes).some(({ stretch }) => stretch !== undefined);
  return (
    <Table
      caption="Nodes"
      header={[
        ...["Node", "arrivals", "done", "busy", "queue", "mean wait", "p50", "p95", "p99"],
        ...(stretches ? ["stretch"] : []),
      ]}
    >
      {Object.entries(result.nodes).map(([id, node]) => {
        const of = (...path: readonly string[]) => at("nodes", id, ...path);
        return (
          <tr key={id}>
            <th scope="row">{id}</th>
            <td>{formatCount(node.arrivals)}</td>
            <Cell estimate={of("throughput")} format={formatRate} />
            <Cell estimate={of("utilization")} format={formatRatio} />
            <Cell estimate={of("queue", "mean")} format={formatNumber} />
            <Cell estimate={of("waitMs", "mean")} format={formatDuration} />
            {["p50", "p95", "p99"].map((name) => (
              <Cell key={name} estimate={of("latencyMs", name)} format={formatDuration} />
            ))}
            {stretches ? <Cell estimate={of("stretch")} format={formatNumber} /> : null}
          </tr>
        );
      })}
    </Table>
  );
}

interface TableFrameProps {
  readonly caption: string;
  readonly header: readonly string[];
  readonly children: ReactNode;
}

function Table({ caption, header, children }: TableFrameProps) {
  return (
    <table className="results-table ui-num">
      <caption className="ui-visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {header.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface CellProps {
  readonly estimate: Estimate;
  readonly format: (value: Maybe) => string;
}

function Cell({ estimate, format }: CellProps) {
  return (
    <td>
      {withInterval(estimate, format)}
      {estimate.isThin ? <ThinMark /> : null}
    </td>
  );
}

/** A star beside a quantile of too few samples. */
export function ThinMark() {
  return (
    <span className="results-thin" title={THIN_REASON}>
      <span aria-hidden="true">*</span>
      <span className="ui-visually-hidden"> ({THIN_REASON})</span>
    </span>
  );
}

function RunDetails({ result }: { readonly result: RunResult }) {
  const { batchMeans, warnings } = result;
  const intervals =
    batchMeans === undefined
      ? "No intervals: load or system change during the run, or it has too few windows."
      : `± is half of the 95 % interval, by ${batchMeans.batches} batches of ` +
        `${formatDuration(batchMeans.batchS * 1000)}; left out where batches are not much longer ` +
        "than the run's memory.";
  return (
    <div className="results-details">
      <h3>Run details</h3>
      <p>{intervals}</p>
      <p>{checksSentence(result)}</p>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </div>
  );
}
