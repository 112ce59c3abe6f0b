// The drawing: React Flow for panning, zooming and dragging; cards and lines are our own. The
// document is the only source; a drag is kept aside until it ends and becomes one edit.
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import {
  Background,
  BackgroundVariant,
  type EdgeChange,
  type NodeChange,
  ReactFlow,
  SelectionMode,
} from "@xyflow/react";
import { type DragEvent, useMemo, useRef } from "react";
import { moveNodes } from "../store/document-actions.ts";
import { useDocument, useSelection, useView } from "../store/hooks.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import { ArrowMarkers } from "./ArrowMarkers.tsx";
import { CanvasControls } from "./CanvasControls.tsx";
import { ConnectionTip } from "./ConnectionTip.tsx";
import { patchCanvasMode, useCanvasMode } from "./canvas-mode.ts";
import { EdgeLine } from "./EdgeLine.tsx";
import { EmptyCanvas } from "./EmptyCanvas.tsx";
import { FaultTags } from "./FaultTags.tsx";
import { FindBar } from "./FindBar.tsx";
import { FitMenu } from "./FitMenu.tsx";
import { type CardNode, drawingOf, type LineEdge } from "./flow-elements.ts";
import type { Cubic } from "./geometry.ts";
import { type Marked, markSelected } from "./marked-elements.ts";
import { NodeCard } from "./NodeCard.tsx";
import { GRID_PX } from "./node-size.ts";
import { OverviewLayer } from "./OverviewLayer.tsx";
import { ParticleLayer } from "./ParticleLayer.tsx";
import { faultDropHandlers, useBreaking } from "./use-breaking.ts";
import { useConnecting } from "./use-connecting.ts";
import { useKindDrop } from "./use-kind-drop.ts";
import { useLabelScale } from "./use-label-scale.ts";
import { useOverview } from "./use-overview.ts";
import { useParticlesShown } from "./use-particles-shown.ts";
import { useStayFitted } from "./use-stay-fitted.ts";

const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { line: EdgeLine };
/** Above this many nodes only those in sight are kept in the page. */
const LARGE_DRAWING = 150;

export function Canvas() {
  const { nodes, edges, curves, isEmpty } = useDrawing();
  const connecting = useCanvasMode((mode) => mode.connecting);
  const notice = useCanvasMode((mode) => mode.notice);
  const connectHandlers = useConnecting();
  const dropHandlers = useDrops();
  const { armed, ...breakHandlers } = useBreaking();
  const particles = useParticlesShown();
  const fitted = useStayFitted();
  const overview = useOverview();
  const style = useLabelScale();
  const readOnly = useView((view) => view.readOnly);
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
    >
      <ArrowMarkers />
      <ReactFlow<CardNode, LineEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={takeNodeChanges}
        onEdgesChange={takeSelection}
        onNodeDragStop={keepMoved}
        onSelectionDragStop={keepMoved}
        onPaneClick={() => selectOnly([])}
        onMoveEnd={fitted.onMoveEnd}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        snapToGrid
        snapGrid={[GRID_PX, GRID_PX]}
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
        {overview && <OverviewLayer nodes={nodes} edges={edges} />}
        <FaultTags />
        {particles && <ParticleLayer curves={curves} />}
      </ReactFlow>
      {isEmpty && !readOnly && <EmptyCanvas />}
      <CanvasControls particles={particles} />
      <ConnectionTip />
      <FindBar />
      <FitMenu />
      <p className="ui-visually-hidden" aria-live="polite">
        {notice}
      </p>
    </section>
  );
}

/** What may be dropped onto the drawing: a kind becomes a node, a fault hits what it falls on. */
function useDrops() {
  const kinds = useKindDrop();
  const faults = faultDropHandlers();
  return {
    onDragOver: (event: DragEvent) => {
      kinds.onDragOver(event);
      faults.onDragOver(event);
    },
    onDrop: (event: DragEvent) => {
      kinds.onDrop(event);
      faults.onDrop(event);
    },
  };
}

function useDrawing() {
  const document = useDocument();
  const moved = useCanvasMode((mode) => mode.moved);
  const selection = useSelection();
  const drawing = useMemo(() => drawingOf(document, moved), [document, moved]);
  const curves = useMemo(() => {
    const byId = new Map<string, Cubic>();
    for (const edge of drawing.edges) if (edge.data) byId.set(edge.id, edge.data.curve);
    return byId;
  }, [drawing]);
  const before = useRef<Marked>({ nodes: [], edges: [] });
  const marked = useMemo(() => {
    before.current = markSelected(drawing, selection, before.current);
    return before.current;
  }, [drawing, selection]);
  return { ...marked, curves, isEmpty: drawing.nodes.length === 0 };
}

function takeNodeChanges(changes: NodeChange<CardNode>[]): void {
  const moves = changes.filter((change) => change.type === "position");
  if (moves.length > 0) {
    const moved = { ...useCanvasMode.getState().moved };
    for (const { id, position } of moves) if (position) moved[id] = position;
    patchCanvasMode({ moved });
  }
  takeSelection(changes);
}

function takeSelection(changes: (NodeChange<CardNode> | EdgeChange<LineEdge>)[]): void {
  const chosen = new Set(studio.getState().selection.ids);
  for (const change of changes) {
    if (change.type !== "select") continue;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  selectOnly([...chosen]);
}

let drags = 0;

/** The drag is over: one edit for all that moved. Nodes the file gave no place get theirs now. */
function keepMoved(): void {
  const { moved } = useCanvasMode.getState();
  const { document } = studio.getState().document;
  const { places } = drawingOf(document, {});
  const displaced = Object.entries(moved).some(
    ([id, at]) => places[id]?.x !== at.x || places[id]?.y !== at.y,
  );
  drags += 1;
  if (displaced) moveNodes({ ...places, ...moved }, `drag ${drags}`);
  patchCanvasMode({ moved: {} });
}
