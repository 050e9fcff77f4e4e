// Copying to the clipboard, and what to say if that is not possible.

/** Copies a text; returns a sentence for the user. */
export async function copied(text: string, what: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return `${what} copied.`;
  } catch {
    return "The browser does not allow copying. Select the text, and copy it with the keyboard.";
  }
}
