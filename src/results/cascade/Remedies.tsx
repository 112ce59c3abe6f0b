import { Button, Progress } from "@mantine/core";
import type {
  CounterfactualResult,
  MeanOfRuns,
  RemedyResult,
} from "../../../simulation/results/counterfactual.ts";
import { useDocument, useRun } from "../../store/hooks.ts";
import { applyRemedy, stopRemedies, tryRemedies, useRemedies } from "../../store/remedies.ts";
import { formatCount, formatDuration, formatNumber } from "../../ui/format.ts";

/** What would have helped: one change at a time, on the same random numbers. */
export function Remedies() {
  const { isGoing, result, document: ranAgainst, message } = useRemedies();
  const document = useDocument();
  const departures = useRun((run) => run.cascade.length);
  const isStale = ranAgainst !== null && ranAgainst !== document;
  return (
    <section className="cascade-part" aria-label="What would have helped">
      <header className="cascade-head">
        <h3>What would have helped</h3>
        <Progressing isGoing={isGoing} result={result} />
        {isGoing ? (
          <Button size="compact-xs" variant="default" onClick={stopRemedies}>
            Stop
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant={result === null ? "filled" : "default"}
            disabled={departures === 0 && result === null}
            onClick={() => void tryRemedies()}
          >
            {result === null ? "Try changes" : "Try again"}
          </Button>
        )}
      </header>
      {message === null ? null : (
        <p className="cascade-note results-alarm" role="alert">
          {message}
        </p>
      )}
      {result === null ? (
        <p className="cascade-note">{invitation(departures)}</p>
      ) : (
        <Ranking result={result} isStale={isStale} isGoing={isGoing} />
      )}
    </section>
  );
}

function invitation(departures: number): string {
  if (departures === 0) return "As long as every node is healthy there is nothing to try.";
  return (
    "Changes the design in one place at a time (timeouts, breakers, bulkheads, more instances, " +
    "a queue in place of a call and others) and runs each with the same random numbers."
  );
}

function Progressing({
  isGoing,
  result,
}: {
  readonly isGoing: boolean;
  readonly result: CounterfactualResult | null;
}) {
  const made = result?.runsMade ?? 0;
  const all = result?.runsInAll ?? null;
  if (!isGoing) {
    if (result === null || result.remedies.length === 0) return <span className="cascade-told" />;
    return (
      <span className="cascade-told">
        {result.remedies.length} changes, {result.replications} paired runs each, 95 % intervals
      </span>
    );
  }
  return (
    <>
      <Progress
        className="cascade-progress"
        aria-label="Runs made"
        value={all === null ? 0 : (100 * made) / all}
      />
      <span className="cascade-told ui-num" role="status">
        {all === null ? "first runs" : `${formatCount(made)} of ${formatCount(all)} runs`}
      </span>
    </>
  );
}

interface RankingProps {
  readonly result: CounterfactualResult;
  readonly isStale: boolean;
  readonly isGoing: boolean;
}

