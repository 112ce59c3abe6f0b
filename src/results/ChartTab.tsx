import { Fragment, type ReactElement } from "react";
import { useRun } from "../store/hooks.ts";
import type { ResultTab } from "../store/results-view.ts";
import { Chart } from "./Chart.tsx";
import { ALL_PERCENTILES, ERROR_RATIO, ERRORS, RETRIES, TRAFFIC } from "./chart-definitions.ts";
import type { ChartDefinition } from "./chart-model.ts";
import { BacklogChart } from "./delivery/BacklogCharts.tsx";
import { backlogChart, oldestChart, partitionChart } from "./delivery/backlog-definitions.ts";
import {
  AMPLIFICATION,
  BREAKERS,
  FAILURES_BY_EDGE,
  FAILURES_BY_NODE,
  GOODPUT_BY_TYPE,
  HITS,
  LATENCY_BY_NODE,
  LATENCY_BY_TYPE,
  QUEUES,
  UTILIZATION,
  WORK_BY_NODE,
} from "./entity-charts.ts";
import { Distribution } from "./latency/Distribution.tsx";
import { HeatMapChart } from "./latency/HeatMapChart.tsx";

/** A chart over time, or one of the drawings that have a form of their own. */
type TabChart =
  | ChartDefinition
  | { readonly title: string; readonly draw: (slot: number) => ReactElement };

const DISTRIBUTION: TabChart = { title: "Distribution", draw: () => <Distribution /> };
const HEAT_MAP: TabChart = { title: "Over time", draw: () => <HeatMapChart /> };

const BACKLOG: TabChart = {
  title: "Broker backlog",
  draw: (slot) => <BacklogChart make={backlogChart} slot={slot} />,
};
const OLDEST: TabChart = {
  title: "Oldest message",
  draw: (slot) => <BacklogChart make={oldestChart} slot={slot} />,
};
const PARTITIONS: TabChart = {
  title: "Backlog by partition",
  draw: (slot) => <BacklogChart make={partitionChart} slot={slot} needsPartitions />,
};

export const CHART_TABS: Readonly<Partial<Record<ResultTab, readonly TabChart[]>>> = {
  Latency: [ALL_PERCENTILES, DISTRIBUTION, HEAT_MAP, LATENCY_BY_NODE, LATENCY_BY_TYPE],
  Throughput: [TRAFFIC, GOODPUT_BY_TYPE, WORK_BY_NODE, RETRIES, AMPLIFICATION],
  Queues: [QUEUES, UTILIZATION, BACKLOG, OLDEST, PARTITIONS, HITS],
  Errors: [ERRORS, ERROR_RATIO, FAILURES_BY_NODE, FAILURES_BY_EDGE, BREAKERS],
};

/** Titles for the switch where one chart is shown at a time. */
export function chartNames(tab: ResultTab): readonly string[] {
  return (CHART_TABS[tab] ?? []).map(({ title }) => title);
}

const BY_TYPE: ReadonlySet<TabChart> = new Set([GOODPUT_BY_TYPE, LATENCY_BY_TYPE]);

interface ChartTabProps {
  readonly name: ResultTab;
  /** Number of the only chart that is shown; null: all. */
  readonly only: number | null;
}

/** As many charts side by side as the width holds; further rows where the strip is high enough. */
export function ChartTab({ name, only }: ChartTabProps) {
  const types = useRun((run) => run.info?.layout.typeIds.length ?? 0);
  // "All" and one type are the same lines twice.
  const charts = (CHART_TABS[name] ?? []).filter((chart) => types > 2 || !BY_TYPE.has(chart));
  const all = CHART_TABS[name] ?? [];
  const shown = only === null ? charts : all.slice(only, only + 1);
  return (
    <div className="results-charts" data-single={only !== null || undefined}>
      {shown.map((chart, slot) =>
        "draw" in chart ? (
          <Fragment key={chart.title}>{chart.draw(slot)}</Fragment>
        ) : (
          <Chart key={chart.id} definition={chart} slot={slot} />
        ),
      )}
    </div>
  );
}
