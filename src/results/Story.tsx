import { ONE_INSTANT } from "../../simulation/results/early-end.ts";
import type { StorySentence } from "../../simulation/results/snapshot.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { earlyEndWords } from "../store/early-end-words.ts";
import { useDocument, useRun } from "../store/hooks.ts";
import { nodeTitle } from "../store/proxy-names.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { lightUp, stepNumbersOf } from "../store/story-marks.ts";
import { formatClock } from "../ui/format.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import { Bottleneck } from "./Bottleneck.tsx";
import { ScrolledStory } from "./ScrolledStory.tsx";

interface StoryProps {
  /** Sentences bear the number of the step they speak of, which stands on the drawing as well. */
  readonly isNumbered?: boolean;
}

/** What happened, in sentences; each leads to the node and the instant it speaks of. */
export function Story({ isNumbered = false }: StoryProps) {
  const document = useDocument();
  const { story, status, message, endedEarly, endedOver, cascade } = useRun((run) => ({
    story: run.story,
    status: run.status,
    message: run.message,
    endedEarly: run.endedEarly,
    endedOver: run.endedOver,
    cascade: run.cascade,
  }));
  if (status === "failed") {
    return (
      <p className="results-story-line results-alarm" role="alert">
        <StateGlyph state="failing" size={14} decorative />
        {message ?? "The run failed."}
      </p>
    );
  }
  const early = earlyEndWords(document, { endedEarly, endedOver });
  const isStuck = endedEarly === ONE_INSTANT;
  return (
    <ScrolledStory>
      {early === null ? null : <p className="results-story-line results-alarm">{early}.</p>}
      {story.map((sentence) => (
        <Sentence
          key={`${sentence.atS} ${sentence.text}`}
          sentence={sentence}
          number={isNumbered ? stepNumbersOf(cascade, sentence) : null}
          worst={cascade.find(({ node }) => node === sentence.node)?.state ?? null}
          isBack={sentence.state === "healthy" && story.some(({ state }) => isTrouble(state))}
        />
      ))}
      {story.length === 0 && !isStuck ? <p>{silence(status, cascade.length)}</p> : null}
      {isStuck ? null : <Bottleneck slot={0} />}
    </ScrolledStory>
  );
}

function silence(status: string, departures: number): string {
  if (status === "idle" || status === "loading") return "Run to see what happens.";
  return departures === 0 ? "No node has left health so far." : "";
}

function isTrouble(state: StorySentence["state"]): boolean {
  return state !== null && state !== "healthy";
}

/** A number and its unit stay on one line. */
function unbroken(text: string): string {
  return text.replaceAll(/(\d) (?=%|m?s\b|μs\b|µs\b)/g, "$1\u00a0");
}

interface SentenceProps {
  readonly sentence: StorySentence;
  /** It tells how bad things were, and its node is well again: the sign is not that of health. */
  readonly isBack: boolean;
  /** Of the steps it speaks of; null: none, or numbers are not shown. */
  readonly number: string | null;
  /** The state in which its node left health. */
  readonly worst: StorySentence["state"];
}

function Sentence({ sentence, isBack, number, worst }: SentenceProps) {
  const document = useDocument();
  const { node, atS, state } = sentence;
  const text = unbroken(sentence.text);
  const glyph =
    number !== null ? (
      <Numbered number={number} state={worst ?? state} />
    ) : state ? (
      <StateGlyph state={isBack ? "recovering" : state} size={14} decorative />
    ) : null;
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
    <button
      type="button"
      className="results-story-line"
      onClick={show}
      title={leadsTo(sentence, document)}
      {...lightsUp(number === null ? null : node)}
    >
      {glyph}
      <span>{text}</span>
    </button>
  );
}

function Numbered({ number, state }: Pick<SentenceProps, "number"> & Pick<StorySentence, "state">) {
  return (
    <span className="cascade-number ui-num" data-state={state}>
      {number}
    </span>
  );
}

/** Pointed at or focused, a sentence lights up the number on the drawing. */
function lightsUp(node: string | null) {
  if (node === null) return {};
  const light = () => lightUp({ node, from: null });
  const dim = () => lightUp(null);
  return { onMouseEnter: light, onMouseLeave: dim, onFocus: light, onBlur: dim };
}

function leadsTo({ node, atS }: StorySentence, document: ScenarioDocument): string {
  const instant = atS === null ? "" : ` at ${formatClock(atS * 1000)}`;
  return node === null ? `Show${instant}` : `Show ${nodeTitle(document, node)}${instant}`;
}
