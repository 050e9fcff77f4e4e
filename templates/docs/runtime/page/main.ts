// The page: fields to a URL, and, only on this machine, a response to a token.

import { type Attempt, attempt } from "./attempt.js";
import { copied } from "./copying.js";
import { element, onPress, write } from "./dom.js";
import { Form } from "./form.js";
import { showParts } from "./parts.js";
import { RequestMemory } from "./pending-request.js";
import { worded } from "./problem.js";
import { isLocal, Reading } from "./reading.js";

// The binding itself, so that the vectors can be run against the code of this page.
export * from "../../typescript/src/index.js";

const QUIET = 500;

/** Adds the part that reads responses to the page, or removes it. */
function setUpReading(memory: RequestMemory): Reading | undefined {
  const template = element("reading", HTMLTemplateElement);
  const isHere = isLocal(location);
  if (isHere) {
    template.before(template.content);
  }
  template.remove();
  element("no-reading", HTMLElement).hidden = isHere;
  return isHere ? new Reading(memory) : undefined;
}

/** The URL of the form's values, and the ways to copy or open it. */
class UrlView {
  readonly #memory = new RequestMemory();
  readonly #reading = setUpReading(this.#memory);
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
    // A link can be opened in more ways than by a click.
    for (const way of ["click", "auxclick", "contextmenu", "dragstart"]) {
      this.#open.addEventListener(way, (event) => {
        this.#leave(event);
      });
    }
    this.#open.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !this.#isReady) {
        this.#leave(event);
      }
    });
    this.#url.addEventListener("focus", () => {
      this.#url.select();
    });
    this.#url.addEventListener("copy", () => {
      this.#start();
    });
    this.#update();
  }

  get #isReady(): boolean {
    return this.#problem === undefined;
  }

  /** The first problem, as a sentence. */
  get #problem(): string | undefined {
    const [problem] = this.#attempt.problems.values();
    if (problem !== undefined) {
      return `Not ready. ${worded(problem)[0]}`;
    }
    const open = this.#form.chosen.questions.find((one) => !one.choice);
    return (
      open && `Not ready. Choose a scope for this task: ${open.tasks[0] ?? ""}`
    );
  }

  /** That the URL is ready, with a warning if the server may grant too much. */
  get #ready(): string {
    const hasScope = this.#attempt.request?.scopes.length !== 0;
    return hasScope
      ? "The URL is ready."
      : "The URL is ready, but it requests no scope, so the server may grant every scope. Select a task or a scope.";
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
    this.#memory.current =
      url === undefined ? undefined : this.#attempt.request;
    this.#reading?.showPending();
    // Not for each letter, because a screen reader reads it aloud.
    clearTimeout(this.#said);
    this.#said = setTimeout(() => {
      this.#say(this.#problem ?? this.#ready);
    }, QUIET);
  }

  #say(text: string): void {
    clearTimeout(this.#said);
    write(element("status", HTMLElement), text);
  }

  async #copy(): Promise<void> {
    if (!this.#isReady) {
      this.#reject();
      return;
    }
    this.#start();
    this.#url.select();
    this.#say(await copied(this.#url.value, "The URL is"));
  }

  #leave(event: Event): void {
    if (this.#isReady) {
      this.#start();
    } else if (event.type !== "contextmenu") {
      event.preventDefault();
      this.#reject();
    }
  }

  #start(): void {
    this.#memory.start();
    this.#reading?.showPending();
  }

  #reject(): void {
    this.#form.goToProblem(this.#attempt.problems);
    this.#say(this.#problem ?? "");
  }
}

new UrlView();
