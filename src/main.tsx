import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Studio } from "./app/Studio.tsx";
import { firstOpening, start } from "./app/start.ts";
import { AppProvider } from "./ui/AppProvider.tsx";

/** The page is not kept waiting for longer by a slow storage or connection, ms. */
const LONGEST_WAIT_MS = 150;

const root = document.getElementById("root");
if (root) {
  void start();
  // The worker gets the scenario first, and computes while the page draws.
  void firstOpening(LONGEST_WAIT_MS).then(() =>
    createRoot(root).render(
      <StrictMode>
        <AppProvider>
          <Studio />
        </AppProvider>
      </StrictMode>,
    ),
  );
}
