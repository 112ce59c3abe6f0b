// The drawing as two tables: the same nodes, edges and live numbers, to read and to edit by keyboard.
import "./table.css";
import { ActionIcon, Tabs, TextInput, Tooltip } from "@mantine/core";
import { IconBinaryTree, IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import { edgeName, holdsWords } from "../store/find.ts";
import { useDesign, useEdgeLive, useNodeLive, useSelection, useView } from "../store/hooks.ts";
import { type StudioState, studio } from "../store/studio-store.ts";
import { setAsTable, setFinding } from "../store/view-actions.ts";
import { AddEdge, AddNode } from "./AddRow.tsx";
import type { Column } from "./columns.ts";
import { EntityGrid } from "./EntityGrid.tsx";
import { EDGE_COLUMNS } from "./edge-columns.ts";
import { NODE_COLUMNS } from "./node-columns.ts";
import { RemoveRows } from "./RemoveRows.tsx";
import { liveEdgeOf, liveNodeOf, nextSorting, type Sorting, sortedIds } from "./sorting.ts";

type Tab = "nodes" | "edges";

export function TableView() {
  const { nodes, edges } = useDesign();
  const readOnly = useView((view) => view.readOnly);
  const [tab, setTab] = useState<Tab>(tabOfSelection);
  const [query, setQuery] = useState("");
  const region = useRef<HTMLElement>(null);
  useFocusOnOpen(region);
  return (
    <section className="table-view" aria-label="Table" ref={region}>
      <Tabs
        className="table-tabs"
        value={tab}
        onChange={(value) => setTab(value as Tab)}
        keepMounted={false}
      >
        <div className="table-bar">
          <Tabs.List>
            <Tabs.Tab value="nodes">
              Nodes <Count of={Object.keys(nodes).length} />
            </Tabs.Tab>
            <Tabs.Tab value="edges">
              Edges <Count of={Object.keys(edges).length} />
            </Tabs.Tab>
          </Tabs.List>
          <Filter query={query} onChange={setQuery} />
          {readOnly ? null : tab === "nodes" ? <AddNode /> : <AddEdge />}
          {readOnly ? null : <RemoveRows ids={Object.keys(tab === "nodes" ? nodes : edges)} />}
          <BackToDrawing />
        </div>
        <Tabs.Panel value="nodes" className="table-panel">
          <Rows
            label="Nodes"
            query={query}
            columns={NODE_COLUMNS}
            ids={Object.keys(nodes)}
            useLive={useNodeLive}
            liveOf={liveNodeOf}
          />
        </Tabs.Panel>
        <Tabs.Panel value="edges" className="table-panel">
          <Rows
            label="Edges"
            query={query}
            columns={EDGE_COLUMNS}
            ids={Object.keys(edges)}
            useLive={useEdgeLive}
            liveOf={liveEdgeOf}
          />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function tabOfSelection(): Tab {
  const { selection, document } = studio.getState();
  const [first = ""] = selection.ids;
  return first in document.document.edges ? "edges" : "nodes";
}

/** Whoever came by the keyboard goes on with it: the row of the selection, else the first. */
function useFocusOnOpen(region: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    const row =
      region.current?.querySelector('[aria-selected="true"] [data-editable]') ??
      region.current?.querySelector("tbody [data-editable], tbody td");
    if (row instanceof HTMLElement && studio.getState().selection.ids.length > 0) row.focus();
    else region.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }, [region]);
}

function Count({ of }: { readonly of: number }) {
  return <span className="ui-num table-count">{of}</span>;
}

interface FilterProps {
  readonly query: string;
  readonly onChange: (query: string) => void;
}

function Filter({ query, onChange }: FilterProps) {
  const field = useRef<HTMLInputElement>(null);
  const asked = useView((view) => view.finding);
  useEffect(() => {
    if (!asked) return;
    field.current?.focus();
    field.current?.select();
    setFinding(false);
  }, [asked]);
  return (
    <TextInput
      ref={field}
      className="table-filter"
      size="xs"
      aria-label="Filter the rows"
      placeholder="Filter"
      leftSection={<IconSearch size={14} />}
      rightSection={
        query === "" ? null : (
          <ActionIcon
            variant="subtle"
            size={24}
            aria-label="Clear the filter"
            onClick={() => onChange("")}
          >
            <IconX size={12} />
          </ActionIcon>
        )
      }
      value={query}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onChange("");
      }}
    />
  );
}

function BackToDrawing() {
  return (
    <Tooltip label="Show the drawing (T)">
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label="Show the drawing"
        onClick={() => setAsTable(false)}
      >
        <IconBinaryTree size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

interface RowsProps<Live> {
  readonly label: string;
  readonly query: string;
  readonly columns: readonly Column<Live>[];
  readonly ids: readonly string[];
  readonly useLive: (id: string) => Live | null;
  readonly liveOf: (state: StudioState, id: string) => Live | null;
}

function Rows<Live>({ label, query, columns, ids, useLive, liveOf }: RowsProps<Live>): ReactNode {
  const document = useDesign();
  const selection = useSelection();
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const key = ids.join("\n");
  // Sorted when a head is pressed and when rows come or go, never by the clock.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are compared by their text
  const ordered = useMemo(
    () => sortedIds(ids, columns, sorting, liveOf),
    [key, columns, sorting, liveOf],
  );
  const words = (id: string): readonly string[] => {
    const node = document.nodes[id];
    if (node) return [node.name ?? id, kindOf(node.kind)?.label ?? node.kind, id];
    return [edgeName(document, id), document.edges[id]?.protocol ?? "", id];
  };
  const shown = ordered.filter((id) => query.trim() === "" || holdsWords(query, ...words(id)));
  const chosen = shown.filter((id) => selection.includes(id)).length;
  return (
    <>
      <div className="table-scroll">
        <EntityGrid
          {...{ label, columns, useLive, sorting }}
          ids={shown}
          onSort={(column) => setSorting((before) => nextSorting(before, column))}
        />
        {shown.length === 0 ? <Nothing label={label} filtered={ids.length > 0} /> : null}
      </div>
      <p className="ui-visually-hidden" role="status">
        {query.trim() === "" ? "" : `${shown.length} of ${ids.length} rows, ${chosen} selected`}
      </p>
    </>
  );
}

function Nothing({ label, filtered }: { readonly label: string; readonly filtered: boolean }) {
  const what = label.toLowerCase();
  return (
    <p className="table-nothing">{filtered ? `No ${what} hold these words.` : `No ${what} yet.`}</p>
  );
}
