import "./alerts.css";
import type { AlertFiring, AlertResult } from "../../simulation/results/alert-result.ts";
import { useDocument, useRun } from "../store/hooks.ts";
import { setPlayhead } from "../store/run-actions.ts";
import { formatClock, formatDuration } from "../ui/format.ts";
import { type TimeAxis, xOf } from "./time-axis.ts";

/** Which alerts were pending and which fired, from when until when; only where the file has rules. */
export function AlertLane({ axis }: { readonly axis: TimeAxis }) {
  const { alerts: rules = {} } = useDocument();
  const { alerts, nowMs } = useRun((run) => ({ alerts: run.alerts, nowMs: run.nowMs }));
  const count = Object.keys(rules).length;
  if (count === 0) return null;
  const fired = alerts.filter(({ firings }) => firings.length > 0).length;
  return (
    <div className="timeline-lane timeline-alerts">
      <div className="timeline-gutter">
        <span>Alerts</span>
        <span className="timeline-note ui-num">
          {fired} of {count}
        </span>
      </div>
      <div className="timeline-plot" style={{ width: axis.width }}>
        {alerts.map((alert, row) => (
          <AlertRow key={alert.id} {...{ alert, row, nowMs, axis }} rows={alerts.length} />
        ))}
      </div>
    </div>
  );
}

interface AlertRowProps {
  readonly alert: AlertResult;
  readonly row: number;
  readonly rows: number;
  readonly nowMs: number;
  readonly axis: TimeAxis;
}

/** The bars of one rule, on a line of its own; those of many rules are thinner. */
function AlertRow({ alert, row, rows, nowMs, axis }: AlertRowProps) {
  const height = 100 / rows;
  const place = { top: `${row * height}%`, height: `${height}%` };
  const span = (fromS: number, toS: number) => {
    const left = Math.max(0, xOf(axis, fromS * 1000));
    const right = Math.min(axis.width, xOf(axis, toS * 1000));
    return { left, width: Math.max(0, right - left) };
  };
  return (
    <>
      {alert.pendingAtS === null ? null : (
        <i
          className="timeline-pending"
          style={{ ...place, ...span(alert.pendingAtS, nowMs / 1000) }}
        />
      )}
      {alert.firings.map((firing) => {
        const { pendingAtS, firedAtS, resolvedAtS } = firing;
        const bar = span(firedAtS, resolvedAtS ?? nowMs / 1000);
        const text = firingText(alert.name, firing);
        return (
          <span key={firedAtS}>
            <i className="timeline-pending" style={{ ...place, ...span(pendingAtS, firedAtS) }} />
            <button
              type="button"
              className="timeline-alert"
              style={{ ...place, ...bar, width: Math.max(3, bar.width) }}
              aria-label={text}
              title={text}
              onClick={() => setPlayhead(firedAtS * 1000)}
            >
              {rows <= 2 && bar.width > 6.2 * alert.name.length + 12 ? (
                <span>{alert.name}</span>
              ) : null}
            </button>
          </span>
        );
      })}
    </>
  );
}

function firingText(name: string, { firedAtS, resolvedAtS, detectS }: AlertFiring): string {
  const after = detectS === null ? "" : `, ${formatDuration(detectS * 1000)} after the fault began`;
  const until = resolvedAtS === null ? "" : ` until ${formatClock(resolvedAtS * 1000)}`;
  return `Alert ${name}: fires from ${formatClock(firedAtS * 1000)}${after}${until}`;
}
