import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Studio } from "./app/Studio.tsx";
import { start } from "./app/start.ts";
import { AppProvider } from "./ui/AppProvider.tsx";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <AppProvider>
        <Studio />
      </AppProvider>
    </StrictMode>,
  );
  void start();
}
