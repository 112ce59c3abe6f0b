// The drawing: React Flow for panning, zooming and dragging; cards and lines are our own. The
// document is the only source; a drag is kept aside until it ends and becomes one edit.
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { Background, BackgroundVariant, ReactFlow, SelectionMode } from "@xyflow/react";
import { type DragEvent, useMemo, useRef } from "react";
import { useDocument, useSelection, useView } from "../store/hooks.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { ArrowMarkers } from "./ArrowMarkers.tsx";
import { Guides } from "./arrange/Guides.tsx";
import { useDragging } from "./arrange/use-dragging.ts";
import { CanvasControls } from "./CanvasControls.tsx";
import { ConnectionTip } from "./ConnectionTip.tsx";
import { useCanvasMode } from "./canvas-mode.ts";
import { EdgeLine } from "./EdgeLine.tsx";
import { EmptyCanvas } from "./EmptyCanvas.tsx";
import { FaultTags } from "./FaultTags.tsx";
import { useFitMenu } from "./fit-menu-state.ts";
import { type DrawnNode, drawingOf } from "./flow-elements.ts";
import { useGroupDrop } from "./groups/use-group-drop.ts";
import {
  LazyBundle,
  LazyEdgeGrips,
  LazyFindBar,
  LazyFitMenu,
  LazyGroupCard,
  LazyNote,
  LazyOverview,
  LazyRegion,
  LazySelectionBar,
} from "./lazy-elements.tsx";
import type { LineEdge } from "./line-elements.ts";
import { type Marked, markSelected } from "./marked-elements.ts";
import { NodeCard } from "./NodeCard.tsx";
import { GRID_PX } from "./node-size.ts";
import { ParticleLayer } from "./ParticleLayer.tsx";
import { usePointerPlace } from "./pointer-place.ts";
import { faultDropHandlers, useBreaking } from "./use-breaking.ts";
import { useConnecting } from "./use-connecting.ts";
import { useKindDrop } from "./use-kind-drop.ts";
import { useLabelScale } from "./use-label-scale.ts";
import { useOverview } from "./use-overview.ts";
import { useParticlesShown } from "./use-particles-shown.ts";
import { useStayFitted } from "./use-stay-fitted.ts";

const NODE_TYPES = {
  card: NodeCard,
  region: LazyRegion,
  groupCard: LazyGroupCard,
  note: LazyNote,
};
const EDGE_TYPES = { line: EdgeLine, bundle: LazyBundle };
/** Above this many nodes only those in sight are kept in the page. */
const LARGE_DRAWING = 150;

export function Canvas() {
  const { nodes, edges, cards, curves, isEmpty } = useDrawing();
  const connecting = useCanvasMode((mode) => mode.connecting);
  const notice = useCanvasMode((mode) => mode.notice);
  const connectHandlers = useConnecting();
  const dropHandlers = useDrops();
  const dragHandlers = useDragging();
  const { armed, ...breakHandlers } = useBreaking();
  const particles = useParticlesShown();
  const fitted = useStayFitted();
  const overview = useOverview();
  const style = useLabelScale();
  const readOnly = useView((view) => view.readOnly);
  const finding = useView((view) => view.finding);
  const offersFit = useFitMenu((menu) => menu.request !== null);
  const selected = useSelection().length;
  return (
    <section
      className="canvas"
      aria-label="Canvas"
      ref={fitted.region}
      style={style}
      data-connecting={connecting ? (connecting.reversed ? "to" : "from") : undefined}
      data-read-only={readOnly || undefined}
      data-armed={armed !== null || undefined}
      {...dropHandlers}
      {...usePointerPlace()}
    >
      <ArrowMarkers />
      <ReactFlow<DrawnNode, LineEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        {...dragHandlers}
        onPaneClick={() => selectOnly([])}
        onMoveEnd={fitted.onMoveEnd}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        nodesFocusable={false}
        elevateNodesOnSelect={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        minZoom={0.1}
        maxZoom={2.5}
        onlyRenderVisibleElements={nodes.length > LARGE_DRAWING}
        proOptions={{ hideAttribution: true }}
        {...connectHandlers}
        {...breakHandlers}
      >
        <Background
          variant={BackgroundVariant.Dots}
          gap={GRID_PX}
          size={1.6}
          color="var(--grid-dot)"
        />
        {overview && <LazyOverview nodes={cards} edges={edges} />}
        <FaultTags />
        <Guides />
        {selected === 1 && <LazyEdgeGrips curves={curves} />}
        {particles && <ParticleLayer curves={curves} />}
      </ReactFlow>
      {isEmpty && !readOnly && <EmptyCanvas />}
      <CanvasControls particles={particles} />
      <ConnectionTip />
      {finding && <LazyFindBar />}
      {offersFit && <LazyFitMenu />}
      {!readOnly && selected > 1 && <LazySelectionBar />}
      <p className="ui-visually-hidden" aria-live="polite">
        {notice}
      </p>
    </section>
  );
}

/** What may be dropped onto the drawing: a kind becomes a node, a fault hits what it falls on. */
function useDrops() {
  const kinds = useKindDrop();
  const groups = useGroupDrop();
  const faults = faultDropHandlers();
  return {
    onDragOver: (event: DragEvent) => {
      kinds.onDragOver(event);
      groups.onDragOver(event);
      faults.onDragOver(event);
    },
    onDrop: (event: DragEvent) => {
      kinds.onDrop(event);
      groups.onDrop(event);
      faults.onDrop(event);
    },
  };
}

function useDrawing() {
  const document = useDocument();
  const moved = useCanvasMode((mode) => mode.moved);
  const selection = useSelection();
  const drawing = useMemo(() => drawingOf(document, moved), [document, moved]);
  const before = useRef<Marked>({ nodes: [], edges: [] });
  const marked = useMemo(() => {
    before.current = markSelected(drawing, selection, before.current);
    return before.current;
  }, [drawing, selection]);
  const isEmpty = marked.nodes.length === 0;
  return { ...marked, cards: drawing.nodes, curves: drawing.curves, isEmpty };
}
