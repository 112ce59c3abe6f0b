// Links to the open scenario, and what becomes of a link that is opened.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { showBrokenFile } from "../broken-file.ts";
import { openText } from "../open-file.ts";

// Few visits read or write a link, so how one is written comes when it is needed.
const linkText = () => import("./link-text.ts");

/** Mail programs and chats cut longer links. */
export const MOST_LINK_LETTERS = 8000;

const FRAGMENT = /#s=([^\s#&]+)/;

function pageAddress(query: string): string {
  const { origin, protocol, pathname } = window.location;
  const place = protocol === "file:" ? `file://${pathname}` : `${origin}${pathname}`;
  return `${place}${query}`;
}

export async function linkTo(document: ScenarioDocument): Promise<string> {
  const { encodeLink } = await linkText();
  return `${pageAddress("")}#s=${await encodeLink(document)}`;
}

/** A frame for another page: the drawing, a run and its timeline. */
export async function embedCodeOf(document: ScenarioDocument): Promise<string> {
  const { encodeLink } = await linkText();
  const source = `${pageAddress("?embed")}#s=${await encodeLink(document)}`;
  const title = `${document.name}, a simulation`.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${source}" title="${title}" width="960" height="600" loading="lazy" style="border: 0"></iframe>`;
}

/** The page runs on this machine only, so a link to it leads nobody else anywhere. */
export function isOnlyHere({ protocol, hostname }: Pick<Location, "protocol" | "hostname">) {
  return protocol === "file:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

export function isLink(text: string): boolean {
  return FRAGMENT.test(text);
}

/** Opens a link of any origin, or its fragment; a broken one changes nothing and says why. */
export async function openLink(text: string): Promise<boolean> {
  const encoded = FRAGMENT.exec(text)?.[1] ?? text.trim();
  const { decodeLink } = await linkText();
  const decoded = await decodeLink(encoded);
  if (decoded.ok) return openText(decoded.text, "The linked scenario");
  showBrokenFile({
    name: "The link",
    problems: [{ code: "link", path: "the link", message: decoded.reason, severity: "error" }],
  });
  return false;
}

/** Opens what the address of the page holds, and takes it out of there: from now on it is edited. */
export async function openAddress(): Promise<boolean> {
  const { hash } = window.location;
  if (!isLink(hash)) return false;
  if (!isEmbedded()) window.history.replaceState(null, "", pageAddress(window.location.search));
  return openLink(hash);
}

/** `?embed`: the page stands in a frame of another one. */
export function isEmbedded(): boolean {
  return new URLSearchParams(window.location.search).has("embed");
}

/** Opens pasted text: a link of any origin, its fragment, or the text of a file. */
export async function openPasted(text: string): Promise<boolean> {
  return text.trimStart().startsWith("{") ? openText(text, "The text") : openLink(text);
}
