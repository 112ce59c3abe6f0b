// The page fetches what checks scenarios after the first drawing; tests of the store begin with it.
import { loadChecker } from "../../src/store/scenario-port.ts";

await loadChecker();
