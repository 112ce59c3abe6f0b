import { useContext } from "react";
import { type Gap, layOutAttempts, type Piece } from "./attempt-layout.ts";
import { attemptsOf, type Pause, pausesOf } from "./backoff.ts";
import { EdgeContext } from "./edge-surroundings.ts";
import {
  PICTURE_WIDTH,
  PictureFrame,
  type PictureProps,
  plural,
  shortDuration,
  type Values,
  Words,
} from "./PictureFrame.tsx";

/** More attempts than these are told in words. */
const MOST_DRAWN = 5;

/** Attempts and pauses of the longest case in order, with what the pauses range over. */
export function RetryPicture({ values }: PictureProps) {
  const { timeoutMs } = useContext(EdgeContext);
  const attempts = attemptsOf(values);
  const drawn = Math.min(attempts ?? MOST_DRAWN, MOST_DRAWN);
  const pauses = pausesOf(values, drawn - 1);
  const { boxes, gaps } = layOutAttempts(drawn, pauses, timeoutMs, PICTURE_WIDTH - 14);
  const cut = attempts === null || attempts > drawn;
  return (
    <PictureFrame height={44} text={sentence(attempts, values, timeoutMs)}>
      <Gaps gaps={gaps} />
      <Attempts boxes={boxes} />
      {gaps.map(({ x, width }, index) =>
        labelFits(gaps, index) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pauses have no other name
          <Words key={index} x={x + width / 2} y={11} anchor="middle">
            {pauseText(pauses[index])}
          </Words>
        ) : null,
      )}
      {cut ? (
        <Words x={PICTURE_WIDTH - 2} y={33} anchor="end">
          …
        </Words>
      ) : null}
    </PictureFrame>
  );
}

/** What is sure of a pause stands solid, what the jitter may add to it open. */
export function Gaps({ gaps, top = 22 }: { readonly gaps: readonly Gap[]; readonly top?: number }) {
  return gaps.map(({ x, width, sureWidth }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pauses have no other name
    <g key={index}>
      {width > sureWidth + 0.5 ? (
        <rect className="insp-retry-jitter" x={x} y={top} width={width} height="14" rx="2" />
      ) : null}
      <rect
        className="insp-retry-pause"
        x={x}
        y={top}
        width={Math.max(0, sureWidth)}
        height="14"
        rx="2"
      />
    </g>
  ));
}

interface AttemptsProps {
  readonly boxes: readonly Piece[];
  readonly top?: number;
  /** Attempts from this number on are not made. */
  readonly madeUpTo?: number;
}

export function Attempts({ boxes, top = 18, madeUpTo = boxes.length }: AttemptsProps) {
  return boxes.map(({ x, width }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: attempts are told apart by their number
    <g key={index} className="insp-retry-box" data-made={index < madeUpTo}>
      <rect className="insp-retry-attempt" x={x} y={top} width={width} height="22" rx="3" />
      {width > 12 ? (
        <text className="insp-retry-number" x={x + width / 2} y={top + 15} textAnchor="middle">
          {index + 1}
        </text>
      ) : null}
    </g>
  ));
}

/** Labels stand over the pauses; one that would run into the one before is left out. */
function labelFits(gaps: readonly Piece[], index: number): boolean {
  const middle = (piece: Piece | undefined) => (piece ? piece.x + piece.width / 2 : -100);
  const at = middle(gaps[index]);
  let shown = -100;
  for (let before = 0; before < index; before += 1) {
    if (middle(gaps[before]) - shown >= LABEL_WIDTH) shown = middle(gaps[before]);
  }
  const inside = at > LABEL_WIDTH / 2 && at < PICTURE_WIDTH - LABEL_WIDTH / 2;
  return at - shown >= LABEL_WIDTH && inside;
}

const LABEL_WIDTH = 72;

function pauseText(pause: Pause | undefined): string {
  if (!pause) return "";
  const { leastMs, mostMs, meanMs } = pause;
  if (!Number.isFinite(mostMs)) return `mean ${shortDuration(meanMs)}`;
  if (leastMs === mostMs) return shortDuration(mostMs);
  return leastMs === 0
    ? `0–${shortDuration(mostMs)}`
    : `${shortDuration(leastMs)}–${shortDuration(mostMs)}`;
}

function sentence(attempts: number | null, values: Values, timeoutMs: number | null): string {
  if (attempts === null) {
    return values.budget === null || values.budget === undefined
      ? "Tries again until it succeeds; nothing bounds the load it adds."
      : "Tries again as long as its budget lets it.";
  }
  if (attempts <= 1) return "One attempt only: nothing is retried.";
  const pauses = pausesOf(values, attempts - 1);
  const bounded = pauses.every(({ mostMs }) => Number.isFinite(mostMs));
  const pausedMs = pauses.reduce((sum, { mostMs, meanMs }) => sum + (bounded ? mostMs : meanMs), 0);
  const added = `Up to ${plural(attempts - 1, "more attempt")}`;
  const when = bounded ? "in the longest case" : "with pauses of mean length";
  return timeoutMs === null
    ? `${added}; ${shortDuration(pausedMs)} of pauses ${when}, besides the attempts.`
    : `${added}; ${shortDuration(pausedMs + attempts * timeoutMs)} ${when}.`;
}
