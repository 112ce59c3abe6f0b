import { type TimeShare, whereTimeWent } from "../../../simulation/results/trace-paths.ts";
import { PART_LABELS, type Trace } from "../../../simulation/results/traces.ts";
import { useDocument } from "../../store/hooks.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatDuration, formatShare } from "../../ui/format.ts";
import { placeName } from "./span-words.ts";
import { familyOf } from "./waterfall-rows.ts";

/** More rows say less: the rest is a few thousandths each. */
const MOST_ROWS = 30;

/** Requests whose critical paths are added up. */
export interface TraceGroup {
  readonly name: string;
  readonly traces: readonly Trace[];
}

/** Places in the order of the first group that goes through them. */
function keysOf(groups: readonly (readonly TimeShare[])[]): TimeShare[] {
  const rows = new Map<string, TimeShare>();
  for (const share of groups.flat()) {
    const key = `${share.kind} ${share.place}`;
    if (!rows.has(key)) rows.set(key, share);
  }
  return [...rows.values()];
}

/** The critical paths of groups of requests, added up by what and where. */
export function TimeShares({ groups }: { readonly groups: readonly TraceGroup[] }) {
  const document = useDocument();
  const shares = groups.map(({ traces }) => whereTimeWent(traces));
  const most = Math.max(1e-9, ...shares.flat().map(({ share }) => share));
  return (
    <table className="ui-table traces-table ui-num" aria-label="Where the time goes">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Where</th>
          {groups.map(({ name, traces }) => (
            <th key={name} scope="colgroup" colSpan={3}>
              {name}, {traces.length === 1 ? "1 request" : `${traces.length} requests`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keysOf(shares)
          .slice(0, MOST_ROWS)
          .map(({ kind, place, onEdge }) => (
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
              {groups.map(({ name }, at) => (
                <Share
                  key={name}
                  most={most}
                  share={shares[at]?.find((own) => own.kind === kind && own.place === place)}
                />
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  );
}

interface ShareProps {
  readonly share: TimeShare | undefined;
  readonly most: number;
}

function Share({ share, most }: ShareProps) {
  if (share === undefined) return <td colSpan={3}>–</td>;
  return (
    <>
      <td className="traces-bar" aria-hidden="true">
        <i data-family={familyOf(share.kind)} style={{ width: `${(100 * share.share) / most}%` }} />
      </td>
      <td>{formatShare(share.share)}</td>
      <td>{formatDuration(share.meanMs)}</td>
    </>
  );
}
