// What the width of the window decides: a phone reads only, a projector gets the presenter size.
import { setPresenter, setReadOnly } from "../store/view-actions.ts";

const PHONE = "(max-width: 767px)";
const PROJECTOR = "(min-width: 768px) and (max-width: 1024px)";

function follow(query: string, set: (matches: boolean) => void): void {
  const list = matchMedia(query);
  set(list.matches);
  list.addEventListener("change", () => set(list.matches));
}

/** The presenter size can still be switched by hand; it is set anew when the width crosses a bound. */
export function followWindow(embedded: boolean): void {
  follow(PHONE, (matches) => setReadOnly(matches || embedded));
  if (!embedded) follow(PROJECTOR, setPresenter);
}
