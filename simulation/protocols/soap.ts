import { defineProtocol } from "../kinds/define.ts";

export const soap = defineProtocol({
  id: "soap",
  label: "SOAP",
  help: "XML in an envelope over HTTP, after a contract (WSDL) that both sides hold to the letter.",
  sort: "call",
  // Assumption: 200 to 500 bytes of envelope, no source found.
  wire: { encoding: "xml", envelopeBytes: 350 },
  defaults: {},
});
