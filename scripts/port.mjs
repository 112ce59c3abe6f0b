// Finds a port to serve on.
import { createServer } from "node:net";

const TRIES = 50;

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
export function isFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * The first free port from `wanted` on; throws when `tries` ports in a row are taken.
 * @param {number} wanted
 * @param {string} host
 * @param {{ isFree?: typeof isFree, tries?: number }} [options]
 * @returns {Promise<number>}
 */
export async function firstFreePort(wanted, host, { isFree: free = isFree, tries = TRIES } = {}) {
  const last = Math.min(wanted + tries - 1, 65_535);
  for (let port = wanted; port <= last; port += 1) {
    if (await free(port, host)) return port;
  }
  throw new Error(`ports ${wanted} to ${last} are all taken: choose another with --port.`);
}
