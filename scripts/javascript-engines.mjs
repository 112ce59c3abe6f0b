// Other JavaScript engines than V8 that can run the digest program: where they are, how to get them,
// how to drive them. Each failure is one sentence that ends in what to do.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { answerOfPage, serveDigestPage } from "./digest-page.mjs";
import { run, say } from "./process.mjs";

const PACKAGE_LIMIT_MS = 10 * 60_000;
const RUN_LIMIT_MS = 10 * 60_000;

/**
 * @typedef {object} Engine
 * @property {string} title
 * @property {string} variable environment variable that may name the executable
 * @property {readonly string[]} commands
 * @property {readonly string[]} paths
 * @property {readonly string[]} packages of Debian and its children; the first that exists is taken
 * @property {(executable: string, script: string, request: string, args: readonly string[]) => Promise<string>} answer
 */

/** @type {Readonly<Record<string, Engine>>} */
export const ENGINES = {
  jsc: {
    title: "JavaScriptCore",
    variable: "JSC_PATH",
    commands: ["jsc"],
    paths: [
      "/System/Library/Frameworks/JavaScriptCore.framework/Versions/Current/Helpers/jsc",
      "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/jsc",
    ],
    packages: [
      "libjavascriptcoregtk-4.0-bin",
      "libjavascriptcoregtk-4.1-bin",
      "libjavascriptcoregtk-6.0-bin",
      "libjavascriptcoregtk-bin",
    ],
    answer: answerOfShell,
  },
  firefox: {
    title: "Firefox (SpiderMonkey)",
    variable: "FIREFOX_PATH",
    commands: ["firefox-esr", "firefox"],
    paths: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
    packages: ["firefox-esr", "firefox"],
    answer: answerOfFirefox,
  },
};

/**
 * @param {string} name
 * @param {{ env?: NodeJS.ProcessEnv, exists?: (path: string) => boolean }} [surroundings]
 * @returns {string | undefined} path of the engine's executable
 */
export function findEngine(name, { env = process.env, exists = existsSync } = {}) {
  const engine = ENGINES[name];
  if (engine === undefined) throw new Error(`there is no engine ${name}`);
  const asked = env[engine.variable];
  if (asked !== undefined && asked !== "") {
    if (exists(asked)) return asked;
    say(`${engine.variable} is ${asked}, which does not exist: correct or unset it.`);
  }
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = folders.flatMap((folder) => engine.commands.map((name) => join(folder, name)));
  return [...onPath, ...engine.paths].find(exists);
}

/**
 * @param {Engine} engine
 * @returns {Promise<string | undefined>} why it could not be installed
 */
async function install({ title, packages, variable }) {
  const remedy = `install ${title} or set ${variable} to its executable.`;
  if (process.platform !== "linux" || !existsSync("/usr/bin/apt-get")) {
    return `it is not there and can only be installed with apt-get: ${remedy}`;
  }
  const prefix = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  /** @param {readonly string[]} command */
  const apt = ([program = "apt-get", ...args]) =>
    run(program, args, { output: "stderr", timeoutMs: PACKAGE_LIMIT_MS, env });
  say(`installing ${title}`);
  if ((await apt([...prefix, "apt-get", "update"])) !== 0) {
    return `\`apt-get update\` failed, without root or without network: ${remedy}`;
  }
  for (const name of packages) {
    const command = [...prefix, "apt-get", "install", "-y", "--no-install-recommends", name];
    if ((await apt(command)) === 0) return undefined;
  }
  return `\`apt-get install\` has none of ${packages.join(", ")}: ${remedy}`;
}

/**
 * @typedef {{ ready: false, reason: string } | { ready: true, title: string, answer: (script: string, request: string, args?: readonly string[]) => Promise<string> }} Prepared
 */

/**
 * Finds an engine or installs it.
 * @param {string} name
 * @returns {Promise<Prepared>}
 */
