// What all pictures of policies share: the frame with its words, and small readers of values.
import type { ReactNode } from "react";
import { formatDuration, formatRatio } from "../../ui/format.ts";

export type Values = Readonly<Record<string, unknown>>;

/** A picture of a policy is given the values that are in force. */
export interface PictureProps {
  readonly values: Values;
}

/** Width of every picture in its own units; the drawing grows with the inspector. */
export const PICTURE_WIDTH = 272;

interface PictureFrameProps {
  readonly height: number;
  /** What the drawing says, for those who do not see it. */
  readonly text: string;
  /** Words under the drawing; those of `text` unless the drawing says them already. */
  readonly caption?: string | null;
  readonly children: ReactNode;
}

export function PictureFrame({ height, text, caption = text, children }: PictureFrameProps) {
  return (
    <figure className="insp-picture">
      <svg viewBox={`0 0 ${PICTURE_WIDTH} ${height}`} role="img" aria-label={text}>
        {children}
      </svg>
      {caption === null ? null : <figcaption>{caption}</figcaption>}
    </figure>
  );
}

interface WordsProps {
  readonly x: number;
  readonly y: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly strong?: boolean;
  readonly children: string;
}

export function Words({ x, y, anchor = "start", strong = false, children }: WordsProps) {
  return (
    <text
      className={strong ? "insp-picture-name" : "insp-picture-text"}
      x={x}
      y={y}
      textAnchor={anchor}
    >
      {children}
    </text>
  );
}

export function numberIn(values: Values, name: string): number | null {
  const value = values[name];
  return typeof value === "number" ? value : null;
}

/** "2 s", "150 ms": without zeros that say nothing. */
export function shortDuration(ms: number): string {
  return formatDuration(ms).replace(/\.0+(?= )/, "");
}

export function shortRatio(ratio: number): string {
  return formatRatio(ratio).replace(/\.0+(?= )/, "");
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
