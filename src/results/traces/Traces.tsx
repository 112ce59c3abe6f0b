import "../../ui/table.css";
import "../tables/tables.css";
import "../cascade/cascade.css";
import "./traces.css";
import { useEffect, useMemo, useState } from "react";
import type { Trace, TraceReason, TraceSummary } from "../../../simulation/results/traces.ts";
import { useRun } from "../../store/hooks.ts";
import { attachedWorker } from "../../store/run-lifecycle.ts";
import { studio } from "../../store/studio-store.ts";
import {
  askForTraces,
  selectTrace,
  traces as store,
  tracesOf,
  useTraces,
} from "../../store/traces.ts";
import { Segments } from "../../ui/Segments.tsx";
import { follow } from "../latency/use-latency-answers.ts";
import { ExportTraces } from "./ExportTraces.tsx";
import { SpanDetails } from "./SpanDetails.tsx";
import { TimeShares, type TraceGroup } from "./TimeShares.tsx";
import { TraceDiff } from "./TraceDiff.tsx";
import { TraceFilters } from "./TraceFilters.tsx";
import { PathKey, TraceHead } from "./TraceHead.tsx";
import { isWell, TraceList } from "./TraceList.tsx";
import { TraceScatter } from "./TraceScatter.tsx";
import { EVERY_TRACE, shownTraces, type TraceFilter } from "./trace-filter.ts";
import { Waterfall } from "./Waterfall.tsx";
import { heaviestRow, rowsOf } from "./waterfall-rows.ts";

