import "./inspector.css";
import "./fields/fields.css";
import "./pictures/pictures.css";
import "./fields/distribution.css";
import { groupOfKey } from "../store/group-membership.ts";
import { useDocument, useSelection } from "../store/hooks.ts";
import { isNoteKey } from "../store/note-edits.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { EdgePanel } from "./EdgePanel.tsx";
import { FaultPanel } from "./FaultPanel.tsx";
import { GroupPanel } from "./GroupPanel.tsx";
import { CloseIcon } from "./LineIcons.tsx";
import { NodePanel } from "./NodePanel.tsx";
import { NotePanel } from "./NotePanel.tsx";
import { ScenarioPanel } from "./ScenarioPanel.tsx";

/** What is selected, in full; the scenario as a whole if nothing is. */
export function Inspector() {
  const ids = useSelection();
  return (
    <section className="insp" aria-label="Inspector">
      {ids.length > 0 ? (
        <button
          type="button"
          className="insp-icon-button insp-close"
          aria-label="Show the scenario"
          title="Show the scenario"
          onClick={() => selectOnly([])}
        >
          <CloseIcon />
        </button>
      ) : null}
      <Selected ids={ids} />
    </section>
  );
}

function Selected({ ids }: { readonly ids: readonly string[] }) {
  const { nodes, edges, faults = {}, groups = {} } = useDocument();
  const [id] = ids;
  if (id === undefined) return <ScenarioPanel />;
  if (ids.length > 1) return <Several ids={ids} />;
  if (nodes[id]) return <NodePanel key={id} nodeId={id} />;
  if (edges[id]) return <EdgePanel key={id} edgeId={id} />;
  const groupId = groupOfKey(id);
  if (groupId !== null && groups[groupId]) return <GroupPanel key={id} groupId={groupId} />;
  if (isNoteKey(id)) return <NotePanel key={id} noteId={id} />;
  const faultId = id.replace(/^fault:/, "");
  if (faults[faultId]) return <FaultPanel key={id} faultId={faultId} />;
  return <ScenarioPanel />;
}

function Several({ ids }: { readonly ids: readonly string[] }) {
  const { nodes, groups = {} } = useDocument();
  return (
    <>
      <header className="insp-head">
        <div className="insp-title">
          <div>
            <h2>{ids.length} selected</h2>
            <p>Choose one to see its parameters.</p>
          </div>
        </div>
      </header>
      <div className="insp-body">
        <ul className="insp-list">
          {ids.map((id) => (
            <li key={id}>
              <button type="button" className="insp-link" onClick={() => selectOnly([id])}>
                {nodes[id]?.name ?? groups[groupOfKey(id) ?? ""]?.name ?? id}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
