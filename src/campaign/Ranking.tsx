import { Button } from "@mantine/core";
import { faultOf } from "../../simulation/faults/catalog.ts";
import type { CampaignResult, CampaignRun } from "../../simulation/results/campaign.ts";
import { openCampaignRun } from "../store/campaign.ts";
import { FaultIcon } from "../ui/FaultIcon.tsx";
import { formatCount, formatDuration, formatRate } from "../ui/format.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";

interface RankingProps {
  readonly result: CampaignResult;
  /** The scenario was changed since. */
  readonly isStale: boolean;
}

/** More rows than these do not help to find the worst. */
const MOST_ROWS = 100;

export function Ranking({ result, isStale }: RankingProps) {
  const { runs, undisturbed } = result;
  const most = Math.max(1, ...runs.map(({ damage }) => damage));
  const lasting = runs.filter(({ recoveryS }) => recoveryS === null).length;
  return (
    <section aria-label="Ranking">
      <p className="campaign-lead" role="status">
        {runs.length === 1 ? "1 fault" : `${runs.length} faults`}, each alone.{" "}
        {lasting === 0 ? "All is well again before the end" : `${lasting} last to the end`}.
        Undisturbed: {formatCount(undisturbed.failed)} of {formatCount(undisturbed.offered)}{" "}
        requests fail.
        {isStale ? " The scenario was changed since; start again to see what that does." : ""}
      </p>
      <div className="campaign-table">
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">Fault</th>
              <th scope="col" colSpan={2}>
                Damage, requests
              </th>
              <th scope="col">Goodput</th>
              <th scope="col">Recovers after</th>
              <th scope="col">
                <span className="ui-visually-hidden">Open</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.slice(0, MOST_ROWS).map((run, index) => (
              <Row key={run.run} rank={index + 1} run={run} most={most} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface RowProps {
  readonly rank: number;
  readonly run: CampaignRun;
  /** The largest damage of all. */
  readonly most: number;
}

function Row({ rank, run, most }: RowProps) {
  const { fault, sentence, damage, goodput, recoveryS, endedEarly } = run;
  return (
    <tr>
      <td className="ui-num">{rank}</td>
      <td>
        <span className="campaign-fault">
          <FaultIcon icon={faultOf(fault.kind)?.icon ?? ""} />
          <span>{sentence}</span>
        </span>
      </td>
      <td className="ui-num campaign-damage">{formatCount(damage)}</td>
      <td className="campaign-bar" aria-hidden="true">
        <i style={{ width: `${(100 * damage) / most}%` }} />
      </td>
      <td className="ui-num">{formatRate(goodput)}</td>
      <td className="ui-num">
        {recoveryS === null || recoveryS === undefined ? (
          <span className="campaign-lasting">
            <StateGlyph state="failing" size={12} decorative />
            {endedEarly === null ? "not before the end" : `ended early: ${endedEarly}`}
          </span>
        ) : (
          formatDuration(recoveryS * 1000)
        )}
      </td>
      <td>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Open number ${rank}`}
          onClick={() => openCampaignRun(run)}
        >
          Open
        </Button>
      </td>
    </tr>
  );
}
