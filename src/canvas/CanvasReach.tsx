import { useReducedMotion } from "@mantine/hooks";
import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import { attachCanvas } from "./canvas-handle.ts";
import { useAddKind } from "./Palette.tsx";

const CAMERA_MS = 360;

/** Brings the drawing within reach of the commands; draws nothing itself. */
export function CanvasReach() {
  const { zoomIn, zoomOut, getViewport, setViewport } = useReactFlow();
  const reduced = useReducedMotion();
  const add = useAddKind();
  useEffect(() =>
    attachCanvas({
      zoomIn: () => void zoomIn(),
      zoomOut: () => void zoomOut(),
      addKind: (kindId) => {
        const kind = kindOf(kindId);
        if (kind) add(kind);
      },
      view: getViewport,
      goTo: (view) => void setViewport(view, { duration: reduced ? 0 : CAMERA_MS }),
    }),
  );
  return null;
}
