import { PART_LABELS, type Span, type Trace } from "../../../simulation/results/traces.ts";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { useDocument } from "../../store/hooks.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatClock, formatDuration } from "../../ui/format.ts";
import { outcomeLabel } from "../outcome-labels.ts";
import { nodeName, placeName, rowWords } from "./span-words.ts";
import { familyOf, type WaterfallRow } from "./waterfall-rows.ts";

const ROLES: Readonly<Record<Span["role"], string>> = {
  request: "Request",
  call: "Call with its retries",
  attempt: "Attempt",
  work: "Work",
  message: "Message",
  processing: "Delivery",
};

const OUTLIVES: Readonly<Record<NonNullable<Span["outlives"]>, string>> = {
  asynchronous: "nobody waits for it",
  zombie: "its caller gave up on it",
};

/** What is known of a row's spans, as name and value; what does not apply is left out. */
function attributesOf(row: WaterfallRow, trace: Trace, document: ScenarioDocument) {
  const [span] = row.spans;
  const inner = row.spans.at(-1) ?? span;
  const { edge, operation, attempt, outcome, ending, zombieFromMs, outlives, links } = span;
  const after = (ms: number) => formatDuration(ms - trace.startMs);
  const instance =
    inner.instance === null ? null : `${nodeName(document, inner.node)}[${inner.instance}]`;
  const rows: readonly (readonly [string, string | null])[] = [
    ["Kind", `${ROLES[span.role]}${span.hedge ? ", a hedge" : ""}`],
    ["Operation", operation],
    ["Over", edge === null ? null : placeName(document, edge, true)],
    ["Instance", instance],
    ["Attempt", attempt > 1 ? String(attempt) : null],
    ["Starts", `${formatClock(row.startMs, 3)}, after ${after(row.startMs)}`],
    ["Lasts", formatDuration(row.endMs - row.startMs)],
    ["Ended", outcome === null ? "unfinished" : outcomeLabel(outcome)],
    ["Message", ending],
    ["Answer", span.degraded ? "from a fallback" : null],
    ["Nobody waits", zombieFromMs === null ? null : `from ${after(zombieFromMs)} on`],
    ["Outlives caller", outlives === null ? null : OUTLIVES[outlives]],
    ["Caused by", links.length > 0 ? "a message, see the arrow" : null],
    ["Span id", span.id],
  ];
  return rows.filter((entry): entry is readonly [string, string] => entry[1] !== null);
}

/** The row that is chosen in the waterfall: what it was and what its time was spent on. */
export function SpanDetails({ row, trace }: { readonly row: WaterfallRow; readonly trace: Trace }) {
  const document = useDocument();
  const node = (row.spans.at(-1) ?? row.spans[0]).node;
  const parts = row.segments.filter(({ kind }) => kind !== "children");
  return (
    <section className="traces-span" aria-label="Chosen span">
      <h4>
        <button type="button" className="results-row-name" onClick={() => selectOnly([node])}>
          {rowWords(document, row).name}
        </button>
      </h4>
      <dl>
        {attributesOf(row, trace, document).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="ui-num">{value}</dd>
          </div>
        ))}
        {parts.map(({ kind, startMs, endMs, isZombie }) => (
          <div key={`${kind} ${startMs}`}>
            <dt>
              <i
                className="traces-key"
                data-family={familyOf(kind)}
                data-zombie={isZombie || undefined}
                aria-hidden="true"
              />
              {PART_LABELS[kind]}
            </dt>
            <dd className="ui-num">{formatDuration(endMs - startMs)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
