// Several edges between the same two cards, drawn as one line: their number, their rates together.
import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { useBundleLive } from "../../store/group-live.ts";
import { useDesign, useSelection } from "../../store/hooks.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatRate, formatRatio } from "../../ui/format.ts";
import { useCanvasMode, useLineData } from "../canvas-mode.ts";
import { edgeWidth } from "../edge-words.ts";
import { pathOf, spotAt } from "../geometry.ts";
import type { LineEdge } from "../line-elements.ts";

/** From this share of failures on a line is drawn as failing. */
const FAILING_FROM = 0.05;
const HIT_RADIUS = 12;

export const BundleLine = memo(function BundleLine(props: EdgeProps<LineEdge>) {
  const { id, source, target } = props;
  const data = useLineData(id, props.data);
  const edgeIds = data?.edgeIds ?? [];
  const live = useBundleLive(edgeIds);
  const chosen = useSelection();
  const { nodes, groups = {} } = useDesign();
  const hovered = useCanvasMode((mode) => mode.over === id || mode.focused === id);
  if (!data) return null;
  const nameOf = (end: string): string => {
    const group = end.replace(/^group:/, "");
    return nodes[end]?.name ?? groups[group]?.name ?? group;
  };
  const selected = edgeIds.every((each) => chosen.includes(each));
  const path = pathOf(data.curve);
  const middle = spotAt(data.curve, 0.5);
  const failing = live !== null && live.failureRatio >= FAILING_FROM;
  const words = [`${edgeIds.length} edges`, ...(live ? [formatRate(live.ratePerS)] : [])];
  if (failing) words.push(`${formatRatio(live.failureRatio)} fail`);
  const width = edgeWidth(live?.ratePerS ?? 0);
  return (
    <>
      {/* SVG has no button of its own. */}
      {/* biome-ignore lint/a11y/useSemanticElements: a line of an SVG drawing */}
      <g
        className="edge-line"
        data-canvas-id={id}
        data-failing={failing || undefined}
        data-selected={selected || undefined}
        data-sort={data.sort}
        role="button"
        tabIndex={0}
        aria-pressed={selected}
        aria-label={`${nameOf(source)} to ${nameOf(target)}, ${words.join(", ")}`}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          selectOnly(edgeIds);
        }}
      >
        <path className="edge-halo" d={path} />
        <path
          className="edge-stroke"
          d={path}
          strokeWidth={selected || hovered ? width + 2 : width}
          markerEnd={`url(#${failing ? "arrow-failing" : "arrow-call"})`}
        />
        <path className="edge-hit" d={path} />
        <circle className="edge-hit" cx={middle.x} cy={middle.y} r={HIT_RADIUS} />
      </g>
      <EdgeLabelRenderer>
        <span
          className="edge-label bundle-label"
          data-failing={failing || undefined}
          style={{
            transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px) scale(var(--label-scale, 1))`,
          }}
          aria-hidden="true"
        >
          {words.join(" · ")}
        </span>
      </EdgeLabelRenderer>
    </>
  );
});
