import { Button, Switch, Tooltip } from "@mantine/core";
import { useMemo } from "react";
import { faults as FAULTS } from "../../simulation/faults/catalog.ts";
import type { FaultDefinition } from "../../simulation/kinds/define.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { breakNow, nextStartS, scheduleFault, whyNotBreak } from "../store/fault-actions.ts";
import { faultTitle, lengthOf } from "../store/fault-title.ts";
import { useDesign, useFaultOn } from "../store/hooks.ts";
import { toggleFault } from "../store/run-actions.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { FaultIcon } from "../ui/FaultIcon.tsx";
import { formatClock } from "../ui/format.ts";
import { Block } from "./Facts.tsx";

function targetsOf(fault: FaultDocument): readonly string[] {
  const targets = typeof fault.target === "string" ? [fault.target] : fault.target;
  return targets.map((target) => target.split("[")[0] ?? target);
}

interface TargetFaultsProps {
  /** Node or edge id. */
  readonly target: string;
}

/** Faults that hit a node or an edge, and buttons for every fault that could. */
export function TargetFaults({ target }: TargetFaultsProps) {
  const { faults = {} } = useDesign();
  const mine = Object.entries(faults).filter(([, fault]) => targetsOf(fault).includes(target));
  const possible = usePossible(target);
  return (
    <>
      {mine.length > 0 ? (
        <Block heading="Scheduled">
          <FaultList ids={mine.map(([id]) => id)} />
        </Block>
      ) : null}
      <Block heading="Break it">
        <ul className="insp-faults">
          {possible.map((fault) => (
            <FaultRow key={fault.id} {...{ fault, target }} />
          ))}
        </ul>
      </Block>
    </>
  );
}

/** Faults that could hit it; each is tried against the checks, so only when the drawing changes. */
function usePossible(target: string): readonly FaultDefinition[] {
  const { nodes, edges, groups } = useDesign();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store reads what is listed here
  return useMemo(
    () =>
      Object.values<FaultDefinition>(FAULTS)
        .filter((fault) => whyNotBreak(fault.id, target) === null)
        .sort((a, b) => a.label.localeCompare(b.label)),
    [target, nodes, edges, groups],
  );
}

interface FaultRowProps {
  readonly fault: FaultDefinition;
  readonly target: string;
}

/** Brings a fault about now, or puts it onto the timeline. */
function FaultRow({ fault, target }: FaultRowProps) {
  return (
    <li>
      <Tooltip position="left" multiline maw={280} label={fault.help}>
        <span className="insp-fault-name">
          <FaultIcon icon={fault.icon} />
          {fault.label}
        </span>
      </Tooltip>
      <Button
        variant="default"
        size="compact-xs"
        aria-label={`${fault.label} now`}
        onClick={() => void breakNow(fault.id, target)}
      >
        Now
      </Button>
      <Button
        variant="subtle"
        size="compact-xs"
        aria-label={fault.label}
        onClick={() => scheduleFault(fault.id, target, nextStartS())}
      >
        Schedule
      </Button>
    </li>
  );
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
  const fault = useDesign().faults?.[id];
  const on = useFaultOn(id);
  if (!fault) return null;
  const title = faultTitle(id, fault);
  const from = formatClock((fault.atS ?? 0) * 1000);
  const forS = lengthOf(fault);
  const until = forS === null ? "the end" : formatClock(((fault.atS ?? 0) + forS) * 1000);
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
      <span className="ui-num">{forS === 0 ? `at ${from}` : `${from} to ${until}`}</span>
    </li>
  );
}
