import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightFilterFunction,
  useSpotlight,
} from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useMemo } from "react";
import { studio } from "../store/studio-store.ts";
import type { Command } from "./command.ts";
import { paletteStore } from "./command-palette-store.ts";
import { COMMANDS, isAvailable } from "./commands.ts";
import { type DocumentCommand, documentCommands } from "./document-commands.ts";
import { keyWords } from "./keys.ts";
import { rankOf } from "./rank.ts";

/** Shown at once; those that follow from the scenario come when one types. */
const STATIC: ReadonlySet<string> = new Set(COMMANDS.map(({ group }) => group));

function actionOf(command: Command | DocumentCommand): SpotlightActionData {
  const { id, group, label, words = "" } = command;
  const [keys] = "keys" in command ? (command.keys ?? []) : [];
  return {
    id: `${group} ${id}`,
    group,
    label,
    keywords: words,
    onClick: command.run,
    rightSection: keys === undefined ? undefined : <kbd className="key">{keyWords(keys)}</kbd>,
  };
}

function grouped(actions: readonly SpotlightActionData[]) {
  const groups = new Map<string, SpotlightActionData[]>();
  for (const action of actions) {
    const group = action.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), action]);
  }
  return [...groups].map(([group, members]) => ({ group, actions: members }));
}

/** More than these nobody reads; typing on narrows them. */
const MOST = 24;

/** Best first; groups stand in the order of their best. */
const filter: SpotlightFilterFunction = (query, given) => {
  const actions = given as SpotlightActionData[];
  const wanted = query.trim();
  if (wanted === "") return grouped(actions.filter(({ group = "" }) => STATIC.has(group)));
  const ranked = actions
    .map((action) => ({ action, rank: rankOf(wanted, String(action.label), `${action.keywords}`) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
  return grouped(ranked.slice(0, MOST).map(({ action }) => action));
};

/** Ctrl K: what the bars and menus do, by typing a few letters. */
export function CommandPalette() {
  const { opened } = useSpotlight(paletteStore);
  const actions = useMemo(() => {
    if (!opened) return [];
    // What can be done is read when the palette opens: a run publishes five times a second.
    const state = studio.getState();
    const now = COMMANDS.filter((command) => isAvailable(command, state));
    return [...now, ...documentCommands(state)].map(actionOf);
  }, [opened]);
  return (
    <Spotlight
      className="command-palette"
      attributes={{ content: { "aria-label": "Commands" } }}
      actions={actions}
      filter={filter}
      store={paletteStore}
      shortcut={null}
      lockScroll={false}
      highlightQuery
      scrollable
      maxHeight={420}
      // As behind every dialog; a blurred page is drawn slowly while it runs.
      overlayProps={{ blur: 0 }}
      // The arrow keys of the search move through the list; a browser scrolls it by Tab as well.
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      nothingFound="No command is called that."
      searchProps={{
        "aria-label": "Search the commands",
        placeholder: "Type a command, a node, a fault",
        leftSection: <IconSearch size={16} />,
      }}
    />
  );
}
