// The ends of a selected edge: taken hold of, an end leads to another node.
import { useReactFlow, ViewportPortal } from "@xyflow/react";
import { type PointerEvent as ReactPointerEvent, useRef, useState } from "react";
import { reconnect } from "../store/connect-actions.ts";
import { edgeEnds } from "../store/graph-edits.ts";
import { useSelection, useView } from "../store/hooks.ts";
import { endConnecting, patchCanvasMode, useCanvasMode } from "./canvas-mode.ts";
import { type Cubic, gripAt, type Spot } from "./geometry.ts";
import { refusalsOfReconnecting } from "./refusals.ts";

interface EdgeGripsProps {
  readonly curves: ReadonlyMap<string, Cubic>;
}

export function EdgeGrips({ curves }: EdgeGripsProps) {
  const selection = useSelection();
  const readOnly = useView((view) => view.readOnly);
  const [id] = selection;
  const curve = id === undefined || selection.length > 1 ? undefined : curves.get(id);
  if (!curve || id === undefined || readOnly) return null;
  return <Grips key={id} edgeId={id} curve={curve} />;
}

interface GripsProps {
  readonly edgeId: string;
  readonly curve: Cubic;
}

type End = "from" | "to";

function Grips({ edgeId, curve }: GripsProps) {
  const [start, , , end] = curve;
  const { screenToFlowPosition } = useReactFlow();
  const [held, setHeld] = useState<{ readonly end: End; readonly at: Spot } | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const { from, to } = edgeEnds(edgeId);
  const take = (which: End, event: ReactPointerEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const fixed = which === "to" ? from : to;
    const reversed = which === "from";
    const refusals = refusalsOfReconnecting(edgeId, fixed, reversed);
    patchCanvasMode({
      connecting: { from: fixed, reversed, refusals, edge: edgeId, candidate: null },
      notice: "",
    });
    const move = ({ clientX: x, clientY: y }: PointerEvent): void =>
      setHeld({ end: which, at: screenToFlowPosition({ x, y }) });
    const finish = (dropped: boolean): void => {
      stop.current?.();
      const { over } = useCanvasMode.getState();
      endConnecting();
      setHeld(null);
      if (!dropped || over === null) return;
      const reason = which === "to" ? reconnect(edgeId, from, over) : reconnect(edgeId, over, to);
      patchCanvasMode({ notice: reason ?? "Connected." });
    };
    stop.current = listen(move, finish);
  };
  const fixedAt = held?.end === "to" ? start : end;
  return (
    <ViewportPortal>
      {held && <HeldLine from={fixedAt} to={held.at} />}
      <Grip name="Start" at={gripAt(curve, "from")} onTake={(event) => take("from", event)} />
      <Grip name="End" at={gripAt(curve, "to")} onTake={(event) => take("to", event)} />
    </ViewportPortal>
  );
}

/** Follows the pointer until it lets go; Escape drops the gesture. Gives what ends the following. */
function listen(
  move: (event: PointerEvent) => void,
  finish: (dropped: boolean) => void,
): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener("pointermove", move, { signal });
  window.addEventListener("pointerup", () => finish(true), { signal });
  window.addEventListener("pointercancel", () => finish(false), { signal });
  window.addEventListener("keydown", ({ key }) => key === "Escape" && finish(false), { signal });
  return () => listening.abort();
}

function HeldLine({ from, to }: { readonly from: Spot; readonly to: Spot }) {
  return (
    <svg className="edge-held-line" aria-hidden="true">
      <path className="react-flow__connection-path" d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />
    </svg>
  );
}

interface GripProps {
  readonly name: string;
  readonly at: Spot;
  readonly onTake: (event: ReactPointerEvent) => void;
}

/** For the pointer only: with the keyboard it is C, or Shift C for the start, on the edge. */
function Grip({ name, at, onTake }: GripProps) {
  return (
    <div
      className="edge-grip nopan nodrag"
      role="img"
      aria-label={`${name} of the connection: drag it to another node`}
      style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}
      onPointerDown={onTake}
    />
  );
}
