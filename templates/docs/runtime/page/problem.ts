// An error of the binding in the words of the page.

import type { OAuthError } from "../../typescript/src/index.js";
import { optionOf } from "./attempt.js";
import { element, made } from "./dom.js";
import { ON_PAGE } from "./messages.js";

/** Returns the message and the hint of an error as sentences about the page's fields. */
export function worded(error: OAuthError): readonly [string, string] {
  const [message, hint] = error.reworded(ON_PAGE, fieldName(error.argument));
  return [sentence(message), sentence(hint)];
}

/** Shows an error in an element, or nothing there. */
export function showProblem(id: string, error: OAuthError | undefined): void {
  const place = element(id, HTMLElement);
  const parts = error === undefined ? [] : paragraphs(error);
  place.hidden = error === undefined;
  // A screen reader repeats an alert that is written again, so the same one stays.
  if (place.textContent !== parts.map((one) => one.textContent).join("")) {
    place.replaceChildren(...parts);
  }
}

function paragraphs(error: OAuthError): HTMLElement[] {
  const [message, hint] = worded(error);
  return [
    made("strong", `${message} `),
    made("span", `${hint} `),
    made("code", error.code),
  ];
}

/** Returns the label of the field for an argument, and the number of an item in it. */
function fieldName(argument = ""): string {
  const option = optionOf(argument);
  const label = document.querySelector(`[for="field-${option}"]`)?.textContent;
  const item = /\[(\d+)\]$/.exec(argument)?.[1];
  const name = label ?? argument;
  return item === undefined
    ? name
    : `item ${String(Number(item) + 1)} of ${name}`;
}

function sentence(text: string): string {
  // The name of a parameter keeps its case.
  const isName = /^\w*[_A-Z]/.test(text);
  const start = isName ? text.charAt(0) : text.charAt(0).toUpperCase();
  return `${start}${text.slice(1)}${text.endsWith("?") ? "" : "."}`;
}
