// Reaching the elements of the page. Words go in as text alone, never as markup.

/**
 * Returns the element of that id.
 *
 * @throws Error - There is none, or it is of another kind: the page is not as written.
 */
export function element<Kind extends HTMLElement>(
  id: string,
  kind: new () => Kind,
): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new Error(`the page has no ${kind.name} with the id ${id}`);
  }
  return found;
}

/** Returns every element that a selector finds, of that kind. */
export function elements<Kind extends HTMLElement>(
  selector: string,
  kind: new () => Kind,
): Kind[] {
  return Array.from(document.querySelectorAll(selector)).filter(
    (one): one is Kind => one instanceof kind,
  );
}

/** Returns a new element with text, and with elements after it. */
export function made<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  text = "",
  ...children: readonly HTMLElement[]
): HTMLElementTagNameMap[Tag] {
  const one = document.createElement(tag);
  one.append(text, ...children);
  return one;
}

/** Writes a text where it is another one, so that a reader is told of changes alone. */
export function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

/** Calls what to do for a press of a button. */
export function onPress(id: string, act: () => void): void {
  element(id, HTMLButtonElement).addEventListener("click", act);
}
