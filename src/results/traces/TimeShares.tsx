import { whereTimeWent } from "../../../simulation/results/trace-paths.ts";
import { PART_LABELS, type Trace } from "../../../simulation/results/traces.ts";
import { useDocument } from "../../store/hooks.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatDuration, formatRatio } from "../../ui/format.ts";
import { placeName } from "./span-words.ts";
import { familyOf } from "./waterfall-rows.ts";

/** More rows say less: the rest is a few thousandths each. */
const MOST_ROWS = 30;

interface SharesProps {
  readonly traces: readonly Trace[];
  readonly caption: string;
}

/** The critical paths of several requests, added up by what and where. */
export function TimeShares({ traces, caption }: SharesProps) {
  const document = useDocument();
  const shares = whereTimeWent(traces);
  const most = shares[0]?.share ?? 1;
  return (
    <table className="ui-table traces-table ui-num">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Where</th>
          <th scope="col" colSpan={2}>
            Share of the latency
          </th>
          <th scope="col">Mean</th>
          <th scope="col">Requests</th>
        </tr>
      </thead>
      <tbody>
        {shares.slice(0, MOST_ROWS).map(({ kind, place, onEdge, share, meanMs, traces: count }) => (
          <tr key={`${kind} ${place}`}>
            <td>
              <i className="traces-key" data-family={familyOf(kind)} aria-hidden="true" />
              {PART_LABELS[kind]}
            </td>
            <td>
              <button
                type="button"
                className="results-row-name"
                onClick={() => selectOnly([place])}
              >
                {placeName(document, place, onEdge)}
              </button>
            </td>
            <td className="traces-bar" aria-hidden="true">
              <i data-family={familyOf(kind)} style={{ width: `${(100 * share) / most}%` }} />
            </td>
            <td>{formatRatio(share)}</td>
            <td>{formatDuration(meanMs)}</td>
            <td>{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
