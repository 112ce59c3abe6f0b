import { Switch } from "@mantine/core";
import type { DistributionParam } from "../../../simulation/kinds/define.ts";
import { DistributionNumbers, DistributionType } from "./DistributionEditor.tsx";
import { type Literal, typeOf } from "./distribution-forms.ts";
import { FieldRow } from "./FieldRow.tsx";
import { type FieldProps, isRecord } from "./field-model.ts";
import { given } from "./given.ts";
import { useParam } from "./use-param.ts";

/** To begin with where the default is "none", ms. */
const FIRST_MS = 1000;

/** A time or number that is drawn anew each time. */
export function DistributionField(props: FieldProps<DistributionParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const literal: Literal | null =
    typeof access.value === "number" || isRecord(access.value) ? access.value : null;
  const set = (next: Literal | null) => {
    access.set(next);
    access.end();
  };
  const nullSwitch = (id: string | undefined) =>
    param.nullMeans === undefined ? null : (
      <Switch
        {...given({ id })}
        size="xs"
        aria-label={`Set ${param.label}`}
        checked={literal !== null}
        onChange={() => set(literal === null ? (param.unit === "ms" ? FIRST_MS : 1) : null)}
      />
    );
  if (literal === null) {
    return (
      <FieldRow {...{ param, path, fallback, access }}>
        {(ids) => (
          <>
            {nullSwitch(ids.control)}
            <span className="insp-null">{param.nullMeans ?? "none"}</span>
          </>
        )}
      </FieldRow>
    );
  }
  const editor = { label: param.label, literal, unit: param.unit, onChange: set };
  if (typeOf(literal) === "constant") {
    return (
      <FieldRow {...{ param, path, fallback, access }}>
        {(ids) => (
          <>
            {nullSwitch(undefined)}
            <DistributionType id={ids.control} {...editor} />
            <DistributionNumbers {...editor} />
          </>
        )}
      </FieldRow>
    );
  }
  return (
    <FieldRow
      {...{ param, path, fallback, access }}
      tall
      aside={(ids) => (
        <span className="insp-aside">
          {nullSwitch(undefined)}
          <DistributionType id={ids.control} {...editor} />
        </span>
      )}
    >
      {() => (
        <div className="insp-distribution">
          <DistributionNumbers {...editor} />
        </div>
      )}
    </FieldRow>
  );
}
