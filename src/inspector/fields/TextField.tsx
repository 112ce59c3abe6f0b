import type { ListParam, TextParam } from "../../../simulation/kinds/define.ts";
import { DraftText } from "./DraftText.tsx";
import { FieldRow } from "./FieldRow.tsx";
import type { FieldProps } from "./field-model.ts";
import { useParam } from "./use-param.ts";

/** A name; left empty it means what `nullMeans` says. */
export function TextField(props: FieldProps<TextParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  return (
    <FieldRow {...{ param, path, fallback, access }}>
      {(ids) => (
        <DraftText
          id={ids.control}
          describedBy={ids.help}
          value={typeof access.value === "string" ? access.value : ""}
          placeholder={param.nullMeans}
          onCommit={(text) => {
            const trimmed = text.trim();
            access.set(trimmed === "" && param.nullMeans !== undefined ? null : trimmed);
            access.end();
          }}
        />
      )}
    </FieldRow>
  );
}

/** A list without fixed options, typed with commas. */
export function ListTextField(props: FieldProps<ListParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const items = Array.isArray(access.value) ? access.value : [];
  return (
    <FieldRow {...{ param, path, fallback, access }}>
      {(ids) => (
        <DraftText
          id={ids.control}
          describedBy={ids.help}
          value={items.join(", ")}
          placeholder={param.nullMeans}
          onCommit={(text) => {
            const words = text.split(/[,;\s]+/).filter((word) => word !== "");
            const list = param.type === "numbers" ? words.map(Number) : words;
            access.set(list.length === 0 && param.nullMeans !== undefined ? null : list);
            access.end();
          }}
        />
      )}
    </FieldRow>
  );
}
