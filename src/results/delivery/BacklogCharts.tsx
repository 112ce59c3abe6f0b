// Charts over queues, groups and partitions: they share what the worker tells of backlogs.
import { useMemo } from "react";
import { type BacklogHistory, useBacklogHistory } from "../../store/backlog-history.ts";
import { Chart } from "../Chart.tsx";
import type { ChartDefinition } from "../chart-model.ts";

interface BacklogChartProps {
  readonly make: (history: BacklogHistory) => ChartDefinition;
  readonly slot: number;
  /** Only where groups have several partitions. */
  readonly needsPartitions?: boolean;
}

export function BacklogChart({ make, slot, needsPartitions = false }: BacklogChartProps) {
  const history = useBacklogHistory();
  const definition = useMemo(() => make(history), [make, history]);
  if (needsPartitions && !history.entries.some(({ partition }) => partition !== null)) return null;
  return <Chart definition={definition} slot={slot} />;
}
