import "./log.css";
import { SegmentedControl } from "@mantine/core";
import {
  IconAdjustments,
  IconAlertTriangle,
  IconBolt,
  IconFlag,
  IconHandStop,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { checksSentence } from "../../../simulation/results/intervals.ts";
import type { RunResult } from "../../../simulation/results/run-result.ts";
import { useDocument, useRun } from "../../store/hooks.ts";
import { setPlayhead } from "../../store/run-actions.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatClock, formatDuration } from "../../ui/format.ts";
import { StateGlyph } from "../../ui/StateGlyph.tsx";
import { useExportable } from "../export/exportables.ts";
import { useRunResult } from "../use-run-result.ts";
import { type LogEntry, type LogKind, logEntries } from "./log-entries.ts";

const FILTERS = ["All", "States", "Faults and changes", "Warnings"] as const;
type Filter = (typeof FILTERS)[number];

const KINDS: Readonly<Record<Exclude<Filter, "All">, readonly LogKind[]>> = {
  States: ["state"],
  "Faults and changes": ["fault", "change"],
  Warnings: ["limit", "warning"],
};

/** What happened, entry by entry; each leads to its instant and node. */
export function Log() {
  const [filter, setFilter] = useState<Filter>("All");
  const document = useDocument();
  const result = useRunResult();
  const run = useRun(
    ({ nowMs, cascade, endedEarly, endedOver, status, digest, message, rows }) => ({
      // Whole seconds: entries need no more, and the list is not made anew with every snapshot.
      nowMs: status === "running" ? Math.floor(nowMs / 1000) * 1000 : nowMs,
      ...{ cascade, endedEarly, endedOver, digest, message, hasRun: rows !== null },
      isFinished: status === "finished",
    }),
  );
  const entries = useMemo(
    () => (run.hasRun ? logEntries({ document, result, ...run }) : []),
    [document, result, run],
  );
  const shown =
    filter === "All" ? entries : entries.filter(({ kind }) => KINDS[filter].includes(kind));
  useExportable({
    id: "log",
    title: "Log",
    data: () => ({
      columns: [{ label: "Time", unit: "s" }, { label: "Kind" }, { label: "What" }],
      rows: shown.map(({ atMs, kind, text }) => [atMs === null ? null : atMs / 1000, kind, text]),
    }),
    picture: null,
  });
  return (
    <div className="results-log">
      <div className="results-tools">
        <SegmentedControl
          size="xs"
          aria-label="Entries shown"
          data={[...FILTERS]}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className="results-log-body" aria-label="Log entries" tabIndex={0}>
        <ol className="results-log-list">
          {shown.map((entry) => (
            <li key={entry.key}>
              <LogLine entry={entry} />
            </li>
          ))}
        </ol>
        {shown.length === 0 ? (
          <p className="results-numbers-none">
            {run.hasRun ? "Nothing of that kind so far." : "Run to see what happens."}
          </p>
        ) : null}
        {result ? <RunDetails result={result} /> : null}
      </section>
    </div>
  );
}

function LogLine({ entry }: { readonly entry: LogEntry }) {
  const { atMs, text, selects } = entry;
  const content = (
    <>
      <span className="results-log-time ui-num">{atMs === null ? "" : formatClock(atMs)}</span>
      <LogSign entry={entry} />
      <span>{text}</span>
    </>
  );
  if (atMs === null) return <div className="results-log-line">{content}</div>;
  const show = () => {
    if (selects !== null) selectOnly([selects]);
    setPlayhead(atMs);
  };
  return (
    <button type="button" className="results-log-line" onClick={show}>
      {content}
    </button>
  );
}

const SIGNS = {
  fault: IconBolt,
  change: IconAdjustments,
  limit: IconHandStop,
  warning: IconAlertTriangle,
  end: IconFlag,
} as const;

function LogSign({ entry: { kind, state } }: { readonly entry: LogEntry }) {
  if (kind === "state") {
    return state ? <StateGlyph state={state} size={14} decorative /> : <i />;
  }
  const Sign = SIGNS[kind];
  return <Sign size={14} aria-hidden="true" />;
}

/** How sure the numbers are, and what was checked about them. */
function RunDetails({ result }: { readonly result: RunResult }) {
  const { batchMeans } = result;
  const intervals =
    batchMeans === undefined
      ? "No intervals: load or system change during the run, or it has too few windows."
      : `± is half of the 95 % interval, by ${batchMeans.batches} batches of ` +
        `${formatDuration(batchMeans.batchS * 1000)}; left out where batches are not much longer ` +
        "than the run's memory.";
  return (
    <div className="results-details">
      <h3>Run details</h3>
      <p>{intervals}</p>
      <p>{checksSentence(result)}</p>
    </div>
  );
}
