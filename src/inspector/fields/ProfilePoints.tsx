import { Switch } from "@mantine/core";
import { firstRepetition, type Point, type PointsProfile } from "../../store/profile-edits.ts";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { CloseIcon, PlusIcon } from "../LineIcons.tsx";
import { NumberText } from "./NumberText.tsx";

const LAST_S = 2_592_000;
const MOST_TIMES = 1_000_000;
/** More points than this come from an import and are shown by their number. */
const ROWS_MAX = 40;

interface ProfilePointsProps {
  readonly label: string;
  readonly profile: PointsProfile;
  readonly onChange: (profile: PointsProfile) => void;
  readonly onRefuse: (reason: string | null) => void;
}

/** Instants with their multipliers, and whether they are a pattern that repeats. */
export function ProfilePoints(props: ProfilePointsProps) {
  const { profile, onChange } = props;
  const { points } = profile;
  return (
    <div className="insp-points">
      {points.length > ROWS_MAX ? (
        <p className="insp-hint">{extentOf(points)}</p>
      ) : (
        <PointRows {...props} />
      )}
      <Repetition
        {...props}
        repeatEveryS={profile.repeatEveryS}
        leastS={points.at(-1)?.[0] ?? 0}
        first={firstRepetition(points)}
        onChange={(repeatEveryS) => onChange({ ...profile, repeatEveryS })}
      />
    </div>
  );
}

/** "1,440 points up to 86,340 s, from 0.2 to 3.1 times the rate". */
function extentOf(points: readonly Point[]): string {
  let low = Infinity;
  let high = 0;
  for (const [, multiplier] of points) {
    low = Math.min(low, multiplier);
    high = Math.max(high, multiplier);
  }
  const times = `from ${formatNumber(low)} to ${formatNumber(high)} times the rate`;
  return `${formatCount(points.length)} points up to ${formatCount(points.at(-1)?.[0])} s, ${times}`;
}

function PointRows({ label, profile, onChange, onRefuse }: ProfilePointsProps) {
  const { points } = profile;
  const set = (next: readonly Point[]) => onChange({ ...profile, points: next });
  const last = points.at(-1) ?? [0, 1];
  return (
    <>
      {points.map(([atS, multiplier], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two points may stand at the same instant
        <div key={`${index} ${atS}`} className="insp-point">
          <NumberText
            label={`${label}: time of point ${index + 1}`}
            value={atS}
            unit="s"
            field="atS"
            min={0}
            max={LAST_S}
            onCommit={(value) => set(points.with(index, [value, multiplier]))}
            onRefuse={onRefuse}
          />
          <NumberText
            label={`${label}: multiplier of point ${index + 1}`}
            value={multiplier}
            unit="×"
            field="multiplier"
            min={0}
            max={MOST_TIMES}
            onCommit={(value) => set(points.with(index, [atS, value]))}
            onRefuse={onRefuse}
          />
          <button
            type="button"
            className="insp-icon-button"
            aria-label={`Remove point ${index + 1} of ${label}`}
            disabled={points.length <= 1}
            onClick={() => set(points.toSpliced(index, 1))}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="insp-add"
        onClick={() => set([...points, [last[0] + 30, last[1]]])}
      >
        <PlusIcon /> Point
      </button>
    </>
  );
}

interface RepetitionProps {
  readonly label: string;
  readonly repeatEveryS: number | null;
  readonly leastS: number;
  /** To begin with. */
  readonly first: number;
  readonly onChange: (repeatEveryS: number | null) => void;
  readonly onRefuse: (reason: string | null) => void;
}

function Repetition({ label, repeatEveryS, leastS, first, onChange, onRefuse }: RepetitionProps) {
  return (
    <span className="insp-switch-line">
      <Switch
        size="xs"
        label="Repeat every"
        checked={repeatEveryS !== null}
        onChange={() => onChange(repeatEveryS === null ? first : null)}
      />
      {repeatEveryS === null ? null : (
        <NumberText
          label={`${label}: repeats every`}
          value={repeatEveryS}
          unit="s"
          field="repeatEveryS"
          min={Math.max(0.001, leastS)}
          max={LAST_S}
          onCommit={onChange}
          onRefuse={onRefuse}
        />
      )}
    </span>
  );
}
