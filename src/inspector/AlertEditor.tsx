import "./alert-editor.css";
import { Button } from "@mantine/core";
import { useState } from "react";
import { ALERT_PARAMS } from "../../simulation/scenario/alert-params.ts";
import { isAlertProblem, parseAlert } from "../../simulation/scenario/alert-rules.ts";
import type { AlertDocument } from "../../simulation/scenario/document.ts";
import { edit } from "../store/document-actions.ts";
import { freeId } from "../store/graph-edits.ts";
import { useDesign, useProblems } from "../store/hooks.ts";
import { problemText } from "../store/problem-text.ts";
import { Block } from "./Facts.tsx";
import { DraftText } from "./fields/DraftText.tsx";
import { ProblemLine } from "./fields/FieldRow.tsx";
import { CloseIcon, PlusIcon } from "./LineIcons.tsx";
import { ParamForm } from "./ParamForm.tsx";

const FIRST: AlertDocument = { expr: "errorRate > 1%", overS: 30, everyS: 15 };

function writeAlert(id: string, alert: AlertDocument | null): void {
  edit(alert ? `set alert ${id}` : `remove alert ${id}`, (document) => {
    const { [id]: _old, ...rest } = document.alerts ?? {};
    return { ...document, alerts: alert ? { ...document.alerts, [id]: alert } : rest };
  });
}

/** Alert rules: what a monitoring system would be asked to tell, and how soon it does. */
export function AlertEditor() {
  const { alerts = {} } = useDesign();
  return (
    <Block
      heading="Alerts"
      aside={
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<PlusIcon />}
          onClick={() => writeAlert(freeId(alerts, "alert"), FIRST)}
        >
          Alert
        </Button>
      }
    >
      {Object.entries(alerts).map(([id, alert]) => (
        <AlertFields key={id} id={id} alert={alert} />
      ))}
      {Object.keys(alerts).length === 0 ? (
        <p className="insp-hint">
          None yet. A rule such as errorRate &gt; 1% or burnRate(OBJECTIVE) &gt; 14.4 tells when
          those on call would hear of a fault.
        </p>
      ) : null}
    </Block>
  );
}

function AlertFields({ id, alert }: { readonly id: string; readonly alert: AlertDocument }) {
  const { slos = {} } = useDesign();
  const [refusal, setRefusal] = useState<string | null>(null);
  const problems = useProblems(`alerts.${id}`);
  const label = alert.name ?? id;
  return (
    <div className="insp-alert">
      <div className="insp-slo" data-path={`alerts.${id}`}>
        <DraftText
          label={`Name of alert ${label}`}
          value={label}
          onCommit={(name) => {
            if (name.trim() !== "") writeAlert(id, { ...alert, name: name.trim() });
          }}
        />
        <button
          type="button"
          className="insp-icon-button"
          aria-label={`Remove alert ${label}`}
          onClick={() => writeAlert(id, null)}
        >
          <CloseIcon />
        </button>
        <DraftText
          label={`Expression of alert ${label}`}
          value={alert.expr}
          onCommit={(expr) => {
            const read = parseAlert(expr, slos);
            setRefusal(isAlertProblem(read) ? problemText(read) : null);
            if (!isAlertProblem(read)) writeAlert(id, { ...alert, expr: expr.trim() });
          }}
        />
        {refusal ? <ProblemLine message={refusal} /> : null}
        {problems.map((problem) => (
          <ProblemLine key={problem.path} message={problemText(problem)} problem={problem} />
        ))}
      </div>
      <ParamForm params={ALERT_PARAMS} path={`alerts.${id}`} values={{ ...alert }} />
    </div>
  );
}
