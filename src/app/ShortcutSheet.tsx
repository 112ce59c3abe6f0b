import "./shortcut-sheet.css";
import { Modal, Switch, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useView } from "../store/hooks.ts";
import { setSingleKeys, usePreferences } from "../store/preferences.ts";
import { showDialog } from "../store/view-actions.ts";
import { COMMANDS } from "./commands.ts";
import { KEY_GUIDE, type KeyRow, type KeySection } from "./key-guide.ts";
import { keyWords } from "./keys.ts";
import { rankOf } from "./rank.ts";

/** Commands with keys, by group, and then what the keys do on what has the focus. */
function allSections(): readonly KeySection[] {
  const groups = new Map<string, KeyRow[]>();
  for (const { group, label, keys } of COMMANDS) {
    if (keys) groups.set(group, [...(groups.get(group) ?? []), { label, keys }]);
  }
  const everywhere = [...groups].map(([heading, rows]) => ({ heading, rows }));
  return [...everywhere, ...KEY_GUIDE];
}

export function sectionsFor(query: string): readonly KeySection[] {
  const wanted = query.trim();
  if (wanted === "") return allSections();
  return allSections()
    .map(({ heading, rows }) => ({
      heading,
      rows: rows.filter(
        ({ label, keys }) => rankOf(wanted, label, `${heading} ${keys.map(spoken).join(" ")}`) > 0,
      ),
    }))
    .filter(({ rows }) => rows.length > 0);
}

function spoken(keys: string): string {
  return keyWords(keys);
}

/** `?`: every key there is, to be searched by what it does or by its name. */
export function ShortcutSheet() {
  const opened = useView((view) => view.dialog === "shortcuts");
  return (
    <Modal
      opened={opened}
      onClose={() => showDialog(null)}
      size={920}
      title="Keyboard shortcuts"
      lockScroll={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {opened ? <Sheet /> : null}
    </Modal>
  );
}

function Sheet() {
  const [query, setQuery] = useState("");
  const sections = useMemo(() => sectionsFor(query), [query]);
  const singleKeys = usePreferences((kept) => kept.singleKeys);
  return (
    <>
      <div className="sheet-head">
        <TextInput
          className="sheet-search"
          aria-label="Search the shortcuts"
          placeholder="What it does, or a key"
          leftSection={<IconSearch size={16} />}
          value={query}
          data-autofocus
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Switch
          label="Single keys (? and /)"
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        />
      </div>
      <div className="sheet-columns">
        {sections.map((section) => (
          <Section key={section.heading} section={section} />
        ))}
      </div>
      {sections.length === 0 ? <p className="sheet-none">No key does that.</p> : null}
      <p className="sheet-foot">
        Everything else is found by name: <Keys combination="mod+k" /> opens the commands.
      </p>
    </>
  );
}

function Section({ section: { heading, rows } }: { readonly section: KeySection }) {
  return (
    <section className="sheet-section">
      <h3>{heading}</h3>
      <dl>
        {rows.map(({ label, keys }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((combination) => (
                <Keys key={combination} combination={combination} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Keys({ combination }: { readonly combination: string }) {
  return <kbd className="key">{keyWords(combination)}</kbd>;
}
