// The page as assistive technology finds it, in both themes.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./support/journey.ts";

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("axe finds nothing wrong with the running shop and a selected node", async ({ app }) => {
      await app.visit();
      await app.expectRunning();
      const running = await new AxeBuilder({ page: app.page }).analyze();
      expect(running.violations).toEqual([]);
      await app.node("orders").click();
      const selected = await new AxeBuilder({ page: app.page }).analyze();
      expect(selected.violations).toEqual([]);
    });
  });
}
