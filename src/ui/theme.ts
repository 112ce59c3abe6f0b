// Mantine wears the tokens: no component of ours or of Mantine's knows a hex value.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "var(--accent-soft)",
  "var(--accent-soft)",
  "var(--accent-line)",
  "var(--accent-line)",
  "var(--accent-text)",
  "var(--accent)",
  "var(--accent)",
  "var(--accent-hover)",
  "var(--accent)",
  "var(--accent-hover)",
];

export const theme = createTheme({
  fontFamily: "var(--font-ui)",
  fontFamilyMonospace: "var(--font-mono)",
  primaryColor: "accent",
  colors: { accent },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px", xl: "999px" },
  fontSizes: {
    xs: "var(--fs-11)",
    sm: "var(--fs-12)",
    md: "var(--fs-13)",
    lg: "var(--fs-15)",
    xl: "var(--fs-18)",
  },
  lineHeights: {
    xs: "var(--lh-11)",
    sm: "var(--lh-12)",
    md: "var(--lh-13)",
    lg: "var(--lh-15)",
    xl: "var(--lh-18)",
  },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  headings: { fontWeight: "620" },
  respectReducedMotion: true,
  cursorType: "pointer",
  // By name: naming the component itself would bring all of them with the page.
  components: {
    Tooltip: {
      defaultProps: { openDelay: 350, withArrow: false, multiline: true, maw: 280, zIndex: 400 },
    },
    NumberInput: { defaultProps: { hideControls: true, size: "xs" } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Popover: { defaultProps: { zIndex: 100 } },
    Modal: {
      // The head of a dialog is no second banner of the page.
      defaultProps: { zIndex: 200, centered: true, attributes: { header: { role: "none" } } },
    },
  },
});

const MAPPED = {
  "--mantine-color-body": "var(--surface-panel)",
  "--mantine-color-text": "var(--text-1)",
  "--mantine-color-bright": "var(--text-1)",
  "--mantine-color-dimmed": "var(--text-3)",
  "--mantine-color-placeholder": "var(--text-3)",
  "--mantine-color-anchor": "var(--accent-text)",
  "--mantine-color-error": "var(--state-failing-text)",
  "--mantine-color-default": "var(--surface-card)",
  "--mantine-color-default-hover": "var(--surface-hover)",
  "--mantine-color-default-color": "var(--text-1)",
  "--mantine-color-default-border": "var(--border-control)",
  "--mantine-color-disabled": "var(--surface-hover)",
  "--mantine-color-disabled-color": "var(--text-disabled)",
  "--mantine-color-disabled-border": "var(--border-default)",
  "--mantine-primary-color-filled": "var(--accent)",
  "--mantine-primary-color-filled-hover": "var(--accent-hover)",
  "--mantine-primary-color-light": "var(--accent-soft)",
  "--mantine-primary-color-light-hover": "var(--accent-soft)",
  "--mantine-primary-color-light-color": "var(--accent-text)",
  "--mantine-primary-color-contrast": "var(--text-on-accent)",
  "--mantine-color-accent-filled": "var(--accent)",
  "--mantine-color-accent-filled-hover": "var(--accent-hover)",
  "--mantine-color-accent-light": "var(--accent-soft)",
  "--mantine-color-accent-light-hover": "var(--accent-soft)",
  "--mantine-color-accent-light-color": "var(--accent-text)",
  "--mantine-color-accent-outline": "var(--accent-line)",
  "--mantine-color-accent-text": "var(--accent-text)",
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  dark: MAPPED,
  light: MAPPED,
});
