import "./results.css";
import "./results-sizes.css";
import { SegmentedControl, Tabs } from "@mantine/core";
import { useMemo, useState } from "react";
import { useRun, useView } from "../store/hooks.ts";
import { formatClock } from "../ui/format.ts";
import { useSize } from "../ui/use-size.ts";
import { Chart } from "./Chart.tsx";
import {
  ALL_PERCENTILES,
  BACKLOG,
  ERROR_RATIO,
  ERRORS,
  FAILURES_BY_EDGE,
  FAILURES_BY_NODE,
  GOODPUT_BY_TYPE,
  LATENCY_BY_NODE,
  LATENCY_BY_TYPE,
  OLDEST,
  QUEUES,
  RETRIES,
  TRAFFIC,
  UTILIZATION,
  WORK_BY_NODE,
} from "./chart-definitions.ts";
import type { ChartDefinition } from "./chart-model.ts";
import { HoverContext } from "./hover.ts";
import { Numbers } from "./Numbers.tsx";
import { chartSets, chartsThatFit, Overview } from "./Overview.tsx";

const CHART_TABS: Readonly<Record<string, readonly ChartDefinition[]>> = {
  Latency: [ALL_PERCENTILES, LATENCY_BY_TYPE, LATENCY_BY_NODE],
  Throughput: [TRAFFIC, GOODPUT_BY_TYPE, RETRIES, WORK_BY_NODE],
  Errors: [ERRORS, ERROR_RATIO, FAILURES_BY_NODE, FAILURES_BY_EDGE],
  Queues: [QUEUES, UTILIZATION, BACKLOG, OLDEST],
};
/** Charts of a tab are wider than those of the overview, px. */
const TAB_CHART_WIDTH = 300;

/** The strip under the timeline: what happened, whether the objectives hold, and the curves. */
export function Results() {
  const [tab, setTab] = useState("Overview");
  const [pair, setPair] = useState("0");
  const [crosshair, setCrosshair] = useState<{ chart: string | null; atMs: number | null }>({
    chart: null,
    atMs: null,
  });
  const hover = useMemo(
    () => ({
      ...crosshair,
      set: (chart: string | null, atMs: number | null) => setCrosshair({ chart, atMs }),
    }),
    [crosshair],
  );
  const [ref, { width }] = useSize<HTMLElement>({ width: 1440, height: 240 });
  const { presenter, readOnly: stacked } = useView((view) => view);
  const sets = chartSets(width, presenter);
  const tooNarrow = tab === "Overview" && !stacked && chartsThatFit(width, presenter) < 4;
  const shownSet = Math.min(Number(pair), sets.length - 1);
  return (
    <section ref={ref} className="results" aria-label="Results" data-stacked={stacked || undefined}>
      <h2 className="ui-visually-hidden">Results</h2>
      <HoverContext value={hover}>
        <Tabs
          className="results-tabs"
          value={tab}
          onChange={(value) => setTab(value ?? "Overview")}
          keepMounted={false}
        >
          <div className="results-bar">
            <Tabs.List>
              {["Overview", ...Object.keys(CHART_TABS), "Numbers"].map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {name}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <WarmupNote />
            {tooNarrow ? (
              <SegmentedControl
                aria-label="Charts shown"
                size="xs"
                data={sets.map((label, index) => ({ value: String(index), label }))}
                value={String(shownSet)}
                onChange={setPair}
              />
            ) : null}
          </div>
          <Tabs.Panel value="Overview" className="results-panel">
            <Overview {...{ width, stacked, presenter }} pair={shownSet} />
          </Tabs.Panel>
          {Object.entries(CHART_TABS).map(([name, definitions]) => (
            <Tabs.Panel key={name} value={name} className="results-panel">
              <div
                className="results-row"
                style={stacked ? undefined : { minWidth: definitions.length * TAB_CHART_WIDTH }}
              >
                {definitions.map((definition, slot) => (
                  <Chart key={definition.id} definition={definition} slot={slot} />
                ))}
              </div>
            </Tabs.Panel>
          ))}
          <Tabs.Panel value="Numbers" className="results-panel">
            <Numbers />
          </Tabs.Panel>
        </Tabs>
      </HoverContext>
    </section>
  );
}

function WarmupNote() {
  const warmupMs = useRun((run) => run.info?.warmupMs ?? 0);
  return (
    <span className="results-note">
      {warmupMs > 0 ? `Warm-up ${formatClock(warmupMs)} left out` : null}
    </span>
  );
}
