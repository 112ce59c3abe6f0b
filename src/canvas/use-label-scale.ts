import { useStore } from "@xyflow/react";
import type { CSSProperties } from "react";

/** Places for labels leave room for this much. */
const MOST = 1.2;

/** Below this cards show their sign only, and words of lines would be smaller than anyone can read. */
const READ_FROM_ZOOM = 0.4;

/** Labels of edges grow a little when the drawing is seen from further away, and then go. */
export function useLabelScale(): CSSProperties {
  const scale = useStore((state) => {
    const wanted = Math.round(20 / state.transform[2]) / 20;
    return Math.max(1, Math.min(MOST, wanted));
  });
  const isRead = useStore((state) => state.transform[2] >= READ_FROM_ZOOM);
  return {
    "--label-scale": scale,
    "--label-visibility": isRead ? "visible" : "hidden",
  } as CSSProperties;
}
