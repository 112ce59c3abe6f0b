// The shelf of faults beside that of kinds: drag one onto a node, an edge or the timeline, or click it
// and then what it shall hit.
import { Tooltip } from "@mantine/core";
import { faults } from "../../simulation/faults/catalog.ts";
import type { FaultDefinition } from "../../simulation/kinds/define.ts";
import { armFault, FAULT_DRAG_TYPE } from "../store/fault-actions.ts";
import { useView } from "../store/hooks.ts";
import { FaultIcon } from "../ui/FaultIcon.tsx";

interface FaultShelfProps {
  readonly isOpen: boolean;
  readonly query: string;
}

function isMeant({ label, id, help }: FaultDefinition, query: string): boolean {
  const text = `${label} ${id} ${help}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function faultsMeant(query: string): readonly FaultDefinition[] {
  return Object.values<FaultDefinition>(faults)
    .filter((fault) => isMeant(fault, query.trim()))
    .sort((a, b) => a.label.localeCompare(b.label));
}

export function FaultShelf({ isOpen, query }: FaultShelfProps) {
  const armed = useView((view) => view.armedFault);
  const shown = faultsMeant(query);
  return (
    <section aria-label="Faults">
      {isOpen ? (
        <p className="palette-hint">
          Click one, then what it shall hit. Or drag it onto the drawing or the timeline.
        </p>
      ) : null}
      <div className="palette-faults">
        {shown.map((fault) => (
          <FaultButton key={fault.id} {...{ fault, isOpen }} armed={armed === fault.id} />
        ))}
      </div>
      {shown.length === 0 ? <p className="palette-none">No fault is called that.</p> : null}
    </section>
  );
}

interface FaultButtonProps {
  readonly fault: FaultDefinition;
  readonly isOpen: boolean;
  readonly armed: boolean;
}

function FaultButton({ fault, isOpen, armed }: FaultButtonProps) {
  return (
    <Tooltip
      position="right"
      multiline
      maw={280}
      label={isOpen ? fault.help : `${fault.label}: ${fault.help}`}
    >
      <button
        type="button"
        className="palette-kind"
        aria-label={`Break with ${fault.label}`}
        aria-pressed={armed}
        draggable
        onDragStart={(event) => {
          armFault(null);
          event.dataTransfer.setData(FAULT_DRAG_TYPE, fault.id);
          event.dataTransfer.setData(`${FAULT_DRAG_TYPE}.${fault.id}`, fault.id);
          event.dataTransfer.effectAllowed = "copy";
        }}
        onClick={() => armFault(armed ? null : fault.id)}
      >
        <FaultIcon icon={fault.icon} size={18} />
        {isOpen && <span>{fault.label}</span>}
      </button>
    </Tooltip>
  );
}
