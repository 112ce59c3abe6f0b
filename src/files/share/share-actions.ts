// What the share menu does.

import { readPageFile } from "../../store/page-file.ts";
import { studio } from "../../store/studio-store.ts";
import { download, saveAs } from "../save-file.ts";
import { fileNameOf, fileTextOf, SCENARIO_ENDING } from "../scenario-text.ts";
import { copyText } from "./copy-text.ts";
import { embedCodeOf, isOnlyHere, linkTo, MOST_LINK_LETTERS } from "./links.ts";
import { type NoticeAction, notify } from "./notice.ts";
import { withScenario } from "./single-file.ts";

const COUNT = new Intl.NumberFormat("en");

const SAVE_FILE: NoticeAction = { label: "Save as a file", run: () => void saveAs() };
const COPY_TEXT: NoticeAction = { label: "Copy as text", run: () => void copyAsText() };

async function copyAndTell(text: string, said: string): Promise<void> {
  if (await copyText(text)) notify(said);
  else notify("This browser does not let the page copy.", [SAVE_FILE], true);
}

/** Copies what leads to the scenario, unless it would lead nobody there: then it offers the file. */
async function copyLeading(text: string, link: string, what: string): Promise<void> {
  const letters = COUNT.format(link.length);
  if (link.length > MOST_LINK_LETTERS) {
    const most = COUNT.format(MOST_LINK_LETTERS);
    const why = `The ${what} would have ${letters} letters; above ${most} many programs cut it off.`;
    notify(why, [SAVE_FILE, COPY_TEXT], true);
    return;
  }
  const copyIt = () => copyAndTell(text, `Copied the ${what}: ${letters} letters.`);
  if (!isOnlyHere(window.location)) return copyIt();
  const anyway: NoticeAction = { label: `Copy ${what} anyway`, run: () => void copyIt() };
  const why = `This page runs on this machine: the ${what} opens only here.`;
  notify(why, [SAVE_FILE, COPY_TEXT, anyway], true);
}

export async function copyLink(): Promise<void> {
  const link = await linkTo(studio.getState().document.document);
  await copyLeading(link, link, "link");
}

export async function copyEmbedCode(): Promise<void> {
  const code = await embedCodeOf(studio.getState().document.document);
  await copyLeading(code, code, "embed code");
}

export async function copyAsText(): Promise<void> {
  const text = fileTextOf(studio.getState().document.document);
  await copyAndTell(text, "Copied as text: “Open link or text…” reads it.");
}

/** Saves a made file, or says why it could not be made. */
export async function saveMade(make: () => Promise<Blob>, ending: string): Promise<void> {
  const { document } = studio.getState().document;
  const name = fileNameOf(document).replace(SCENARIO_ENDING, ending);
  try {
    download(name, await make());
    notify(`${name} is saved.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notify(`${name} could not be made: ${reason}`, [], true);
  }
}

/** The app and this scenario in one file that opens from disk. */
export async function saveSingleFile(): Promise<void> {
  await saveMade(async () => {
    const template = await readPageFile("single.html");
    const page = withScenario(template, studio.getState().document.document);
    return new Blob([page], { type: "text/html" });
  }, ".html");
}
