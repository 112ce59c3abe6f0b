import { Switch } from "@mantine/core";
import type { BooleanParam } from "../../../simulation/kinds/define.ts";
import { FieldRow } from "./FieldRow.tsx";
import type { FieldProps } from "./field-model.ts";
import { useParam } from "./use-param.ts";

export function BooleanField(props: FieldProps<BooleanParam>) {
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
