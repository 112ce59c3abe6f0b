// The picture of states that stands in for cards and lines from far away. It draws when the view
// moves, when the run says something new, and when the drawing changes; never by the clock.
import { type ReactFlowState, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { NODE_STATES, type NodeState } from "../../simulation/results/story.ts";
import { edgeLiveOf, nodeStateOf } from "../store/live-values.ts";
import { type RunState, studio } from "../store/studio-store.ts";
import { edgeWidth, isFailing } from "./edge-words.ts";
import { fittedContext } from "./fitted-context.ts";
import type { CardNode } from "./flow-elements.ts";
import type { LineEdge } from "./line-elements.ts";
import {
  type OverviewColors,
  paintEdges,
  paintNodes,
  type SeenEdge,
  type SeenNode,
} from "./overview-paint.ts";

interface OverviewLayerProps {
  readonly nodes: readonly CardNode[];
  readonly edges: readonly LineEdge[];
}

export function OverviewLayer(props: OverviewLayerProps) {
  const element = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi<CardNode, LineEdge>();
  const latest = useRef(props);
  const redraw = useRef<() => void>(undefined);
  latest.current = props;
  useEffect(() => {
    const canvas = element.current;
    if (!canvas) return;
    let frame = 0;
    const draw = (): void => {
      frame = 0;
      paint(canvas, latest.current, flow.getState());
    };
    const ask = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    redraw.current = ask;
    ask();
    const stops = [
      flow.subscribe(ask),
      studio.subscribe((now, before) => {
        if (now.run !== before.run || now.view !== before.view) ask();
      }),
      whenThemeChanges(ask),
    ];
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [flow]);
  useEffect(() => redraw.current?.());
  return <canvas ref={element} className="overview-layer" />;
}

function whenThemeChanges(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function paint(
  canvas: HTMLCanvasElement,
  { nodes, edges }: OverviewLayerProps,
  view: Pick<ReactFlowState, "transform" | "width" | "height">,
): void {
  const context = fittedContext(canvas, view);
  if (!context) return;
  const colors = colorsOf(canvas);
  const { run } = studio.getState();
  paintEdges(
    context,
    edges.flatMap((edge) => seenEdge(edge, run)),
    view.transform,
    colors,
  );
  const seen = nodes.map((node) => seenNode(node, run));
  paintNodes(context, seen, view, colors);
}

function seenEdge({ id, data }: LineEdge, run: RunState): SeenEdge[] {
  if (!data) return [];
  const live = edgeLiveOf(run, id);
  return [
    {
      curve: data.curve,
      width: edgeWidth(live?.ratePerS ?? 0),
      failing: isFailing(live),
      isMessage: data.sort === "message",
    },
  ];
}

function seenNode({ id, position, data }: CardNode, run: RunState): SeenNode {
  return {
    ...position,
    ...data.size,
    name: data.name,
    family: data.family,
    state: nodeStateOf(run, id),
  };
}

let known: { readonly theme: string; readonly colors: OverviewColors } | null = null;

/** Read once for each theme: asking for computed styles at every frame would cost a layout. */
function colorsOf(element: Element): OverviewColors {
  const theme = document.documentElement.dataset.theme ?? "";
  if (known?.theme === theme) return known.colors;
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const each = (suffix: string) =>
    Object.fromEntries(
      NODE_STATES.map((state) => [state, token(`--state-${state}${suffix}`)]),
    ) as Record<NodeState, string>;
  const colors = {
    card: token("--surface-card"),
    idle: token("--border-control"),
    text: token("--text-1"),
    edge: token("--edge"),
    font: token("--font-ui") || "sans-serif",
    states: each(""),
    softs: each("-soft"),
  };
  known = { theme, colors };
  return colors;
}
