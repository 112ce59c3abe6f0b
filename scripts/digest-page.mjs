// A page on this machine whose worker runs the digest program: for browsers, which take a program
// and give its answer over HTTP.
import { createServer } from "node:http";

const PAGE = `<!doctype html>
<title>Digests</title>
<script type="module">
const worker = new Worker("worker.js");
const send = (text) => fetch("answer", { method: "POST", body: text });
worker.onerror = (event) => send("failed: " + event.message);
worker.onmessage = async ({ data }) => {
  await send(data);
  document.title = "Answered";
};
worker.postMessage(await (await fetch("request.json")).text());
</script>
`;

const WORKER = `importScripts("program.js");
onmessage = ({ data }) => {
  postMessage(brownoutDigests.answer(data));
};
`;

/**
 * @typedef {object} DigestPage
 * @property {string} url
 * @property {Promise<string>} answer
 * @property {() => void} close
 */

/**
 * Serves on a free port of the loopback address until closed.
 * @param {string} script the digest program
 * @param {string} request what it is asked
 * @returns {Promise<DigestPage>}
 */
export async function serveDigestPage(script, request) {
  /** @type {Record<string, [type: string, body: string]>} */
  const files = {
    "/": ["text/html", PAGE],
    "/worker.js": ["text/javascript", WORKER],
    "/program.js": ["text/javascript", script],
    "/request.json": ["application/json", request],
    "/favicon.ico": ["image/x-icon", ""],
  };
  /** @type {(text: string) => void} */
  let resolveAnswer = () => {};
  /** @type {Promise<string>} */
  const answer = new Promise((resolve) => {
    resolveAnswer = resolve;
  });
  const server = createServer((asked, response) => {
    const path = asked.url ?? "";
    if (asked.method === "POST" && path === "/answer") {
      let text = "";
      asked.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
      asked.on("end", () => {
        response.writeHead(204).end();
        resolveAnswer(text);
      });
      return;
    }
    const file = files[path];
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": `${file[0]}; charset=utf-8` }).end(file[1]);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    answer,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @param {DigestPage} page
 * @param {number} limitMs
 * @returns {Promise<string>} the worker's answer; rejects with what went wrong in the browser
 */
export async function answerOfPage(page, limitMs) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the page did not answer in time.")), limitMs);
  });
  try {
    const text = String(await Promise.race([page.answer, late]));
    if (text.startsWith("failed: ")) throw new Error(`the worker ${text}`);
    return text;
  } finally {
    clearTimeout(timer);
  }
}
