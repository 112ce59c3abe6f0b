import type { Preset } from "../../../simulation/policies/catalog.ts";
import { ResetIcon } from "../LineIcons.tsx";
import { differingFrom } from "./preset-values.ts";
import type { ParamAccess } from "./use-param.ts";

interface PresetLineProps {
  readonly label: string;
  readonly access: Pick<ParamAccess, "setBase">;
  /** "envoy@2026-11" */
  readonly name: string;
  readonly preset: Preset;
  readonly own: Readonly<Record<string, unknown>>;
}

/** Where a preset's values come from, of when, and how many the file says otherwise. */
export function PresetLine({ label, access, name, preset, own }: PresetLineProps) {
  const [, date = ""] = name.split("@");
  const differing = differingFrom(preset, own);
  return (
    <div className="insp-preset-line">
      <p>
        {preset.source}; as of {date}.{preset.note ? ` ${preset.note}` : ""}
      </p>
      {differing > 0 ? (
        <button
          type="button"
          className="insp-link"
          aria-label={`Reset ${label} to its preset`}
          onClick={() => access.setBase({ preset: name })}
        >
          <ResetIcon /> {differing} off preset
        </button>
      ) : null}
    </div>
  );
}
