import type { RatioParam } from "../../../simulation/kinds/define.ts";
import type { SineProfile } from "../../store/profile-edits.ts";
import { NumberField } from "./NumberField.tsx";
import { NumberText } from "./NumberText.tsx";

const LAST_S = 2_592_000;

const AMPLITUDE: RatioParam = {
  type: "ratio",
  label: "Swing",
  help: "The rate swings by this share of itself to both sides.",
  default: 0.5,
  live: true,
};

interface ProfileSineProps {
  readonly label: string;
  /** Path of the profile. */
  readonly path: string;
  readonly profile: SineProfile;
  readonly onChange: (profile: SineProfile) => void;
  readonly onRefuse: (reason: string | null) => void;
}

/** Swing, period and phase; the swing may change while a run goes on. */
export function ProfileSine({ label, path, profile, onChange, onRefuse }: ProfileSineProps) {
  const { amplitude, periodS, phaseS } = profile;
  return (
    <div className="insp-points">
      <NumberField
        param={AMPLITUDE}
        path={`${path}.amplitude`}
        value={amplitude}
        fallback={{ value: amplitude, called: "In the file" }}
      />
      <span className="insp-distribution-field">
        <span aria-hidden="true">Period</span>
        <NumberText
          label={`${label}: period`}
          value={periodS}
          unit="s"
          field="periodS"
          min={0.001}
          max={LAST_S}
          onCommit={(value) => onChange({ ...profile, periodS: value })}
          onRefuse={onRefuse}
        />
      </span>
      <span className="insp-distribution-field">
        <span aria-hidden="true">Rises through the mean at</span>
        <NumberText
          label={`${label}: rises through the mean at`}
          value={phaseS}
          unit="s"
          field="phaseS"
          min={-LAST_S}
          max={LAST_S}
          onCommit={(value) => onChange({ ...profile, phaseS: value })}
          onRefuse={onRefuse}
        />
      </span>
    </div>
  );
}
