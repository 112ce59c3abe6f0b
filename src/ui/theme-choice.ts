// The way to the theme for what is no component: the provider hands in how it is set.
export type ThemeChoice = "auto" | "dark" | "light";

let choose: (theme: ThemeChoice) => void = () => {};

export function attachTheme(set: (theme: ThemeChoice) => void): void {
  choose = set;
}

/** The choice is kept by the provider, outside of the work. */
export function chooseTheme(theme: ThemeChoice): void {
  choose(theme);
}
