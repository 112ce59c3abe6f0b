// `npm start`: builds the app and serves it, on the next port if the wanted one is taken.
// Options: --port N, --host ADDRESS (0.0.0.0 lets a whole classroom in), --no-build.
import { parseArgs } from "node:util";
import { build, preview } from "vite";
import { firstFreePort } from "./port.mjs";
import { ROOT, say } from "./process.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env.PORT ?? "4173" },
    host: { type: "string", default: "localhost" },
    "no-build": { type: "boolean", default: false },
  },
});

const wanted = Number(values.port);
if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) {
  say(`--port ${values.port} is not a port: give a number from 1 to 65535.`);
  process.exit(2);
}

if (!values["no-build"]) await build({ root: ROOT, logLevel: "warn" });

const port = await firstFreePort(wanted, values.host).catch((/** @type {Error} */ error) => {
  say(error.message);
  return process.exit(1);
});
if (port !== wanted) say(`port ${wanted} is taken, serving on ${port} instead.`);

const server = await preview({
  root: ROOT,
  logLevel: "warn",
  preview: { port, host: values.host, strictPort: true },
});
const urls = [...(server.resolvedUrls?.local ?? []), ...(server.resolvedUrls?.network ?? [])];
process.stdout.write(`Brownout is at ${urls.join(" and ")} (Ctrl+C stops it)\n`);
