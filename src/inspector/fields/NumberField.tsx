import { Slider, Switch } from "@mantine/core";
import { type CSSProperties, useState } from "react";
import type { NumberParam, RatioParam } from "../../../simulation/kinds/define.ts";
import { FieldRow, type RowIds } from "./FieldRow.tsx";
import type { FieldProps } from "./field-model.ts";
import { given } from "./given.ts";
import { NumberText } from "./NumberText.tsx";
import { firstValue, fractionOf, sliderRange, valueAtStep } from "./number-scale.ts";
import { type ParamAccess, useParam } from "./use-param.ts";
import { valueText } from "./value-text.ts";

/** Steps of a slider; fine enough for its 90 px, coarse enough for its arrow keys. */
const SLIDER_STEPS = 200;

type Numeric = NumberParam | RatioParam;

/** A number or a share: slider and field; with a switch where it may be unlimited. */
export function NumberField(props: FieldProps<Numeric>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isSet = typeof access.value === "number";
  return (
    <FieldRow {...{ param, path, fallback, access, refusal }}>
      {(ids) => (
        <>
          {param.nullMeans === undefined ? null : (
            <NullSwitch id={isSet ? undefined : ids.control} {...{ param, access, isSet }} />
          )}
          {isSet ? (
            <NumberControls {...{ ...props, access, ids }} onRefuse={setRefusal} />
          ) : (
            <span className="insp-null">{param.nullMeans ?? "none"}</span>
          )}
        </>
      )}
    </FieldRow>
  );
}

interface NullSwitchProps {
  readonly id: string | undefined;
  readonly param: Numeric;
  readonly access: ParamAccess;
  readonly isSet: boolean;
}

function NullSwitch({ id, param, access, isSet }: NullSwitchProps) {
  return (
    <Switch
      {...given({ id })}
      className="insp-null-switch"
      size="xs"
      aria-label={`Limit ${param.label}`}
      checked={isSet}
      onChange={() => {
        access.set(isSet ? null : firstValue(param));
        access.end();
      }}
    />
  );
}

interface ControlsProps extends FieldProps<Numeric> {
  readonly access: ParamAccess;
  readonly ids: RowIds;
  readonly onRefuse: (reason: string | null) => void;
}

function NumberControls({ param, path, fallback, access, ids, onRefuse }: ControlsProps) {
  const range = sliderRange(param);
  const value = Number(access.value);
  const bounds = param.type === "ratio" ? { min: 0, max: 1 } : { min: param.min, max: param.max };
  const commit = (next: number) => {
    onRefuse(null);
    access.set(next);
  };
  return (
    <>
      {range ? (
        <div className="insp-slider">
          {typeof fallback.value === "number" ? (
            <i style={{ "--at": fractionOf(range, fallback.value) } as CSSProperties} />
          ) : null}
          <Slider
            size={4}
            thumbSize={14}
            min={0}
            max={SLIDER_STEPS}
            step={1}
            label={null}
            value={Math.round(fractionOf(range, value) * SLIDER_STEPS)}
            thumbLabel={`${param.label} slider`}
            thumbProps={{ "aria-valuetext": valueText(param, value) }}
            onChange={(step) => {
              const next = valueAtStep(range, value, step, SLIDER_STEPS);
              if (next !== value || access.mixed) commit(next);
            }}
            onChangeEnd={access.end}
          />
        </div>
      ) : null}
      <NumberText
        id={ids.control}
        describedBy={ids.help}
        value={value}
        mixed={access.mixed}
        unit={param.type === "ratio" ? "ratio" : param.unit}
        field={path.slice(path.lastIndexOf(".") + 1)}
        integer={param.type === "number" && param.integer === true}
        {...bounds}
        onCommit={(next) => {
          commit(next);
          access.end();
        }}
        onRefuse={onRefuse}
      />
    </>
  );
}
