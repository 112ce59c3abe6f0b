import { useState } from "react";
import type { ArrivalsParam } from "../../../simulation/kinds/define.ts";
import { isMmpp } from "../../../simulation/kinds/mmpp.ts";
import { parseNumberList } from "../../../simulation/scenario/number-list.ts";
import { ChoiceControl } from "./ChoiceField.tsx";
import { DistributionEditor, DistributionNumbers } from "./DistributionEditor.tsx";
import type { Literal } from "./distribution-forms.ts";
import { FieldRow } from "./FieldRow.tsx";
import { type FieldProps, isRecord } from "./field-model.ts";
import { ImportButton } from "./ImportButton.tsx";
import { MmppEditor } from "./MmppEditor.tsx";
import { firstMmpp } from "./mmpp-edits.ts";
import { useParam } from "./use-param.ts";

const DRAWN = "drawn";
const BURSTS = "bursts";
const RECORDED = "recorded";

const FIRST: Readonly<Record<string, unknown>> = {
  [DRAWN]: { type: "gamma", shape: 2, meanMs: 10 },
  [BURSTS]: firstMmpp(100),
  [RECORDED]: { type: "trace", timesMs: [0, 1000, 2000] },
};

/** Which sort of arrivals a value is: one of the named processes, or one of those above. */
function sortOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (isMmpp(value)) return BURSTS;
  return isRecord(value) && value.timesMs !== undefined ? RECORDED : DRAWN;
}

/** A named process, gaps drawn from a distribution, bursts or recorded times. */
export function ArrivalsField(props: FieldProps<ArrivalsParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { value } = access;
  const sort = sortOf(value);
  const set = (next: unknown) => {
    setRefusal(null);
    access.set(next);
    access.end();
  };
  const importTimes = (text: string) => {
    const read = parseNumberList(text);
    if (!read.ok) setRefusal(`The file: ${read.message}.`);
    else set({ ...(isRecord(value) ? value : {}), timesMs: read.numbers });
  };
  return (
    <FieldRow {...{ param, path, fallback, access, refusal }} tall={typeof value !== "string"}>
      {(ids) => (
        <>
          <ChoiceControl
            id={ids.control}
            label={param.label}
            options={[...param.options, DRAWN, BURSTS, RECORDED]}
            optionLabels={[
              ...(param.optionLabels ?? param.options),
              "Gaps drawn",
              "Bursts (MMPP)",
              "Recorded times",
            ]}
            value={sort}
            onChange={(next) => set(FIRST[next] ?? next)}
          />
          {sort === DRAWN ? (
            <DistributionEditor
              id={`${ids.control}-gaps`}
              label={`${param.label}: gaps`}
              literal={value as Literal}
              unit="ms"
              onChange={set}
            />
          ) : null}
          {isMmpp(value) ? (
            <MmppEditor id={ids.control} label={param.label} mmpp={value} onChange={set} />
          ) : null}
          {sort === RECORDED ? (
            <div className="insp-distribution">
              <DistributionNumbers
                label={`${param.label}: times`}
                literal={value as Literal}
                unit="ms"
                onChange={set}
              />
              <ImportButton label="Import times" what="a time in ms a line" onText={importTimes} />
            </div>
          ) : null}
        </>
      )}
    </FieldRow>
  );
}
