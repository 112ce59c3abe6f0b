// Installs the dependencies when node_modules does not hold what the lock file says.
// It compares the two lists of packages rather than keeping a stamp, so an install made by hand
// counts, and one that broke off does not: npm writes its own list last.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runNpm, say } from "./process.mjs";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockEntry */
/** @typedef {Record<string, LockEntry>} LockPackages */

/**
 * Names the first package that is missing or of another version; undefined when all are there.
 * Packages of other platforms are optional and rightly absent.
 * @param {LockPackages} locked
 * @param {LockPackages} installed
 * @returns {string | undefined}
 */
export function firstDifference(locked, installed) {
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === "") continue;
    const found = installed[path];
    if (found === undefined && (wanted.optional || wanted.devOptional)) continue;
    if (found?.version !== wanted.version || found?.integrity !== wanted.integrity) return path;
  }
  return undefined;
}

/**
 * @param {string} path
 * @returns {LockPackages | undefined}
 */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} [root]
 * @returns {string | undefined} why an install is needed, or undefined
 */
export function whyInstall(root = ROOT) {
  const locked = packagesOf(join(root, "package-lock.json"));
  if (locked === undefined) return "package-lock.json cannot be read";
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (installed === undefined) return "the dependencies are not installed yet";
  const different = firstDifference(locked, installed);
  return different === undefined ? undefined : `${different} differs from the lock file`;
}

/** @returns {Promise<boolean>} whether the dependencies are there now */
export async function installIfNeeded() {
  const reason = whyInstall();
  if (reason === undefined) return true;
  say(`installing the dependencies (${reason})`);
  // Development dependencies are asked for by name: NODE_ENV=production would leave them out.
  const status = await runNpm(["ci", "--include=dev", "--no-audit", "--no-fund"], {
    output: "stderr",
  });
  if (status === 0) return true;
  say(
    "the dependencies could not be installed: read npm's message above, " +
      "check the network or the registry setting, then run `npm ci`.",
  );
  return false;
}
