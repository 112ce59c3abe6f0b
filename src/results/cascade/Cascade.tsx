import "../../ui/table.css";
import "../tables/tables.css";
import "./cascade.css";
import type { CascadeStep } from "../../../simulation/results/story.ts";
import { useDocument, useRun } from "../../store/hooks.ts";
import { nodeTitle } from "../../store/proxy-names.ts";
import { useResultsView } from "../../store/results-view.ts";
import { setPlayhead } from "../../store/run-actions.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { lightUp, neighborIn, useLitNode } from "../../store/story-marks.ts";
import { formatClock } from "../../ui/format.ts";
import { StateGlyph } from "../../ui/StateGlyph.tsx";
import { becauseWords, stateWords } from "../log/log-entries.ts";
import { Story } from "../Story.tsx";
import { Blame } from "./Blame.tsx";
import { BlastRadius } from "./BlastRadius.tsx";
import { Remedies } from "./Remedies.tsx";
import { StabilityMap } from "./StabilityMap.tsx";

/** What happened and why, where the design comes back by itself, and what hangs on which node. */
export function Cascade() {
  const view = useResultsView(({ cascadeView }) => cascadeView);
  if (view === "stability") return <StabilityMap />;
  return view === "blast" ? <BlastRadius /> : <Told />;
}

/** Who took whom down, in order, and what would have helped. */
function Told() {
  return (
    <div className="cascade">
      <section className="cascade-part" aria-label="What happened">
        <Story isNumbered />
        <Steps />
      </section>
      <Blame />
      <Remedies />
    </div>
  );
}

/** Departures from health in order of time, the origin of each window first. */
function Steps() {
  const document = useDocument();
  const cascade = useRun((run) => run.cascade);
  if (cascade.length === 0) return null;
  return (
    <ol className="cascade-steps">
      {cascade.map((step, index) => (
        <li key={`${step.atS} ${step.node} ${step.state}`}>
          <Step
            number={index + 1}
            step={step}
            name={nodeTitle(document, step.node)}
            why={becauseWords(step.because, document)}
          />
        </li>
      ))}
    </ol>
  );
}

interface StepProps {
  readonly number: number;
  readonly step: CascadeStep;
  readonly name: string;
  readonly why: string;
}

function Step({ number, step, name, why }: StepProps) {
  const { atS, node, state } = step;
  const isLit = useLitNode() === node;
  const show = () => {
    selectOnly([node]);
    setPlayhead(atS * 1000);
  };
  const light = () => lightUp({ node, from: neighborIn(step) });
  const dim = () => lightUp(null);
  return (
    <button
      type="button"
      className="cascade-step"
      data-lit={isLit || undefined}
      onClick={show}
      title={`Show ${name}`}
      onMouseEnter={light}
      onMouseLeave={dim}
      onFocus={light}
      onBlur={dim}
    >
      <span className="cascade-number ui-num" data-state={state}>
        {number}
      </span>
      <span className="cascade-words">
        <strong>{name}</strong> {stateWords(step)}
        {why}
      </span>
      <StateGlyph state={state} size={12} decorative />
      <span className="cascade-when ui-num">{formatClock(atS * 1000)}</span>
    </button>
  );
}
