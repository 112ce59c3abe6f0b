import { Switch } from "@mantine/core";
import { type ComponentType, useState } from "react";
import type { MapParam, ParamSet } from "../../../simulation/kinds/define.ts";
import { isName } from "../../../simulation/scenario/ids.ts";
import { CloseIcon, PlusIcon } from "../LineIcons.tsx";
import { DraftText } from "./DraftText.tsx";
import { FieldRow } from "./FieldRow.tsx";
import { defaultOf, type FallbackOf, type FieldProps, isRecord } from "./field-model.ts";
import { type ParamAccess, useParam } from "./use-param.ts";

type Entries = Readonly<Record<string, unknown>>;

export interface MapFieldProps extends FieldProps<MapParam> {
  readonly Field: ComponentType<FieldProps>;
}

/** Entries by name, each with the same parameters. */
export function MapField(props: MapFieldProps) {
  const { param, path, fallback, Field } = props;
  const access = useParam(props);
  const entries: Entries = isRecord(access.value) ? access.value : {};
  const names = Object.keys(entries);
  const mayBeEmpty = Object.keys(param.default ?? {}).length === 0;
  const [refusal, setRefusal] = useState<string | null>(null);
  return (
    <FieldRow {...{ param, path, fallback, access, refusal }} tall>
      {(ids) => (
        <div className="insp-map">
          {param.nullMeans === undefined ? null : (
            <Switch
              size="xs"
              checked={isRecord(access.value)}
              label={isRecord(access.value) ? "only these" : param.nullMeans}
              onChange={(event) => {
                access.set(event.currentTarget.checked ? {} : null);
                access.end();
              }}
            />
          )}
          {names.map((name) => (
            <Entry
              key={name}
              {...{ name, path, Field, params: param.entry, values: entries[name] }}
              onRemove={mayBeEmpty || names.length > 1 ? () => remove(access, entries, name) : null}
            />
          ))}
          <span className="insp-map-add">
            <PlusIcon />
            <DraftText
              id={ids.control}
              value=""
              placeholder="Add by name"
              onCommit={(text) => {
                const reason = whyNot(text.trim(), names);
                setRefusal(reason);
                if (reason !== null) return;
                access.set({ ...entries, [text.trim()]: {} });
                access.end();
              }}
            />
          </span>
        </div>
      )}
    </FieldRow>
  );
}

function remove(access: ParamAccess, entries: Entries, name: string): void {
  const { [name]: _dropped, ...rest } = entries;
  access.set(rest);
  access.end();
}

function whyNot(name: string, taken: readonly string[]): string | null {
  if (taken.includes(name)) return `There is already one named ${name}.`;
  return isName(name) ? null : "Letters, digits, - and _ only, beginning with a letter or digit.";
}

interface EntryProps {
  readonly name: string;
  readonly path: string;
  readonly params: ParamSet;
  readonly values: unknown;
  readonly Field: ComponentType<FieldProps>;
  readonly onRemove: (() => void) | null;
  readonly fallbackOf?: FallbackOf;
}

function Entry({
  name,
  path,
  params,
  values,
  Field,
  onRemove,
  fallbackOf = defaultOf,
}: EntryProps) {
  const own = isRecord(values) ? values : {};
  return (
    <section className="insp-entry" aria-label={name}>
      <header>
        <b>{name}</b>
        {onRemove ? (
          <button
            type="button"
            className="insp-icon-button"
            aria-label={`Remove ${name}`}
            onClick={onRemove}
          >
            <CloseIcon />
          </button>
        ) : null}
      </header>
      {Object.entries(params).map(([field, param]) => (
        <Field
          key={field}
          param={param}
          path={`${path}.${name}.${field}`}
          value={own[field]}
          fallback={fallbackOf(field, param)}
        />
      ))}
    </section>
  );
}
