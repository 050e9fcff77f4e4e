// The answer that a person pastes, to a token that is shown or an error beside the field.
//
// Only a page on this machine has this part: nobody is to learn to paste tokens into web
// sites.

import {
  type AccessToken,
  AuthorizationError,
  type AuthorizationRequest,
  OAuthError,
} from "../../typescript/src/index.js";
import { isLoopback } from "../../typescript/src/runtime/hosts.js";
import type { Asked } from "./asked.js";
import { element, onPress, write } from "./dom.js";
import { showProblem } from "./form.js";
import { Granted } from "./granted.js";

const PASTED = ["insertFromPaste", "insertFromDrop"];

/** Returns whether this page was opened from disk or from a server on this machine. */
export function isLocal({ protocol, hostname }: Location): boolean {
  // Within the frame of another site it would be that site's to show.
  if (window.top !== window) {
    return false;
  }
  const isWeb = protocol === "http:" || protocol === "https:";
  return protocol === "file:" || (isWeb && isLoopback(hostname));
}

/** Returns a hint in terms of the page: a caller's options are its check boxes. */
function inBoxes(hint: string): string {
  return hint
    .replace(
      /pass allowMissing\w+: true and allowMissing\w+: true/,
      "check both boxes below",
    )
    .replace(/pass allowMissing\w+: true/, "check the box below");
}

function isChecked(id: string): boolean {
  return element(id, HTMLInputElement).checked;
}

/** The part that reads an answer. */
export class Reading {
  readonly #asked: Asked;
  readonly #field = element("answer", HTMLTextAreaElement);
  readonly #granted = new Granted(() => {
    this.#field.focus();
  });

  constructor(asked: Asked) {
    this.#asked = asked;
    this.#field.addEventListener("input", (event) => {
      if (event instanceof InputEvent && PASTED.includes(event.inputType)) {
        this.#read();
      }
    });
    onPress("read", () => {
      this.#read();
    });
  }

  /** Says which request an answer is read with. */
  showAsked(): void {
    const { taken, hasChanged } = this.#asked;
    write(
      element("asked", HTMLElement),
      taken === undefined
        ? "No URL was copied or opened yet, so an answer is read with the fields above as they are."
        : `An answer is read with the URL that you took at ${taken.at.toLocaleTimeString()}` +
            ` for ${taken.request.issuer}.`,
    );
    element("asked-changed", HTMLElement).hidden = !hasChanged;
  }

  #read(): void {
    const { request } = this.#asked;
    const incomplete = element("answer-incomplete", HTMLElement);
    incomplete.hidden = request !== undefined;
    if (request === undefined) {
      this.#show(undefined, undefined);
      return;
    }
    try {
      const token = this.#parsed(request);
      this.#field.value = "";
      this.#show(token, undefined);
    } catch (error) {
      if (!(error instanceof OAuthError)) {
        throw error;
      }
      this.#show(undefined, error);
    }
  }

  #parsed(request: AuthorizationRequest): AccessToken {
    return request.parsePasted(this.#field.value, {
      allowMissingState: isChecked("allow-missing-state"),
      allowMissingTokenType: isChecked("allow-missing-token-type"),
    });
  }

  #show(token: AccessToken | undefined, error: OAuthError | undefined): void {
    this.#granted.show(token);
    this.#field.setAttribute("aria-invalid", String(error !== undefined));
    showProblem("answer-error", error, inBoxes(error?.hint ?? ""));
    const refusal = error instanceof AuthorizationError ? error : undefined;
    const details = {
      "server-error": refusal?.error,
      "server-description": refusal?.description,
      "server-uri": refusal?.uri,
    };
    element("refusal", HTMLElement).hidden = refusal === undefined;
    for (const [id, text] of Object.entries(details)) {
      write(element(id, HTMLElement), text ?? "Not said.");
    }
    write(
      element("answer-status", HTMLElement),
      token === undefined ? "" : "The answer holds a token; it is shown below.",
    );
  }
}
