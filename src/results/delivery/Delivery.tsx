// What became of messages, flow by flow: what the settings promise, whether the run kept it, and what
// was lost, given up or done twice, by cause. Beside it the same over time.
import "./delivery.css";
import { useState } from "react";
import type { FlowResult } from "../../../simulation/results/flow-result.ts";
import {
  breachesIn,
  countsOf,
  GUARANTEE_WORDS,
  LOSS_WORDS,
  REASON_WORDS,
  sumOfCounts,
  verdictOf,
} from "../../../simulation/results/flow-words.ts";
import { useRun } from "../../store/hooks.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatCount, formatDuration } from "../../ui/format.ts";
import { Segments } from "../../ui/Segments.tsx";
import { useExportable } from "../export/exportables.ts";
import type { Tabular } from "../export/tabular.ts";
import { ThinMark } from "../ThinMark.tsx";
import { useResultSoFar } from "../use-run-result.ts";
import { BacklogChart } from "./BacklogCharts.tsx";
import { againChart, givenUpChart, messageRates } from "./backlog-definitions.ts";
import { QueuesAtInstant } from "./QueuesAtInstant.tsx";

const TITLE = "Delivery by flow";

/** Values beyond the 99th percentile from which on it says something. */
const FEWEST_BEYOND = 10;

const BASES = [
  { value: "run", label: "Whole run" },
  { value: "instant", label: "At the playhead" },
] as const;

export function Delivery() {
  const result = useResultSoFar(true);
  const { hasRun, isScrubbing } = useRun((run) => ({
    hasRun: (run.rows?.count ?? 0) > 0,
    isScrubbing: run.playheadMs !== null,
  }));
  /** null: not chosen; the playhead decides. */
  const [chosen, choose] = useState<string | null>(null);
  const isInstant = (chosen ?? (isScrubbing ? "instant" : "run")) === "instant";
  const flows = Object.entries(result?.flows ?? {});
  const isNone = flows.length === 0 && result !== null;
  useExportable({ id: "table flows", title: TITLE, data: () => tabular(flows), picture: null });
  return (
    <div className="delivery">
      <section className="delivery-flows" aria-label={TITLE}>
        <div className="delivery-tools">
          <Segments
            label="Values of"
            data={BASES}
            value={isInstant ? "instant" : "run"}
            onChange={choose}
          />
          <span className="delivery-note">{noteOf(hasRun, isInstant)}</span>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
        <section className="results-grid" tabIndex={0} aria-label={`${TITLE}, all columns`}>
          {flows.length > 0 && !isInstant ? <FlowTable flows={flows} /> : null}
          {isInstant && hasRun && !isNone ? <QueuesAtInstant /> : null}
          {isNone ? (
            <p className="results-numbers-none">No broker in this drawing: nothing is delivered.</p>
          ) : null}
        </section>
      </section>
      <div className="delivery-charts">
        <BacklogChart make={messageRates} slot={0} />
        <BacklogChart make={againChart} slot={1} />
        <BacklogChart make={givenUpChart} slot={2} />
      </div>
    </div>
  );
}

function noteOf(hasRun: boolean, isInstant: boolean): string {
  if (!hasRun) return "Run to see what becomes of messages";
  return isInstant ? "What was promised and kept is told of the whole run" : "Since the warm-up";
}

type Flows = readonly (readonly [id: string, flow: FlowResult])[];

const HEADS = [
  ["Promised", "What the settings promise, and which of them decides"],
  [
    "Published",
    "Copies that came to the queue or group since the warm-up, and those that wait still",
  ],
  [
    "Applied",
    "Times that a consumer did the work, and from being stored to being applied. What was on its way " +
      "when the warm-up ended was not published since, but is applied since",
  ],
  ["Again", "Delivered again; applied after a newer message"],
  ["Given up", "Dead letters and dropped messages, by reason"],
  ["Lost", "Lost messages, by cause"],
] as const;

