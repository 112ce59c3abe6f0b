import { Button } from "@mantine/core";
import { useState } from "react";
import { isSloProblem, parseSlo } from "../../simulation/scenario/slo-grammar.ts";
import { edit } from "../store/document-actions.ts";
import { freeId } from "../store/graph-edits.ts";
import { useDesign, useProblems } from "../store/hooks.ts";
import { problemText } from "../store/problem-text.ts";
import { Block } from "./Facts.tsx";
import { DraftText } from "./fields/DraftText.tsx";
import { ProblemLine } from "./fields/FieldRow.tsx";
import { CloseIcon, PlusIcon } from "./LineIcons.tsx";

const FIRST = "availability > 99.5%";

interface Slo {
  readonly name?: string;
  readonly expr: string;
}

function writeSlo(id: string, slo: Slo | null): void {
  edit(slo ? `set objective ${id}` : `remove objective ${id}`, (document) => {
    const { [id]: _old, ...rest } = document.slos ?? {};
    return { ...document, slos: slo ? { ...document.slos, [id]: slo } : rest };
  });
}

/** Objectives as expressions: "p99(checkout) < 300ms". */
export function SloEditor() {
  const { slos = {} } = useDesign();
  return (
    <Block
      heading="Objectives"
      aside={
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<PlusIcon />}
          onClick={() => writeSlo(freeId(slos, "objective"), { expr: FIRST })}
        >
          Objective
        </Button>
      }
    >
      {Object.entries(slos).map(([id, slo]) => (
        <SloFields key={id} id={id} slo={slo} />
      ))}
      {Object.keys(slos).length === 0 ? (
        <p className="insp-hint">None yet. An objective is judged while the run goes on.</p>
      ) : null}
    </Block>
  );
}

function SloFields({ id, slo }: { readonly id: string; readonly slo: Slo }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const problems = useProblems(`slos.${id}`);
  const label = slo.name ?? id;
  return (
    <div className="insp-slo" data-path={`slos.${id}`}>
      <DraftText
        label={`Name of objective ${label}`}
        value={label}
        onCommit={(name) => {
          if (name.trim() !== "") writeSlo(id, { ...slo, name: name.trim() });
        }}
      />
      <button
        type="button"
        className="insp-icon-button"
        aria-label={`Remove objective ${label}`}
        onClick={() => writeSlo(id, null)}
      >
        <CloseIcon />
      </button>
      <DraftText
        label={`Expression of objective ${label}`}
        value={slo.expr}
        onCommit={(expr) => {
          const read = parseSlo(expr);
          setRefusal(isSloProblem(read) ? problemText(read) : null);
          if (!isSloProblem(read)) writeSlo(id, { ...slo, expr: expr.trim() });
        }}
      />
      {refusal ? <ProblemLine message={refusal} /> : null}
      {problems.map((problem) => (
        <ProblemLine key={problem.code} message={problemText(problem)} problem={problem} />
      ))}
    </div>
  );
}
