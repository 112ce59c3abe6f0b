import { useStore } from "@xyflow/react";
import type { CSSProperties } from "react";

/** Places for labels leave room for this much. */
const MOST = 1.2;

/** Labels of edges grow a little when the drawing is seen from further away. */
export function useLabelScale(): CSSProperties {
  const scale = useStore((state) => {
    const wanted = Math.round(20 / state.transform[2]) / 20;
    return Math.max(1, Math.min(MOST, wanted));
  });
  return { "--label-scale": scale } as CSSProperties;
}
