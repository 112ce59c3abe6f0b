import { NativeSelect } from "@mantine/core";
import type { TextParam } from "../../../simulation/kinds/define.ts";
import { useDesign } from "../../store/hooks.ts";
import { FieldRow } from "./FieldRow.tsx";
import type { FieldProps } from "./field-model.ts";
import { useParam } from "./use-param.ts";

/** One of the drawing's nodes of a kind; an id that is none of them stays in sight. */
export function NodeField(props: FieldProps<TextParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const { nodes } = useDesign();
  const value = typeof access.value === "string" ? access.value : "";
  const fitting = Object.entries(nodes).filter(([, { kind }]) => kind === param.nodeOfKind);
  const isLost = value !== "" && !fitting.some(([id]) => id === value);
  const data = [
    { value: "", label: param.nullMeans ?? "none" },
    ...fitting.map(([id, { name }]) => ({ value: id, label: name ?? id })),
    ...(isLost ? [{ value, label: `${value} (not in the drawing)` }] : []),
  ];
  return (
    <FieldRow {...{ param, path, fallback, access }}>
      {(ids) => (
        <NativeSelect
          id={ids.control}
          aria-describedby={ids.help}
          size="xs"
          data={data}
          value={value}
          onChange={(event) => {
            access.set(event.currentTarget.value || null);
            access.end();
          }}
        />
      )}
    </FieldRow>
  );
}
