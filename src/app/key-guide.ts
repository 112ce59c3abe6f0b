// Keys that act on what has the focus; the rest of the sheet comes from the table of commands.

export interface KeyRow {
  /** One or more ways, each as it is written in keys.ts. */
  readonly keys: readonly string[];
  readonly label: string;
}

export interface KeySection {
  readonly heading: string;
  readonly rows: readonly KeyRow[];
}

function row(label: string, ...keys: readonly string[]): KeyRow {
  return { keys, label };
}

export const KEY_GUIDE: readonly KeySection[] = [
  {
    heading: "On the canvas",
    rows: [
      row("Add a node: type its name", "/"),
      row("Go along the edges, and to neighbors", "←", "→", "↑", "↓"),
      row("Go to an edge of the node", "shift+←", "shift+→"),
      row("Move the node", "alt+←", "alt+→", "alt+↑", "alt+↓"),
      row("Connect: arrows choose the target", "C"),
      row("Show it in the inspector", "enter"),
      row("Select it besides the others", "Space"),
      row("Open a broker, close it", "O"),
      row("Rename", "F2"),
      row("Delete", "delete"),
    ],
  },
  {
    heading: "On the timeline",
    rows: [
      row("Zoom in and out", "+", "−"),
      row("Show the whole run", "0"),
      row("Zoom to the selected fault", "Z"),
      row("Zoom at the pointer", "mod+wheel"),
      row("Pan", "shift+wheel"),
    ],
  },
  {
    heading: "On the playhead",
    rows: [
      row("Step back and on", "←", "→"),
      row("In larger steps", "shift+←", "shift+→", "PgUp", "PgDn"),
      row("To the beginning, to the end", "Home", "End"),
      row("Follow the run again", "Esc"),
    ],
  },
  {
    heading: "On a fault's bar",
    rows: [
      row("Move it by one second", "←", "→"),
      row("Move it by ten", "shift+←", "shift+→"),
      row("Stretch its end", "alt+←", "alt+→"),
      row("Shorter or longer ramp", "alt+↓", "alt+↑"),
      row("Drag off a copy", "alt+drag"),
      row("Copy and paste at the playhead", "mod+c", "mod+v"),
      row("Delete", "delete"),
    ],
  },
  {
    heading: "On a point of the load",
    rows: [
      row("Earlier or later", "←", "→"),
      row("More or less load", "↑", "↓"),
      row("Delete", "delete"),
    ],
  },
];
