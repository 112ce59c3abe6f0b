import { Button } from "@mantine/core";
import { IconArrowLeft, IconRestore } from "@tabler/icons-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { edit } from "../../store/document-actions.ts";
import { keptValues, openKept, useKeeping } from "./keeper.ts";
import { assignId } from "./scenario-ids.ts";
import { documentOf, type KeptScenario, type Version, versionsOf } from "./shelf.ts";
import { whatChanged } from "./what-changed.ts";
import { whenWords } from "./when.ts";

/** A small picture of a drawing, which another part of the app makes. */
export type DrawPreview = (document: ScenarioDocument) => ReactNode;

interface VersionListProps {
  readonly scenario: KeptScenario;
  readonly draw: DrawPreview;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

interface ReadVersion extends Version {
  readonly document: ScenarioDocument;
  /** What it has that the version before had not. */
  readonly words: string;
}

function read(versions: readonly Version[]): readonly ReadVersion[] {
  const documents = versions.map(({ text }) => documentOf(text));
  return versions.map((version, index) => {
    const document = documents[index] as ScenarioDocument;
    const before = documents[index + 1];
    const words = before ? (whatChanged(before, document) ?? "saved unchanged") : "first kept";
    return { ...version, document, words };
  });
}

function useVersions(id: string, writes: number): readonly ReadVersion[] {
  const [versions, setVersions] = useState<readonly Version[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each write is read again
  useEffect(() => {
    let wanted = true;
    versionsOf(keptValues(), id).then(
      (found) => wanted && setVersions(found),
      () => wanted && setVersions([]),
    );
    return () => {
      wanted = false;
    };
  }, [id, writes]);
  return useMemo(() => read(versions), [versions]);
}

/** Makes the version the present one, as one step that undo takes back. */
async function restoreVersion(id: string, version: ReadVersion): Promise<void> {
  if (useKeeping.getState().id !== id) await openKept(id);
  assignId(version.document, id);
  const when = whenWords(version.at, Date.now());
  edit(`restore the version of ${when}`, () => version.document);
}

export function VersionList({ scenario, draw, onBack, onClose }: VersionListProps) {
  const writes = useKeeping((keeping) => keeping.writes);
  const versions = useVersions(scenario.id, writes);
  const [chosenAt, setChosenAt] = useState<number | null>(null);
  const chosen = versions.find(({ at }) => at === chosenAt) ?? versions[0];
  const isNewest = chosen === versions[0];
  return (
    <div className="shelf">
      <div className="versions-head">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowLeft size={14} />}
          onClick={onBack}
        >
          All scenarios
        </Button>
        <h3>Versions of {scenario.name}</h3>
      </div>
      <div className="versions">
        <ol className="versions-list" aria-label={`Versions of ${scenario.name}`}>
          {versions.map((version) => (
            <li key={version.at}>
              <button
                type="button"
                className="version"
                aria-pressed={version === chosen}
                onClick={() => setChosenAt(version.at)}
              >
                <time dateTime={new Date(version.at).toISOString()}>
                  {whenWords(version.at, Date.now())}
                </time>
                <span>{version.words}</span>
              </button>
            </li>
          ))}
        </ol>
        <figure className="version-preview">
          <div>{chosen && draw(chosen.document)}</div>
          <figcaption>
            <span>{isNewest ? "The newest version." : chosen?.words}</span>
            <Button
              size="compact-sm"
              leftSection={<IconRestore size={14} />}
              disabled={!chosen || isNewest}
              onClick={() => chosen && void restoreVersion(scenario.id, chosen).then(onClose)}
            >
              Restore
            </Button>
          </figcaption>
        </figure>
      </div>
    </div>
  );
}
