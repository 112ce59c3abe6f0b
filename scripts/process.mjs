// Running other programs: the one place that knows how npm is started on each platform.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a program with no standard input and resolves to its exit status: 127 if it cannot be
 * started, 1 if a signal or the time limit ended it. With a `label` each line that it prints begins
 * with that, and `hear` gets the line.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ output?: "inherit" | "stderr" | "ignore", timeoutMs?: number, env?: NodeJS.ProcessEnv, label?: string, hear?: (line: string) => void }} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, options = {}) {
  const { output = "inherit", timeoutMs = 0, env = process.env, label = "", hear } = options;
  const isLabeled = label !== "" && output === "inherit";
  // 2 is the parent's stderr: it keeps a command's standard output for its result alone.
  const stdout = isLabeled ? "pipe" : output === "stderr" ? 2 : output;
  const stderr = isLabeled ? "pipe" : output === "ignore" ? "ignore" : "inherit";
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env,
      stdio: ["ignore", stdout, stderr],
      timeout: timeoutMs,
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        process.stdout.write(`${label}${line}\n`);
        hear?.(line);
      });
    }
    child.on("error", () => resolve(127));
    child.on("close", (status) => resolve(status ?? 1));
  });
}

/**
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNpm(args, options) {
  const npmScript = process.env.npm_execpath;
  if (npmScript?.endsWith(".js")) return run(process.execPath, [npmScript, ...args], options);
  if (process.platform === "win32") return run("cmd.exe", ["/c", "npm", ...args], options);
  return run("npm", args, options);
}

/**
 * Runs the command of an installed package, without npx and its start-up time.
 * @param {string} script path below node_modules
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runInstalled(script, args, options) {
  return run(process.execPath, [join(ROOT, "node_modules", script), ...args], options);
}

/**
 * @param {string} sentence
 */
export function say(sentence) {
  process.stderr.write(`brownout: ${sentence}\n`);
}
