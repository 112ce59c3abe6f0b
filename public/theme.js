// Sets the theme before the first paint. A file of its own: the content security policy forbids
// inline scripts. The key and the second attribute are Mantine's; no choice means the system's.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("mantine-color-scheme-value");
  } catch {
    // Storage may be forbidden; the system's choice is good enough.
  }
  const systemIsLight = matchMedia("(prefers-color-scheme: light)").matches;
  const isLight = choice === "light" || (choice !== "dark" && systemIsLight);
  const theme = isLight ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.mantineColorScheme = theme;
})();
