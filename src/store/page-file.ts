/**
 * Text of a file that lies beside the page; a page that carries everything in itself has it in a
 * script of data. Throws with a sentence if there is none.
 */
export async function readPageFile(path: string): Promise<string> {
  const carried = document.querySelector(`script[data-file="${path}"]`);
  if (carried) return carried.textContent ?? "";
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return response.text();
}
