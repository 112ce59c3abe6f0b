// The font of all words comes with the page: one that came later would change the width of each.
import type { Plugin } from "vite";

/** Letters of the page itself; those of other scripts are fetched when a name needs them. */
const FONT = /inter-latin-wght-normal.*\.woff2$/;

export function preloadFont(): Plugin {
  return {
    name: "preload-font",
    apply: "build",
    transformIndexHtml: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => FONT.test(file))
        .map((file) => ({
          tag: "link",
          attrs: {
            rel: "preload",
            as: "font",
            type: "font/woff2",
            href: `./${file}`,
            crossorigin: "",
          },
          injectTo: "head",
        })),
  };
}
