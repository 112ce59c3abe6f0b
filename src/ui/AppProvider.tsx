import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "./tokens.css";
import "./base.css";
import "./mantine.css";
import { MantineProvider, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { type ReactNode, useLayoutEffect } from "react";
import { StatePatterns } from "./StatePatterns.tsx";
import { cssVariables, theme } from "./theme.ts";
import { attachTheme } from "./theme-choice.ts";

/** Everything a page needs around it: styles, theme in step with the tokens, state patterns. */
export function AppProvider({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => "brownout"}
    >
      <ThemeInStep />
      <StatePatterns />
      {children}
    </MantineProvider>
  );
}

/** Tokens follow `data-theme`, Mantine follows its own attribute; this keeps the first with the second. */
function ThemeInStep() {
  const scheme = useComputedColorScheme("dark", { getInitialValueInEffect: false });
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = scheme;
  }, [scheme]);
  const { setColorScheme } = useMantineColorScheme();
  useLayoutEffect(() => attachTheme(setColorScheme), [setColorScheme]);
  return null;
}
