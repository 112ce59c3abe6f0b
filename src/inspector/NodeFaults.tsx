import { Button, Switch } from "@mantine/core";
import { faults as FAULTS } from "../../simulation/faults/catalog.ts";
import type { FaultDefinition } from "../../simulation/kinds/define.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { addFault } from "../store/document-actions.ts";
import { faultTitle } from "../store/fault-title.ts";
import { useDocument, useFaultOn } from "../store/hooks.ts";
import { toggleFault } from "../store/run-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { studio } from "../store/studio-store.ts";
import { formatClock } from "../ui/format.ts";
import { Block } from "./Facts.tsx";
import { BoltIcon } from "./LineIcons.tsx";

function targetsOf(fault: FaultDocument): readonly string[] {
  const targets = typeof fault.target === "string" ? [fault.target] : fault.target;
  return targets.map((target) => target.split("[")[0] ?? target);
}

interface TargetFaultsProps {
  /** Node or edge id. */
  readonly target: string;
  readonly sort: "node" | "edge";
}

/** Faults that hit a node or an edge, and buttons for every fault that could. */
export function TargetFaults({ target, sort }: TargetFaultsProps) {
  const { faults = {} } = useDocument();
  const mine = Object.entries(faults).filter(([, fault]) => targetsOf(fault).includes(target));
  const possible = Object.values<FaultDefinition>(FAULTS).filter((fault) =>
    fault.targets.includes(sort),
  );
  return (
    <>
      {mine.length > 0 ? (
        <Block heading="Scheduled">
          <FaultList ids={mine.map(([id]) => id)} />
        </Block>
      ) : null}
      <Block heading="Add a fault">
        <div className="insp-buttons">
          {possible.map((fault) => (
            <Button
              key={fault.id}
              variant="default"
              size="compact-sm"
              leftSection={<BoltIcon />}
              title={fault.help}
              onClick={() => addFault(scheduled(fault, target))}
            >
              {fault.label}
            </Button>
          ))}
        </div>
      </Block>
    </>
  );
}

/** A third into the run (or a little after the present of a run), for a third of it. */
function scheduled(fault: FaultDefinition, target: string): FaultDocument {
  const { document, run } = studio.getState();
  const durationS = document.document.run.durationS ?? RUN_PARAMS.durationS.default;
  const third = Math.max(1, Math.round(durationS / 3));
  const nowS = run.status === "running" ? Math.ceil(run.nowMs / 1000) + 1 : 0;
  const atS = nowS > 0 && nowS < durationS - 1 ? nowS : third;
  return { kind: fault.id, target, atS, forS: Math.min(third, durationS - atS), enabled: true };
}

/** Faults with their switch; the name leads to the fault. */
export function FaultList({ ids }: { readonly ids: readonly string[] }) {
  return (
    <ul className="insp-list">
      {ids.map((id) => (
        <FaultItem key={id} id={id} />
      ))}
    </ul>
  );
}

function FaultItem({ id }: { readonly id: string }) {
  const fault = useDocument().faults?.[id];
  const on = useFaultOn(id);
  if (!fault) return null;
  const title = faultTitle(id, fault);
  const from = formatClock((fault.atS ?? 0) * 1000);
  const until =
    fault.forS == null ? "the end" : formatClock(((fault.atS ?? 0) + fault.forS) * 1000);
  return (
    <li>
      <Switch
        size="xs"
        aria-label={`${title} on`}
        checked={on}
        onChange={() => void toggleFault(id)}
      />
      <button type="button" className="insp-link" onClick={() => selectOnly([`fault:${id}`])}>
        {title}
      </button>
      <span className="ui-num">
        {from} to {until}
      </span>
    </li>
  );
}
