// What the dialog of a broken file tells, and names of saved files.
import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { BrokenFileDialog } from "../../src/files/BrokenFileDialog.tsx";
import { openText } from "../../src/files/open-file.ts";
import { fileNameOf } from "../../src/files/scenario-text.ts";
import { blankDocument } from "../../src/store/blank-document.ts";
import { studio } from "../../src/store/studio-store.ts";

it("lists every problem of a broken file with its path, and leaves the work alone", async () => {
  render(
    <MantineProvider env="test">
      <BrokenFileDialog />
    </MantineProvider>,
  );
  const before = studio.getState().document.document;
  const text = JSON.stringify({
    ...blankDocument(),
    nodes: { a: { kind: "servce" }, b: { kind: "service", replicas: -1 } },
  });
  expect(await openText(text, "mine.json")).toBe(false);
  const dialog = await screen.findByRole("dialog", { name: "mine.json cannot be opened" });
  expect(within(dialog).getByText("nodes.a.kind")).toBeTruthy();
  expect(within(dialog).getByText("nodes.b.replicas")).toBeTruthy();
  expect(within(dialog).getByText(/2 problems/)).toBeTruthy();
  expect(studio.getState().document.document).toBe(before);
  const [, close] = within(dialog).getAllByRole("button", { name: "Close" });
  if (close) await userEvent.click(close);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("makes a file name of the scenario's name", () => {
  const named = (name: string) => fileNameOf({ ...blankDocument(), name });
  expect(named("Shop: checkout")).toBe("shop-checkout.brownout.json");
  expect(named("  ?? ")).toBe("scenario.brownout.json");
  expect(named("Ünï test")).toMatch(/\.brownout\.json$/);
});
