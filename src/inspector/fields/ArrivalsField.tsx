import type { ArrivalsParam, CountParam } from "../../../simulation/kinds/define.ts";
import { ChoiceControl } from "./ChoiceField.tsx";
import { DistributionEditor } from "./DistributionEditor.tsx";
import type { Literal } from "./distribution-edits.ts";
import { FieldRow } from "./FieldRow.tsx";
import { type FieldProps, isRecord } from "./field-model.ts";
import { useParam } from "./use-param.ts";

const DRAWN = "drawn";
const FIRST_GAPS = { type: "gamma", shape: 2, meanMs: 10 };

/** A named arrival process, or gaps drawn from a distribution. */
export function ArrivalsField(props: FieldProps<ArrivalsParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const set = (value: unknown) => {
    access.set(value);
    access.end();
  };
  const drawn = isRecord(access.value) ? access.value : null;
  return (
    <FieldRow {...{ param, path, fallback, access }} tall={drawn !== null}>
      {(ids) => (
        <>
          <ChoiceControl
            id={ids.control}
            label={param.label}
            options={[...param.options, DRAWN]}
            optionLabels={[...(param.optionLabels ?? param.options), "Gaps drawn"]}
            value={drawn ? DRAWN : String(access.value)}
            onChange={(value) => set(value === DRAWN ? FIRST_GAPS : value)}
          />
          {drawn ? (
            <DistributionEditor
              id={`${ids.control}-gaps`}
              label={`${param.label}: gaps`}
              literal={drawn}
              unit="ms"
              onChange={set}
            />
          ) : null}
        </>
      )}
    </FieldRow>
  );
}

/** How many calls: a number, a distribution of them, or one to every instance. */
export function CountField(props: FieldProps<CountParam>) {
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
