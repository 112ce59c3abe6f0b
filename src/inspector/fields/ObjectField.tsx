import { NativeSelect, Switch } from "@mantine/core";
import type { ComponentType } from "react";
import type { ObjectParam, Param } from "../../../simulation/kinds/define.ts";
import { PRESETS } from "../../../simulation/policies/catalog.ts";
import { setBase } from "../../store/document-actions.ts";
import { useProblems } from "../../store/hooks.ts";
import { ProblemLine, problemText } from "./FieldRow.tsx";
import { asJson, type Fallback, type FieldProps, isRecord } from "./field-model.ts";
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

interface AnyPreset {
  readonly label: string;
  readonly source: string;
  readonly values: Values;
}

function presetOf(policy: string, name: unknown): AnyPreset | null {
  const presets: Readonly<Record<string, AnyPreset>> =
    (PRESETS as Readonly<Record<string, Readonly<Record<string, AnyPreset>>>>)[policy] ?? {};
  return typeof name === "string" ? (presets[name] ?? null) : null;
}

/** What a field of the object has without an explicit value: preset, the object's default, its own. */
function fallbackIn(
  name: string,
  param: Param,
  preset: AnyPreset | null,
  above: unknown,
): Fallback {
  const values = preset?.values;
  if (values && values[name] !== undefined) {
    return { value: values[name], source: preset.source, called: `Preset ${preset.label}` };
  }
  if (isRecord(above) && above[name] !== undefined) return { value: above[name] };
  return { value: param.default, source: param.source };
}

/** All values of the object as they hold: explicit, preset or default. */
export function valuesInForce(
  param: ObjectParam,
  policy: string,
  explicit: unknown,
  above: unknown,
): Values {
  const own = isRecord(explicit) ? explicit : {};
  const preset = presetOf(policy, own.preset);
  return Object.fromEntries(
    Object.entries(param.fields).map(([name, field]) => {
      const fallback = fallbackIn(name, field, preset, above);
      if (field.type !== "object") return [name, own[name] ?? fallback.value];
      return [
        name,
        own[name] === null ? null : valuesInForce(field, name, own[name], fallback.value),
      ];
    }),
  );
}

/** A group of parameters, often a policy that may be off. */
export function ObjectField(props: ObjectFieldProps) {
  const { param, path, fallback, Field, Picture, nested = false } = props;
  const access = useParam(props);
  const problems = useProblems(path).filter((problem) => problem.path === path);
  const policy = path.slice(path.lastIndexOf(".") + 1);
  const on = access.value !== null;
  const own: Values = isRecord(access.value) ? access.value : {};
  const preset = presetOf(policy, own.preset);
  // An object that stands in the file is its default without the fields that say otherwise.
  const above = props.value === undefined ? fallback.value : {};
  const values = on ? valuesInForce(param, policy, access.value, above) : {};
  return (
    <section className="insp-object" data-on={on} data-nested={nested} aria-label={param.label}>
      <ObjectHead {...{ param, path, access, on, policy, preset, own }} />
      {on && Picture ? <Picture values={values} /> : null}
      {problems.map((problem) => (
        <ProblemLine key={problem.code} message={problemText(problem)} problem={problem} />
      ))}
      {on
        ? Object.entries(param.fields).map(([name, field]) => (
            <Field
              key={name}
              param={field}
              path={`${path}.${name}`}
              value={own[name]}
              fallback={fallbackIn(name, field, preset, above)}
            />
          ))
        : null}
    </section>
  );
}

interface HeadProps {
  readonly param: ObjectParam;
  readonly path: string;
  readonly access: ParamAccess;
  readonly on: boolean;
  readonly policy: string;
  readonly preset: AnyPreset | null;
  readonly own: Values;
}

function ObjectHead({ param, path, access, on, policy, preset, own }: HeadProps) {
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
            setBase(path, asJson(name === "" ? {} : { preset: name }));
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
