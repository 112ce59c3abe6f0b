import { Switch } from "@mantine/core";
import type { BooleanParam } from "../../../simulation/kinds/define.ts";
import { OptionalChoice } from "./ChoiceField.tsx";
import { FieldRow } from "./FieldRow.tsx";
import type { FieldProps } from "./field-model.ts";
import { useParam } from "./use-param.ts";

const ON = "on";

/** On, off, or what something else says. */
function OptionalBooleanField(props: FieldProps<BooleanParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const { value } = access;
  return (
    <FieldRow {...{ param, path, fallback, access }}>
      {(ids) => (
        <OptionalChoice
          id={ids.control}
          label={param.label}
          nullMeans={param.nullMeans}
          options={[ON, "off"]}
          optionLabels={["On", "Off"]}
          value={typeof value === "boolean" ? (value ? ON : "off") : null}
          mixed={access.mixed}
          onChange={(next) => {
            access.set(next === null ? null : next === ON);
            access.end();
          }}
        />
      )}
    </FieldRow>
  );
}

export function BooleanField(props: FieldProps<BooleanParam>) {
  return props.param.nullMeans === undefined ? (
    <SwitchField {...props} />
  ) : (
    <OptionalBooleanField {...props} />
  );
}

function SwitchField(props: FieldProps<BooleanParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  return (
    <FieldRow {...{ param, path, fallback, access }}>
      {(ids) => (
        <Switch
          id={ids.control}
          size="xs"
          aria-describedby={ids.help}
          checked={access.value === true}
          onChange={(event) => {
            access.set(event.currentTarget.checked);
            access.end();
          }}
        />
      )}
    </FieldRow>
  );
}
