import { defineFault } from "../kinds/define.ts";

export const controlPlaneOutage = defineFault({
  id: "control-plane-outage",
  label: "Control plane outage",
  help:
    "The proxies of a mesh go on with what they know: nobody tells them which instances have come or " +
    "gone. When it ends they learn it after the usual delay. Certificates that run out meanwhile are " +
    "not modeled.",
  icon: "cloud-off",
  targets: ["group"],
  ramp: false,
  params: {},
});
