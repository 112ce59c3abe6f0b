import "./inspector.css";
import "./fields/fields.css";
import "./pictures/pictures.css";
import "./fields/distribution.css";
import "./whole.css";
import { groupOfKey } from "../store/group-membership.ts";
import { useDesign, useSelection, useView } from "../store/hooks.ts";
import { isNoteKey } from "../store/note-edits.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { setInspectorWide } from "../store/view-actions.ts";
import { EdgePanel } from "./EdgePanel.tsx";
import { FaultPanel } from "./FaultPanel.tsx";
import { GroupPanel } from "./GroupPanel.tsx";
import { CloseIcon, WidenIcon } from "./LineIcons.tsx";
import { NodePanel } from "./NodePanel.tsx";
import { NotePanel } from "./NotePanel.tsx";
import { ScenarioPanel } from "./ScenarioPanel.tsx";
import { SeveralPanel } from "./SeveralPanel.tsx";
import { useFieldWishes } from "./use-field-wish.ts";

/** What is selected, in full; the scenario as a whole if nothing is. */
export function Inspector() {
  const ids = useSelection();
  useFieldWishes();
  return (
    <section className="insp" aria-label="Inspector">
      <WideButton />
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

function WideButton() {
  const wide = useView((view) => view.inspectorWide);
  const label = wide ? "Narrow inspector" : "Wide inspector";
  return (
    <button
      type="button"
      className="insp-icon-button insp-wide"
      aria-label={label}
      title={label}
      onClick={() => setInspectorWide(!wide)}
    >
      <WidenIcon narrow={wide} />
    </button>
  );
}

function Selected({ ids }: { readonly ids: readonly string[] }) {
  const { nodes, edges, faults = {}, groups = {} } = useDesign();
  const [id] = ids;
  if (id === undefined) return <ScenarioPanel />;
  if (ids.length > 1) return <SeveralPanel ids={ids} />;
  if (nodes[id]) return <NodePanel key={id} nodeId={id} />;
  if (edges[id]) return <EdgePanel key={id} edgeId={id} />;
  const groupId = groupOfKey(id);
  if (groupId !== null && groups[groupId]) return <GroupPanel key={id} groupId={groupId} />;
  if (isNoteKey(id)) return <NotePanel key={id} noteId={id} />;
  const faultId = id.replace(/^fault:/, "");
  if (faults[faultId]) return <FaultPanel key={id} faultId={faultId} />;
  return <ScenarioPanel />;
}
