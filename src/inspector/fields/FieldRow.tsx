import { Tooltip } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { Param } from "../../../simulation/kinds/define.ts";
import type { Problem } from "../../../simulation/scenario/document.ts";
import { problemText } from "../../store/problem-text.ts";
import { formatClock } from "../../ui/format.ts";
import { StateGlyph } from "../../ui/StateGlyph.tsx";
import { ResetIcon } from "../LineIcons.tsx";
import type { Fallback } from "./field-model.ts";
import { useFieldProblems } from "./several.ts";
import { useIdleNote } from "./use-idle-note.ts";
import type { ParamAccess } from "./use-param.ts";
import { valueText } from "./value-text.ts";

export interface RowIds {
  /** Id for the main control, which the label names. */
  readonly control: string;
  /** Id of the words on help and default, for `aria-describedby`. */
  readonly help: string;
}

interface FieldRowProps {
  readonly param: Param;
  readonly path: string;
  readonly fallback: Fallback;
  readonly access: ParamAccess;
  /** A reason against what was typed, before it reaches the document. */
  readonly refusal?: string | null;
  /** Control under the label instead of beside it. */
  readonly tall?: boolean;
  /** Something at the right end of a tall row's head. */
  readonly aside?: (ids: RowIds) => ReactNode;
  readonly children: (ids: RowIds) => ReactNode;
}

/** Label, mark when off default, help, control and problems of one parameter. */
export function FieldRow(props: FieldRowProps) {
  const { param, path, fallback, access, refusal = null, tall = false, aside } = props;
  const id = useId();
  const ids = { control: `${id}-control`, help: `${id}-help` };
  const problems = useFieldProblems(path);
  const idle = useIdleNote(path);
  const standing = valueText(param, fallback.value);
  return (
    <Tooltip
      position="left-start"
      offset={14}
      openDelay={450}
      label={<FieldHelp param={param} fallback={fallback} standing={standing} />}
    >
      <div className="insp-field" data-tall={tall} data-off={access.offDefault} data-path={path}>
        <div className="insp-label">
          {access.offDefault ? (
            <button
              type="button"
              className="insp-reset"
              aria-label={`Reset ${param.label} to ${standing}`}
              onClick={access.reset}
            >
              <ResetIcon />
            </button>
          ) : null}
          <label htmlFor={ids.control}>{param.label}</label>
          {access.mixed ? <span className="insp-mixed">mixed</span> : null}
          {aside?.(ids)}
        </div>
        <div className="insp-control">{props.children(ids)}</div>
        <span id={ids.help} hidden>
          {param.help} {`Default: ${standing}.`}
        </span>
        <ChangeNote access={access} param={param} />
        {idle === null || problems.length > 0 ? null : <p className="insp-idle">{idle}</p>}
        {refusal === null ? null : <ProblemLine message={refusal} />}
        {problems.map((problem) => (
          <ProblemLine
            key={`${problem.code} ${problem.path}`}
            message={problemText(problem)}
            problem={problem}
          />
        ))}
      </div>
    </Tooltip>
  );
}

interface FieldHelpProps {
  readonly param: Param;
  readonly fallback: Fallback;
  readonly standing: string;
}

function FieldHelp({ param, fallback, standing }: FieldHelpProps) {
  return (
    <div className="insp-help">
      <p>{param.help}</p>
      <p>
        <b>{fallback.called ?? "Default"}:</b> {standing}
      </p>
      <p className="insp-help-source">
        {fallback.source ?? "Our assumption, no product's default."}
      </p>
    </div>
  );
}

/** A value that was changed while a run went on is replayed by the next run, and can become the base. */
function ChangeNote({ access, param }: { readonly access: ParamAccess; readonly param: Param }) {
  if (!access.change) return null;
  const { atMs, value } = access.change;
  return (
    <p className="insp-change">
      {valueText(param, value)} from {formatClock(atMs)} on
      <button type="button" onClick={access.keep}>
        Keep from the start
      </button>
    </p>
  );
}

interface ProblemLineProps {
  readonly message: string;
  readonly problem?: Problem;
}

export function ProblemLine({ message, problem }: ProblemLineProps) {
  const warns = problem?.severity === "warning";
  return (
    <p className="insp-problem" data-warns={warns} role={warns ? "status" : "alert"}>
      <StateGlyph state={warns ? "degraded" : "failing"} size={12} decorative />
      <span>{message}</span>
    </p>
  );
}
