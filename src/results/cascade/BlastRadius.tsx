import "./blast.css";
import { Button, Progress } from "@mantine/core";
import { useState } from "react";
import type {
  BlastRadiusResult,
  DownMode,
  JourneyLoss,
  NodeDown,
} from "../../../simulation/results/coupling.ts";
import { blastStudy } from "../../store/blast-radius.ts";
import { useDocument } from "../../store/hooks.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatCount, formatDuration, formatRatio } from "../../ui/format.ts";
import { Segments } from "../../ui/Segments.tsx";
import { CouplingTable } from "./CouplingTable.tsx";

const MODES: readonly { readonly value: DownMode; readonly label: string }[] = [
  { value: "crash", label: "Crashes" },
  { value: "hang", label: "Hangs" },
];

const MODE_WORDS: Readonly<Record<DownMode, string>> = {
  crash: "refuses connections",
  hang: "takes calls and never answers",
};

/** How journeys hang on nodes: as drawn, and by runs with each node down. */
export function BlastRadius() {
  return (
    <div className="blast">
      <CouplingTable />
      <ByRuns />
    </div>
  );
}

function ByRuns() {
  const document = useDocument();
  const { isGoing, result, document: ranAgainst, message } = blastStudy.use();
  const [mode, setMode] = useState<DownMode>("crash");
  const isStale = ranAgainst !== null && ranAgainst !== document;
  return (
    <section className="cascade-part" aria-label="When a node is down">
      <header className="cascade-head">
        <h3>When a node is down</h3>
        <Segments
          className="blast-modes"
          label="How it is down"
          data={MODES}
          value={mode}
          onChange={(value) => setMode(value as DownMode)}
        />
        <Progressing isGoing={isGoing} result={result} />
        {isGoing ? (
          <Button size="compact-xs" variant="default" onClick={blastStudy.stop}>
            Stop
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant={result === null ? "filled" : "default"}
            onClick={() => void blastStudy.start(mode)}
          >
            {result === null ? "Take each down" : "Again"}
          </Button>
        )}
      </header>
      {message === null ? null : (
        <p className="cascade-note results-alarm" role="alert">
          {message}
        </p>
      )}
      {result === null ? (
        <p className="cascade-note">
          Takes down one node at a time, in a short run each with the same random numbers, and tells
          which share of each journey fails. What waits on a queue does not fail; what hangs may
          take others with it.
        </p>
      ) : (
        <Losses result={result} isStale={isStale} />
      )}
    </section>
  );
}

interface ProgressingProps {
  readonly isGoing: boolean;
  readonly result: BlastRadiusResult | null;
}

function Progressing({ isGoing, result }: ProgressingProps) {
  if (!isGoing) return <span className="cascade-told" />;
  const made = result?.runsMade ?? 0;
  const all = result?.runsInAll ?? 0;
  return (
    <>
      <Progress
        className="cascade-progress"
        aria-label="Runs made"
        value={all > 0 ? (100 * made) / all : 0}
      />
      <span className="cascade-told ui-num" role="status">
        {all === 0 ? "first run" : `${formatCount(made)} of ${formatCount(all)} runs`}
      </span>
    </>
  );
}

interface LossesProps {
  readonly result: BlastRadiusResult;
  readonly isStale: boolean;
}

function Losses({ result, isStale }: LossesProps) {
  const { nodes, coupling, mode, baseline, simulatedS, warmupS } = result;
  const { journeys } = coupling;
  const measured = formatDuration((simulatedS - warmupS) * 1000);
  const usually = baseline.all?.failed ?? 0;
  return (
    <>
      <p className="cascade-note">
        Each {MODE_WORDS[mode]} for {measured} measured; failed or unanswered beyond the run with
        all nodes up{usually > 0 ? `, in which ${formatRatio(usually)} fail` : ""}.
        {isStale
          ? " The scenario was changed since; take them down again to see what holds now."
          : ""}
      </p>
      <table className="ui-table blast-table ui-num">
        <thead>
          <tr>
            <th scope="col">Down</th>
            {journeys.map(({ journey }) => (
              <th key={journey} scope="col">
                {journey} fails
              </th>
            ))}
            <th scope="col">All fail</th>
            <th scope="col">Late</th>
            <th scope="col">Degraded</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((down) => (
            <Row key={down.node} down={down} result={result} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ down, result }: { readonly down: NodeDown; readonly result: BlastRadiusResult }) {
  const document = useDocument();
  const { node, journeys, all, endedEarly } = down;
  const name = document.nodes[node]?.name ?? node;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="results-row-name" onClick={() => selectOnly([node])}>
          {name}
        </button>
        {endedEarly === null ? null : <small> ended early: {endedEarly}</small>}
      </th>
      {result.coupling.journeys.map(({ journey, later }) => (
        <Share key={journey} loss={journeys[journey]} waits={later.includes(node)} />
      ))}
      <Share loss={all} waits={false} />
      <td>{formatRatio(all.late)}</td>
      <td>{formatRatio(all.degraded)}</td>
    </tr>
  );
}

/** Below this a loss is that of a request or two around the edges of the run. */
const NOTABLE = 0.005;

interface ShareProps {
  readonly loss: JourneyLoss | undefined;
  /** Only messages of the journey reach the node. */
  readonly waits: boolean;
}

function Share({ loss, waits }: ShareProps) {
  const failed = loss?.failed ?? null;
  const isQuiet = failed === null || failed < NOTABLE;
  return (
    <td className="blast-share" data-quiet={isQuiet || undefined}>
      {failed === null || isQuiet ? null : (
        <i aria-hidden="true" style={{ width: `${100 * failed}%` }} />
      )}
      <span>
        {formatRatio(failed)}
        {waits && isQuiet ? ", work waits" : ""}
      </span>
    </td>
  );
}
