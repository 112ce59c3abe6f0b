// `npm run digests`: runs the cases of the gallery in Node and compares them with the golden file.
// --write accepts what came out as the new golden file; --in jsc,firefox asks other engines too.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  buildDigestProgram,
  GOLDEN_FILE,
  galleryRuns,
  loadDigestProgram,
  requestOf,
} from "./digest-program.mjs";
import { ENGINES, prepareEngine } from "./javascript-engines.mjs";
import { say } from "./process.mjs";

/** Cases of a failure that are named one by one. */
const NAMED_MOST = 20;

/** @type {readonly ("js" | "wasm")[]} */
const KERNELS = ["js", "wasm"];

/** @returns {string} */
function goldenFile() {
  try {
    return readFileSync(GOLDEN_FILE, "utf8");
  } catch {
    return "{}";
  }
}

/**
 * @param {string} where
 * @param {readonly string[]} found
 */
function report(where, found) {
  const differing = found.length === 0 ? "no case differs" : `${found.length} cases differ`;
  process.stdout.write(`${where}: ${differing}, of ${runs.length}\n`);
  for (const sentence of found.slice(0, NAMED_MOST)) process.stdout.write(`  ${sentence}\n`);
  const more = found.length - NAMED_MOST;
  if (more > 0) process.stdout.write(`  and ${more} more\n`);
}

const { values } = parseArgs({
  options: { write: { type: "boolean", default: false }, in: { type: "string", default: "" } },
});
const others = values.in.split(",").filter((name) => name !== "");
const unknown = others.filter((name) => !Object.hasOwn(ENGINES, name));
if (unknown.length > 0) {
  const known = Object.keys(ENGINES).join(", ");
  say(`no engine is called ${unknown.join(", ")}: choose from ${known}.`);
  process.exit(2);
}

const program = loadDigestProgram(await buildDigestProgram());
const runs = galleryRuns(program);
const request = requestOf({ runs });
const inNode = program.answer(request);
const changed = program.differences(goldenFile(), inNode);
report(`Node ${process.versions.node}`, changed);
let failed = changed.length > 0;
if (values.write) {
  writeFileSync(GOLDEN_FILE, program.golden(inNode));
  say(`wrote ${GOLDEN_FILE}`);
  failed = false;
} else if (failed) {
  say("if the change is meant, `npm run digests -- --write` accepts it.");
}

// The golden file may just have been written: engines are held against what Node says now.
const golden = program.golden(inNode);
for (const name of others) {
  const engine = await prepareEngine(name);
  if (!engine.ready) {
    say(`${name} was not run: ${engine.reason}`);
    failed = true;
    continue;
  }
  for (const kernel of KERNELS) {
    const answer = await engine.answer(await buildDigestProgram(kernel), request);
    const differing = program.differences(golden, answer);
    report(`${engine.title}, kernel ${JSON.parse(answer).kernel}`, differing);
    failed ||= differing.length > 0;
  }
}
process.exitCode = failed ? 1 : 0;
