import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { firstFreePort, isFree } from "../../scripts/port.mjs";

describe("firstFreePort", () => {
  const takenUpTo = (last: number) => async (port: number) => port > last;

  it("keeps the wanted port when it is free", async () => {
    expect(await firstFreePort(4173, "localhost", { isFree: takenUpTo(4172) })).toBe(4173);
  });

  it("takes the next free port when the wanted one is taken", async () => {
    expect(await firstFreePort(4173, "localhost", { isFree: takenUpTo(4175) })).toBe(4176);
  });

  it("gives up after the tries it was given and says what to do", async () => {
    const search = firstFreePort(4173, "localhost", { isFree: takenUpTo(9999), tries: 3 });
    await expect(search).rejects.toThrow("ports 4173 to 4175 are all taken: choose another");
  });

  it("never goes past the last port there is", async () => {
    const search = firstFreePort(65_534, "localhost", { isFree: async () => false });
    await expect(search).rejects.toThrow("ports 65534 to 65535");
  });
});

describe("isFree", () => {
  it("sees a port that a server listens on", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await isFree(port, "127.0.0.1")).toBe(false);
    server.close();
    await once(server, "close");
    expect(await isFree(port, "127.0.0.1")).toBe(true);
  });
});
