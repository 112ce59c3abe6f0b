// What `npm start` and `npm test` need before anything else: works with no node_modules.
// --with-browser also sees to a Chromium for the end-to-end tests.
import { installIfNeeded } from "./install.mjs";
import { say } from "./process.mjs";

const OLDEST_NODE = [20, 19];

/** @returns {boolean} */
function nodeIsNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return true;
  say(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join(".")} or newer.`);
  return false;
}

if (!nodeIsNewEnough() || !(await installIfNeeded())) process.exit(1);
if (process.argv.includes("--with-browser")) {
  // Imported late, so that a plain start never touches it.
  const { findOrInstallChromium } = await import("./chromium.mjs");
  // Without a browser the other steps are still worth running; the end-to-end step then fails.
  await findOrInstallChromium();
}
