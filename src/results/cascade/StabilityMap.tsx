import "./stability.css";
import { Button, NativeSelect, Progress } from "@mantine/core";
import { useState } from "react";
import type {
  StabilityCell,
  StabilityMap as StabilityResult,
} from "../../../simulation/results/stability-map.ts";
import { useDocument } from "../../store/hooks.ts";
import { openCell, stabilityStudy } from "../../store/stability.ts";
import { formatCount } from "../../ui/format.ts";
import { StabilityGrid } from "./StabilityGrid.tsx";
import { StabilityLegend } from "./StabilityLegend.tsx";
import { mapSentences, outcomeWords, placeWords } from "./stability-words.ts";
import { sizesOf, triggersOf } from "./trigger-choices.ts";

/** Load times size of a trigger: where the design recovers by itself, and where it stays down. */
export function StabilityMap() {
  const document = useDocument();
  const { isGoing, result, document: ranAgainst, message } = stabilityStudy.use();
  const [shown, setShown] = useState<StabilityCell | null>(null);
  const isStale = ranAgainst !== null && ranAgainst !== document;
  const open = (cell: StabilityCell) => {
    if (result !== null) openCell(cell, placeWords(result, cell));
  };
  return (
    <div className="stability">
      <section className="cascade-part stability-side" aria-label="Stability map">
        <Controls isGoing={isGoing} result={result} />
        {message === null ? null : (
          <p className="cascade-note results-alarm" role="alert">
            {message}
          </p>
        )}
        {result === null ? (
          <p className="cascade-note">
            Runs this design at several loads with the trigger at several sizes, and tells where it
            comes back by itself once the trigger is over, where it stays down (a metastable
            failure) and where it is overloaded without any trigger.
          </p>
        ) : (
          <Told map={result} isGoing={isGoing} isStale={isStale} />
        )}
      </section>
      {result === null ? null : (
        <section className="stability-map" aria-label="Cells">
          <StabilityGrid
            map={result}
            isLocked={isStale || isGoing}
            onShow={setShown}
            onOpen={open}
          />
          <p className="stability-shown ui-num" aria-hidden="true">
            <span className="stability-means">
              Across: {result.trigger.name}, {result.size.label.toLowerCase()}. Upwards: load.
            </span>
            <br />
            {shown === null
              ? "A click on a cell opens its run on the canvas."
              : `${placeWords(result, shown)}: ${outcomeWords(shown)}.`}
          </p>
        </section>
      )}
    </div>
  );
}

interface ControlsProps {
  readonly isGoing: boolean;
  readonly result: StabilityResult | null;
}

function Controls({ isGoing, result }: ControlsProps) {
  const document = useDocument();
  const triggers = triggersOf(document);
  const [wanted, setWanted] = useState<string | null>(null);
  const [size, setSize] = useState("");
  const first = triggers.find(({ value }) => document.faults?.[value]?.enabled !== false);
  const trigger =
    triggers.find(({ value }) => value === wanted)?.value ??
    first?.value ??
    triggers[0]?.value ??
    "";
  const sizes = sizesOf(document.faults?.[trigger]?.kind);
  const chosen = sizes.find(({ value }) => value === size)?.value ?? sizes[0]?.value;
  const start = () => {
    void stabilityStudy.start(chosen === undefined ? { trigger } : { trigger, size: chosen });
  };
  const made = result?.runsMade ?? 0;
  const all = result?.runsInAll ?? 0;
  return (
    <>
      <header className="cascade-head">
        <h3>Stability map</h3>
        <span className="cascade-told" />
        {isGoing ? (
          <Button size="compact-xs" variant="default" onClick={stabilityStudy.stop}>
            Stop
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant={result === null ? "filled" : "default"}
            disabled={triggers.length === 0}
            onClick={start}
          >
            {result === null ? "Draw the map" : "Draw again"}
          </Button>
        )}
      </header>
      {triggers.length === 0 ? (
        <p className="cascade-note">
          It needs a fault that begins and ends as its trigger: add one on the timeline.
        </p>
      ) : (
        <div className="stability-choices">
          <NativeSelect
            label="Trigger"
            size="xs"
            data={[...triggers]}
            value={trigger}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
          {sizes.length < 2 ? null : (
            <NativeSelect
              label="Its size"
              size="xs"
              data={[...sizes]}
              value={chosen ?? ""}
              onChange={(event) => setSize(event.currentTarget.value)}
            />
          )}
        </div>
      )}
      {isGoing ? (
        <div className="cascade-head">
          <Progress
            className="cascade-progress"
            aria-label="Runs made"
            value={all > 0 ? (100 * made) / all : 0}
          />
          <span className="cascade-told ui-num" role="status">
            {all === 0 ? "first run" : `${formatCount(made)} of ${formatCount(all)} runs`}
          </span>
        </div>
      ) : null}
    </>
  );
}

interface ToldProps {
  readonly map: StabilityResult;
  readonly isGoing: boolean;
  readonly isStale: boolean;
}

function Told({ map, isGoing, isStale }: ToldProps) {
  return (
    <>
      {isGoing ? null : (
        <p className="cascade-note stability-verdict">{mapSentences(map).join(" ")}</p>
      )}
      {isStale ? (
        <p className="cascade-note">
          The scenario was changed since; draw the map again to see what holds now.
        </p>
      ) : null}
      <StabilityLegend />
      <p className="cascade-note stability-means">
        One run a cell with seed {map.seed}, the trigger alone, until 90 s after it; the load is
        constant.
      </p>
    </>
  );
}
