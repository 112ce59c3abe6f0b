import { useContext } from "react";
import { formatDuration } from "../../ui/format.ts";
import { type Pause, pausesOf } from "./backoff.ts";
import { EdgeContext } from "./edge-surroundings.ts";

const WIDTH = 272;
/** More attempts than these are told in words. */
const MOST_DRAWN = 5;
/** Share of the width that attempts get where no timeout says how long they may take. */
const UNTIMED_SHARE = 0.55;

interface Piece {
  readonly x: number;
  readonly width: number;
}

/** Attempts and pauses of the longest case in order, with what the pauses range over. */
export function RetryPicture({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  const { timeoutMs } = useContext(EdgeContext);
  const attempts = typeof values.maxAttempts === "number" ? values.maxAttempts : null;
  const drawn = Math.min(attempts ?? MOST_DRAWN, MOST_DRAWN);
  const pauses = pausesOf(values, drawn - 1);
  const { boxes, gaps } = layOut(drawn, pauses, timeoutMs);
  const text = sentence(attempts, values, timeoutMs);
  const cut = attempts === null || attempts > drawn;
  return (
    <figure className="insp-picture">
      <svg viewBox={`0 0 ${WIDTH} 44`} role="img" aria-label={text}>
        {gaps.map(({ x, width }, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the pauses have no other name
            key={index}
            className="insp-retry-pause"
            x={x}
            y="22"
            width={Math.max(0, width)}
            height="14"
            rx="2"
          />
        ))}
        {boxes.map(({ x, width }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts are told apart by their number
          <g key={index}>
            <rect className="insp-retry-attempt" x={x} y="18" width={width} height="22" rx="3" />
            {width > 12 ? (
              <text className="insp-retry-number" x={x + width / 2} y="33" textAnchor="middle">
                {index + 1}
              </text>
            ) : null}
          </g>
        ))}
        {gaps.map(({ x, width }, index) =>
          labelFits(gaps, index) ? (
            <text
              // biome-ignore lint/suspicious/noArrayIndexKey: the pauses have no other name
              key={index}
              className="insp-picture-text"
              x={x + width / 2}
              y="11"
              textAnchor="middle"
            >
              {pauseText(pauses[index])}
            </text>
          ) : null,
        )}
        {cut ? (
          <text className="insp-picture-text" x={WIDTH - 2} y="33" textAnchor="end">
            …
          </text>
        ) : null}
      </svg>
      <figcaption>{text}</figcaption>
    </figure>
  );
}

function layOut(count: number, pauses: readonly Pause[], timeoutMs: number | null) {
  const paused = pauses.reduce((sum, { mostMs }) => sum + mostMs, 0);
  const attemptMs =
    timeoutMs ?? (paused > 0 ? (paused * UNTIMED_SHARE) / (1 - UNTIMED_SHARE) / count : 1);
  const scale = (WIDTH - 14) / Math.max(1e-9, attemptMs * count + paused);
  const boxes: Piece[] = [];
  const gaps: Piece[] = [];
  let x = 1;
  for (let index = 0; index < count; index += 1) {
    boxes.push({ x, width: Math.max(3, attemptMs * scale) });
    x += attemptMs * scale;
    const pause = pauses[index];
    if (!pause) continue;
    gaps.push({ x, width: pause.mostMs * scale });
    x += pause.mostMs * scale;
  }
  return { boxes, gaps };
}

/** Labels stand over the pauses; one that would run into the one before is left out. */
function labelFits(gaps: readonly Piece[], index: number): boolean {
  const middle = (piece: Piece | undefined) => (piece ? piece.x + piece.width / 2 : -100);
  const at = middle(gaps[index]);
  let shown = -100;
  for (let before = 0; before < index; before += 1) {
    if (middle(gaps[before]) - shown >= LABEL_WIDTH) shown = middle(gaps[before]);
  }
  return at - shown >= LABEL_WIDTH && at > LABEL_WIDTH / 2 && at < WIDTH - LABEL_WIDTH / 2;
}

const LABEL_WIDTH = 72;

function short(ms: number): string {
  return formatDuration(ms).replace(/\.0+(?= )/, "");
}

function pauseText(pause: Pause | undefined): string {
  if (!pause) return "";
  if (pause.leastMs === pause.mostMs) return short(pause.mostMs);
  return pause.leastMs === 0
    ? `0–${short(pause.mostMs)}`
    : `${short(pause.leastMs)}–${short(pause.mostMs)}`;
}

function sentence(
  attempts: number | null,
  values: Readonly<Record<string, unknown>>,
  timeoutMs: number | null,
): string {
  if (attempts === null) return "Tries again until it succeeds; nothing bounds the load it adds.";
  if (attempts <= 1) return "One attempt only: nothing is retried.";
  const pausedMs = pausesOf(values, attempts - 1).reduce((sum, { mostMs }) => sum + mostMs, 0);
  const added = `Up to ${attempts - 1} more ${attempts === 2 ? "attempt" : "attempts"}`;
  return timeoutMs === null
    ? `${added}; up to ${short(pausedMs)} of pauses besides the attempts.`
    : `${added}; ${short(pausedMs + attempts * timeoutMs)} in the longest case.`;
}
