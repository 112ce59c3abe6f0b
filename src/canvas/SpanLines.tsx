// Lines of spans that proxies of meshes send: to be seen, not to be taken hold of, since the file says it
// with the mesh.
import "./span-lines.css";
import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { useDesign } from "../store/hooks.ts";
import { useCanvasMode } from "./canvas-mode.ts";
import { drawingOf } from "./flow-elements.ts";
import { pathOf, spotAt } from "./geometry.ts";
import { type SpanLine, spanLines } from "./span-lines.ts";

export function SpanLines() {
  const document = useDesign();
  const moved = useCanvasMode((mode) => mode.moved);
  const lines = useMemo(() => spanLines(document, drawingOf(document, moved)), [document, moved]);
  if (lines.length === 0) return null;
  return (
    <ViewportPortal>
      {lines.map((line) => (
        <svg
          key={line.mesh}
          className="span-line"
          role="img"
          aria-label={spanLineWords(document, line)}
        >
          <path d={pathOf(line.curve)} markerEnd="url(#arrow-open)" />
        </svg>
      ))}
      {lines.map((line) => {
        const { x, y } = spotAt(line.curve, 0.5);
        const transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
        return (
          <span key={line.mesh} className="edge-label" style={{ transform }} aria-hidden="true">
            spans
          </span>
        );
      })}
    </ViewportPortal>
  );
}

/** "Spans of the proxies of Core go to Jaeger" */
function spanLineWords({ groups, nodes }: ScenarioDocument, { mesh, collector }: SpanLine): string {
  const from = groups?.[mesh]?.name ?? mesh;
  return `Spans of the proxies of ${from} go to ${nodes[collector]?.name ?? collector}`;
}