function Ranking({ result, isStale, isGoing }: RankingProps) {
  const { remedies, offered, lost, p99Ms, nothingTried } = result;
  const points = (count: number): number => (offered > 0 ? (100 * count) / offered : 0);
  const most = Math.max(1e-9, ...remedies.map(({ saved }) => Math.abs(points(saved.mean))));
  const idle = remedies.filter(({ saved }) => isIdle(saved));
  const caveats = [...new Set(remedies.flatMap(({ caveat }) => (caveat ? [caveat] : [])))];
  return (
    <>
      <p className="cascade-note">
        As it is, {formatCount(Math.floor(lost.mean + 0.5))} of{" "}
        {formatCount(Math.floor(offered + 0.5))} requests are lost a run (
        {formatNumber(points(lost.mean))} %): failed, late or unanswered
        {p99Ms === null ? "" : `; p99 ${formatDuration(p99Ms)}`}.
        {isStale ? " The scenario was changed since; try again to see what holds now." : ""}
        {nothingTried === null ? "" : ` ${nothingTried}`}
      </p>
      {remedies.length === 0 ? null : (
        <table className="ui-table cascade-table">
          <thead>
            <tr>
              <th scope="col">Change</th>
              <th scope="col" colSpan={2}>
                More requests succeed, points
              </th>
              <th scope="col">p99</th>
              <th scope="col">
                <span className="ui-visually-hidden">Apply</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {remedies
              .filter(({ saved }) => !isIdle(saved))
              .map((remedy) => (
                <Row
                  key={remedy.id}
                  remedy={remedy}
                  points={points}
                  most={most}
                  mark={remedy.caveat ? caveats.indexOf(remedy.caveat) + 1 : null}
                  isLocked={isStale || isGoing}
                />
              ))}
          </tbody>
        </table>
      )}
      {idle.length === 0 ? null : (
        <details className="cascade-idle">
          <summary>{idle.length} without any effect</summary>
          <ul>
            {idle.map(({ id, sentence }) => (
              <li key={id}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
      {caveats.map((caveat, index) => (
        <p key={caveat} className="cascade-note">
          <sup>{index + 1}</sup> {caveat}
        </p>
      ))}
    </>
  );
}

/** Percentage points to the tenth, or the hundredth below one. */
function inPoints(value: number): string {
  return value < 0.995 ? value.toFixed(2) : value.toFixed(1);
}

function gainWords({ mean, halfWidth }: MeanOfRuns, points: (count: number) => number): string {
  const sign = mean > 0 ? "+" : mean < 0 ? "−" : "";
  const value = `${sign}${inPoints(Math.abs(points(mean)))}`;
  return halfWidth === null ? value : `${value} ± ${inPoints(points(halfWidth))}`;
}

interface RowProps {
  readonly remedy: RemedyResult;
  readonly points: (count: number) => number;
  /** The largest gain or harm of all, points. */
  readonly most: number;
  readonly mark: number | null;
  readonly isLocked: boolean;
}

function Row({ remedy, points, most, mark, isLocked }: RowProps) {
  const { sentence, saved, sure, degraded, backlog, p99Ms } = remedy;
  const more = [
    ...(degraded >= 1 ? [`${formatCount(Math.floor(degraded + 0.5))} degraded answers`] : []),
    ...(backlog !== undefined && backlog >= 1
      ? [`${formatCount(Math.floor(backlog + 0.5))} messages still wait at the end`]
      : []),
  ];
  return (
    <tr data-verdict={sure ? (saved.mean > 0 ? "helps" : "harms") : "unsure"}>
      <td>
        {sentence}
        {mark === null ? null : <sup>{mark}</sup>}
        {more.length === 0 ? null : <span className="cascade-more"> {more.join(", ")}</span>}
      </td>
      <td className="cascade-bar" aria-hidden="true">
        <Bar share={points(saved.mean) / most} half={points(saved.halfWidth ?? 0) / most} />
      </td>
      <td className="ui-num">
        {gainWords(saved, points)}
        {sure ? "" : ", not sure"}
      </td>
      <td className="ui-num">{p99Ms === null ? "–" : formatDuration(p99Ms)}</td>
      <td>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={isLocked}
          aria-label={`Apply: ${sentence}`}
          onClick={() => applyRemedy(remedy)}
        >
          Apply
        </Button>
      </td>
    </tr>
  );
}

/** In no run did it save or cost a single request. */
function isIdle({ mean, halfWidth }: MeanOfRuns): boolean {
  return mean === 0 && (halfWidth ?? 0) === 0;
}

const WIDTH = 96;

/** From the middle to the right what it gains, to the left what it costs, with its interval. */
function Bar({ share, half }: { readonly share: number; readonly half: number }) {
  const middle = WIDTH / 2;
  const clip = (value: number): number => Math.max(-1, Math.min(1, value)) * (middle - 1);
  const end = clip(share);
  return (
    <svg width={WIDTH} height={12} role="presentation">
      <line x1={middle} x2={middle} y1={0} y2={12} className="cascade-bar-axis" />
      <rect
        x={middle + Math.min(0, end)}
        y={3}
        width={Math.abs(end)}
        height={6}
        className={share < 0 ? "cascade-bar-harm" : "cascade-bar-gain"}
      />
      <line
        x1={middle + clip(share - half)}
        x2={middle + clip(share + half)}
        y1={6}
        y2={6}
        className="cascade-bar-interval"
      />
    </svg>
  );
}