function FlowTable({ flows }: { readonly flows: Flows }) {
  return (
    <table className="results-table delivery-table ui-num" aria-label={TITLE}>
      <thead>
        <tr>
          <th scope="col">Flow</th>
          {HEADS.map(([label, help]) => (
            <th key={label} scope="col" title={help}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {flows.map(([id, flow]) => (
          <FlowRow key={id} flow={flow} />
        ))}
      </tbody>
    </table>
  );
}

function FlowRow({ flow }: { readonly flow: FlowResult }) {
  const { broker, operation, to, promise, latencyMs, orderOf } = flow;
  const isThin = (flow.applied - flow.appliedTwice) * 0.01 < FEWEST_BEYOND;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="results-row-name" onClick={() => selectOnly([broker])}>
          {operation === "*" ? broker : operation} → {to}
        </button>
        <span className="delivery-soft">
          {operation === "*" ? "any operation" : `through ${broker}`}
        </span>
      </th>
      <td className="delivery-promise">
        <Verdict flow={flow} />
        <span className="delivery-soft">
          {promise.because} {promise.ordered ? "In order: " : "In no order: "}
          {lowered(promise.orderedBecause)}
        </span>
      </td>
      <td>
        {formatCount(flow.published)}
        <span className="delivery-soft">{formatCount(flow.acknowledged)} acknowledged</span>
        {flow.waitingAtStart > 0 ? (
          <Soft words={`${formatCount(flow.waitingAtStart)} on their way before`} />
        ) : null}
        {flow.refused > 0 ? <Soft words={`${formatCount(flow.refused)} refused`} /> : null}
        <span className="delivery-soft">{formatCount(flow.waitingAtEnd)} waiting</span>
      </td>
      <td>
        {formatCount(flow.applied)}
        <span className="delivery-soft" data-alarm={flow.appliedTwice > 0 || undefined}>
          {formatCount(flow.appliedTwice)} twice
        </span>
        {latencyMs.p50 === null ? null : <Soft words={`p50 ${formatDuration(latencyMs.p50)}`} />}
        {latencyMs.p99 === null ? null : (
          <span className="delivery-soft">
            p99 {formatDuration(latencyMs.p99)}
            {isThin ? <ThinMark /> : null}
          </span>
        )}
      </td>
      <td>
        {formatCount(flow.redelivered)}
        <span className="delivery-soft" title={`Applied after a newer one of the ${orderOf}`}>
          {formatCount(flow.outOfOrder)} out of order
        </span>
        {flow.replayed > 0 ? <Soft words={`${formatCount(flow.replayed)} replayed`} /> : null}
        {flow.duplicatesSkipped > 0 ? (
          <Soft words={`${formatCount(flow.duplicatesSkipped)} passed over`} />
        ) : null}
        {flow.deduplicated > 0 ? (
          <Soft words={`${formatCount(flow.deduplicated)} recognized as sent twice`} />
        ) : null}
      </td>
      <Causes
        counts={[
          ...countsOf(flow.deadLettered, REASON_WORDS).map(asDeadLetter),
          ...countsOf(flow.dropped, REASON_WORDS),
        ]}
      />
      <Causes counts={countsOf(flow.lostBy, LOSS_WORDS)} isAlarm />
    </tr>
  );
}

function asDeadLetter({ words, count }: { words: string; count: number }) {
  return { words: `${words}, to dead letters`, count };
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function Soft({ words }: { readonly words: string }) {
  return <span className="delivery-soft">{words}</span>;
}

/** "at least once ✓ kept: acknowledged publishes lost: 0; applied twice: 31". */
function Verdict({ flow }: { readonly flow: FlowResult }) {
  const breaches = breachesIn(flow);
  const words = GUARANTEE_WORDS[flow.promise.guarantee];
  const isNothing = flow.promise.guarantee === "none" && !flow.promise.ordered;
  const kept = isNothing ? "" : breaches.length === 0 ? " – kept" : " – not kept";
  return (
    <span className="delivery-verdict">
      <strong data-broken={breaches.length > 0 || undefined}>
        {words}
        {kept}
      </strong>
      <span>{verdictOf(flow, formatCount)}</span>
    </span>
  );
}

interface CausesProps {
  readonly counts: readonly { readonly words: string; readonly count: number }[];
  readonly isAlarm?: boolean;
}

function Causes({ counts, isAlarm = false }: CausesProps) {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <td data-alarm={(isAlarm && total > 0) || undefined}>
      {formatCount(total)}
      {counts.map(({ words, count }) => (
        <span key={words} className="delivery-soft">
          {formatCount(count)} {words}
        </span>
      ))}
    </td>
  );
}

const COLUMNS = [
  "published",
  "refused",
  "deduplicated",
  "acknowledged",
  "delivered",
  "redelivered",
  "applied",
  "appliedTwice",
  "duplicatesSkipped",
  "outOfOrder",
  "completed",
  "replayed",
  "purged",
  "redriven",
  "acknowledgedLost",
  "waitingAtStart",
  "waitingAtEnd",
] as const satisfies readonly (keyof FlowResult)[];

function tabular(flows: Flows): Tabular {
  return {
    columns: [
      { label: "flow" },
      { label: "promised" },
      ...COLUMNS.map((label) => ({ label, unit: "count" as const })),
      ...["dead letters", "dropped", "lost"].map((label) => ({ label, unit: "count" as const })),
      { label: "p50", unit: "ms" },
      { label: "p99", unit: "ms" },
    ],
    rows: flows.map(([id, flow]) => [
      id,
      GUARANTEE_WORDS[flow.promise.guarantee],
      ...COLUMNS.map((column) => flow[column]),
      sumOfCounts(flow.deadLettered),
      sumOfCounts(flow.dropped),
      sumOfCounts(flow.lostBy),
      flow.latencyMs.p50,
      flow.latencyMs.p99,
    ]),
  };
}
