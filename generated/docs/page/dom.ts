// Access to the elements of the page. Text is inserted only as text, never as markup.

/**
 * Returns the element with an id.
 *
 * @throws Error - There is none, or it is of another kind.
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

/** Returns the elements of a kind that match a selector. */
export function elements<Kind extends HTMLElement>(
  selector: string,
  kind: new () => Kind,
): Kind[] {
  return Array.from(document.querySelectorAll(selector)).filter(
    (one): one is Kind => one instanceof kind,
  );
}

/** Returns a new element with text, followed by elements. */
export function made<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  text = "",
  ...children: readonly HTMLElement[]
): HTMLElementTagNameMap[Tag] {
  const one = document.createElement(tag);
  one.append(text, ...children);
  return one;
}

/** Writes a text if it differs, so that a screen reader reports only changes. */
export function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

/** Calls a function whenever a button is pressed. */
export function onPress(id: string, act: () => void): void {
  element(id, HTMLButtonElement).addEventListener("click", act);
}
