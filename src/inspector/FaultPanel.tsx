import { Button, NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import { FAULT_PARAMS, faultOf } from "../../simulation/faults/catalog.ts";
import type { FaultDefinition, NumberParam, ParamSet } from "../../simulation/kinds/define.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { removeFault, updateFault } from "../store/document-actions.ts";
import { targetsOfFault } from "../store/fault-actions.ts";
import { faultTitle } from "../store/fault-title.ts";
import { useDesign, useProblems } from "../store/hooks.ts";
import { problemText } from "../store/problem-text.ts";
import { FaultIcon } from "../ui/FaultIcon.tsx";
import { Block } from "./Facts.tsx";
import { DraftText } from "./fields/DraftText.tsx";
import { ProblemLine } from "./fields/FieldRow.tsx";
import { ParamForm } from "./ParamForm.tsx";

/** One scheduled fault: what it does, to whom, when. */
export function FaultPanel({ faultId }: { readonly faultId: string }) {
  const document = useDesign();
  const fault = document.faults?.[faultId];
  if (!fault) return null;
  const definition = faultOf(fault.kind);
  const path = `faults.${faultId}`;
  const durationS = document.run.durationS ?? RUN_PARAMS.durationS.default;
  const own: ParamSet = definition?.params ?? {};
  return (
    <>
      <header className="insp-head">
        <div className="insp-title insp-title-tall">
          <FaultIcon icon={definition?.icon ?? ""} size={18} />
          <div>
            <h2>{faultTitle(faultId, fault)}</h2>
            <p>{definition?.help ?? fault.kind}</p>
          </div>
        </div>
      </header>
      <div className="insp-body">
        <div className="insp-columns">
          <Block heading="What">
            <NameField faultId={faultId} fault={fault} />
            <TargetField faultId={faultId} fault={fault} />
            <ParamForm params={own} path={path} values={fault} />
          </Block>
          <Block heading="When">
            <ParamForm params={whenParams(durationS, definition)} path={path} values={fault} />
          </Block>
          <div className="insp-buttons">
            <Button variant="default" size="compact-sm" onClick={() => removeFault(faultId)}>
              Remove this fault
            </Button>
          </div>
        </div>{" "}
      </div>
    </>
  );
}

/** Times get sliders as long as the run. */
function whenParams(durationS: number, definition?: FaultDefinition): ParamSet {
  const within = (param: NumberParam): NumberParam => ({ ...param, soft: [0, durationS] });
  const { atS, forS, rampS, enabled, ...random } = FAULT_PARAMS;
  if (definition?.instant) return { enabled, atS: within(atS) };
  return {
    enabled,
    atS: within(atS),
    forS: within(forS),
    ...(definition?.ramp ? { rampS: within(rampS) } : {}),
    ...random,
  };
}

interface FaultProps {
  readonly faultId: string;
  readonly fault: FaultDocument;
}

function NameField({ faultId, fault }: FaultProps) {
  return (
    <div className="insp-field" data-path={`faults.${faultId}.name`}>
      <div className="insp-label">
        <label htmlFor="insp-fault-name">Name</label>
      </div>
      <div className="insp-control">
        <DraftText
          id="insp-fault-name"
          value={faultTitle(faultId, fault)}
          onCommit={(name) => {
            if (name.trim() !== "") updateFault(faultId, { name: name.trim() });
          }}
        />
      </div>
    </div>
  );
}

/** What the fault could hit, worked out again only when the drawing changes. */
function useTargets(kind: string): readonly string[] {
  const { nodes, edges, groups } = useDesign();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store reads what is listed here
  return useMemo(() => targetsOfFault(kind), [kind, nodes, edges, groups]);
}

function TargetField({ faultId, fault }: FaultProps) {
  const { nodes } = useDesign();
  const problems = useProblems(`faults.${faultId}.target`);
  const targets = [fault.target].flat();
  const possible = useTargets(fault.kind);
  const current = targets[0] ?? "";
  const options = possible.includes(current) ? possible : [current, ...possible];
  return (
    <div className="insp-field" data-path={`faults.${faultId}.target`}>
      <div className="insp-label">
        <label htmlFor="insp-fault-target">Hits</label>
      </div>
      <div className="insp-control">
        {targets.length > 1 ? (
          <output id="insp-fault-target" className="insp-null">
            {targets.join(", ")}
          </output>
        ) : (
          <NativeSelect
            id="insp-fault-target"
            size="xs"
            data={options.map((id) => ({ value: id, label: nodes[id]?.name ?? id }))}
            value={current}
            onChange={(event) => updateFault(faultId, { target: event.currentTarget.value })}
          />
        )}
      </div>
      {problems.map((problem) => (
        <ProblemLine key={problem.code} message={problemText(problem)} problem={problem} />
      ))}
    </div>
  );
}
