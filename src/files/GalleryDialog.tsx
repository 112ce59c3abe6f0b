import "./gallery.css";
import { Button, Modal, TextInput } from "@mantine/core";
import { IconFolderOpen, IconPlus, IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { newBlank } from "../store/document-actions.ts";
import { useView } from "../store/hooks.ts";
import { GalleryCard } from "./GalleryCard.tsx";
import { type GalleryEntry, galleryEntries } from "./gallery.ts";
import { entriesMeant, isBuiltWith, type Topic, topicsOf } from "./gallery-search.ts";
import { pickFile } from "./open-file.ts";
import { useGalleryContents } from "./use-gallery-contents.ts";

interface GalleryDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Scenarios that come with the app; opening one is a step that undo takes back. */
export function GalleryDialog({ opened, onClose }: GalleryDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      fullScreen
      title="Gallery"
      lockScroll={false}
      classNames={{ content: "gallery", header: "gallery-head", body: "gallery-body" }}
      closeButtonProps={{ "aria-label": "Close the gallery" }}
    >
      {opened ? <GalleryPage onClose={onClose} /> : null}
    </Modal>
  );
}

function GalleryPage({ onClose }: { readonly onClose: () => void }) {
  const { entries, failure } = useGallery();
  const contents = useGalleryContents(entries);
  const [query, setQuery] = useState("");
  const [topic, setTopic] = useState<string | null>(null);
  const topics = useMemo(() => topicsOf(entries), [entries]);
  const shown = entriesMeant(entries, query, topic, contents.words);
  const count = shown.length === 1 ? "1 scenario" : `${shown.length} scenarios`;
  return (
    <>
      <Topics {...{ topics, topic, all: entries.length }} onChoose={setTopic} />
      <div className="gallery-main">
        <div className="gallery-bar">
          <TextInput
            className="gallery-search"
            aria-label="Search the gallery"
            placeholder="Search by node, system or failure"
            leftSection={<IconSearch size={16} />}
            value={query}
            data-autofocus
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          <span className="gallery-count" role="status">
            {failure === null && entries.length > 0 ? count : null}
          </span>
          <Starters onClose={onClose} />
        </div>
        {failure !== null && (
          <p className="gallery-empty" role="alert">
            The gallery cannot be shown: {failure}
          </p>
        )}
        {entries.length > 0 && shown.length === 0 && (
          <p className="gallery-empty">No scenario has that. Try a single word, or all topics.</p>
        )}
        <div className="gallery-list">
          {shown.map((entry) => (
            <GalleryCard
              key={entry.file}
              entry={entry}
              picture={contents.pictures.get(entry.file) ?? null}
              onOpened={onClose}
            />
          ))}
        </div>
      </div>
    </>
  );
}

/** The other ways to begin. */
function Starters({ onClose }: { readonly onClose: () => void }) {
  const readOnly = useView((view) => view.readOnly);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFolderOpen size={16} />}
        onClick={() => {
          onClose();
          pickFile();
        }}
      >
        Open a file
      </Button>
      <Button
        hidden={readOnly}
        leftSection={<IconPlus size={16} />}
        onClick={() => {
          onClose();
          newBlank();
        }}
      >
        Blank canvas
      </Button>
    </>
  );
}

interface TopicsProps {
  readonly topics: readonly Topic[];
  readonly topic: string | null;
  readonly all: number;
  readonly onChoose: (topic: string | null) => void;
}

function Topics({ topics, topic, all, onChoose }: TopicsProps) {
  const choice = (tag: string | null, count: number) => (
    <button
      key={tag ?? "all"}
      type="button"
      aria-pressed={tag === topic}
      onClick={() => onChoose(tag)}
    >
      <span>{tag ?? "All scenarios"}</span>
      <span className="ui-num">{count}</span>
    </button>
  );
  const part = (head: string, of: readonly Topic[]) =>
    of.length === 0 ? null : (
      <>
        <h3>{head}</h3>
        {of.map(({ tag, count }) => choice(tag, count))}
      </>
    );
  return (
    <nav className="gallery-topics" aria-label="Topics">
      {choice(null, all)}
      {part(
        "What it is about",
        topics.filter((each) => !isBuiltWith(each)),
      )}
      {part("Built with", topics.filter(isBuiltWith))}
    </nav>
  );
}

function useGallery() {
  const [entries, setEntries] = useState<readonly GalleryEntry[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    galleryEntries().then(setEntries, (error: unknown) =>
      setFailure(error instanceof Error ? error.message : String(error)),
    );
  }, []);
  return { entries, failure };
}
