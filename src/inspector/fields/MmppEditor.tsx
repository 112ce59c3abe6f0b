import { useState } from "react";
import { type MmppLiteral, meanRatePerS } from "../../../simulation/kinds/mmpp.ts";
import { formatRate } from "../../ui/format.ts";
import { CloseIcon, PlusIcon } from "../LineIcons.tsx";
import { ChoiceControl } from "./ChoiceField.tsx";
import { ProblemLine } from "./FieldRow.tsx";
import {
  mayAddPhase,
  withoutPhase,
  withPhase,
  withRate,
  withStart,
  withSwitch,
} from "./mmpp-edits.ts";
import { NumberText } from "./NumberText.tsx";

const RATE_MOST = 1e7;

interface MmppEditorProps {
  readonly id: string;
  readonly label: string;
  readonly mmpp: MmppLiteral;
  readonly onChange: (mmpp: MmppLiteral) => void;
}

/** Phases with their rates and how fast they change into each other. */
export function MmppEditor({ id, label, mmpp, onChange }: MmppEditorProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const { ratesPerS, start = "stationary" } = mmpp;
  const set = (next: MmppLiteral) => {
    setRefusal(null);
    onChange(next);
  };
  const phases = ratesPerS.map((_, phase) => phase);
  return (
    <div className="insp-map">
      {phases.map((phase) => (
        <Phase key={phase} {...{ label, mmpp, phase }} onChange={set} onRefuse={setRefusal} />
      ))}
      {mayAddPhase(mmpp) ? (
        <button
          type="button"
          className="insp-add"
          aria-label={`Add a phase to ${label}`}
          onClick={() => set(withPhase(mmpp))}
        >
          <PlusIcon /> Phase
        </button>
      ) : null}
      <span className="insp-distribution-form">
        <span aria-hidden="true">Begins in</span>
        <ChoiceControl
          id={`${id}-start`}
          label={`${label}: begins in`}
          options={["stationary", ...phases.map(String)]}
          optionLabels={["A phase by its share", ...phases.map((phase) => `Phase ${phase}`)]}
          value={String(start)}
          onChange={(value) => set(withStart(mmpp, value))}
        />
      </span>
      <p className="insp-hint">{formatRate(meanRatePerS(mmpp))} in the long run</p>
      {refusal === null ? null : <ProblemLine message={refusal} />}
    </div>
  );
}

interface PhaseProps {
  readonly label: string;
  readonly mmpp: MmppLiteral;
  readonly phase: number;
  readonly onChange: (mmpp: MmppLiteral) => void;
  readonly onRefuse: (reason: string | null) => void;
}

function Phase({ label, mmpp, phase, onChange, onRefuse }: PhaseProps) {
  const { ratesPerS, switchPerS } = mmpp;
  const rate = { unit: "1/s", field: "ratePerS", min: 0, max: RATE_MOST, onRefuse };
  return (
    <section className="insp-entry" aria-label={`${label}, phase ${phase}`}>
      <span className="insp-point">
        <b>Phase {phase}</b>
        <NumberText
          {...rate}
          label={`${label}: arrivals in phase ${phase}`}
          value={ratesPerS[phase] ?? 0}
          onCommit={(value) => onChange(withRate(mmpp, phase, value))}
        />
        <button
          type="button"
          className="insp-icon-button"
          aria-label={`Remove phase ${phase} of ${label}`}
          disabled={ratesPerS.length <= 1}
          onClick={() => onChange(withoutPhase(mmpp, phase))}
        >
          <CloseIcon />
        </button>
      </span>
      {ratesPerS.map((_, to) =>
        to === phase ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a phase is its number
          <span key={to} className="insp-distribution-field">
            <span aria-hidden="true">Changes to phase {to}</span>
            <NumberText
              {...rate}
              label={`${label}: changes from phase ${phase} to ${to}`}
              value={switchPerS[phase]?.[to] ?? 0}
              onCommit={(value) => onChange(withSwitch(mmpp, phase, to, value))}
            />
          </span>
        ),
      )}
    </section>
  );
}
