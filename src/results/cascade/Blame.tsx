import type { Blame as BlameRow, FailureWay } from "../../../simulation/results/failure-place.ts";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { faultTitle } from "../../store/fault-title.ts";
import { useDocument } from "../../store/hooks.ts";
import { edgeTitle, nodeTitle } from "../../store/proxy-names.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatCount, formatShare } from "../../ui/format.ts";
import { useResultSoFar } from "../use-run-result.ts";
import { type BlameGroup, groupBlame } from "./blame-groups.ts";
import { Loops } from "./Loops.tsx";

const WAYS: Readonly<Record<FailureWay, string>> = {
  waiting: "while waiting there",
  working: "while being served",
  errors: "answered with an error",
  refusing: "refused",
  away: "had no instance up",
  wire: "on the wire",
};

const CAUSES: Readonly<Record<string, string>> = {
  load: "the load",
  capacity: "too little capacity",
  unexplained: "unexplained",
  baseline: "what is usual here",
};

/** "Slow payment, at payment" */
export function causeWords(
  { cause, origin }: Pick<BlameRow, "cause"> & { readonly origin?: string | undefined },
  document: ScenarioDocument,
): string {
  const [kind = "", id = ""] = cause.split(/:(.*)/s);
  const fault = kind === "fault" ? document.faults?.[id] : undefined;
  const what = fault ? faultTitle(id, fault) : kind === "change" ? "a change" : CAUSES[kind];
  const where = origin === undefined ? "" : `, at ${placeName(origin, document)}`;
  return `${what ?? cause}${where}`;
}

function placeName(id: string, document: ScenarioDocument): string {
  return id.includes("->") ? edgeTitle(document, id) : nodeTitle(document, id);
}

/** `12 failed requests`, `12 failed and 3 late requests`. */
export function requestWords(failed: number, late: number): string {
  const parts = [
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(late > 0 ? [`${formatCount(late)} late`] : []),
  ];
  return `${parts.join(" and ")} request${failed + late === 1 ? "" : "s"}`;
}

/** `while it waited, 3 only late` */
export function wayWords({ way, requests, late }: BlameRow): string {
  if (late === 0) return WAYS[way];
  return `${WAYS[way]}, ${late === requests ? "only late" : `${formatCount(late)} only late`}`;
}

/** What requests failed or were late for, and where and in which way they did. */
export function Blame() {
  const document = useDocument();
  const result = useResultSoFar(true);
  const rows = result?.blame ?? [];
  if (rows.length === 0) return null;
  const late = rows.reduce((sum, row) => sum + row.late, 0);
  const failed = rows.reduce((sum, { requests }) => sum + requests, -late);
  return (
    <div className="cascade-part cascade-blames">
      <section className="cascade-blame" aria-label="Who is to blame">
        <h3>Who is to blame for {requestWords(failed, late)}</h3>
        <table className="ui-table cascade-table ui-num">
          <thead>
            <tr>
              <th scope="col">Due to</th>
              <th scope="col" className="cascade-count">
                Requests
              </th>
              <th scope="col" className="cascade-count">
                Share
              </th>
            </tr>
          </thead>
          {groupBlame(rows).map((group) => (
            <Group key={`${group.cause} ${group.origin}`} group={group} document={document} />
          ))}
        </table>
      </section>
      <Loops recovery={result?.recovery} />
    </div>
  );
}

interface GroupProps {
  readonly group: BlameGroup;
  readonly document: ScenarioDocument;
}

function Group({ group, document }: GroupProps) {
  const { origin, requests, share, places, others } = group;
  const words = causeWords(group, document);
  return (
    <tbody>
      <tr className="cascade-due">
        <th scope="rowgroup">
          {origin === undefined ? words : <Place id={origin}>{words}</Place>}
        </th>
        <td className="cascade-count">{formatCount(requests)}</td>
        <td className="cascade-count">{formatShare(share)}</td>
      </tr>
      {places.map((row) => {
        const place = row.node ?? row.edge ?? "";
        return (
          <tr key={`${place} ${row.way}`}>
            <td className="cascade-place">
              <Place id={place}>{placeName(place, document)}</Place> {wayWords(row)}
            </td>
            <td className="cascade-count">{formatCount(row.requests)}</td>
            <td className="cascade-count">{formatShare(row.share)}</td>
          </tr>
        );
      })}
      {others.count === 0 ? null : (
        <tr>
          <td className="cascade-place">{others.count} other places</td>
          <td className="cascade-count">{formatCount(others.requests)}</td>
          <td className="cascade-count">{formatShare(others.share)}</td>
        </tr>
      )}
    </tbody>
  );
}

function Place({ id, children }: { readonly id: string; readonly children: string }) {
  return (
    <button type="button" className="results-row-name" onClick={() => selectOnly([id])}>
      {children}
    </button>
  );
}
