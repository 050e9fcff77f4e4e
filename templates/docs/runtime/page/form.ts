// The fields of the page: what was filled in, and what is wrong with it beside each.

import { newState } from "../../typescript/src/runtime/checks.js";
import type { OAuthError } from "../../typescript/src/index.js";
import type { Options } from "./attempt.js";
import type { Chosen } from "./choices.js";
import { element, elements, made, onPress } from "./dom.js";
import { Ticks } from "./ticks.js";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  undocumentedScopes: (text) => text.split(/\s+/).filter((one) => one !== ""),
  extraParameters: (text) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map(pairOf),
};

/** The form; it calls `changed` whenever what it holds is another. */
export class Form {
  readonly #fields = fields();
  readonly #seen = new Set<string>();
  readonly #ticks: Ticks;

  constructor(changed: () => void) {
    this.#ticks = new Ticks(changed);
    for (const [option, field] of this.#fields) {
      field.addEventListener("input", changed);
      field.addEventListener("change", () => {
        this.#seen.add(option);
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

  /** The options of the request, of those that it takes. */
  get options(): Options {
    const options: Record<string, unknown> = { scopes: this.chosen.scopes };
    for (const [option, { value, dataset }] of this.#fields) {
      // A request without the option is valid, and one with an empty text is not.
      if (value !== "" || dataset["optional"] === undefined) {
        options[option] = READERS[option]?.(value) ?? value;
      }
    }
    return options;
  }

  /** The scopes, and what is left to choose. */
  get chosen(): Chosen {
    return this.#ticks.chosen;
  }

  /** Shows each problem beside its field, once the field was filled in. */
  show(problems: ReadonlyMap<string, OAuthError>): void {
    for (const [option, field] of this.#fields) {
      const problem = this.#seen.has(option) ? problems.get(option) : undefined;
      field.setAttribute("aria-invalid", String(problem !== undefined));
      showProblem(`field-${option}-error`, problem);
    }
    this.#ticks.show();
  }

  /** Counts every field as filled in, and puts the cursor where the first problem is. */
  goToProblem(problems: ReadonlyMap<string, OAuthError>): void {
    for (const option of problems.keys()) {
      this.#seen.add(option);
    }
    this.show(problems);
    const place = [...this.#fields].find(([option]) => problems.has(option));
    if (place === undefined) {
      this.#ticks.goToQuestion();
      return;
    }
    place[1].closest("details")?.setAttribute("open", "");
    place[1].focus();
  }
}

/** Shows an error of the binding at a place of its own, or nothing there. */
export function showProblem(
  id: string,
  problem: OAuthError | undefined,
  hint = problem?.hint ?? "",
): void {
  const place = element(id, HTMLElement);
  const said =
    problem === undefined
      ? []
      : [
          made("strong", `${problem.message}. `),
          made("span", `${hint} `),
          made("code", problem.code),
        ];
  place.hidden = problem === undefined;
  // An alert is said again where it is written again, so the same one is left as it is.
  if (place.textContent !== said.map((one) => one.textContent).join("")) {
    place.replaceChildren(...said);
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
