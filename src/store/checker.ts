// What reads and checks scenarios. It comes after the first drawing: the schemas and their library
// are a third of what the page would otherwise wait for. scenario-port.ts is the door to it.
export { parseScenario } from "../../simulation/scenario/parse.ts";
export { hashOfScenario, problemsOfScenario } from "../../simulation/scenario/resolve.ts";
