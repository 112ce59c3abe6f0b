/** Kind of the nodes that a mesh puts on the way of calls. No file names it and no palette offers it. */
export const MESH_PROXY = "mesh-proxy";