export async function prepareEngine(name) {
  const engine = ENGINES[name];
  if (engine === undefined) throw new Error(`there is no engine ${name}`);
  if (findEngine(name) === undefined) {
    const reason = await install(engine);
    if (reason !== undefined) return { ready: false, reason };
  }
  const executable = findEngine(name);
  if (executable === undefined) {
    const reason = `it was installed, but its executable is not found: set ${engine.variable}.`;
    return { ready: false, reason };
  }
  return {
    ready: true,
    title: engine.title,
    answer: (script, request, args = []) => engine.answer(executable, script, request, args),
  };
}

/**
 * Runs a program to its end and gives what it printed; rejects with its complaint if it failed.
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>}
 */
function outputOf(executable, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const limit = setTimeout(() => child.kill(), RUN_LIMIT_MS);
    let output = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      complaint += text;
    });
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(limit);
      if (status === 0) resolve(output);
      else reject(new Error(`${executable} ended with status ${status}: ${complaint}${output}`));
    });
  });
}

/**
 * @template T
 * @param {(folder: string) => Promise<T>} work in a folder that is removed afterwards
 * @returns {Promise<T>}
 */
async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "brownout-digests-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Node in a process of its own; `before` is executed first.
 * @param {string} script
 * @param {string} request
 * @param {{ args?: readonly string[], env?: NodeJS.ProcessEnv, before?: string }} [options]
 * @returns {Promise<string>}
 */
export function answerOfNode(script, request, { args = [], env = process.env, before = "" } = {}) {
  return inFolder(async (folder) => {
    const [question, driver] = [join(folder, "request.json"), join(folder, "driver.cjs")];
    writeFileSync(question, request);
    const read = `require("node:fs").readFileSync(${JSON.stringify(question)}, "utf8")`;
    const print = `process.stdout.write(brownoutDigests.answer(${read}));`;
    writeFileSync(driver, `${before}\n${script}\n${print}\n`);
    return outputOf(process.execPath, [...args, driver], env);
  });
}

/**
 * A shell with `load`, `readFile` and `print`.
 * @type {Engine["answer"]}
 */
function answerOfShell(executable, script, request, args) {
  return inFolder(async (folder) => {
    const [program, question, driver] = ["program.js", "request.json", "driver.js"].map((name) =>
      join(folder, name),
    );
    writeFileSync(String(program), script);
    writeFileSync(String(question), request);
    const load = `load(${JSON.stringify(program)});`;
    const ask = `print(brownoutDigests.answer(readFile(${JSON.stringify(question)})));`;
    writeFileSync(String(driver), `${load}\n${ask}\n`);
    return outputOf(executable, [...args, String(driver)]);
  });
}

// Nothing of a first start: no pages, questions, updates or reports.
const FIREFOX_PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.tabs.remote.autostart": true,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "toolkit.telemetry.enabled": false,
};

/**
 * A window without a screen opens a page of ours, whose worker runs the program and sends its answer
 * back.
 * @type {Engine["answer"]}
 */
function answerOfFirefox(executable, script, request, args) {
  return inFolder(async (folder) => {
    const preferences = Object.entries(FIREFOX_PREFERENCES).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    );
    writeFileSync(join(folder, "user.js"), preferences.join("\n"));
    const page = await serveDigestPage(script, request);
    const profile = ["--headless", "--no-remote", "--new-instance", "--profile", folder];
    const child = spawn(executable, [...profile, ...args, page.url], {
      env: { ...process.env, MOZ_HEADLESS: "1", MOZ_CRASHREPORTER_DISABLE: "1" },
      stdio: "ignore",
    });
    const gone = new Promise((resolve) => {
      child.on("close", resolve);
      child.on("error", resolve);
    });
    try {
      const early = gone.then(() => {
        throw new Error(`${executable} ended before its page had answered.`);
      });
      return await Promise.race([answerOfPage(page, RUN_LIMIT_MS), early]);
    } finally {
      child.kill();
      await gone;
      page.close();
    }
  });
}
