import "./files.css";
import { Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { formatClock } from "../ui/format.ts";
import { type GalleryEntry, galleryEntries, openFromGallery } from "./gallery.ts";

interface GalleryDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Scenarios that come with the app; opening one is a step that undo takes back. */
export function GalleryDialog({ opened, onClose }: GalleryDialogProps) {
  const { entries, failure } = useGallery(opened);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title="Gallery"
      lockScroll={false}
      closeButtonProps={{ "aria-label": "Close the gallery" }}
    >
      {failure !== null && <p className="gallery-empty">{failure}</p>}
      <div className="gallery-list">
        {entries.map((entry) => (
          <GalleryCard key={entry.file} entry={entry} onOpened={onClose} />
        ))}
      </div>
    </Modal>
  );
}

function useGallery(wanted: boolean) {
  const [entries, setEntries] = useState<readonly GalleryEntry[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!wanted) return;
    galleryEntries().then(
      (found) => {
        setEntries(found);
        setFailure(null);
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  }, [wanted]);
  return { entries, failure };
}

interface GalleryCardProps {
  readonly entry: GalleryEntry;
  readonly onOpened: () => void;
}

function GalleryCard({ entry, onOpened }: GalleryCardProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const openIt = (): void => {
    openFromGallery(entry).then(onOpened, (error: unknown) =>
      setFailure(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <button
      type="button"
      className="gallery-card"
      onClick={openIt}
      aria-label={`Open ${entry.name}`}
    >
      <strong>{entry.name}</strong>
      <p>{failure ?? entry.summary}</p>
      <footer>
        {entry.tags.slice(0, 3).map((tag) => (
          <span key={tag} className="gallery-tag">
            {tag}
          </span>
        ))}
        <span className="gallery-size">
          {entry.nodes} nodes, {formatClock(entry.durationS * 1000)}
        </span>
      </footer>
    </button>
  );
}
