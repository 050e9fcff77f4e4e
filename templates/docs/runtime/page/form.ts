// The fields of the page: their values, and the error next to each field.

import { newState } from "../../typescript/src/runtime/checks.js";
import type { OAuthError } from "../../typescript/src/index.js";
import type { Options } from "./attempt.js";
import type { Chosen } from "./choices.js";
import { element, elements, onPress } from "./dom.js";
import { showProblem } from "./problem.js";
import { ScopePicker } from "./scope-picker.js";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  undocumentedScopes: (text) => text.split(/\s+/).filter((one) => one !== ""),
  extraParameters: (text) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map(pairOf),
};

/** The form; it calls `changed` whenever a value changes. */
export class Form {
  readonly #fields = fields();
  readonly #visited = new Set<string>();
  readonly #picker: ScopePicker;

  constructor(changed: () => void) {
    this.#picker = new ScopePicker(changed);
    for (const [option, field] of this.#fields) {
      field.addEventListener("input", changed);
      field.addEventListener("change", () => {
        this.#visited.add(option);
        changed();
      });
    }
    const state = this.#fields.get("state");
    if (state !== undefined) {
      state.value = newState();
      onPress("new-state", () => {
        state.value = newState();
        changed();
      });
    }
    element("form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
    });
  }

  /** The options of the request. */
  get options(): Options {
    const options: Record<string, unknown> = { scopes: this.chosen.scopes };
    for (const [option, { value, dataset }] of this.#fields) {
      // A request without the option is valid, but one with an empty text is not.
      if (value !== "" || dataset["optional"] === undefined) {
        options[option] = READERS[option]?.(value) ?? value;
      }
    }
    return options;
  }

  /** The scopes, and the questions about them. */
  get chosen(): Chosen {
    return this.#picker.chosen;
  }

  /** Shows each problem next to its field, once the user has left the field. */
  show(problems: ReadonlyMap<string, OAuthError>): void {
    for (const [option, field] of this.#fields) {
      const problem = this.#visited.has(option)
        ? problems.get(option)
        : undefined;
      field.setAttribute("aria-invalid", String(problem !== undefined));
      showProblem(`field-${option}-error`, problem);
    }
    this.#picker.show();
  }

  /** Shows every problem, and moves the focus to the first one. */
  goToProblem(problems: ReadonlyMap<string, OAuthError>): void {
    for (const option of problems.keys()) {
      this.#visited.add(option);
    }
    this.show(problems);
    const place = [...this.#fields].find(([option]) => problems.has(option));
    if (place === undefined) {
      this.#picker.goToQuestion();
      return;
    }
    place[1].closest("details")?.setAttribute("open", "");
    place[1].focus();
  }
}

function fields(): ReadonlyMap<string, Field> {
  const found = elements("[data-option]", HTMLElement).filter(
    (one) =>
      one instanceof HTMLInputElement ||
      one instanceof HTMLTextAreaElement ||
      one instanceof HTMLSelectElement,
  );
  return new Map(found.map((one) => [one.dataset["option"] ?? "", one]));
}

function pairOf(line: string): readonly [string, string] {
  const equals = line.indexOf("=");
  return equals === -1
    ? [line, ""]
    : [line.slice(0, equals), line.slice(equals + 1)];
}
