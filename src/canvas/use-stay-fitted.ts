// Keeps the whole drawing in sight: when another scenario is opened, and when the region changes
// its size, until the person pans or zooms.
import { useReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { edgeEnds } from "../store/graph-edits.ts";
import { studio, useStudio } from "../store/studio-store.ts";
import { patchCanvasMode, useCanvasMode } from "./canvas-mode.ts";
import { fitAround } from "./fit-around.ts";
import { type Drawing, drawingOf } from "./flow-elements.ts";
import type { Rect } from "./geometry.ts";

/** What floats over the canvas marks itself with this attribute. */
const FLOATING = "[data-over-canvas]";

const UNTOUCHED = { x: 0, y: 0, zoom: 1 };

/** Places of what floats over the canvas, px of the region. */
export function obstaclesIn(region: HTMLElement): Rect[] {
  const origin = region.getBoundingClientRect();
  const floating = region.parentElement?.querySelectorAll(FLOATING) ?? [];
  return [...floating].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left - origin.left, y: top - origin.top, width, height };
  });
}

/** All that is to be seen; of a region its label, since its members are seen anyway. */
function rectsToShow({ rects, labels }: Drawing): readonly Rect[] {
  return [...rects].map(([id, rect]) => labels.get(id) ?? rect);
}

/** Beside the wide inspector there is room for what is selected and what it works with, no more. */
function partBesideSheet(drawing: Drawing): readonly Rect[] | null {
  const { view, selection, document } = studio.getState();
  const [selected] = selection.ids;
  if (!view.inspectorWide || !view.panels.inspector || selected === undefined) return null;
  const edges = Object.keys(document.document.edges).map(edgeEnds);
  const { from: start, to: end } = edgeEnds(selected);
  const middle = selected in document.document.edges ? [start, end] : [selected];
  const near = edges.filter(({ from, to }) => middle.includes(from) || middle.includes(to));
  const ids = new Set([...middle, ...near.flatMap(({ from, to }) => [from, to])]);
  const rects = [...ids].flatMap((id) => drawing.rects.get(id) ?? []);
  return rects.length === 0 ? null : rects;
}

/** Shows the whole drawing, as large as it goes without anything lying over a node. */
export function useFitDrawing(): (region: HTMLElement | null) => void {
  const { setViewport } = useReactFlow();
  return useCallback(
    (region) => {
      if (!region) return;
      const drawing = drawingOf(studio.getState().document.document, {});
      const rects = partBesideSheet(drawing) ?? rectsToShow(drawing);
      const room = { width: region.clientWidth, height: region.clientHeight };
      const view = fitAround(rects, room, obstaclesIn(region));
      void setViewport(view ?? UNTOUCHED);
    },
    [setViewport],
  );
}

export function useStayFitted() {
  const fitDrawing = useFitDrawing();
  const openings = useStudio((state) => state.document.openings);
  const groups = useStudio(({ document }) => Object.keys(document.document.groups ?? {}).length);
  const fits = useCanvasMode((mode) => mode.fits);
  const region = useRef<HTMLElement>(null);
  const movedByPerson = useRef(false);
  const returned = useReturn(movedByPerson);
  // biome-ignore lint/correctness/useExhaustiveDependencies: fitted at each opening and when asked
  useEffect(() => {
    if (returned()) return;
    movedByPerson.current = false;
    const frame = requestAnimationFrame(() => fitDrawing(region.current));
    return () => cancelAnimationFrame(frame);
  }, [fitDrawing, openings, fits]);
  useEffect(() => {
    if (!region.current) return;
    const observer = new ResizeObserver(() => {
      if (!movedByPerson.current) fitDrawing(region.current);
    });
    observer.observe(region.current);
    return () => observer.disconnect();
  }, [fitDrawing]);
  useShownGroups(groups, () => {
    if (!movedByPerson.current) fitDrawing(region.current);
  });
  // At the first step: the end of a turn of the wheel is known only a while after it, and who opens
  // the tables or resizes the window before that has moved the drawing all the same.
  const noteMove = useCallback((event: unknown) => {
    if (event) movedByPerson.current = true;
  }, []);
  return { region, noteMove };
}

/** While the tables stand there the drawing is gone; who had moved it finds it where it was. */
function useReturn(movedByPerson: { current: boolean }): () => boolean {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(
    () => () => {
      const { openings } = studio.getState().document;
      const { fits } = useCanvasMode.getState();
      const left = movedByPerson.current ? { ...getViewport(), openings, fits } : null;
      patchCanvasMode({ left });
    },
    [getViewport, movedByPerson],
  );
  return useCallback(() => {
    const { left, fits } = useCanvasMode.getState();
    patchCanvasMode({ left: null });
    const isSame = left?.openings === studio.getState().document.openings && left.fits === fits;
    if (!left || !isSame) return false;
    movedByPerson.current = true;
    requestAnimationFrame(() => void setViewport(left));
    return true;
  }, [setViewport, movedByPerson]);
}

/** A new group reaches beyond its members: its name shall be in sight. */
function useShownGroups(count: number, show: () => void): void {
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) show();
    before.current = count;
  });
}
