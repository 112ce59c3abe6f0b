// Where the checkout is. Bench and validation read files of test/ at run time; the bundle that runs
// them lies in a folder of its own below the root.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function isRoot(folder: string): boolean {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return false;
  const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: unknown };
  return name === "brownout";
}

/** The folder that holds the project's package.json; throws outside a checkout. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isRoot(folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("This program works in a checkout of Brownout only.");
    folder = parent;
  }
  return folder;
}
