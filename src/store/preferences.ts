// Choices of the person that outlast a visit and belong to no scenario. Where the browser keeps
// nothing they hold until the page is left.
import { create } from "zustand";

export interface Preferences {
  /** Hints that were dismissed, by name. */
  readonly dismissed: readonly string[];
  /** Single letters and signs do something by themselves; people who dictate switch that off. */
  readonly singleKeys: boolean;
}

const KEY = "brownout-preferences";
const DEFAULTS: Preferences = { dismissed: [], singleKeys: true };

function kept(): Preferences {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
    const dismissed = Array.isArray(found.dismissed) ? found.dismissed.map(String) : [];
    return { dismissed, singleKeys: found.singleKeys !== false };
  } catch {
    return DEFAULTS;
  }
}

export const usePreferences = create<Preferences>()(() => kept());

function patch(change: Partial<Preferences>): void {
  usePreferences.setState(change);
  try {
    localStorage.setItem(KEY, JSON.stringify(usePreferences.getState()));
  } catch {
    // Private windows and full disks refuse; the choice holds for this visit.
  }
}

export function isDismissed(hint: string): boolean {
  return usePreferences.getState().dismissed.includes(hint);
}

/** The hint never comes again. */
export function dismissForGood(hint: string): void {
  if (!isDismissed(hint)) patch({ dismissed: [...usePreferences.getState().dismissed, hint] });
}

/** All hints come again. */
export function showHintsAgain(): void {
  patch({ dismissed: [] });
}

export function setSingleKeys(singleKeys: boolean): void {
  patch({ singleKeys });
}

/** As read from storage anew. */
export function reloadPreferences(): void {
  usePreferences.setState(kept());
}
