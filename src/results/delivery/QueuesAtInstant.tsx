import { useBacklogHistory } from "../../store/backlog-history.ts";
import { useDesign, useRun } from "../../store/hooks.ts";
import { rowAt, rowTimeMs } from "../../store/run-rows.ts";
import { selectOnly } from "../../store/selection-actions.ts";
import { formatClock, formatCount, formatDuration, formatRate } from "../../ui/format.ts";
import { useExportable } from "../export/exportables.ts";
import type { Tabular } from "../export/tabular.ts";
import { useChartRows } from "../use-chart-rows.ts";
import { type InstantQueue, instantQueues } from "./instant-queues.ts";

const TITLE = "Delivery by queue";

const RATES = [
  ["published", "Published", "Copies that came to the queue or group"],
  ["delivered", "Delivered", "Given to consumers, for the first time or again"],
  ["settled", "Settled", "Acknowledged to the queue, or committed by the group"],
  ["redelivered", "Again", "Delivered again"],
  [
    "duplicates",
    "Duplicates",
    "Applied again. Consumers with an inbox pass these over; what slips through are their duplicate effects",
  ],
  ["givenUp", "Given up", "Dead letters and dropped messages"],
  ["lost", "Lost", "Gone, though nobody gave them up"],
] as const satisfies readonly (readonly [keyof InstantQueue, string, string])[];

const WAITING =
  "Messages not settled. Of a Kafka group, records not committed: those that it has finished count " +
  "until its next commit, though no longer on the card of the broker";

const TROUBLE: ReadonlySet<string> = new Set(["lost"]);

/** Tables are read, not watched: every fourth turn of the charts. */
const SLOT = 3;

/** Of the second before the playhead, or before the present: what each queue took and gave. */
export function QueuesAtInstant() {
  const rows = useChartRows(SLOT);
  const history = useBacklogHistory();
  const playheadMs = useRun((run) => run.playheadMs);
  const last = Math.min(rows?.count ?? 0, history.windows) - 1;
  const row = rows && playheadMs !== null ? rowAt(rows, playheadMs) : last;
  const queues = instantQueues(history, rows, row);
  useExportable({ id: "table queues", title: TITLE, data: () => tabular(queues), picture: null });
  if (rows === null || queues.length === 0) {
    return <p className="results-numbers-none">Nothing is recorded of this instant.</p>;
  }
  return (
    <table className="results-table delivery-table ui-num" aria-label={TITLE}>
      <thead>
        <tr>
          <th scope="col">Queue</th>
          {RATES.map(([, label, help]) => (
            <th key={label} scope="col" title={help}>
              {label}
            </th>
          ))}
          <th scope="col" title={WAITING}>
            Waiting
          </th>
          <th scope="col" title="Since when the oldest of them has waited">
            Oldest
          </th>
        </tr>
      </thead>
      <tbody>
        {queues.map((queue) => (
          <Row key={`${queue.broker} ${queue.to}`} queue={queue} />
        ))}
      </tbody>
      <caption>
        Messages a second up to {formatClock(rowTimeMs(rows, row), 1)}; kept by queue, so operations
        that share one are told together.
      </caption>
    </table>
  );
}

function Row({ queue }: { readonly queue: InstantQueue }) {
  const { broker, to, waiting, oldestMs } = queue;
  const { nodes } = useDesign();
  return (
    <tr>
      <th scope="row">
        <button type="button" className="results-row-name" onClick={() => selectOnly([broker])}>
          {to}
        </button>
        <span className="delivery-soft">in {nodes[broker]?.name ?? broker}</span>
      </th>
      {RATES.map(([key]) => (
        <td key={key} data-alarm={(TROUBLE.has(key) && queue[key] > 0) || undefined}>
          {formatRate(queue[key])}
        </td>
      ))}
      <td>{formatCount(waiting)}</td>
      <td>{formatDuration(oldestMs)}</td>
    </tr>
  );
}

function tabular(queues: readonly InstantQueue[]): Tabular {
  return {
    columns: [
      { label: "broker" },
      { label: "queue" },
      ...RATES.map(([, label]) => ({ label: label.toLowerCase(), unit: "1/s" as const })),
      { label: "waiting", unit: "count" as const },
      { label: "oldest", unit: "ms" as const },
    ],
    rows: queues.map((queue) => [
      queue.broker,
      queue.to,
      ...RATES.map(([key]) => queue[key]),
      queue.waiting,
      queue.oldestMs,
    ]),
  };
}
