// Large drawings to measure the page with: layers of services, each calling a few of the next layer.

/**
 * A small generator with a fixed beginning, so that each measurement draws the same.
 * @param {number} seed
 */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A scenario file with `count` nodes in layers, four clients in front.
 * @param {number} count
 * @param {number} durationS
 */
export function layeredDrawing(count, durationS) {
  const random = numbers(count);
  const perLayer = Math.ceil(Math.sqrt(count));
  /** @type {Record<string, object>} */
  const nodes = {};
  /** @type {Record<string, object>} */
  const edges = {};
  /** @type {Record<string, readonly [number, number]>} */
  const layout = {};
  for (let index = 0; index < count; index++) {
    const layer = Math.floor(index / perLayer);
    const row = index % perLayer;
    const isClient = layer === 0 && row < 4;
    const id = isClient ? `client-${row}` : `service-${index}`;
    nodes[id] = isClient
      ? { kind: "client", ratePerS: 40 }
      : { kind: "service", replicas: 2, serviceTime: { type: "exponential", meanMs: 2 } };
    layout[id] = [layer * 260, row * 120];
  }
  const ids = Object.keys(nodes);
  for (let index = 0; index < count; index++) {
    const layer = Math.floor(index / perLayer);
    const next = ids.slice((layer + 1) * perLayer, (layer + 2) * perLayer);
    const calls = layer === 0 && index >= 4 ? 0 : Math.min(next.length, index < 4 ? 3 : 1);
    for (let call = 0; call < calls; call++) {
      const to = next[Math.floor(random() * next.length)];
      edges[`${ids[index]}->${to}`] = { protocol: "rest", timeoutMs: 1000 };
    }
  }
  return {
    format: 1,
    catalog: "2026-11",
    name: `${count} nodes`,
    run: { durationS, seed: 1, warmupS: 0 },
    nodes,
    edges,
    layout,
  };
}

/** What any page that moves that much has to do: 500 discs at each frame, 240 texts 5 times a second. */
export const CALIBRATION_PAGE = `<!doctype html>
<title>Calibration</title>
<style>body{margin:0;font:11px sans-serif}span{position:absolute}</style>
<canvas width="1200" height="700"></canvas>
<script>
const context = document.querySelector("canvas").getContext("2d");
const texts = Array.from({ length: 240 }, (_, at) => {
  const text = document.body.appendChild(document.createElement("span"));
  text.style.transform = "translate(" + (at % 20) * 60 + "px," + Math.floor(at / 20) * 50 + "px)";
  return text;
});
function frame(now) {
  context.clearRect(0, 0, 1200, 700);
  for (let at = 0; at < 500; at++) {
    context.beginPath();
    context.arc((at * 37 + now / 8) % 1200, (at * 91) % 700, 2.75, 0, 7);
    context.fill();
  }
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
setInterval(() => {
  for (const text of texts) text.textContent = (performance.now() % 1000).toFixed(1) + "/s";
}, 200);
</script>`;
