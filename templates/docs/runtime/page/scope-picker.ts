// The tasks and the scopes that the user selects, and the questions about them.

import { type Scope, scopeFacts } from "../../typescript/src/index.js";
import {
  choose,
  type Chosen,
  permitting,
  SCOPES,
  type Selection,
  without,
} from "./choices.js";
import { element, elements, made, write } from "./dom.js";

type Boxes<Key> = ReadonlyMap<Key, HTMLInputElement>;

interface QuestionView {
  readonly fieldset: HTMLFieldSetElement;
  readonly legend: HTMLElement;
  readonly radios: Boxes<Scope>;
}

/** The lists of the page; they call `changed` whenever the selection changes. */
export class ScopePicker {
  readonly #changed: () => void;
  readonly #tasks: Boxes<string> = new Map(
    elements("#tasks input", HTMLInputElement).map((one) => [one.value, one]),
  );
  readonly #uses = new Map<Scope, HTMLElement>();
  readonly #scopes: Boxes<Scope> = new Map(
    SCOPES.map((scope) => [scope, this.#madeScope(scope)]),
  );
  readonly #questions = new Map<string, QuestionView>();
  #selection: Selection = {
    tasks: new Set(),
    scopes: new Set(),
    choices: new Map(),
  };

  constructor(changed: () => void) {
    this.#changed = changed;
    for (const [task, box] of this.#tasks) {
      box.addEventListener("change", () => {
        const tasks = toggled(this.#selection.tasks, task, box.checked);
        this.#select({ ...this.#selection, tasks });
      });
      this.#makeQuestion(permitting(task));
    }
  }

  /** The scopes, and the questions about them. */
  get chosen(): Chosen {
    return choose(this.#selection);
  }

  /** Shows the selection, the tasks of each scope, and the open questions. */
  show(): void {
    const { scopes, questions } = this.chosen;
    for (const [task, box] of this.#tasks) {
      box.checked = this.#selection.tasks.has(task);
    }
    for (const [scope, box] of this.#scopes) {
      box.checked = scopes.includes(scope);
      const tasks = box.checked ? this.#tasksOf(scope) : [];
      const use = this.#uses.get(scope);
      if (use !== undefined) {
        write(use, tasks.length === 0 ? "" : `To ${tasks.join(", ")}.`);
      }
    }
    for (const [key, { fieldset, legend, radios }] of this.#questions) {
      const question = questions.find((one) => one.key === key);
      fieldset.hidden = question === undefined;
      const tasks = question?.tasks.join(", ") ?? "";
      write(legend, `Choose a scope for: ${tasks}`);
      for (const [scope, radio] of radios) {
        radio.checked = question?.choice === scope;
      }
    }
  }

  /** Moves the focus to the first open question, or to the tasks. */
  goToQuestion(): void {
    const open = this.chosen.questions.find((one) => !one.choice);
    const { radios } = this.#questions.get(open?.key ?? "") ?? {};
    const [box] = (radios ?? this.#tasks).values();
    box?.focus();
  }

  #select(selection: Selection): void {
    this.#selection = selection;
    this.#changed();
  }

  /** Returns the selected tasks for which a scope is requested. */
  #tasksOf(scope: Scope): readonly string[] {
    const { questions } = this.chosen;
    return [...this.#selection.tasks].filter((task) => {
      const question = questions.find((one) => one.tasks.includes(task));
      return question === undefined
        ? permitting(task).includes(scope)
        : question.choice === scope;
    });
  }

  #madeScope(scope: Scope): HTMLInputElement {
    const { story, reach } = scopeFacts[scope];
    const [label, box] = madeChoice("checkbox", "scope", scope);
    const use = made("p");
    use.className = "use";
    this.#uses.set(scope, use);
    const help = made("div", "", made("p", `${story} Reach: ${reach}`), use);
    help.id = `help-${scope}`;
    box.setAttribute("aria-describedby", help.id);
    element("scopes", HTMLElement).append(made("li", "", label, help));
    box.addEventListener("change", () => {
      const scopes = toggled(this.#selection.scopes, scope, true);
      this.#select(
        box.checked
          ? { ...this.#selection, scopes }
          : without(scope, this.#selection),
      );
    });
    return box;
  }

  #makeQuestion(candidates: readonly Scope[]): void {
    const key = candidates.join(" ");
    if (candidates.length < 2 || this.#questions.has(key)) {
      return;
    }
    const legend = made("legend");
    const help =
      "Each of these scopes is enough. No scope is documented as including another, " +
      "so choose the narrowest one that fits.";
    const fieldset = made("fieldset", "", legend, made("p", help));
    const radios = new Map<Scope, HTMLInputElement>();
    for (const scope of candidates) {
      const [label, radio] = madeChoice("radio", key, scope);
      label.append(made("p", `Reach: ${scopeFacts[scope].reach}`));
      radio.addEventListener("change", () => {
        const choices = new Map(this.#selection.choices).set(key, scope);
        this.#select({ ...this.#selection, choices });
      });
      fieldset.append(label);
      radios.set(scope, radio);
    }
    element("questions", HTMLElement).append(fieldset);
    this.#questions.set(key, { fieldset, legend, radios });
  }
}

/** Returns a scope to select: its label, and the box in it. */
function madeChoice(
  type: string,
  name: string,
  scope: Scope,
): readonly [HTMLLabelElement, HTMLInputElement] {
  const box = made("input");
  box.type = type;
  box.name = name;
  box.value = scope;
  const words = made("span", "", made("code", scope));
  words.append(` ${scopeFacts[scope].summary}`);
  return [made("label", "", box, words), box];
}

function toggled<Item>(
  items: ReadonlySet<Item>,
  item: Item,
  isIn: boolean,
): ReadonlySet<Item> {
  const others = new Set([...items].filter((one) => one !== item));
  return isIn ? others.add(item) : others;
}
