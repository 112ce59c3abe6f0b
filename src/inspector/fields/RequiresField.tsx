import { useState } from "react";
import type { RequiresParam } from "../../../simulation/kinds/define.ts";
import { PlusIcon } from "../LineIcons.tsx";
import { ChoiceControl } from "./ChoiceField.tsx";
import { FieldRow } from "./FieldRow.tsx";
import { type FieldProps, isRecord } from "./field-model.ts";
import { NumberText } from "./NumberText.tsx";
import { useParam } from "./use-param.ts";

const MOST = 1000;

/** Per stage: all of its calls, the first success, or so many successes. */
export function RequiresField(props: FieldProps<RequiresParam>) {
  const { param, path, fallback } = props;
  const access = useParam(props);
  const [refusal, setRefusal] = useState<string | null>(null);
  const value = isRecord(access.value) ? access.value : {};
  const stages = Object.keys(value).sort((a, b) => Number(a) - Number(b));
  const set = (next: Readonly<Record<string, unknown>>) => {
    setRefusal(null);
    access.set(next);
    access.end();
  };
  const nextStage = String(Number(stages.at(-1) ?? 0) + 1);
  return (
    <FieldRow {...{ param, path, fallback, access, refusal }} tall>
      {(ids) => (
        <div className="insp-points">
          {stages.map((stage) => (
            <Stage
              key={stage}
              stage={stage}
              needed={value[stage]}
              onChange={(needed) => {
                const { [stage]: _dropped, ...rest } = value;
                set(needed === "all" ? rest : { ...rest, [stage]: needed });
              }}
              onRefuse={setRefusal}
            />
          ))}
          <button
            id={ids.control}
            type="button"
            className="insp-add"
            onClick={() => set({ ...value, [nextStage]: "any" })}
          >
            <PlusIcon /> {stages.length === 0 ? "All calls of every stage; except" : "Except"} stage{" "}
            {nextStage}
          </button>
        </div>
      )}
    </FieldRow>
  );
}

interface StageProps {
  readonly stage: string;
  readonly needed: unknown;
  readonly onChange: (needed: "all" | "any" | number) => void;
  readonly onRefuse: (reason: string | null) => void;
}

function Stage({ stage, needed, onChange, onRefuse }: StageProps) {
  const kind = typeof needed === "number" ? "some" : String(needed);
  return (
    <div className="insp-point">
      <span className="insp-null">Stage {stage}</span>
      <ChoiceControl
        id={`requires-${stage}`}
        label={`Stage ${stage} requires`}
        options={["all", "any", "some"]}
        optionLabels={["All", "First", "Some"]}
        value={kind}
        onChange={(next) => onChange(next === "some" ? 1 : (next as "all" | "any"))}
      />
      {typeof needed === "number" ? (
        <NumberText
          label={`Successes that stage ${stage} requires`}
          value={needed}
          unit=""
          field="k"
          min={1}
          max={MOST}
          integer
          onCommit={onChange}
          onRefuse={onRefuse}
        />
      ) : null}
    </div>
  );
}
