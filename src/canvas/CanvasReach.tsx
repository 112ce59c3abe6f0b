import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import { attachCanvas } from "./canvas-handle.ts";
import { useAddKind } from "./Palette.tsx";

/** Brings the drawing within reach of the commands; draws nothing itself. */
export function CanvasReach() {
  const { zoomIn, zoomOut } = useReactFlow();
  const add = useAddKind();
  useEffect(() =>
    attachCanvas({
      zoomIn: () => void zoomIn(),
      zoomOut: () => void zoomOut(),
      addKind: (kindId) => {
        const kind = kindOf(kindId);
        if (kind) add(kind);
      },
    }),
  );
  return null;
}
