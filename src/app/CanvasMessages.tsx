// What floats at the top of the canvas: the invitation to break something, and what stands in the
// way of a run.
import "./canvas-messages.css";
import { ActionIcon, Button } from "@mantine/core";
import { IconAlertTriangle, IconBolt, IconRefresh, IconX } from "@tabler/icons-react";
import { faultOf } from "../../simulation/faults/catalog.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { KeepingMessages } from "../files/library/KeepingMessages.tsx";
import { ShareNotice } from "../files/share/ShareNotice.tsx";
import { armFault, dismissRefusal } from "../store/fault-actions.ts";
import { faultTitle } from "../store/fault-title.ts";
import { goToField } from "../store/field-focus.ts";
import { useDesign, useFaultOn, useProblems, useRun, useView } from "../store/hooks.ts";
import { dismissForGood, usePreferences } from "../store/preferences.ts";
import { restart, toggleFault } from "../store/run-actions.ts";

/** More than these would not fit beside the sentence. */
const MOST_BUTTONS = 3;

export function CanvasMessages() {
  const { readOnly, embedded } = useView((view) => view);
  return (
    <div className="canvas-messages">
      {readOnly ? <ReadOnly isEmbedded={embedded} /> : <HintBar />}
      <KeepingMessages />
      <ShareNotice />
      <ArmedFault />
      <BreakRefused />
      <DesignChanged />
      <RunFailed />
      <DocumentProblems />
    </div>
  );
}

function ReadOnly({ isEmbedded }: { readonly isEmbedded: boolean }) {
  return isEmbedded ? null : (
    <p className="canvas-message" role="status">
      A window this narrow only shows. To edit, make it 768 px wide.
    </p>
  );
}

/** Name under which it is remembered that someone has seen enough of the hint. */
const HINT = "break-something";

function HintBar() {
  const { faults } = useDesign();
  const done = useView((view) => view.hintDismissed);
  const dismissed = usePreferences((kept) => kept.dismissed.includes(HINT)) || done;
  const entries = Object.entries(faults ?? {}).slice(0, MOST_BUTTONS);
  if (dismissed || entries.length === 0) return null;
  return (
    <section className="hint-bar" aria-label="Break something" data-over-canvas>
      <span>This is a simulation: break something</span>
      {entries.map(([id, fault]) => (
        <FaultButton key={id} id={id} fault={fault} />
      ))}
      <ActionIcon
        variant="subtle"
        size={24}
        aria-label="Dismiss the hint"
        onClick={() => dismissForGood(HINT)}
      >
        <IconX size={12} />
      </ActionIcon>
    </section>
  );
}

/** The fault buttons: pressed while the fault is on. */
function FaultButton({ id, fault }: { readonly id: string; readonly fault: FaultDocument }) {
  const isOn = useFaultOn(id);
  return (
    <Button
      className="fault-button"
      variant="default"
      size="compact-sm"
      leftSection={<IconBolt size={12} />}
      aria-pressed={isOn}
      onClick={() => void toggleFault(id)}
    >
      {faultTitle(id, fault)}
    </Button>
  );
}

/** A fault waits for what it shall hit. */
function ArmedFault() {
  const armed = useView((view) => view.armedFault);
  const fault = armed === null ? undefined : faultOf(armed);
  if (!fault) return null;
  return (
    <div className="canvas-message" role="status">
      <IconBolt size={16} aria-hidden="true" />
      <span>{fault.label}: click the node or the connection that it shall hit</span>
      <Button variant="default" size="compact-sm" onClick={() => armFault(null)}>
        Cancel
      </Button>
    </div>
  );
}

function BreakRefused() {
  const refusal = useView((view) => view.breakRefusal);
  if (refusal === null) return null;
  return (
    <div className="canvas-message" role="alert">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>Cannot be broken so: {refusal}</span>
      <ActionIcon variant="subtle" size={24} aria-label="Dismiss" onClick={dismissRefusal}>
        <IconX size={12} />
      </ActionIcon>
    </div>
  );
}

function DesignChanged() {
  const changed = useRun((run) => run.designChanged && run.nowMs > 0);
  if (!changed) return null;
  return (
    <div className="canvas-message" role="status">
      <span>Design changed</span>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconRefresh size={12} />}
        onClick={() => void restart()}
      >
        Restart to apply
      </Button>
    </div>
  );
}

function RunFailed() {
  const message = useRun((run) => (run.status === "failed" ? run.message : null));
  const hasErrors = useProblems().some((problem) => problem.severity === "error");
  if (message === null || hasErrors) return null;
  return (
    <div className="canvas-message" data-tone="bad" role="alert">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>{message}</span>
      <Button variant="default" size="compact-sm" onClick={() => void restart()}>
        Run again
      </Button>
    </div>
  );
}

/** Errors of the drawing; they stand at their fields too, but a run needs all of them gone. */
function DocumentProblems() {
  const errors = useProblems().filter((problem) => problem.severity === "error");
  const [first] = errors;
  if (!first) return null;
  const more = errors.length > 1 ? ` and ${errors.length - 1} more` : "";
  return (
    <div className="canvas-message" data-tone="bad" role="status">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>
        Cannot run: {first.path && <code>{first.path}</code>} {first.message}
        {more}
      </span>
      {first.path && (
        <Button variant="default" size="compact-sm" onClick={() => goToField(first.path)}>
          Show the field
        </Button>
      )}
    </div>
  );
}
