import { useComputedColorScheme } from "@mantine/core";
import { useLayoutEffect, useMemo, useRef } from "react";
import { NODE_STATES, type NodeState } from "../../simulation/results/story.ts";
import { formatClock } from "../ui/format.ts";
import { type HeatColors, heatColors, paintHeat } from "./heat-paint.ts";
import type { HeatRow } from "./heat-rows.ts";
import type { TimeAxis } from "./time-axis.ts";

interface HeatMapProps {
  readonly rows: readonly HeatRow[];
  readonly axis: TimeAxis;
  readonly rowHeight: number;
}

/** States of the shown nodes over time as one canvas; its label says the same in words. */
export function HeatMap({ rows, axis, rowHeight }: HeatMapProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const colors = useRef<{ readonly scheme: string; readonly of: HeatColors } | null>(null);
  const scheme = useComputedColorScheme("dark", { getInitialValueInEffect: false });
  const { width } = axis;
  const height = rows.length * rowHeight;
  useLayoutEffect(() => {
    const context = ref.current?.getContext("2d");
    if (!ref.current || !context) return;
    if (colors.current?.scheme !== scheme) {
      colors.current = { scheme, of: heatColors(document.documentElement) };
    }
    const ratio = window.devicePixelRatio || 1;
    ref.current.width = Math.round(width * ratio);
    ref.current.height = Math.round(height * ratio);
    paintHeat(context, rows, colors.current.of, {
      axis,
      rowHeight,
      ratio,
    });
  }, [rows, axis, width, rowHeight, height, scheme]);
  const label = useMemo(() => describe(rows), [rows]);
  return (
    <canvas
      ref={ref}
      className="timeline-heat"
      style={{ width, height }}
      role="img"
      aria-label={label}
    />
  );
}

const MOST_SENTENCES = 12;

function describe(rows: readonly HeatRow[]): string {
  const parts: string[] = [];
  for (const row of rows) {
    for (const { code, fromMs, toMs } of row.segments) {
      const state: NodeState | undefined = NODE_STATES[code];
      if (!state || state === "healthy") continue;
      parts.push(`${row.nodeId} ${state} ${formatClock(fromMs)} to ${formatClock(toMs)}`);
    }
  }
  if (parts.length === 0) return "Node states: no node left health";
  const rest = parts.length - MOST_SENTENCES;
  const more = rest > 0 ? `, and ${rest} more` : "";
  return `Node states: ${parts.slice(0, MOST_SENTENCES).join(", ")}${more}`;
}
