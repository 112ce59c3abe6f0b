import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { answerOfPage, serveDigestPage } from "../../scripts/digest-page.mjs";
import { ENGINES, findEngine } from "../../scripts/javascript-engines.mjs";

function findOn(name: string, files: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return findEngine(name, {
    env: { PATH: "/home/me/bin:/usr/bin", ...env },
    exists: (path) => files.includes(path),
  });
}

describe("findEngine", () => {
  it("prefers the variable, then the path in its order", () => {
    const files = ["/my/jsc", "/home/me/bin/jsc", "/usr/bin/jsc"];
    expect(findOn("jsc", files, { JSC_PATH: "/my/jsc" })).toBe("/my/jsc");
    expect(findOn("jsc", files)).toBe("/home/me/bin/jsc");
    expect(findOn("firefox", ["/usr/bin/firefox", "/usr/bin/firefox-esr"])).toBe(
      "/usr/bin/firefox-esr",
    );
  });

  it("looks elsewhere when the variable names nothing", () => {
    expect(findOn("jsc", ["/usr/bin/jsc"], { JSC_PATH: "/gone/jsc" })).toBe("/usr/bin/jsc");
    expect(findOn("jsc", [], { JSC_PATH: "/gone/jsc" })).toBeUndefined();
  });

  it.each(Object.keys(ENGINES))("knows where %s lies without a search path", (name) => {
    const [path] = ENGINES[name]!.paths;
    expect(findOn(name, [path!])).toBe(path);
  });
});

function ask(url: string, method: string, body = ""): Promise<[status: number, text: string]> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve([response.statusCode ?? 0, text]));
    });
    asked.on("error", reject).end(body);
  });
}

describe("the page for browsers", () => {
  it("hands out the program and its request, and takes the answer", async () => {
    const page = await serveDigestPage("program", "wanted");
    try {
      expect(await ask(`${page.url}program.js`, "GET")).toEqual([200, "program"]);
      expect(await ask(`${page.url}request.json`, "GET")).toEqual([200, "wanted"]);
      expect((await ask(`${page.url}other`, "GET"))[0]).toBe(404);
      await ask(`${page.url}answer`, "POST", "came");
      expect(await answerOfPage(page, 1000)).toBe("came");
    } finally {
      page.close();
    }
  });

  it("tells what went wrong in the worker, and when nothing comes", async () => {
    const page = await serveDigestPage("", "");
    try {
      await expect(answerOfPage(page, 10)).rejects.toThrow("did not answer in time");
      await ask(`${page.url}answer`, "POST", "failed: no memory");
      await expect(answerOfPage(page, 1000)).rejects.toThrow("the worker failed: no memory");
    } finally {
      page.close();
    }
  });
});
