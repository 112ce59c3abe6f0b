import { createSpotlight } from "@mantine/spotlight";

/** Whether the command palette is open, and the way to open it from anywhere. */
export const [paletteStore, commandPalette] = createSpotlight();
