import { isRecord } from "../fields/field-model.ts";
import { layOutAttempts } from "./attempt-layout.ts";
import { attemptsOf, pausesOf } from "./backoff.ts";
import {
  PICTURE_WIDTH,
  PictureFrame,
  plural,
  shortDuration,
  type Values,
  Words,
} from "./PictureFrame.tsx";
import { Attempts, Gaps } from "./RetryPicture.tsx";

/** More attempts than these are told in words. */
const MOST_DRAWN = 6;

interface TimePictureProps {
  /** Of one attempt, ms. */
  readonly timeoutMs: number;
  /** Of the whole call, ms. */
  readonly deadlineMs: number;
  /** The retry policy in force; null: one attempt. */
  readonly retry: Values | null;
}

/** The deadline of a call against its timeouts, attempts and pauses, if every one takes its time. */
export function TimePicture({ timeoutMs, deadlineMs, retry }: TimePictureProps) {
  const wanted = retry === null ? 1 : attemptsOf(retry);
  const drawn = Math.max(1, Math.min(wanted ?? MOST_DRAWN, MOST_DRAWN));
  const pauses = isRecord(retry) ? pausesOf(retry, drawn - 1) : [];
  const width = PICTURE_WIDTH - 14;
  const { boxes, gaps, scale } = layOutAttempts(drawn, pauses, timeoutMs, width, deadlineMs);
  const at = 1 + deadlineMs * scale;
  const made = boxes.filter(({ x }) => x < at - 0.01).length;
  const label = `deadline ${shortDuration(deadlineMs)}`;
  return (
    <PictureFrame height={46} text={sentence(wanted, made, boxes[made - 1], at)}>
      <Gaps gaps={gaps.slice(0, made)} />
      <Attempts boxes={boxes} madeUpTo={made} />
      <path className="insp-deadline" d={`M${at} 14V44`} />
      <Words x={Math.min(Math.max(at, 48), PICTURE_WIDTH - 48)} y={11} anchor="middle">
        {label}
      </Words>
    </PictureFrame>
  );
}

function sentence(
  wanted: number | null,
  made: number,
  last: { readonly x: number; readonly width: number } | undefined,
  at: number,
): string {
  const cut = last !== undefined && last.x + last.width > at + 0.5;
  const ends = cut ? "; the last is cut short" : "";
  if (wanted !== null && made >= wanted) {
    const all = wanted === 1 ? "The attempt fits" : `All ${wanted} attempts fit`;
    return cut ? `The deadline comes first: the last attempt is cut short.` : `${all} in time.`;
  }
  return `${plural(made, "attempt")} begin before the deadline${ends}, if each takes its timeout.`;
}
