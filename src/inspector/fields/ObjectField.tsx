import { NativeSelect, Switch } from "@mantine/core";
import type { ComponentType } from "react";
import type { ObjectParam } from "../../../simulation/kinds/define.ts";
import type { Preset } from "../../../simulation/policies/catalog.ts";
import { problemText } from "../../store/problem-text.ts";
import { ProblemLine } from "./FieldRow.tsx";
import { type FieldProps, isRecord } from "./field-model.ts";
import { PresetLine } from "./PresetLine.tsx";
import { fallbackIn, presetIn, presetOf, standIns, valuesInForce } from "./preset-values.ts";
import { isRelevant } from "./relevant-fields.ts";
import { useFieldProblems } from "./several.ts";
import { type ParamAccess, useParam } from "./use-param.ts";

type Values = Readonly<Record<string, unknown>>;

export interface ObjectFieldProps extends FieldProps<ObjectParam> {
  /** Draws one of its fields; handed in, since a field may be an object again. */
  readonly Field: ComponentType<FieldProps>;
  /** Shows what the values do, under the head. */
  readonly Picture?: ComponentType<{ readonly values: Values }> | undefined;
  /** Nested in another object: a heading instead of a card. */
  readonly nested?: boolean;
}

/** A group of parameters, often a policy that may be off. */
export function ObjectField(props: ObjectFieldProps) {
  const { param, path, fallback, Field, Picture, nested = false } = props;
  const access = useParam(props);
  const depth = path.split(".").length;
  const problems = useFieldProblems(path).filter(
    (problem) => problem.path.split(".").length === depth,
  );
  const policy = path.slice(path.lastIndexOf(".") + 1);
  const on = access.value !== null;
  const own: Values = isRecord(access.value) ? access.value : {};
  const preset = presetOf(policy, own.preset);
  const place = presetIn(policy, own, fallback);
  const above = standIns(place, own, fallback);
  const values = on ? valuesInForce(param, policy, access.value, fallback.value) : {};
  const fields = Object.entries(param.fields).filter(([name]) =>
    isRelevant(policy, name, own, values),
  );
  return (
    <section className="insp-object" data-on={on} data-nested={nested} aria-label={param.label}>
      <ObjectHead {...{ param, access, on, policy, preset, own }} />
      {on && preset ? (
        <PresetLine {...{ access, preset, own }} label={param.label} name={String(own.preset)} />
      ) : null}
      {on && Picture ? <Picture values={values} /> : null}
      {problems.map((problem) => (
        <ProblemLine key={problem.code} message={problemText(problem)} problem={problem} />
      ))}
      {on
        ? fields.map(([name, field]) => (
            <Field
              key={name}
              param={field}
              path={`${path}.${name}`}
              value={own[name]}
              fallback={fallbackIn(name, field, place, above)}
            />
          ))
        : null}
    </section>
  );
}

interface HeadProps {
  readonly param: ObjectParam;
  readonly access: ParamAccess;
  readonly on: boolean;
  readonly policy: string;
  readonly preset: Preset | null;
  readonly own: Values;
}

function ObjectHead({ param, access, on, policy, preset, own }: HeadProps) {
  const presets = param.presets ?? [];
  if (repeatsField(param)) return null;
  return (
    <header className="insp-object-head" title={param.help}>
      {param.nullMeans === undefined ? null : (
        <Switch
          size="xs"
          aria-label={param.label}
          checked={on}
          onChange={() => {
            access.set(on ? null : firstObject(param));
            access.end();
          }}
        />
      )}
      <h4>{param.label}</h4>
      {access.mixed ? <span className="insp-mixed">mixed</span> : null}
      {on ? null : <span className="insp-null">{param.nullMeans}</span>}
      {on && presets.length > 0 ? (
        <NativeSelect
          size="xs"
          className="insp-preset"
          aria-label={`${param.label}: preset`}
          data={[
            { value: "", label: "Our defaults" },
            ...presets.map((name) => ({
              value: name,
              label: presetOf(policy, name)?.label ?? name,
            })),
          ]}
          value={preset ? String(own.preset) : ""}
          onChange={(event) => {
            const name = event.currentTarget.value;
            // A preset is chosen to get its values: fields that say otherwise would hide them.
            access.setBase(name === "" ? {} : { preset: name });
            access.end();
          }}
        />
      ) : null}
    </header>
  );
}

/** A heading above a field of the same name would say it twice. */
function repeatsField(param: ObjectParam): boolean {
  return Object.values(param.fields)[0]?.label === param.label && param.nullMeans === undefined;
}

function firstObject(param: ObjectParam): Values {
  return isRecord(param.default) ? param.default : {};
}
