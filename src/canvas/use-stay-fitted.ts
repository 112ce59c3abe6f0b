// Keeps the whole drawing in sight: when another scenario is opened, and when the region changes
// its size, until the person pans or zooms.
import { useReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { useStudio } from "../store/studio-store.ts";

/** Room for the hint bar above and for minimap, zoom and legend below, px. */
const PADDING = { top: "64px", right: "20px", bottom: "24px", left: "20px" } as const;

export function useStayFitted() {
  const { fitView } = useReactFlow();
  const openings = useStudio((state) => state.document.openings);
  const region = useRef<HTMLElement>(null);
  const movedByPerson = useRef(false);
  const fit = useCallback(() => {
    void fitView({ padding: PADDING, maxZoom: 1, minZoom: 0.2 });
  }, [fitView]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening is fitted anew
  useEffect(() => {
    movedByPerson.current = false;
    const frame = requestAnimationFrame(fit);
    return () => cancelAnimationFrame(frame);
  }, [fit, openings]);
  useEffect(() => {
    if (!region.current) return;
    const observer = new ResizeObserver(() => {
      if (!movedByPerson.current) fit();
    });
    observer.observe(region.current);
    return () => observer.disconnect();
  }, [fit]);
  const onMoveEnd = useCallback((event: unknown) => {
    if (event) movedByPerson.current = true;
  }, []);
  return { region, onMoveEnd };
}
