import { useState } from "react";
import type { HeadersParam } from "../../../simulation/kinds/define.ts";
import { DraftText } from "./DraftText.tsx";
import { FieldRow } from "./FieldRow.tsx";
import { type FieldProps, isRecord } from "./field-model.ts";
import { headersText, parseHeaders } from "./headers-text.ts";
import { useParam } from "./use-param.ts";

/** Names and values in one line. */
export function HeadersField(props: FieldProps<HeadersParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const [refusal, setRefusal] = useState<string | null>(null);
  const value = isRecord(access.value) ? (access.value as HeadersParam["default"]) : {};
  return (
    <FieldRow {...{ param, path, fallback, access, refusal }}>
      {(ids) => (
        <DraftText
          id={ids.control}
          describedBy={ids.help}
          value={headersText(value)}
          placeholder="region=eu, size=3"
          onCommit={(text) => {
            const headers = parseHeaders(text);
            setRefusal(headers === null ? "Names and values, as region=eu, size=3." : null);
            if (headers === null) return;
            access.set(headers);
            access.end();
          }}
        />
      )}
    </FieldRow>
  );
}
