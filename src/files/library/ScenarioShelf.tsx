import "./library.css";
import { Button, TextInput } from "@mantine/core";
import { IconArrowBackUp, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { openKept, useKeeping } from "./keeper.ts";
import { ScenarioRow } from "./ScenarioRow.tsx";
import type { KeptScenario } from "./shelf.ts";
import { duplicateKept, renameKept, useDeleting, useKeptScenarios } from "./use-shelf.ts";
import { type DrawPreview, VersionList } from "./VersionList.tsx";

interface ScenarioShelfProps {
  /** Shows the versions of the open scenario first. */
  readonly beginWithVersions: boolean;
  readonly draw: DrawPreview;
  readonly onClose: () => void;
}

export function ScenarioShelf({ beginWithVersions, draw, onClose }: ScenarioShelfProps) {
  const openId = useKeeping((keeping) => keeping.id);
  const [versionsId, setVersionsId] = useState(beginWithVersions ? openId : null);
  const { scenarios, failure } = useKeptScenarios();
  const shown = scenarios?.find(({ id }) => id === versionsId);
  if (failure !== null) return <p className="shelf-empty">{failure}</p>;
  if (scenarios === null) return <div className="shelf" />;
  if (shown) {
    return (
      <VersionList
        scenario={shown}
        draw={draw}
        onBack={() => setVersionsId(null)}
        onClose={onClose}
      />
    );
  }
  return <Scenarios scenarios={scenarios} onVersions={setVersionsId} onClose={onClose} />;
}

interface ScenariosProps {
  readonly scenarios: readonly KeptScenario[];
  readonly onVersions: (id: string) => void;
  readonly onClose: () => void;
}

function Scenarios({ scenarios, onVersions, onClose }: ScenariosProps) {
  const openId = useKeeping((keeping) => keeping.id);
  const [search, setSearch] = useState("");
  const { removed, remove, undo } = useDeleting();
  const wanted = search.trim().toLowerCase();
  const found = scenarios.filter(({ name }) => name.toLowerCase().includes(wanted));
  const openIt = (id: string): void => {
    if (id === openId) onClose();
    else void openKept(id).then(onClose);
  };
  return (
    <div className="shelf">
      <TextInput
        size="xs"
        aria-label="Search my scenarios"
        placeholder="Search"
        leftSection={<IconSearch size={14} />}
        value={search}
        data-autofocus
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {found.length === 0 && (
        <p className="shelf-empty">
          {scenarios.length === 0
            ? "Nothing kept yet: what you draw or change is kept here, in this browser only."
            : "No scenario is called that."}
        </p>
      )}
      <ul className="shelf-list" aria-label="My scenarios">
        {found.map((scenario) => (
          <ScenarioRow
            key={scenario.id}
            scenario={scenario}
            isOpen={scenario.id === openId}
            onOpen={() => openIt(scenario.id)}
            onRename={(name) => void renameKept(scenario.id, name)}
            onDuplicate={() => void duplicateKept(scenario.id)}
            onVersions={() => onVersions(scenario.id)}
            onDelete={() => void remove(scenario.id)}
          />
        ))}
      </ul>
      <footer className="shelf-foot" role="status">
        {removed ? (
          <>
            <span>“{removed.scenario.name}” is deleted.</span>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowBackUp size={14} />}
              onClick={() => void undo()}
            >
              Undo
            </Button>
          </>
        ) : (
          <span>Kept in this browser only; nothing is sent anywhere.</span>
        )}
      </footer>
    </div>
  );
}
