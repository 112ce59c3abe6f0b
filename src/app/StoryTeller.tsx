import { earlyEndWords } from "../store/early-end-words.ts";
import { useDocument, useRun } from "../store/hooks.ts";

/** Tells the story of the run to those who hear the page; others read it in the results. */
export function StoryTeller() {
  const text = useRun((run) => run.story.map((sentence) => sentence.text).join(" "));
  const { status, digest, ...end } = useRun((run) => ({
    ...{ status: run.status, digest: run.digest },
    ...{ endedEarly: run.endedEarly, endedOver: run.endedOver },
  }));
  const early = earlyEndWords(useDocument(), end);
  return (
    <div className="ui-visually-hidden">
      <p role="status" aria-label="Story of the run" aria-live="polite">
        {text}
        {status === "finished" && ` ${early ?? "The run has ended"}.`}
      </p>
      {digest !== null && <output aria-label="Digest of the run">{digest}</output>}
    </div>
  );
}
