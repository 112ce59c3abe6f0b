import "./campaign.css";
import { Button, NumberInput, Progress } from "@mantine/core";
import { useState } from "react";
import { startCampaign, stopCampaign, useCampaign } from "../store/campaign.ts";
import { useDocument } from "../store/hooks.ts";
import { formatCount } from "../ui/format.ts";
import { choicesOf } from "./campaign-choices.ts";
import { NameChips } from "./NameChips.tsx";
import { Ranking } from "./Ranking.tsx";

const FIRST_RUNS = 20;
const MOST_RUNS = 1000;

export function CampaignPage() {
  const document = useDocument();
  const { asked, result, document: ranAgainst, message } = useCampaign();
  const { kinds, targets } = choicesOf(document);
  const [leftOutKinds, setLeftOutKinds] = useState<readonly string[]>([]);
  const [leftOutTargets, setLeftOutTargets] = useState<readonly string[]>([]);
  const [runs, setRuns] = useState(FIRST_RUNS);
  const [seed, setSeed] = useState(1);
  const chosenKinds = kinds.filter(({ id }) => !leftOutKinds.includes(id));
  const chosenTargets = targets.filter(({ id }) => !leftOutTargets.includes(id));
  const start = () => {
    void startCampaign({
      runs,
      seed,
      ...(chosenKinds.length < kinds.length ? { kinds: chosenKinds.map(({ id }) => id) } : {}),
      ...(chosenTargets.length < targets.length
        ? { targets: chosenTargets.map(({ id }) => id) }
        : {}),
    });
  };
  const canStart = chosenKinds.length > 0 && chosenTargets.length > 0;
  return (
    <div className="campaign">
      <p className="campaign-lead">
        Each run has one random fault and is otherwise the same. The worst come first.
      </p>
      <NameChips label="Faults" names={kinds} leftOut={leftOutKinds} onChange={setLeftOutKinds} />
      <NameChips
        label="Targets"
        names={targets}
        leftOut={leftOutTargets}
        onChange={setLeftOutTargets}
      />
      <div className="campaign-start">
        <NumberInput
          label="Runs"
          size="xs"
          min={1}
          max={MOST_RUNS}
          allowDecimal={false}
          clampBehavior="strict"
          value={runs}
          onChange={(value) => setRuns(Math.max(1, Number(value) || 1))}
        />
        <NumberInput
          label="Seed"
          size="xs"
          min={0}
          max={2_147_483_647}
          allowDecimal={false}
          clampBehavior="strict"
          value={seed}
          onChange={(value) => setSeed(Number(value) || 0)}
        />
        {asked === null ? (
          <Button size="compact-md" disabled={!canStart} onClick={start}>
            Start
          </Button>
        ) : (
          <>
            <Button size="compact-md" variant="default" onClick={stopCampaign}>
              Stop
            </Button>
            <Progress
              className="campaign-progress"
              aria-label="Runs done"
              value={(100 * (result?.runs.length ?? 0)) / asked}
            />
            <span className="ui-num" role="status">
              {formatCount(result?.runs.length ?? 0)} of {formatCount(asked)}
            </span>
          </>
        )}
      </div>
      {message === null ? null : (
        <p className="campaign-message" role="alert">
          {message}
        </p>
      )}
      {result ? <Ranking result={result} isStale={ranAgainst !== document} /> : null}
    </div>
  );
}
