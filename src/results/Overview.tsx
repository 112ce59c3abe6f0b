import { useMemo } from "react";
import { useDesign } from "../store/hooks.ts";
import { Chart } from "./Chart.tsx";
import { ERRORS, LATENCY, RETRIES, TRAFFIC } from "./chart-definitions.ts";
import { BACKLOG, QUEUES, UTILIZATION } from "./entity-charts.ts";
import { Signals } from "./Signals.tsx";
import { SloRows } from "./SloRows.tsx";
import { Story } from "./Story.tsx";
import { readExpression } from "./slo.ts";

const CHARTS = [TRAFFIC, LATENCY, ERRORS, UTILIZATION, QUEUES, BACKLOG, RETRIES];
/** Charts below each other where the page itself scrolls. */
const STACKED = 6;
/** A chart narrower than this is not read any more, px. */
const CHART_WIDTH = 224;
/** The sentences need this much to stand without scrolling, and use no more than the second, px. */
const WORDS_WIDTH = 420;
const WORDS_WIDTH_MAX = 520;
/** Where not even one chart fits beside that. */
const WORDS_WIDTH_MIN = 308;
/** Paddings of the strip and the gap before each chart, px. */
const SIDES = 44;
const CHART_GAP = 12;

/** Below this the words get the room of a third chart, px. */
const FOUR_CHARTS_FROM = 1360;

/** Larger words take more than half: one chart beside them is enough. */
const WORDS_PRESENTER = 0.58;

function wordsWidth(width: number, charts: number, presenter: boolean): number {
  if (presenter) return Math.round(width * WORDS_PRESENTER);
  const left = width - SIDES - charts * (CHART_WIDTH + CHART_GAP);
  return Math.max(WORDS_WIDTH_MIN, Math.min(WORDS_WIDTH_MAX, left));
}

interface OverviewProps {
  readonly width: number;
  /** Which set of charts is shown where not all find room. */
  readonly pair: number;
  readonly stacked: boolean;
  readonly presenter: boolean;
}

/** Sentences and verdicts first, then as many charts as the width holds. */
export function Overview({ width, pair, stacked, presenter }: OverviewProps) {
  const limit = useLatencyLimit();
  const count = stacked ? STACKED : chartsThatFit(width, presenter);
  const shown =
    count >= 4
      ? CHARTS.slice(0, Math.min(6, count))
      : CHARTS.slice(pair * count, (pair + 1) * count);
  return (
    <div className="results-overview">
      <div
        className="results-words"
        style={stacked ? undefined : { width: wordsWidth(width, shown.length, presenter) }}
      >
        <Story />
        <Signals slot={0} />
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

/** In the presenter size one chart at a time is large enough to be read from afar. */
export function chartsThatFit(width: number, presenter: boolean): number {
  if (presenter) return 1;
  const fitting = Math.floor((width - SIDES - WORDS_WIDTH) / (CHART_WIDTH + CHART_GAP));
  return Math.max(1, Math.min(width < FOUR_CHARTS_FROM ? 2 : CHARTS.length, fitting));
}

/** Names of the sets of charts between which a narrow window switches. */
export function chartSets(width: number, presenter: boolean): readonly string[] {
  const count = chartsThatFit(width, presenter);
  return Array.from({ length: Math.ceil(CHARTS.length / count) }, (_, pair) => {
    const titles = CHARTS.slice(pair * count, (pair + 1) * count).map(({ title }) => title);
    return titles.join(", ").replace(/, \w/g, (start) => start.toLowerCase());
  });
}

/** The first objective on p99 is drawn into the latency chart. */
function useLatencyLimit() {
  const { slos } = useDesign();
  return useMemo(() => {
    for (const { expr } of Object.values(slos ?? {})) {
      const slo = readExpression(expr);
      if (slo?.measure === "p99") return { value: slo.value, label: "SLO" };
    }
    return null;
  }, [slos]);
}
