import "./step-badge.css";
import { lightUp, useStepMark } from "../store/story-marks.ts";

/** The numbers under which the story tells of a node, while it is read. */
export function StepBadge({ id }: { readonly id: string }) {
  const mark = useStepMark(id);
  if (mark === null) return null;
  const { numbers, state, isLit } = mark;
  return (
    <span
      className="step-badge ui-num"
      data-state={state}
      data-lit={isLit || undefined}
      // Its card says the state; the list of steps says the number.
      aria-hidden="true"
      title={`Step ${numbers} of the cascade`}
      onMouseEnter={() => lightUp({ node: id, from: null })}
      onMouseLeave={() => lightUp(null)}
    >
      {numbers}
    </span>
  );
}
