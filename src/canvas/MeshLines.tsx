// Lines of what proxies of meshes send by themselves: to be seen, not to be taken hold of, since the file
// says it with the mesh or with another edge.
import "./mesh-lines.css";
import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import { useDesign } from "../store/hooks.ts";
import { useCanvasMode } from "./canvas-mode.ts";
import { drawingOf } from "./flow-elements.ts";
import { pathOf, spotAt } from "./geometry.ts";
import { meshLines } from "./mesh-lines.ts";

export function MeshLines() {
  const document = useDesign();
  const moved = useCanvasMode((mode) => mode.moved);
  const lines = useMemo(() => meshLines(document, drawingOf(document, moved)), [document, moved]);
  if (lines.length === 0) return null;
  return (
    <ViewportPortal>
      {lines.map(({ id, curve, words }) => (
        <svg key={id} className="mesh-line" role="img" aria-label={words}>
          <path d={pathOf(curve)} markerEnd="url(#arrow-open)" />
        </svg>
      ))}
      {lines.map(({ id, curve, label }) => {
        const { x, y } = spotAt(curve, 0.5);
        const transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
        return (
          <span key={id} className="edge-label" style={{ transform }} aria-hidden="true">
            {label}
          </span>
        );
      })}
    </ViewportPortal>
  );
}
