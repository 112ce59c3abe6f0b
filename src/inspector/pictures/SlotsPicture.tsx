import { useContext } from "react";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { EdgeContext, perCaller } from "./edge-surroundings.ts";
import {
  numberIn,
  PICTURE_WIDTH,
  PictureFrame,
  type PictureProps,
  plural,
  shortDuration,
  Words,
} from "./PictureFrame.tsx";

const MOST_DRAWN = 9;
const SIDE = 12;
const STEP = SIDE + 3;
const LEFT = 92;
const WAITING_DRAWN = 3;

/** Calls in progress at once, and what becomes of one more. */
export function BulkheadPicture({ values }: PictureProps) {
  const surroundings = useContext(EdgeContext);
  const most = numberIn(values, "maxConcurrent") ?? 0;
  const waitMs = numberIn(values, "maxWaitMs");
  const inUse = perCaller(surroundings, "bulkheadInUse", values.scope);
  const beyond =
    waitMs === 0
      ? "one more ends as bulkheadFull at once"
      : waitMs === null
        ? "one more waits until one ends"
        : `one more waits up to ${shortDuration(waitMs)}, then ends as bulkheadFull`;
  const now = inUse === null ? "" : ` Now ${formatNumber(inUse)} of a caller.`;
  return (
    <PictureFrame height={30} text={`At most ${plural(most, "call")} at once; ${beyond}.${now}`}>
      <Waiting waits={waitMs !== 0} label={waitMs === 0 ? "refused" : waitLabel(waitMs)} />
      <Slots most={most} inUse={inUse ?? 0} />
    </PictureFrame>
  );
}

/** Connections of one caller, and what becomes of a call that finds none free. */
export function PoolPicture({ values }: PictureProps) {
  const surroundings = useContext(EdgeContext);
  const most = numberIn(values, "max");
  const timeoutMs = numberIn(values, "timeoutMs");
  const idleMs = numberIn(values, "idleMs");
  const inUse = perCaller(surroundings, "poolInUse", values.scope);
  const idle = idleMs === null ? "" : ` An idle one is closed after ${shortDuration(idleMs)}.`;
  const now = inUse === null ? "" : ` Now ${formatNumber(inUse)} of a caller in use.`;
  const bound =
    most === null
      ? "As many connections as calls need; nothing waits."
      : `At most ${plural(most, "connection")}; a call that finds none free ${
          timeoutMs === null
            ? "waits until one is"
            : `waits up to ${shortDuration(timeoutMs)}, then ends as poolTimeout`
        }.`;
  return (
    <PictureFrame height={30} text={bound + idle + now}>
      {most === null ? null : <Waiting waits label={waitLabel(timeoutMs)} />}
      <Slots most={most} inUse={inUse ?? 0} />
    </PictureFrame>
  );
}

function waitLabel(ms: number | null): string {
  return ms === null ? "waits" : `≤ ${shortDuration(ms)}`;
}

/** Left of the slots: a few that wait, or a stop. */
function Waiting({ waits, label }: { readonly waits: boolean; readonly label: string }) {
  return (
    <>
      <Words x={2} y={19}>
        {label}
      </Words>
      {waits ? (
        Array.from({ length: WAITING_DRAWN }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: alike
          <circle key={index} className="insp-waiting" cx={LEFT - 24 + index * 7} cy="15" r="2.5" />
        ))
      ) : (
        <path className="insp-stop" d={`M${LEFT - 20} 9V21M${LEFT - 26} 15H${LEFT - 20}`} />
      )}
    </>
  );
}

interface SlotsProps {
  /** null: as many as are needed. */
  readonly most: number | null;
  readonly inUse: number;
}

function Slots({ most, inUse }: SlotsProps) {
  const drawn = Math.min(most ?? MOST_DRAWN, MOST_DRAWN);
  // With more than are drawn each stands for several: the share in use is what counts.
  const used = most !== null && most > drawn ? Math.ceil((inUse / most) * drawn) : inUse;
  const more = most === null ? "no limit" : most > drawn ? `of ${formatCount(most)}` : "";
  return (
    <>
      {Array.from({ length: drawn }, (_, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: slots have no other name
          key={index}
          className="insp-slot"
          data-used={index < used}
          x={LEFT + index * STEP}
          y={15 - SIDE / 2}
          width={SIDE}
          height={SIDE}
          rx="2.5"
        />
      ))}
      {more === "" ? null : (
        <Words x={PICTURE_WIDTH - 2} y={19} anchor="end">
          {more}
        </Words>
      )}
    </>
  );
}
