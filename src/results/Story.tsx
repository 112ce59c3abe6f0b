import type { StorySentence } from "../../simulation/results/snapshot.ts";
import { useRun } from "../store/hooks.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { formatClock } from "../ui/format.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import { Bottleneck } from "./Bottleneck.tsx";

/** What happened, in sentences; each leads to the node and the instant it speaks of. */
export function Story() {
  const { story, status, message, endedEarly, departures } = useRun((run) => ({
    story: run.story,
    status: run.status,
    message: run.message,
    endedEarly: run.endedEarly,
    departures: run.cascade.length,
  }));
  if (status === "failed") {
    return (
      <p className="results-story-line results-alarm" role="alert">
        <StateGlyph state="failing" size={14} decorative />
        {message ?? "The run failed."}
      </p>
    );
  }
  return (
    <div className="results-story">
      {story.map((sentence) => (
        <Sentence key={`${sentence.atS} ${sentence.text}`} sentence={sentence} />
      ))}
      {story.length === 0 ? <p>{silence(status, departures)}</p> : null}
      <Bottleneck slot={0} />
      {endedEarly ? (
        <p className="results-story-line results-alarm">
          The run ended early: it reached its limit of {endedEarly}.
        </p>
      ) : null}
    </div>
  );
}

function silence(status: string, departures: number): string {
  if (status === "idle" || status === "loading") return "Run to see what happens.";
  return departures === 0 ? "No node has left health so far." : "";
}

function Sentence({ sentence }: { readonly sentence: StorySentence }) {
  const { text, node, atS, state } = sentence;
  const glyph = state ? <StateGlyph state={state} size={14} decorative /> : null;
  if (node === null && atS === null) {
    return (
      <p className="results-story-line">
        {glyph}
        <span>{text}</span>
      </p>
    );
  }
  const show = () => {
    if (node !== null) selectOnly([node]);
    if (atS !== null) setPlayhead(atS * 1000);
  };
  return (
    <button type="button" className="results-story-line" onClick={show} title={leadsTo(sentence)}>
      {glyph}
      <span>{text}</span>
    </button>
  );
}

function leadsTo({ node, atS }: StorySentence): string {
  const instant = atS === null ? "" : ` at ${formatClock(atS * 1000)}`;
  return node === null ? `Show${instant}` : `Show ${node}${instant}`;
}
