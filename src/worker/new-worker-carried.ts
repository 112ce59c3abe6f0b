// Takes the place of new-worker.ts in the page that carries everything in itself.

let address: string | null = null;

/** A worker from the text that the page carries; pages from disk may load no other file. */
export function newWorker(): Worker {
  if (address === null) {
    const text = document.getElementById("simulation-worker")?.textContent ?? "";
    address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  }
  // Browsers refuse modules to pages from disk; the text is made to run as a plain script too.
  return new Worker(address, { name: "simulation" });
}
