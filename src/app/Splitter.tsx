import { type KeyboardEvent, type PointerEvent, useRef } from "react";

interface SplitterProps {
  /** What the splitter resizes, for people: "Inspector width". */
  readonly label: string;
  /** A vertical bar between columns, or a horizontal one between rows. */
  readonly orientation: "vertical" | "horizontal";
  /** Size of the panel in px, and its limits. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
}

const KEY_STEP_PX = 16;

/** Drag or use the arrow keys; Home and End go to the limits. The panel lies behind the bar. */
export function Splitter({ label, orientation, size, min, max, onResize }: SplitterProps) {
  const start = useRef({ at: 0, size: 0 });
  const within = (wanted: number) => Math.round(Math.min(max, Math.max(min, wanted)));
  const coordinate = (event: PointerEvent) =>
    orientation === "vertical" ? event.clientX : event.clientY;
  const onKeyDown = (event: KeyboardEvent): void => {
    const grows = orientation === "vertical" ? "ArrowLeft" : "ArrowUp";
    const shrinks = orientation === "vertical" ? "ArrowRight" : "ArrowDown";
    if (event.key === grows) onResize(within(size + KEY_STEP_PX));
    else if (event.key === shrinks) onResize(within(size - KEY_STEP_PX));
    else if (event.key === "Home") onResize(min);
    else if (event.key === "End") onResize(within(max));
    else return;
    event.preventDefault();
  };
  return (
    // A separator that can be moved is a control and takes the focus.
    // biome-ignore lint/a11y/useSemanticElements: hr cannot be moved
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={Math.max(min, max)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: coordinate(event), size };
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        onResize(within(start.current.size - (coordinate(event) - start.current.at)));
      }}
    />
  );
}
