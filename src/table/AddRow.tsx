// New rows: a node of a kind, or an edge between two nodes with the reason where none can be.
import { Button, NativeSelect } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { catalog } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { addNode, connect } from "../store/document-actions.ts";
import { useDesign } from "../store/hooks.ts";
import { whyNotConnect } from "../store/scenario-port.ts";
import { studio } from "../store/studio-store.ts";

const KINDS: readonly KindDefinition[] = Object.values<KindDefinition>(catalog).sort((a, b) =>
  a.label.localeCompare(b.label),
);

/** Below everything that has a place in the file, on the grid of the drawing. */
function placeBelow() {
  const places = Object.values(studio.getState().document.document.layout ?? {});
  const left = Math.min(...places.map(([x]) => x));
  const bottom = Math.max(...places.map(([, y]) => y));
  return places.length === 0 ? { x: 0, y: 0 } : { x: left, y: bottom + 120 };
}

export function AddNode() {
  const [kind, setKind] = useState("service");
  return (
    <form
      className="table-add"
      onSubmit={(event) => {
        event.preventDefault();
        addNode(kind, placeBelow());
      }}
    >
      <NativeSelect
        size="xs"
        aria-label="Kind of the new node"
        data={KINDS.map(({ id, label }) => ({ value: id, label }))}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      <Button
        type="submit"
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
      >
        Add
      </Button>
    </form>
  );
}

export function AddEdge() {
  const document = useDesign();
  const ids = Object.keys(document.nodes);
  const [ends, setEnds] = useState({ from: "", to: "" });
  const from = ends.from in document.nodes ? ends.from : (ids[0] ?? "");
  const to = ends.to in document.nodes ? ends.to : "";
  const reason = to === "" ? null : whyNotConnect(document, from, to);
  const data = ids.map((id) => ({ value: id, label: document.nodes[id]?.name ?? id }));
  return (
    <form
      className="table-add"
      onSubmit={(event) => {
        event.preventDefault();
        if (to !== "" && reason === null) connect(from, to);
      }}
    >
      <NativeSelect
        size="xs"
        aria-label="From"
        data={data}
        value={from}
        onChange={(event) => setEnds({ from: event.currentTarget.value, to })}
      />
      <span aria-hidden="true">→</span>
      <NativeSelect
        size="xs"
        aria-label="To"
        data={[{ value: "", label: "to…" }, ...data]}
        value={to}
        error={reason !== null}
        onChange={(event) => setEnds({ from, to: event.currentTarget.value })}
      />
      <Button
        type="submit"
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={to === "" || reason !== null}
      >
        Connect
      </Button>
      <span className="table-refusal" role="status">
        {reason}
      </span>
    </form>
  );
}
