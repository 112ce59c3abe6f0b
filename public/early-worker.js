// Starts the simulation's worker while the page's own script is still being read: both are large,
// and a machine with two processors reads them side by side. The page takes it over.
(() => {
  const { worker: address } = document.currentScript.dataset;
  const worker = new Worker(address, { type: "module", name: "simulation" });
  const early = { worker, failure: null };
  worker.addEventListener("error", (event) => {
    early.failure = event.message || "The worker did not start.";
  });
  window.brownoutEarlyWorker = early;
})();
