// The command of this checkout, for journeys that compare it with the page.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");

/** The digest that `brownout run` prints for a file of the checkout. */
export function digestByCommand(file: string): string {
  const command = [join(ROOT, "scripts", "brownout.mjs"), "run", file, "--json"];
  const output = execFileSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
  return (JSON.parse(output) as { readonly digest: string }).digest;
}

/** The same for a file given as text. */
export function digestOfText(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "brownout-"));
  try {
    const file = join(folder, "saved.brownout.json");
    writeFileSync(file, text);
    return digestByCommand(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
