import { Switch } from "@mantine/core";
import { useState } from "react";
import type { PointsParam } from "../../../simulation/kinds/define.ts";
import { CloseIcon, PlusIcon } from "../LineIcons.tsx";
import { ChoiceControl } from "./ChoiceField.tsx";
import { FieldRow } from "./FieldRow.tsx";
import { type FieldProps, isRecord } from "./field-model.ts";
import { NumberText } from "./NumberText.tsx";
import { useParam } from "./use-param.ts";

type Point = readonly [atS: number, multiplier: number];

interface Profile {
  readonly shape: "linear" | "steps";
  readonly points: readonly Point[];
}

const FIRST: readonly Point[] = [
  [0, 1],
  [30, 2],
];
const LAST_S = 2_592_000;
const MOST_TIMES = 1_000_000;

/** The file says the points alone or with their shape. */
export function readProfile(value: unknown): Profile | null {
  if (Array.isArray(value)) return { shape: "linear", points: value as Point[] };
  if (!isRecord(value)) return null;
  const points = Array.isArray(value.points) ? (value.points as Point[]) : [];
  return { shape: value.shape === "steps" ? "steps" : "linear", points };
}

/** Lines are the plain case and are written as plain points. */
function written({ shape, points }: Profile) {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  return shape === "linear" ? sorted : { shape, points: sorted };
}

/** Load profile: instants and what the rate is multiplied by there. */
export function PointsField(props: FieldProps<PointsParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const [refusal, setRefusal] = useState<string | null>(null);
  const profile = readProfile(access.value);
  const set = (value: unknown) => {
    setRefusal(null);
    access.set(value);
    access.end();
  };
  return (
    <FieldRow {...{ param, path, fallback, access, refusal }} tall={profile !== null}>
      {(ids) => (
        <>
          <span className="insp-switch-line">
            <Switch
              id={ids.control}
              size="xs"
              checked={profile !== null}
              onChange={() => set(profile === null ? FIRST : null)}
            />
            {profile === null ? <span className="insp-null">{param.nullMeans}</span> : null}
            {profile ? (
              <ChoiceControl
                id={`${ids.control}-shape`}
                label={`${param.label}: shape`}
                options={["linear", "steps"]}
                optionLabels={["Lines", "Steps"]}
                value={profile.shape}
                onChange={(shape) => set(written({ ...profile, shape: shape as Profile["shape"] }))}
              />
            ) : null}
          </span>
          {profile ? (
            <PointRows
              label={param.label}
              profile={profile}
              onChange={(points) => set(written({ ...profile, points }))}
              onRefuse={setRefusal}
            />
          ) : null}
        </>
      )}
    </FieldRow>
  );
}

interface PointRowsProps {
  readonly label: string;
  readonly profile: Profile;
  readonly onChange: (points: readonly Point[]) => void;
  readonly onRefuse: (reason: string | null) => void;
}

function PointRows({ label, profile: { points }, onChange, onRefuse }: PointRowsProps) {
  const last = points.at(-1) ?? [0, 1];
  return (
    <div className="insp-points">
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
            onCommit={(value) => onChange(points.with(index, [value, multiplier]))}
            onRefuse={onRefuse}
          />
          <NumberText
            label={`${label}: multiplier of point ${index + 1}`}
            value={multiplier}
            unit="×"
            field="multiplier"
            min={0}
            max={MOST_TIMES}
            onCommit={(value) => onChange(points.with(index, [atS, value]))}
            onRefuse={onRefuse}
          />
          <button
            type="button"
            className="insp-icon-button"
            aria-label={`Remove point ${index + 1} of ${label}`}
            disabled={points.length <= 1}
            onClick={() => onChange(points.toSpliced(index, 1))}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="insp-add"
        onClick={() => onChange([...points, [last[0] + 30, last[1]]])}
      >
        <PlusIcon /> Point
      </button>
    </div>
  );
}
