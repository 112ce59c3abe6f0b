import { useMemo } from "react";
import { useDocument } from "../store/hooks.ts";
import { Chart } from "./Chart.tsx";
import {
  BACKLOG,
  ERRORS,
  LATENCY,
  QUEUES,
  RETRIES,
  TRAFFIC,
  UTILIZATION,
} from "./chart-definitions.ts";
import { SloRows } from "./SloRows.tsx";
import { Story } from "./Story.tsx";
import { readExpression } from "./slo.ts";

const CHARTS = [TRAFFIC, LATENCY, ERRORS, UTILIZATION, QUEUES, BACKLOG, RETRIES];
/** A chart narrower than this is not read any more, px. */
const CHART_WIDTH = 224;
const TEXT_WIDTH = 324;

/** Sentences and verdicts first, then as many charts as the width holds. */
export function Overview({ width, pair }: { readonly width: number; readonly pair: number }) {
  const limit = useLatencyLimit();
  const count = chartsThatFit(width);
  const shown = count >= 4 ? CHARTS.slice(0, Math.min(6, count)) : CHARTS.slice(pair, pair + count);
  return (
    <div className="results-overview">
      <div className="results-words">
        <Story />
        <SloRows slot={0} />
      </div>
      <div className="results-row">
        {shown.map((definition, slot) => (
          <Chart
            key={definition.id}
            definition={definition}
            slot={slot}
            limit={definition === LATENCY ? limit : null}
          />
        ))}
      </div>
    </div>
  );
}

export function chartsThatFit(width: number): number {
  return Math.max(1, Math.floor((width - TEXT_WIDTH) / CHART_WIDTH));
}

/** The first objective on p99 is drawn into the latency chart. */
function useLatencyLimit() {
  const { slos } = useDocument();
  return useMemo(() => {
    for (const { expr } of Object.values(slos ?? {})) {
      const slo = readExpression(expr);
      if (slo?.measure === "p99") return { value: slo.value, label: "SLO" };
    }
    return null;
  }, [slos]);
}
