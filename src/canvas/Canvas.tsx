// The drawing: React Flow for panning, zooming and dragging; cards and lines are our own. The
// document is the only source; a drag is kept aside until it ends and becomes one edit.
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { Background, BackgroundVariant, ReactFlow, SelectionMode } from "@xyflow/react";
import { type DragEvent, memo, useMemo, useRef } from "react";
import { useDesign, useSelection, useView } from "../store/hooks.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { later } from "../ui/later.ts";
import { ArrowMarkers } from "./ArrowMarkers.tsx";
import { Guides } from "./arrange/Guides.tsx";
import { useDragging } from "./arrange/use-dragging.ts";
import { CanvasControls } from "./CanvasControls.tsx";
import { ConnectionTip } from "./ConnectionTip.tsx";
import { useCanvasMode } from "./canvas-mode.ts";
import { EdgeLine } from "./EdgeLine.tsx";
import { EmptyCanvas } from "./EmptyCanvas.tsx";
import { FaultTags } from "./FaultTags.tsx";
import { areDrawnAlike, type DrawnNode, drawingOf } from "./flow-elements.ts";
import { BundleLine } from "./groups/BundleLine.tsx";
import { GroupCard } from "./groups/GroupCard.tsx";
import { RegionBox } from "./groups/RegionBox.tsx";
import { useGroupDrop } from "./groups/use-group-drop.ts";
import type { LineEdge } from "./line-elements.ts";
import { type Marked, markSelected } from "./marked-elements.ts";
import { NodeCard } from "./NodeCard.tsx";
import { GRID_PX } from "./node-size.ts";
import { NoteCard } from "./notes/NoteCard.tsx";
import { usePointerPlace } from "./pointer-place.ts";
import { faultDropHandlers, useBreaking } from "./use-breaking.ts";
import { useConnecting } from "./use-connecting.ts";
import { useFarView } from "./use-far-view.ts";
import { useKindDrop } from "./use-kind-drop.ts";
import { useLabelScale } from "./use-label-scale.ts";
import { useMeasuredPorts } from "./use-measured-ports.ts";
import { useOverview } from "./use-overview.ts";
import { usePanning } from "./use-panning.ts";
import { useParticlesShown } from "./use-particles-shown.ts";
import { useStayFitted } from "./use-stay-fitted.ts";
import { useTabStop } from "./use-tab-stop.ts";

// The first drawing needs none of these.
const EdgeGrips = later(async () => (await import("./EdgeGrips.tsx")).EdgeGrips);
const OverviewLayer = later(async () => (await import("./OverviewLayer.tsx")).OverviewLayer);
const ParticleLayer = later(async () => (await import("./ParticleLayer.tsx")).ParticleLayer);
const MeshLines = later(async () => (await import("./MeshLines.tsx")).MeshLines);
const CanvasTools = later(async () => (await import("./CanvasTools.tsx")).CanvasTools);
const NODE_TYPES = { card: NodeCard, region: RegionBox, groupCard: GroupCard, note: NoteCard };
const EDGE_TYPES = { line: EdgeLine, bundle: BundleLine };
// React Flow draws all of its nodes anew when one of these is another object, so they never are.
const SEVERAL_KEYS = ["Shift", "Meta", "Control"];
const PRO_OPTIONS = { hideAttribution: true };
const clearSelection = (): void => selectOnly([]);
/** Above this many nodes only those in sight are kept in the page. */
const LARGE_DRAWING = 150;
/** From far away they are little more than places; putting them in and out costs more than they do. */
const LARGE_OVERVIEW = 600;

export function Canvas() {
  const { nodes, edges, cards, lines, curves, isEmpty } = useDrawing();
  const connecting = useCanvasMode((mode) => mode.connecting);
  const notice = useCanvasMode((mode) => mode.notice);
  const isDragging = useCanvasMode((mode) => Object.keys(mode.dragged).length > 0);
  const connectHandlers = useConnecting();
  const dropHandlers = useDrops();
  const dragHandlers = useDragging();
  const { armed, ...breakHandlers } = useBreaking();
  const particles = useParticlesShown();
  const fitted = useStayFitted();
  useFarView(fitted.region);
  const panHandlers = usePanning(fitted);
  useTabStop(cards);
  const overview = useOverview();
  useMeasuredPorts(overview);
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
      data-dragging={isDragging || undefined}
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
        onPaneClick={clearSelection}
        {...panHandlers}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        nodesFocusable={false}
        elevateNodesOnSelect={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={SEVERAL_KEYS}
        minZoom={0.1}
        maxZoom={2.5}
        onlyRenderVisibleElements={nodes.length > (overview ? LARGE_OVERVIEW : LARGE_DRAWING)}
        proOptions={PRO_OPTIONS}
        {...connectHandlers}
        {...breakHandlers}
      >
        <Background
          variant={BackgroundVariant.Dots}
          gap={GRID_PX}
          size={1.6}
          color="var(--grid-dot)"
        />
        <Marks />
        <MeshLines />
        {overview && <OverviewLayer nodes={cards} edges={lines} />}
        <EdgeGrips curves={curves} />
        {particles && <ParticleLayer curves={curves} />}
      </ReactFlow>
      {isEmpty && !readOnly && <EmptyCanvas />}
      <AroundDrawing particles={particles} />
      <p className="ui-visually-hidden" aria-live="polite">
        {notice}
      </p>
    </section>
  );
}

/** Drawn apart, so that a node that is dragged does not draw them with every move. */
const Marks = memo(function Marks() {
  return (
    <>
      <FaultTags />
      <Guides />
    </>
  );
});

const AroundDrawing = memo(function AroundDrawing({ particles }: { readonly particles: boolean }) {
  return (
    <>
      <CanvasControls particles={particles} />
      <ConnectionTip />
      <CanvasTools />
    </>
  );
});

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

/** The document; the one before as long as nothing that is drawn differs. */
function useDrawnDocument() {
  const document = useDesign();
  const drawn = useRef(document);
  if (!areDrawnAlike(drawn.current, document)) drawn.current = document;
  return drawn.current;
}

function useDrawing() {
  const document = useDrawnDocument();
  const moved = useCanvasMode((mode) => mode.moved);
  const selection = useSelection();
  const drawing = useMemo(() => drawingOf(document, moved), [document, moved]);
  const { edges } = useMemo(() => drawingOf(document, {}), [document]);
  const before = useRef<Marked>({ nodes: [], edges: [] });
  const marked = useMemo(() => {
    // A line that goes along with a card knows by itself where it is: React Flow compares and tells
    // every line and card of a list in which one has changed.
    before.current = markSelected({ ...drawing, edges }, selection, before.current);
    return before.current;
  }, [drawing, edges, selection]);
  const isEmpty = marked.nodes.length === 0;
  return { ...marked, cards: drawing.nodes, lines: drawing.edges, curves: drawing.curves, isEmpty };
}
