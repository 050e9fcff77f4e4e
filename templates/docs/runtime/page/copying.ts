// The way to the clipboard, and what is said where there is none.

/** Copies a text; returns what to tell the person. */
export async function copied(text: string, what: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return `${what} copied.`;
  } catch {
    return `Copying is not allowed here. Select it, and copy it with the keyboard.`;
  }
}
