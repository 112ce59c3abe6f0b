import type { CountParam } from "../../../simulation/kinds/define.ts";
import { ChoiceControl } from "./ChoiceField.tsx";
import { DistributionEditor } from "./DistributionEditor.tsx";
import { DistributionField } from "./DistributionField.tsx";
import type { Literal } from "./distribution-forms.ts";
import { FieldRow } from "./FieldRow.tsx";
import { type FieldProps, isRecord } from "./field-model.ts";
import { useParam } from "./use-param.ts";

/** How many: a number, a distribution of them, or for calls one to every instance. */
export function CountField(props: FieldProps<CountParam>) {
  const { param, ...rest } = props;
  if (!param.numberOnly) return <CallCount {...props} />;
  return <DistributionField {...rest} param={{ ...param, type: "distribution", unit: "" }} />;
}

function CallCount(props: FieldProps<CountParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const set = (value: unknown) => {
    access.set(value);
    access.end();
  };
  const literal: Literal | null =
    typeof access.value === "number" || isRecord(access.value) ? access.value : null;
  return (
    <FieldRow {...{ param, path, fallback, access }} tall>
      {(ids) => (
        <>
          <ChoiceControl
            id={ids.control}
            label={param.label}
            options={["number", "all"]}
            optionLabels={["A number", "Every instance"]}
            value={literal === null ? "all" : "number"}
            onChange={(value) => set(value === "all" ? "all" : param.default)}
          />
          {literal === null ? null : (
            <DistributionEditor
              id={`${ids.control}-number`}
              label={`${param.label}: number`}
              literal={literal}
              unit=""
              onChange={set}
            />
          )}
        </>
      )}
    </FieldRow>
  );
}
