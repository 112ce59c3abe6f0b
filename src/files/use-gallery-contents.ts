import { useEffect, useState } from "react";
import { type GalleryEntry, galleryText } from "./gallery.ts";
import { type GalleryPicture, pictureOf } from "./gallery-picture.ts";

interface GalleryContents {
  readonly pictures: ReadonlyMap<string, GalleryPicture>;
  /** Names and kinds of the nodes, for the search. */
  readonly words: ReadonlyMap<string, string>;
}

const NOTHING: GalleryContents = { pictures: new Map(), words: new Map() };

interface Read {
  readonly nodes?: Readonly<Record<string, { readonly name?: string; readonly kind?: string }>>;
}

/** Reads the files behind the cards; one that cannot be read has a card without a picture. */
export function useGalleryContents(entries: readonly GalleryEntry[]): GalleryContents {
  const [contents, setContents] = useState(NOTHING);
  useEffect(() => {
    let isWanted = entries.length > 0;
    const read = async (): Promise<void> => {
      const found = await Promise.allSettled(
        entries.map(
          async ({ file }) => [file, JSON.parse(await galleryText(file)) as Read] as const,
        ),
      );
      if (!isWanted) return;
      const files = found.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      const pictures = new Map<string, GalleryPicture>();
      const words = new Map<string, string>();
      for (const [file, { nodes = {}, ...rest }] of files) {
        const picture = pictureOf({ nodes, ...rest });
        if (picture) pictures.set(file, picture);
        const said = Object.entries(nodes).flatMap(([id, { name, kind }]) => [id, name, kind]);
        words.set(file, said.join(" "));
      }
      setContents({ pictures, words });
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [entries]);
  return contents;
}
