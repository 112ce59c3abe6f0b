import "./results.css";
import "./charts.css";
import "./results-sizes.css";
import "./numbers.css";
import { ActionIcon, NativeSelect, Tabs, Tooltip } from "@mantine/core";
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2 } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useRun, useView } from "../store/hooks.ts";
import {
  CASCADE_VIEWS,
  type CascadeView,
  RESULT_TABS,
  type ResultTab,
  showCascadeView,
  showResultTab,
  toggleResultsFull,
  useResultsView,
} from "../store/results-view.ts";
import { formatClock } from "../ui/format.ts";
import { Segments } from "../ui/Segments.tsx";
import { useSize } from "../ui/use-size.ts";
import { CHART_TABS, ChartTab, chartNames } from "./ChartTab.tsx";
import { ExportMenu } from "./export/ExportMenu.tsx";
import { Log } from "./log/Log.tsx";
import { chartSets, chartsThatFit, Overview } from "./Overview.tsx";
import { EntityTable } from "./tables/EntityTable.tsx";

// Nobody waits for this tab before the drawing.
const Cascade = lazy(async () => ({ default: (await import("./cascade/Cascade.tsx")).Cascade }));

const Traces = lazy(async () => ({ default: (await import("./traces/Traces.tsx")).Traces }));

const Delivery = lazy(async () => ({
  default: (await import("./delivery/Delivery.tsx")).Delivery,
}));

/** The strip under the timeline: what happened, whether the objectives hold, curves and tables. */
export function Results() {
  const tab = useResultsView((view) => view.tab);
  const [pair, setPair] = useState("0");
  const [ref, { width }] = useSize<HTMLElement>({ width: 1440, height: 240 });
  const { presenter, readOnly: stacked } = useView((view) => view);
  const single = presenter && !stacked;
  const sets = tab === "Overview" ? chartSets(width, presenter) : single ? chartNames(tab) : [];
  const isSwitched =
    tab === "Overview" ? !stacked && chartsThatFit(width, presenter) < 4 : sets.length > 1;
  const shownSet = Math.max(0, Math.min(Number(pair), sets.length - 1));
  return (
    <section ref={ref} className="results" aria-label="Results" data-stacked={stacked || undefined}>
      <h2 className="ui-visually-hidden">Results</h2>
      <Tabs
        className="results-tabs"
        value={tab}
        onChange={(value) => showResultTab((value ?? "Overview") as ResultTab)}
        keepMounted={false}
      >
        <div className="results-bar">
          <Tabs.List>
            {RESULT_TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <BarNote />
          {tab === "Cascade" ? <CascadeSwitch /> : null}
          {isSwitched ? (
            <NativeSelect
              className="results-chart-switch"
              aria-label="Charts shown"
              size="xs"
              data={sets.map((label, index) => ({ value: String(index), label }))}
              value={String(shownSet)}
              onChange={(event) => setPair(event.currentTarget.value)}
            />
          ) : null}
          <BarButtons />
        </div>
        <Tabs.Panel value="Overview" className="results-panel">
          <Overview {...{ width, stacked, presenter }} pair={shownSet} />
        </Tabs.Panel>
        {Object.keys(CHART_TABS).map((name) => (
          <Tabs.Panel key={name} value={name} className="results-panel">
            <ChartTab name={name as ResultTab} only={single ? shownSet : null} />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="Cascade" className="results-panel">
          <Suspense fallback={null}>
            <Cascade />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="Traces" className="results-panel">
          <Suspense fallback={null}>
            <Traces />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="Delivery" className="results-panel">
          <Suspense fallback={null}>
            <Delivery />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="Requests" className="results-panel">
          <EntityTable subject="requests" />
        </Tabs.Panel>
        <Tabs.Panel value="Nodes" className="results-panel">
          <EntityTable subject="nodes" />
        </Tabs.Panel>
        <Tabs.Panel value="Edges" className="results-panel">
          <EntityTable subject="edges" />
        </Tabs.Panel>
        <Tabs.Panel value="Log" className="results-panel">
          <Log />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

const CASCADE_LABELS: Readonly<Record<CascadeView, string>> = {
  story: "What happened",
  stability: "Stability map",
  blast: "Blast radius",
};

function CascadeSwitch() {
  const view = useResultsView(({ cascadeView }) => cascadeView);
  return (
    <Segments
      className="results-cascade-switch"
      label="Part of the cascade"
      data={CASCADE_VIEWS.map((value) => ({ value, label: CASCADE_LABELS[value] }))}
      value={view}
      onChange={(value) => showCascadeView(value as CascadeView)}
    />
  );
}

/** Which instant is shown if it is not the present; else what is left out. */
function BarNote() {
  const { warmupMs, playheadMs } = useRun((run) => ({
    warmupMs: run.info?.warmupMs ?? 0,
    playheadMs: run.playheadMs,
  }));
  const message = useResultsView((view) => view.message);
  if (message !== null) {
    return (
      <span className="results-note results-alarm" role="alert">
        {message}
      </span>
    );
  }
  const words = [
    ...(playheadMs === null ? [] : [`Shown: ${formatClock(playheadMs, 1)}`]),
    ...(warmupMs > 0 ? [`Warm-up ${formatClock(warmupMs)} left out`] : []),
  ];
  return <span className="results-note ui-num">{words.join(" · ")}</span>;
}

function BarButtons() {
  const isFull = useResultsView((view) => view.isFull);
  const stacked = useView((view) => view.readOnly);
  const label = isFull ? "Make the results small again" : "Make the results large";
  const Icon = isFull ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal;
  return (
    <div className="results-bar-buttons">
      <ExportMenu />
      {stacked ? null : (
        <Tooltip label={label}>
          <ActionIcon
            variant="subtle"
            size={28}
            aria-label={label}
            aria-pressed={isFull}
            onClick={toggleResultsFull}
          >
            <Icon size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
