import { useState } from "react";
import { formatClock } from "../ui/format.ts";
import { KindIconShapes } from "../ui/KindIcon.tsx";
import { outlinePath } from "../ui/outline-path.ts";
import { type GalleryEntry, openFromGallery } from "./gallery.ts";
import {
  type GalleryPicture,
  NODE_HEIGHT,
  NODE_WIDTH,
  type PictureNode,
} from "./gallery-picture.ts";

interface GalleryCardProps {
  readonly entry: GalleryEntry;
  /** null while its file is on the way, or where it cannot be read. */
  readonly picture: GalleryPicture | null;
  readonly onOpened: () => void;
}

export function GalleryCard({ entry, picture, onOpened }: GalleryCardProps) {
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
      <div className="gallery-picture">{picture && <Picture picture={picture} />}</div>
      <span className="gallery-card-head">
        <strong>{entry.name}</strong>
        <span>
          {entry.nodes} nodes, {formatClock(entry.durationS * 1000)}
        </span>
      </span>
      <p>{failure ?? entry.summary}</p>
      <span className="gallery-card-tags">
        {entry.tags.slice(0, 3).map((tag) => (
          <span key={tag}>{tag}</span>
        ))}
      </span>
    </button>
  );
}

function Picture({ picture: { nodes, lines, viewBox } }: { readonly picture: GalleryPicture }) {
  return (
    <svg viewBox={viewBox} aria-hidden="true">
      {lines.map(({ id, path, isMessage }) => (
        <path key={id} className="gallery-line" d={path} data-message={isMessage || undefined} />
      ))}
      {nodes.map((node) => (
        <Node key={node.id} node={node} />
      ))}
    </svg>
  );
}

const ICON = 24;

function Node({ node: { family, icon, x, y } }: { readonly node: PictureNode }) {
  const [left, top] = [(NODE_WIDTH - ICON) / 2, (NODE_HEIGHT - ICON) / 2];
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className="gallery-node" d={outlinePath(family, NODE_WIDTH, NODE_HEIGHT)} />
      <g className="gallery-icon" transform={`translate(${left} ${top})`}>
        <KindIconShapes icon={icon} />
      </g>
    </g>
  );
}
