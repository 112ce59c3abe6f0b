// Histogram or CDF of latencies since the warm-up, of a request type or a node.
import { useMemo, useState } from "react";
import type { LatencyBins, LatencyScope } from "../../../simulation/results/latency.ts";
import { useRun, useView } from "../../store/hooks.ts";
import { formatCount, formatDuration, formatRatio } from "../../ui/format.ts";
import { useSize } from "../../ui/use-size.ts";
import { LogItem } from "../Chart.tsx";
import { ChartFrame } from "../ChartFrame.tsx";
import type { Tabular } from "../export/tabular.ts";
import { DistributionPlot } from "./DistributionPlot.tsx";
import { cumulativeOf, histogramOf, quantileOf, rangeOf } from "./distribution-model.ts";
import { ScopeSelect, useScopes } from "./ScopeSelect.tsx";
import { useLatencyBins } from "./use-latency-answers.ts";

type Shape = "histogram" | "CDF";
const SHAPES: readonly Shape[] = ["histogram", "CDF"];
const TITLE = "Latency distribution";

export function Distribution() {
  const scopes = useScopes();
  const [scope, setScope] = useState<LatencyScope>({ block: "endToEnd", id: "all" });
  const [shape, setShape] = useState<Shape>("histogram");
  const [isLog, setLog] = useState(true);
  const bins = useLatencyBins(scope);
  const hasRun = useRun((run) => (run.rows?.count ?? 0) > 0);
  const count = bins?.count ?? 0;
  const points = useMemo(() => {
    if (!bins) return [];
    return shape === "CDF" ? cumulativeOf(bins, isLog) : histogramOf(bins, isLog);
  }, [bins, shape, isLog]);
  const p99 = bins && count > 0 ? formatDuration(quantileOf(bins, 0.99)) : "";
  return (
    <ChartFrame
      id="distribution"
      title={TITLE}
      head={{ text: count > 0 ? `${formatCount(count)} since warm-up` : "" }}
      legend={
        <div className="results-choices">
          <ScopeSelect scopes={scopes} scope={scope} onChange={setScope} />
          {SHAPES.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={shape === each}
              onClick={() => setShape(each)}
            >
              {each}
            </button>
          ))}
        </div>
      }
      legendEntries={[{ label: `${scope.id}, ${shape}`, color: "var(--series-1)" }]}
      items={<LogItem isLog={isLog} onChange={setLog} />}
      words={bins && count > 0 ? wordsOf(scope, bins, p99) : "No latency was measured yet."}
      table={() => tabular(points, shape)}
      data={() => tabular(points, shape)}
      isDrawn={count > 0}
    >
      <DistributionBody {...{ bins, points, isLog, hasRun }} isShare={shape === "CDF"} />
    </ChartFrame>
  );
}

function wordsOf({ id }: LatencyScope, bins: LatencyBins, p99: string): string {
  const half = formatDuration(quantileOf(bins, 0.5));
  return (
    `${formatCount(bins.count)} latencies of ${id} since the warm-up, from ` +
    `${formatDuration(bins.minMs)} to ${formatDuration(bins.maxMs)}: half within ${half}, ` +
    `99 % within ${p99}.`
  );
}

function tabular(points: readonly { x: number; y: number }[], shape: Shape): Tabular {
  return {
    columns: [
      { label: shape === "CDF" ? "Up to" : "From", unit: "ms", format: formatDuration },
      { label: "Share", unit: "ratio", format: formatRatio },
    ],
    rows: (shape === "CDF" ? points : points.slice(0, -1)).map(({ x, y }) => [x, y]),
  };
}

interface BodyProps {
  readonly bins: LatencyBins | null;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly isLog: boolean;
  readonly hasRun: boolean;
  readonly isShare: boolean;
}

function DistributionBody({ bins, points, isLog, hasRun, isShare }: BodyProps) {
  const [ref, size] = useSize<HTMLDivElement>({ width: 260, height: 150 });
  const presenter = useView((view) => view.presenter);
  const isEmpty = !bins || bins.count === 0;
  return (
    <div ref={ref} className="results-plot" data-plot aria-hidden="true" data-still>
      <DistributionPlot
        {...size}
        {...{ points, isLog, isShare, presenter }}
        range={isEmpty ? [1, 1000] : rangeOf(bins, isLog)}
        marks={
          isEmpty
            ? []
            : [0.5, 0.99].map((share) => ({
                ms: quantileOf(bins, share),
                label: `p${share * 100}`,
              }))
        }
      />
      {isEmpty ? (
        <p className="results-hint">{hasRun ? "No latency was measured yet" : "Run to see"}</p>
      ) : null}
    </div>
  );
}
