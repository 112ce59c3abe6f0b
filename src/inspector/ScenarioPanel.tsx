import { Textarea } from "@mantine/core";
import { useState } from "react";
import { catalog } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import type { Problem } from "../../simulation/scenario/document.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { edit, renameScenario } from "../store/document-actions.ts";
import { goToField } from "../store/field-focus.ts";
import { useDesign, useProblems } from "../store/hooks.ts";
import { problemText } from "../store/problem-text.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import { AlertEditor } from "./AlertEditor.tsx";
import { Block } from "./Facts.tsx";
import { DraftText } from "./fields/DraftText.tsx";
import { keepKeys } from "./fields/keep-keys.ts";
import { FaultList } from "./NodeFaults.tsx";
import { ParamForm } from "./ParamForm.tsx";
import { ScenarioStory } from "./ScenarioStory.tsx";
import { SloEditor } from "./SloEditor.tsx";
import { WarmupSuggestion } from "./WarmupSuggestion.tsx";

/**
 * Samples at instants are taken by the command; the page has every instant at its playhead. Details
 * stand in the command's results.
 */
const { sampleAtS: _, detail: __, durationS, warmupS, ...OTHER_RUN_FIELDS } = RUN_PARAMS;

/** The scenario as a whole; shown while nothing is selected. */
export function ScenarioPanel() {
  const { run, faults = {} } = useDesign();
  const faultIds = Object.keys(faults);
  return (
    <>
      <header className="insp-head">
        <div className="insp-title">
          <div>
            <h2>Scenario</h2>
            <p>Select a node or an edge to edit it.</p>
          </div>
        </div>
      </header>
      <div className="insp-body">
        <div className="insp-columns">
          <ProblemList />
          <ScenarioStory />
          <ScenarioWords />
          <Block heading="Run">
            <ParamForm params={{ durationS, warmupS }} path="run" values={{ ...run }} />
            <WarmupSuggestion />
            <ParamForm params={OTHER_RUN_FIELDS} path="run" values={{ ...run }} />
          </Block>
          <Load />
          <SloEditor />
          <AlertEditor />
          <Block heading="Faults">
            {faultIds.length > 0 ? (
              <FaultList ids={faultIds} />
            ) : (
              <p className="insp-hint">None. Select a node or an edge to add one.</p>
            )}
          </Block>
        </div>{" "}
      </div>
    </>
  );
}

function ScenarioWords() {
  const { name, description = "" } = useDesign();
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const text = draft?.trim();
    setDraft(null);
    if (text === undefined || text === description) return;
    edit("describe the scenario", ({ description: _old, ...rest }) =>
      text === "" ? rest : { ...rest, description: text },
    );
  };
  return (
    <Block heading="Name and purpose">
      <div className="insp-field">
        <div className="insp-label">
          <label htmlFor="insp-scenario-name">Name</label>
        </div>
        <div className="insp-control">
          <DraftText id="insp-scenario-name" value={name} onCommit={renameScenario} />
        </div>
      </div>
      <Textarea
        aria-label="Description"
        className="insp-description"
        size="xs"
        rows={4}
        placeholder="What this scenario is to show"
        value={draft ?? description}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={keepKeys}
      />
    </Block>
  );
}

const SOURCE_KINDS: ReadonlyMap<string, KindDefinition> = new Map(
  Object.values<KindDefinition>(catalog)
    .filter((kind) => kind.params.ratePerS !== undefined && kind.ports.in.length === 0)
    .map((kind) => [kind.id, kind]),
);

/** Base rate of every source of load. */
function Load() {
  const { nodes } = useDesign();
  const sources = Object.entries(nodes).filter(([, node]) => SOURCE_KINDS.has(node.kind));
  if (sources.length === 0) return null;
  return (
    <Block heading="Load">
      {sources.map(([id, node]) => {
        const kind = SOURCE_KINDS.get(node.kind);
        const rate = kind?.params.ratePerS;
        if (!kind || !rate) return null;
        return (
          <div key={id} className="insp-source">
            <button type="button" className="insp-link" onClick={() => selectOnly([id])}>
              <KindIcon icon={kind.icon} size={14} /> {node.name ?? id}
            </button>
            <ParamForm params={{ ratePerS: rate }} path={`nodes.${id}`} values={node} />
          </div>
        );
      })}
    </Block>
  );
}

function ProblemList() {
  const problems = useProblems();
  if (problems.length === 0) return null;
  return (
    <Block heading="Problems" aside={<span className="ui-chip">{problems.length}</span>}>
      <ul className="insp-problems">
        {problems.map((problem) => (
          <ProblemItem
            key={`${problem.code} ${problem.path} ${problem.message}`}
            problem={problem}
          />
        ))}
      </ul>
    </Block>
  );
}

function ProblemItem({ problem }: { readonly problem: Problem }) {
  return (
    <li>
      <StateGlyph
        state={problem.severity === "error" ? "failing" : "degraded"}
        size={12}
        surface="var(--surface-panel)"
      />
      <span>
        {problem.path ? (
          <button type="button" className="insp-link" onClick={() => goToField(problem.path)}>
            {problem.path}
          </button>
        ) : null}{" "}
        {problemText(problem)}
      </span>
    </li>
  );
}