/** Requests that the run has listed; asked again as it goes on. */
function useTraceList(): readonly TraceSummary[] {
  const [list, setList] = useState<readonly TraceSummary[]>([]);
  useEffect(() => {
    let isWanted = true;
    const stop = follow(async () => {
      const { info } = studio.getState().run;
      const answer = await attachedWorker().traceList();
      if (!isWanted) return;
      tracesOf(info);
      setList(answer);
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, []);
  return list;
}

const VIEWS = [
  { value: "one", label: "One request" },
  { value: "all", label: "Where the time goes" },
] as const;

/** What single requests went through. */
export function Traces() {
  const list = useTraceList();
  const [filter, setFilter] = useState<TraceFilter>(EVERY_TRACE);
  const [view, setView] = useState<string>("one");
  const { known, selected, pinned, atPlayhead } = useTraces((state) => state);
  const instant = useRun((run) => ({
    atMs: atPlayhead ? (run.playheadMs ?? run.nowMs) : null,
    windowMs: run.info?.layout.windowMs ?? 1000,
  }));
  const shown = shownTraces(list, filter, instant, known);
  const wantsAll = view === "all" || filter.node !== "";
  const wanted = wantsAll ? list : list.filter(({ id }) => id === selected || id === pinned);
  const missing = wanted.filter(({ id }) => known[id] === undefined);
  const key = missing.map(({ id }) => id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which are missing
  useEffect(() => {
    if (key !== "" && store.getState().asked === 0) void askForTraces(missing);
  }, [key]);
  // Nobody has chosen yet: the first of the list, so that there is something to see.
  const first = selected === null && view === "one" ? shown[0]?.id : undefined;
  useEffect(() => {
    if (first !== undefined) selectTrace(first);
  }, [first]);
  if (list.length === 0) return <Nothing />;
  return (
    <div className="traces">
      <section className="traces-side" aria-label="Requests that can be traced">
        <TraceFilters
          {...{ list, filter }}
          count={shown.length}
          onChange={(change) => setFilter({ ...filter, ...change })}
        />
        {shown.length === 0 ? (
          <p className="cascade-note">
            {missing.length > 0 && filter.node !== ""
              ? "Tracing the listed requests to see their nodes…"
              : "None of the listed requests fits. Listed are a sample, the slowest that succeeded, and the first failures of each cause."}
          </p>
        ) : (
          <TraceList traces={shown} {...{ selected, pinned }} onSelect={selectTrace} />
        )}
      </section>
      <section className="traces-main" aria-label="Trace">
        <TraceScatter traces={shown} selected={selected} onSelect={selectTrace} />
        <div className="traces-top">
          <Segments
            className="traces-views"
            label="What is shown of them"
            data={VIEWS}
            value={view}
            onChange={setView}
          />
          {view === "all" ? (
            <ExportTraces traces={shown} name="traces" label={`Export ${shown.length}`} />
          ) : null}
        </div>
        {view === "all" ? <All {...{ shown, filter }} /> : <One />}
      </section>
    </div>
  );
}

/** Why there is nothing. */
function Nothing() {
  const status = useRun((run) => run.status);
  return (
    <p className="traces-nothing">
      {status === "idle" || status === "loading"
        ? "Run to see what single requests go through."
        : "No request has ended yet."}
    </p>
  );
}

function Busy() {
  const { asked, message } = useTraces((state) => state);
  if (message !== null) {
    return (
      <p className="cascade-note results-alarm" role="alert">
        {message}
      </p>
    );
  }
  if (asked === 0) return null;
  return (
    <p className="cascade-note" role="status">
      {asked === 1
        ? "Its time is simulated once more…"
        : `The time of ${asked} requests is simulated once more…`}
    </p>
  );
}

function One() {
  const { known, selected, pinned } = useTraces((state) => state);
  const trace = selected === null ? undefined : known[selected];
  const other = pinned === null || pinned === selected ? undefined : known[pinned];
  if (trace === undefined) {
    return selected === null ? (
      <p className="cascade-note">Choose a request to see where its time went.</p>
    ) : (
      <Busy />
    );
  }
  return (
    <>
      <TraceHead trace={trace} />
      {other === undefined ? (
        <Single key={trace.id} trace={trace} />
      ) : (
        <div className="traces-body">
          <TraceDiff first={other} second={trace} />
          <PathKey trace={trace} />
        </div>
      )}
    </>
  );
}

/** One request over time, and what is known of the chosen part of it. */
function Single({ trace }: { readonly trace: Trace }) {
  const rows = useMemo(() => rowsOf(trace), [trace]);
  const [chosen, setChosen] = useState("");
  const row = rows.find(({ id }) => id === chosen) ?? rows[Math.max(0, heaviestRow(rows))];
  return (
    <div className="traces-body">
      <Waterfall {...{ trace, rows }} onRow={({ id }) => setChosen(id)} />
      <div className="traces-aside">
        <PathKey trace={trace} />
        {row === undefined ? null : <SpanDetails {...{ row, trace }} />}
      </div>
    </div>
  );
}

/** The tail of those that succeeded, what is usual, and what failed; or what was asked for. */
function groupsOf(shown: readonly Trace[], filter: TraceFilter): TraceGroup[] {
  const of = (reason: TraceReason, well: boolean) =>
    shown.filter(({ reasons, outcome }) => reasons.includes(reason) && isWell(outcome) === well);
  const groups =
    filter.reason === ""
      ? [
          { name: "Slowest ok", traces: of("slow", true) },
          { name: "Sampled ok", traces: of("sampled", true) },
          { name: "Sampled failures", traces: of("sampled", false) },
        ]
      : [{ name: "Shown on the left", traces: shown }];
  return groups.filter(({ traces }) => traces.length > 0);
}

interface AllProps {
  readonly shown: readonly TraceSummary[];
  readonly filter: TraceFilter;
}

function All({ shown, filter }: AllProps) {
  const { known, asked, message } = useTraces((state) => state);
  if (asked > 0 || message !== null) return <Busy />;
  const made = shown.flatMap(({ id }) => known[id] ?? []);
  if (made.length === 0) return <p className="cascade-note">No request is left to add up.</p>;
  return (
    <>
      <p className="cascade-note">
        Critical paths added up: the share of the latency that each place kept the requests for.
      </p>
      <TimeShares groups={groupsOf(made, filter)} />
    </>
  );
}
