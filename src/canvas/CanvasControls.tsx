// In the lower left corner of the canvas: zoom, the key to the particles and, while a part of the drawing
// is out of sight, the minimap. A corner keeps less of the canvas from the drawing than a whole rim.
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMaximize, IconMinus, IconPlus, IconTable } from "@tabler/icons-react";
import { MiniMap, type MiniMapNodeProps, useReactFlow, useStore } from "@xyflow/react";
import type { MouseEventHandler, ReactNode } from "react";
import { groupOfKey } from "../store/group-membership.ts";
import { useNodeState, useRun } from "../store/hooks.ts";
import { setAsTable } from "../store/view-actions.ts";
import { stateColor } from "../ui/state-names.ts";
import { useAllInSight } from "./use-all-in-sight.ts";
import { useFitDrawing } from "./use-stay-fitted.ts";

interface CanvasControlsProps {
  readonly particles: boolean;
}

export function CanvasControls({ particles }: CanvasControlsProps) {
  return (
    <div className="canvas-controls">
      <div className="canvas-corner">
        {particles && <ParticleKey />}
        <ZoomBar />
      </div>
      <PartMap />
    </div>
  );
}

/** It would repeat a drawing that is seen as a whole, and cover a part of it. */
function PartMap() {
  const isAll = useAllInSight();
  if (isAll) return null;
  return (
    <MiniMap
      className="canvas-minimap"
      style={{ width: 148, height: 88 }}
      nodeComponent={MiniMapNode}
      bgColor="var(--surface-panel)"
      maskColor="transparent"
      maskStrokeColor="var(--accent-line)"
      maskStrokeWidth={1}
      offsetScale={2}
      pannable
      zoomable
      ariaLabel="Overview of the drawing"
    />
  );
}

function MiniMapNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const state = useNodeState(id);
  if (id.startsWith("note:")) return null;
  if (groupOfKey(id) !== null) {
    const rim = "var(--border-control)";
    return (
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={24}
        fill="none"
        stroke={rim}
        strokeWidth={6}
      />
    );
  }
  const fill = state ? stateColor(state) : "var(--border-default)";
  return <rect x={x} y={y} width={width} height={height} rx={12} fill={fill} />;
}

function ZoomBar() {
  const { zoomIn, zoomOut } = useReactFlow();
  const fitDrawing = useFitDrawing();
  const zoom = useStore((state) => state.transform[2]);
  return (
    <fieldset className="zoom-bar" aria-label="Zoom" data-over-canvas>
      <ZoomButton label="Zoom out" onClick={() => void zoomOut()}>
        <IconMinus size={14} />
      </ZoomButton>
      <output className="zoom-value" aria-label="Zoom level">
        {Math.round(zoom * 100)} %
      </output>
      <ZoomButton label="Zoom in" onClick={() => void zoomIn()}>
        <IconPlus size={14} />
      </ZoomButton>
      <ZoomButton
        label="Fit the drawing into view"
        onClick={(event) => fitDrawing(event.currentTarget.closest(".canvas"))}
      >
        <IconMaximize size={14} />
      </ZoomButton>
      <ZoomButton label="Show as table" keys="T" onClick={() => setAsTable(true)}>
        <IconTable size={14} />
      </ZoomButton>
    </fieldset>
  );
}

interface ZoomButtonProps {
  readonly label: string;
  readonly keys?: string;
  readonly onClick: MouseEventHandler<HTMLButtonElement>;
  readonly children: ReactNode;
}

function ZoomButton({ label, keys, onClick, children }: ZoomButtonProps) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon variant="subtle" size={26} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Which particle is what, and one in how many real messages is drawn. */
function ParticleKey() {
  const ratio = useRun((run) => run.particleRatio);
  const hasRun = useRun((run) => run.live !== null);
  const sample = ratio > 1 ? `1 in ${Math.round(ratio)} drawn` : "each drawn";
  return (
    <Tooltip label="Particles are real messages of the run, sampled and slowed for the eye">
      <div className="particle-key" data-over-canvas>
        <span>
          <svg width={8} height={8} aria-hidden="true">
            <circle cx={4} cy={4} r={2.75} fill="var(--text-1)" />
          </svg>
          request
        </span>
        <span>
          <svg width={9} height={9} aria-hidden="true">
            <circle cx={4.5} cy={4.5} r={3} className="key-ring" />
          </svg>
          retry
        </span>
        <span>
          <svg width={9} height={9} aria-hidden="true">
            <path d="M4.5 .5l4 4-4 4-4-4z" fill="var(--state-failing)" />
          </svg>
          failed
        </span>
        <span className="particle-sample">{hasRun ? `${sample}, ` : ""}slowed for the eye</span>
      </div>
    </Tooltip>
  );
}
