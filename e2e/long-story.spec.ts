// A story that does not find room in a low window says so, and leads to its end.
import { expect, LONG, test } from "./support/journey.ts";

test.use({ viewport: { width: 1280, height: 800 } });

test("a long story goes on", { tag: LONG }, async ({ app }) => {
  await app.visitAtRest();
  await app.openFromGallery("Token expiry stampede");
  await app.breakWith("The identity provider is slow");
  await app.setSpeed("Max");
  await app.run();
  await app.untilEnd();
  const more = app.results().getByRole("button", { name: "The story goes on" });
  await expect(more).toBeVisible();
  const last = app.results().getByText(/^Bottleneck/);
  await expect(last).not.toBeInViewport();
  await more.click();
  await expect(last).toBeInViewport();
  await expect(more).toBeHidden();
});
