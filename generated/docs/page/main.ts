// The page: fields to a URL, and, on this machine alone, an answer to a token.

import { Asked } from "./asked.js";
import { type Attempt, attempt } from "./attempt.js";
import { copied } from "./copying.js";
import { element, onPress, write } from "./dom.js";
import { Form } from "./form.js";
import { showParts } from "./parts.js";
import { isLocal, Reading } from "./reading.js";

// The binding itself, so that what this file holds can be run over test vectors.
export * from "../../typescript/src/index.js";

const QUIET = 500;

/** Puts the part that reads answers into the page, or takes it out of it. */
function setUpReading(asked: Asked): Reading | undefined {
  const template = element("reading", HTMLTemplateElement);
  const isHere = isLocal(location);
  if (isHere) {
    template.before(template.content);
  }
  template.remove();
  element("no-reading", HTMLElement).hidden = isHere;
  return isHere ? new Reading(asked) : undefined;
}

/** The URL of the form's values, and the ways to take it. */
class UrlView {
  readonly #asked = new Asked();
  readonly #reading = setUpReading(this.#asked);
  readonly #form = new Form(() => {
    this.#update();
  });
  readonly #url = element("url", HTMLTextAreaElement);
  readonly #open = element("open", HTMLAnchorElement);
  #attempt: Attempt = attempt(this.#form.options);
  #said: number | undefined;

  constructor() {
    onPress("copy", () => {
      void this.#copy();
    });
    // A link can be taken in more ways than by a click.
    for (const way of ["click", "auxclick", "contextmenu", "dragstart"]) {
      this.#open.addEventListener(way, (event) => {
        this.#take(event);
      });
    }
    this.#open.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !this.#isReady) {
        this.#take(event);
      }
    });
    this.#url.addEventListener("focus", () => {
      this.#url.select();
    });
    this.#url.addEventListener("copy", () => {
      this.#taken();
    });
    this.#update();
  }

  get #isReady(): boolean {
    return this.#problem === undefined;
  }

  /** What stands between the fields and a URL, in a sentence. */
  get #problem(): string | undefined {
    const [problem] = this.#attempt.problems.values();
    if (problem !== undefined) {
      return `Not ready: ${problem.message}.`;
    }
    const open = this.#form.chosen.questions.find((one) => !one.answer);
    return (
      open && `Not ready: choose which scope permits ${open.tasks[0] ?? ""}.`
    );
  }

  #update(): void {
    this.#attempt = attempt(this.#form.options);
    this.#form.show(this.#attempt.problems);
    showParts(this.#attempt);
    const url = this.#isReady ? this.#attempt.request?.url : undefined;
    this.#url.value = url ?? "";
    this.#open.ariaDisabled = String(!this.#isReady);
    if (url === undefined) {
      this.#open.removeAttribute("href");
    } else {
      this.#open.href = url;
    }
    this.#asked.current = url === undefined ? undefined : this.#attempt.request;
    this.#reading?.showAsked();
    // Not at each letter: a screen reader says it aloud.
    clearTimeout(this.#said);
    this.#said = setTimeout(() => {
      this.#say(this.#problem ?? "The URL is ready.");
    }, QUIET);
  }

  #say(text: string): void {
    clearTimeout(this.#said);
    write(element("status", HTMLElement), text);
  }

  async #copy(): Promise<void> {
    if (!this.#isReady) {
      this.#refuse();
      return;
    }
    this.#taken();
    this.#url.select();
    this.#say(await copied(this.#url.value, "The URL is"));
  }

  #take(event: Event): void {
    if (this.#isReady) {
      this.#taken();
    } else if (event.type !== "contextmenu") {
      event.preventDefault();
      this.#refuse();
    }
  }

  #taken(): void {
    this.#asked.take();
    this.#reading?.showAsked();
  }

  #refuse(): void {
    this.#form.goToProblem(this.#attempt.problems);
    this.#say(this.#problem ?? "");
  }
}

new UrlView();
