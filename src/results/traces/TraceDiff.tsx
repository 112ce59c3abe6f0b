import { compareTraces } from "../../../simulation/results/trace-diff.ts";
import { PART_LABELS, type Span, type Trace } from "../../../simulation/results/traces.ts";
import { useDocument } from "../../store/hooks.ts";
import { formatDuration } from "../../ui/format.ts";
import { placeName } from "./span-words.ts";
import { shortId } from "./trace-filter.ts";
import { familyOf } from "./waterfall-rows.ts";

/** Below a microsecond it is rounding. */
const NOTABLE_MS = 0.001;

function signed(ms: number): string {
  return ms > 0 ? `+${formatDuration(ms)}` : formatDuration(ms);
}

interface DiffProps {
  readonly first: Trace;
  readonly second: Trace;
}

/** Two requests: what took longer in which, and what only one of them did. */
export function TraceDiff({ first, second }: DiffProps) {
  const document = useDocument();
  const { latencyMs, times, spans } = compareTraces(first, second);
  const told = times.filter(({ deltaMs }) => Math.abs(deltaMs) >= NOTABLE_MS);
  const [mine, theirs] = [shortId(first.id), shortId(second.id)];
  const onlyFirst = spans.flatMap(({ first: span, second: other }) =>
    span && !other ? [span] : [],
  );
  const onlySecond = spans.flatMap(({ first: other, second: span }) =>
    span && !other ? [span] : [],
  );
  const most = Math.max(1e-9, ...told.map(({ deltaMs }) => Math.abs(deltaMs)));
  return (
    <div className="traces-diff">
      <p className="cascade-note">
        {theirs} took {formatDuration(second.latencyMs)}, {mine} {formatDuration(first.latencyMs)}:{" "}
        <b>{signed(latencyMs)}</b>. {alone(mine, onlyFirst)} {alone(theirs, onlySecond)}
      </p>
      <table className="ui-table traces-table ui-num">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Where</th>
            <th scope="col">{mine}</th>
            <th scope="col">{theirs}</th>
            <th scope="col" colSpan={2}>
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {told.map(({ kind, place, onEdge, firstMs, secondMs, deltaMs }) => (
            <tr key={`${kind} ${place}`}>
              <td>
                <i className="traces-key" data-family={familyOf(kind)} aria-hidden="true" />
                {PART_LABELS[kind]}
              </td>
              <td>{placeName(document, place, onEdge)}</td>
              <td>{formatDuration(firstMs)}</td>
              <td>{formatDuration(secondMs)}</td>
              <td className="traces-bar" aria-hidden="true">
                <i
                  data-family={familyOf(kind)}
                  style={{ width: `${(100 * Math.abs(deltaMs)) / most}%` }}
                />
              </td>
              <td>{signed(deltaMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function alone(id: string, spans: readonly Span[]): string {
  if (spans.length === 0) return "";
  return `Only ${id} has ${spans.length} ${spans.length === 1 ? "span" : "spans"}.`;
}
