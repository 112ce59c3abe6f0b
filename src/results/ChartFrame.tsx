// What every chart has around its drawing: head with the present number, legend, menu, the same as a
// table, and words for those who do not see it.
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconDownload, IconListTree, IconTable } from "@tabler/icons-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { openTracesAtPlayhead } from "../store/traces.ts";
import type { ChartHead } from "./chart-model.ts";
import { exportAs, FORMAT_NAMES, formatsOf } from "./export/ExportMenu.tsx";
import { type Exportable, type LegendEntry, useExportable } from "./export/exportables.ts";
import type { Tabular } from "./export/tabular.ts";
import { TabularTable } from "./TabularTable.tsx";

interface ChartFrameProps {
  readonly id: string;
  readonly title: string;
  readonly head?: ChartHead;
  /** Whether the alarm of the head stands before its text. */
  readonly alarmFirst?: boolean;
  /** The row below the head. */
  readonly legend: ReactNode;
  readonly legendEntries: readonly LegendEntry[];
  /** Further items of the menu. */
  readonly items?: ReactNode;
  /** The drawing in words. */
  readonly words: string;
  /** The numbers as drawn, and all of them. */
  readonly table: () => Tabular;
  readonly data: () => Tabular;
  /** False: there is no drawing yet that could be saved. */
  readonly isDrawn: boolean;
  readonly children: ReactNode;
}

export function ChartFrame(props: ChartFrameProps) {
  const { title, head, alarmFirst = false } = props;
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const figure = useRef<HTMLElement>(null);
  const exportable: Exportable = {
    id: props.id,
    title,
    data: props.data,
    picture: {
      element: () => (asTable || !props.isDrawn ? null : figure.current),
      legend: props.legendEntries,
    },
  };
  useExportable(exportable);
  return (
    <figure
      ref={figure}
      className="results-chart"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
    >
      <div className="results-chart-head">
        <h3 id={`${id}-title`}>{title}</h3>
        <span className="results-chart-now ui-num">
          {alarmFirst ? <Alarm head={head} /> : null}
          {head?.text}
          {alarmFirst ? null : <Alarm head={head} />}
        </span>
        <ChartMenu {...{ title, exportable, asTable, onTable: setAsTable }} items={props.items} />
      </div>
      <div className="results-chart-legend">{props.legend}</div>
      {asTable ? <TabularTable title={title} table={props.table()} /> : props.children}
      <figcaption id={`${id}-text`} className="ui-visually-hidden">
        {props.words}
      </figcaption>
    </figure>
  );
}

function Alarm({ head }: { readonly head: ChartHead | undefined }) {
  return head?.alarm ? <strong className="results-alarm">{head.alarm}</strong> : null;
}

interface ChartMenuProps {
  readonly title: string;
  readonly exportable: Exportable;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
  readonly items: ReactNode;
}

function ChartMenu({ title, exportable, asTable, onTable, items }: ChartMenuProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon
          className="results-chart-menu"
          variant="subtle"
          size={20}
          aria-label={`${title}: view and export`}
        >
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTable size={14} />} onClick={() => onTable(!asTable)}>
          {asTable ? "Show as chart" : "Show as table"}
        </Menu.Item>
        {items}
        <Menu.Item leftSection={<IconListTree size={14} />} onClick={openTracesAtPlayhead}>
          Requests at the playhead
        </Menu.Item>
        <Menu.Divider />
        {isOpen
          ? formatsOf(exportable).map((format) => (
              <Menu.Item
                key={format}
                leftSection={<IconDownload size={14} />}
                onClick={() => void exportAs(exportable, format)}
              >
                {`Export as ${FORMAT_NAMES[format]}`}
              </Menu.Item>
            ))
          : null}
      </Menu.Dropdown>
    </Menu>
  );
}
