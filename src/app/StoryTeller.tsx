import { useRun } from "../store/hooks.ts";

/** Tells the story of the run to those who hear the page; others read it in the results. */
export function StoryTeller() {
  const text = useRun((run) => run.story.map((sentence) => sentence.text).join(" "));
  const ended = useRun((run) => run.status === "finished");
  return (
    <p className="ui-visually-hidden" role="status" aria-label="Story of the run" aria-live="polite">
      {text}
      {ended && " The run has ended."}
    </p>
  );
}
