import { Button } from "@mantine/core";
import { useState } from "react";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { setBase } from "../store/document-actions.ts";
import { useDesign } from "../store/hooks.ts";
import { type AdvisedWarmup, adviceHolds, adviseWarmup } from "../store/warmup-advice.ts";

/** Proposes a warm-up from pilot runs; a click applies it as one step to undo. */
export function WarmupSuggestion() {
  const document = useDesign();
  const [busy, setBusy] = useState(false);
  const [advised, setAdvised] = useState<AdvisedWarmup | null>(null);
  const ask = async () => {
    setBusy(true);
    setAdvised(await adviseWarmup());
    setBusy(false);
  };
  const holds = advised !== null && adviceHolds(advised.document, document);
  const proposedS = holds ? (advised.advice?.warmupS ?? null) : null;
  const presentS = document.run.warmupS ?? RUN_PARAMS.warmupS.default;
  return (
    <div className="insp-warmup">
      <div className="insp-buttons">
        <Button size="compact-xs" variant="default" loading={busy} onClick={() => void ask()}>
          Suggest warm-up
        </Button>
        {proposedS === null || proposedS === presentS ? null : (
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => setBase("run.warmupS", proposedS, null)}
          >
            Use {proposedS} s
          </Button>
        )}
      </div>
      <p className="insp-hint" role="status">
        {holds ? advised.reason : ""}
        {proposedS !== null && proposedS === presentS ? " That is the warm-up in use." : ""}
      </p>
    </div>
  );
}
