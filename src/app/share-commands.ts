// The commands that hand a scenario, or its picture, to others.
import {
  copyAsText,
  copyEmbedCode,
  copyLink,
  saveSingleFile,
} from "../files/share/share-actions.ts";
import { isSingleFile } from "../files/share/single-file.ts";
import { group } from "./command.ts";
import { savePng, saveSvg } from "./save-picture.ts";

export const SHARE = group("Share", [
  ["copy-link", "Copy link", () => void copyLink(), { words: "share url" }],
  ["copy-text", "Copy as text", () => void copyAsText(), { words: "share json" }],
  ["copy-embed", "Copy embed code", () => void copyEmbedCode(), { words: "share iframe" }],
  [
    "save-single",
    "Save as a single HTML file",
    () => void saveSingleFile(),
    { words: "share export", when: () => !isSingleFile() },
  ],
  ["png-dark", "Picture as PNG, dark", () => void savePng("dark"), { words: "export image" }],
  ["png-light", "Picture as PNG, light", () => void savePng("light"), { words: "export image" }],
  ["svg-dark", "Picture as SVG, dark", () => void saveSvg("dark"), { words: "export image" }],
  ["svg-light", "Picture as SVG, light", () => void saveSvg("light"), { words: "export image" }],
]);
