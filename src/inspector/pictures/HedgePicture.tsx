import {
  numberIn,
  PictureFrame,
  type PictureProps,
  plural,
  shortDuration,
  shortRatio,
  Words,
} from "./PictureFrame.tsx";

const START = 1;
const DELAY = 92;
const END = 236;
const MOST_DRAWN = 3;
const ROW = 17;

/** The same request once more while the first is still under way; the first success wins. */
export function HedgePicture({ values }: PictureProps) {
  const delayMs = numberIn(values, "delayMs");
  const percentile = numberIn(values, "atPercentile");
  const max = numberIn(values, "max") ?? 1;
  const when =
    percentile === null
      ? `after ${shortDuration(delayMs ?? 0)}`
      : `at p${shortRatio(percentile).replace(" %", "")}`;
  const drawn = Math.min(max, MOST_DRAWN);
  const text =
    `Sends up to ${plural(max, "more request")} ${when} without an answer; ` +
    "the first success wins, the others are given up.";
  return (
    <PictureFrame height={18 + (drawn + 1) * ROW} text={text}>
      {Array.from({ length: drawn + 1 }, (_, index) => {
        const x = START + Math.min(index * DELAY, END - 60);
        const y = 16 + index * ROW;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: requests are told apart by their number
            key={index}
            className={index === 0 ? "insp-retry-attempt" : "insp-hedge"}
            x={x}
            y={y}
            width={END - x + (index === 0 ? 34 : -index * 10)}
            height="12"
            rx="3"
          />
        );
      })}
      <path className="insp-mark" d={`M${START + DELAY} 14V${20 + drawn * ROW}`} />
      <Words x={START + DELAY} y={10} anchor="middle">
        {when}
      </Words>
    </PictureFrame>
  );
}
