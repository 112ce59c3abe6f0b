function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "ui-visually-hidden";
  document.body.append(field);
  field.select();
  // The only way on pages without https; browsers keep it for those.
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

/** Puts text into the clipboard; false if the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}
