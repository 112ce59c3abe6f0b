/** A worker of its own file, which lies beside the page. */
export function newWorker(): Worker {
  return new Worker(new URL("./simulation.worker.ts", import.meta.url), {
    type: "module",
    name: "simulation",
  });
}
