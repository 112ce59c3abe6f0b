import { useContext } from "react";
import { formatCount, formatRate } from "../../ui/format.ts";
import { EdgeContext, perCaller } from "./edge-surroundings.ts";
import { numberIn, PictureFrame, type PictureProps, plural, Words } from "./PictureFrame.tsx";

const TOP = 14;
const BOTTOM = 46;

/** A token bucket: what drips in, how much it holds, what happens when it is empty. */
export function BucketPicture({ values }: PictureProps) {
  const surroundings = useContext(EdgeContext);
  const rate = numberIn(values, "ratePerS") ?? 0;
  const burst = numberIn(values, "burst") ?? 0;
  const waits = values.wait === true;
  const level = perCaller(surroundings, "tokens", values.scope);
  const share = level === null || burst <= 0 ? 1 : Math.min(1, Math.max(0, level / burst));
  const surface = BOTTOM - (BOTTOM - TOP) * share;
  const empty = waits ? "the call waits for a token" : "the call ends as rateLimited";
  const now = level === null ? "" : ` Now ${formatCount(Math.round(level))} left to a caller.`;
  const text =
    `${formatRate(rate)} on average, bursts of up to ${plural(burst, "call")}; ` +
    `with none left ${empty}.${now}`;
  return (
    <PictureFrame height={54} text={text}>
      <Words x={60} y={12} anchor="end">
        {formatRate(rate)}
      </Words>
      <path className="insp-drops" d="M80 2V10" />
      <rect
        className="insp-store-fill"
        x="66"
        y={surface}
        width="28"
        height={Math.max(0, BOTTOM - surface)}
      />
      <path className="insp-store" d={`M66 ${TOP}V${BOTTOM}H94V${TOP}`} />
      <Words x={60} y={36} anchor="end">
        {`holds ${formatCount(burst)}`}
      </Words>
      <path className="insp-flow" d="M96 30H126" />
      <Words x={132} y={26} strong>
        one token, one call
      </Words>
      <Words x={132} y={41}>
        {waits ? "none left: waits" : "none left: refused"}
      </Words>
    </PictureFrame>
  );
}
