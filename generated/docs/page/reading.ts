// The response that the user pastes: shows its token, or an error next to the field.
//
// Only a page on this machine has this part, because nobody should learn to paste tokens
// into websites.

import {
  type AccessToken,
  AuthorizationError,
  type AuthorizationRequest,
  OAuthError,
} from "../../typescript/src/index.js";
import { isLoopback } from "../../typescript/src/runtime/hosts.js";
import { element, onPress, write } from "./dom.js";
import { Granted } from "./granted.js";
import type { RequestMemory } from "./pending-request.js";
import { showProblem } from "./problem.js";

const PASTED = ["insertFromPaste", "insertFromDrop"];

/** Returns whether this page was opened from disk or from a server on this machine. */
export function isLocal({ protocol, hostname }: Location): boolean {
  // In a frame, the page around it is another site's.
  if (window.top !== window) {
    return false;
  }
  const isWeb = protocol === "http:" || protocol === "https:";
  return protocol === "file:" || (isWeb && isLoopback(hostname));
}

function isChecked(id: string): boolean {
  return element(id, HTMLInputElement).checked;
}

/** The part of the page that reads a response. */
export class Reading {
  readonly #memory: RequestMemory;
  readonly #field = element("response", HTMLTextAreaElement);
  readonly #granted = new Granted(() => {
    this.#field.focus();
  });

  constructor(memory: RequestMemory) {
    this.#memory = memory;
    this.#field.addEventListener("input", (event) => {
      if (event instanceof InputEvent && PASTED.includes(event.inputType)) {
        this.#read();
      }
    });
    onPress("read", () => {
      this.#read();
    });
  }

  /** Shows which request a response is compared with. */
  showPending(): void {
    const { pending, hasChanged } = this.#memory;
    write(
      element("pending", HTMLElement),
      pending === undefined
        ? "Build and open a URL first."
        : "The response must belong to the URL that you copied or opened at " +
            `${pending.since.toLocaleTimeString()} for ${pending.request.issuer}.`,
    );
    element("pending-changed", HTMLElement).hidden = !hasChanged;
  }

  #read(): void {
    const { request } = this.#memory;
    const incomplete = element("response-incomplete", HTMLElement);
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
      anyCharacters: isChecked("any-characters"),
    });
  }

  #show(token: AccessToken | undefined, error: OAuthError | undefined): void {
    this.#granted.show(token);
    this.#field.setAttribute("aria-invalid", String(error !== undefined));
    showProblem("response-error", error);
    const denial = error instanceof AuthorizationError ? error : undefined;
    const details = {
      "server-error": denial?.error,
      "server-description": denial?.description,
      "server-uri": denial?.uri,
    };
    element("denial", HTMLElement).hidden = denial === undefined;
    for (const [id, text] of Object.entries(details)) {
      write(element(id, HTMLElement), text ?? "None.");
    }
    write(
      element("response-status", HTMLElement),
      token === undefined ? "" : "The response contains a token. See below.",
    );
  }
}
