import { Switch } from "@mantine/core";
import { useState } from "react";
import { kindOf } from "../../../simulation/kinds/catalog.ts";
import type { PointsParam } from "../../../simulation/kinds/define.ts";
import { type CsvProblem, parseRateCsv } from "../../../simulation/scenario/rate-csv.ts";
import { useDesign } from "../../store/hooks.ts";
import {
  FIRST_PROFILE,
  inForm,
  type PointsProfile,
  pointsOfRates,
  type RecordedProfile,
  readProfile,
  writtenProfile,
} from "../../store/profile-edits.ts";
import { formatCount, formatRate } from "../../ui/format.ts";
import { ChoiceControl } from "./ChoiceField.tsx";
import { FieldRow } from "./FieldRow.tsx";
import type { FieldProps } from "./field-model.ts";
import { ImportButton } from "./ImportButton.tsx";
import { ProfilePoints } from "./ProfilePoints.tsx";
import { ProfileSine } from "./ProfileSine.tsx";
import { useParam } from "./use-param.ts";

const FORMS = ["linear", "steps", "sine"] as const;
const FORM_LABELS = ["Lines", "Steps", "Sine"];
const RECORDED = "recorded";

/** Load profile: points over time, a sine or a recorded series. */
export function PointsField(props: FieldProps<PointsParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const baseRatePerS = useBaseRate(path);
  const [refusal, setRefusal] = useState<string | null>(null);
  const profile = readProfile(access.value);
  const set = (value: unknown) => {
    setRefusal(null);
    access.set(value);
    access.end();
  };
  const { label } = param;
  return (
    <FieldRow {...{ param, path, fallback, access, refusal }} tall={profile !== null}>
      {(ids) => (
        <>
          <span className="insp-switch-line">
            <Switch
              id={ids.control}
              size="xs"
              checked={profile !== null}
              onChange={() => set(profile === null ? writtenProfile(FIRST_PROFILE) : null)}
            />
            {profile === null ? <span className="insp-null">{param.nullMeans}</span> : null}
            {profile ? (
              <ChoiceControl
                id={`${ids.control}-shape`}
                label={`${label}: shape`}
                options={profile.form === RECORDED ? [RECORDED, ...FORMS] : FORMS}
                optionLabels={
                  profile.form === RECORDED ? ["Recorded", ...FORM_LABELS] : FORM_LABELS
                }
                value={profile.form}
                onChange={(form) => {
                  if (form !== RECORDED) set(inForm(profile, form as PointsProfile["form"]));
                }}
              />
            ) : null}
          </span>
          {profile?.form === "linear" || profile?.form === "steps" ? (
            <ProfilePoints
              {...{ label, profile }}
              onChange={(next) => set(writtenProfile(next))}
              onRefuse={setRefusal}
            />
          ) : null}
          {profile?.form === "sine" ? (
            <ProfileSine
              {...{ label, path, profile }}
              onChange={(next) => set(writtenProfile(next))}
              onRefuse={setRefusal}
            />
          ) : null}
          {profile?.form === RECORDED ? (
            <RecordedRates {...{ profile, baseRatePerS }} onChange={set} />
          ) : null}
          {profile && baseRatePerS > 0 ? (
            <ImportButton
              label="Import CSV"
              what="rates over time"
              onText={(text) => {
                const read = parseRateCsv(text);
                if (!read.ok) setRefusal(problemsText(read.problems));
                else set(stepsOf(read.points, baseRatePerS));
              }}
            />
          ) : null}
        </>
      )}
    </FieldRow>
  );
}

function stepsOf(rates: RecordedProfile["rates"], baseRatePerS: number): unknown {
  const points = pointsOfRates(rates, baseRatePerS);
  return writtenProfile({ form: "steps", points, repeatEveryS: null });
}

/** "Line 3: a rate cannot be negative, and 2 more." */
function problemsText(problems: readonly CsvProblem[]): string {
  const [first] = problems;
  if (!first) return "This is no series of rates.";
  const place = first.line === 0 ? "" : `Line ${first.line}: `;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : "";
  return `${place}${first.message}${more}.`;
}

/** The rate that the profile of the same node multiplies. */
function useBaseRate(path: string): number {
  const { nodes } = useDesign();
  const [, id = ""] = path.split(".");
  const node = nodes[id];
  const given = node?.ratePerS ?? (node && kindOf(node.kind)?.params.ratePerS?.default);
  return typeof given === "number" ? given : 0;
}

interface RecordedRatesProps {
  readonly profile: RecordedProfile;
  readonly baseRatePerS: number;
  readonly onChange: (value: unknown) => void;
}

/** A series that the file holds as text: told, not edited, until it is turned into points. */
function RecordedRates({ profile, baseRatePerS, onChange }: RecordedRatesProps) {
  const { rates, repeatEveryS, isStepped } = profile;
  const highest = rates.reduce((most, [, rate]) => Math.max(most, rate), 0);
  const again = repeatEveryS === null ? "" : `, again every ${formatCount(repeatEveryS)} s`;
  const form = isStepped ? "steps" : "linear";
  return (
    <>
      <p className="insp-hint">
        {formatCount(rates.length)} recorded rates up to {formatCount(rates.at(-1)?.[0])} s, at most{" "}
        {formatRate(highest)}
        {again}. They replace the rate of the client.
      </p>
      {baseRatePerS > 0 ? (
        <button
          type="button"
          className="insp-add"
          onClick={() =>
            onChange(
              writtenProfile({ form, points: pointsOfRates(rates, baseRatePerS), repeatEveryS }),
            )
          }
        >
          Turn into points
        </button>
      ) : null}
    </>
  );
}
