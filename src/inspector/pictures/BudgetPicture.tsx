import { formatCount } from "../../ui/format.ts";
import {
  numberIn,
  PICTURE_WIDTH,
  PictureFrame,
  type PictureProps,
  shortDuration,
  shortRatio,
  type Values,
  Words,
} from "./PictureFrame.tsx";

interface Budget {
  readonly text: string;
  /** What flows in, the bound, and what flows out. */
  readonly earns: string;
  readonly holds: string;
  readonly spends: string;
  /** Where the bound lies below which no retry is made, as a share of the whole. */
  readonly floor: number;
}

/** What bounds the retries of all calls together: a store that calls fill and retries empty. */
export function BudgetPicture({ values }: PictureProps) {
  const { text, earns, holds, spends, floor } = budgetOf(values);
  const bottom = 44;
  const top = 8;
  const level = top + (bottom - top) * (1 - floor);
  return (
    <PictureFrame height={52} text={text}>
      <defs>
        <marker id="insp-flow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6">
          <path d="M0 .5 7.5 4 0 7.5z" fill="var(--edge)" />
        </marker>
      </defs>
      <rect className="insp-store-fill" x="100" y={top} width="72" height={bottom - top} rx="4" />
      {floor > 0 ? (
        <>
          <rect className="insp-store-below" x="100" y={level} width="72" height={bottom - level} />
          <path className="insp-store-floor" d={`M100 ${level}H172`} />
        </>
      ) : null}
      <path className="insp-store" d={`M100 ${top}V${bottom}H172V${top}`} />
      <path className="insp-flow" d="M82 26H98" markerEnd="url(#insp-flow)" />
      <path className="insp-flow" d="M174 26H190" markerEnd="url(#insp-flow)" />
      <Words x={80} y={30} anchor="end">
        {earns}
      </Words>
      <Words x={136} y={floor > 0 ? level - 5 : 30} anchor="middle" strong>
        {holds}
      </Words>
      <Words x={PICTURE_WIDTH - 78} y={30}>
        {spends}
      </Words>
    </PictureFrame>
  );
}

function budgetOf(values: Values): Budget {
  const number = (name: string) => numberIn(values, name) ?? 0;
  switch (values.type) {
    case "concurrent": {
      const share = number("ratio");
      const least = number("minConcurrent");
      const more = share > 0 ? `, or ${shortRatio(share)} of the calls in progress` : "";
      return {
        text: `At most ${least} retries at once${more}.`,
        earns: share > 0 ? `${shortRatio(share)} of calls` : "retry ends",
        holds: `≥ ${formatCount(least)}`,
        spends: "1 a retry",
        floor: 0,
      };
    }
    case "tokens": {
      const max = number("maxTokens");
      const ratio = number("tokenRatio");
      return {
        text:
          `${max} tokens at first. A failure takes one, a success gives ${ratio}; ` +
          `no retry while ${max / 2} or fewer are left.`,
        earns: `+${ratio} a success`,
        holds: `${formatCount(max)}`,
        spends: "−1 a failure",
        floor: 0.5,
      };
    }
    case "quota": {
      const max = number("quota");
      const cost = number("retryCost");
      return {
        text: `${max} tokens at first. A retry takes ${cost}; success gives them back.`,
        earns: "success",
        holds: formatCount(max),
        spends: `−${cost} a retry`,
        floor: 0,
      };
    }
    default: {
      const share = number("ratio");
      const least = number("minPerS");
      const ttl = shortDuration(number("ttlMs"));
      return {
        text:
          `Retries may add ${shortRatio(share)} to the calls, and ${least} a second besides; ` +
          `what was not used is forgotten after ${ttl}.`,
        earns: `${shortRatio(share)} + ${least}/s`,
        holds: ttl,
        spends: "1 a retry",
        floor: 0,
      };
    }
  }
}
