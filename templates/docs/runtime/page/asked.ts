// Which request a person took away: the one whose answer will come back.

import type { AuthorizationRequest } from "../../typescript/src/index.js";

/** A request whose URL was copied or opened, and when. */
export interface Taken {
  readonly request: AuthorizationRequest;
  readonly at: Date;
}

/** Remembers the last request that was taken, until the page is closed. */
export class Asked {
  #taken: Taken | undefined;
  #current: AuthorizationRequest | undefined;

  /** The request of the fields as they are now, where they give one. */
  set current(request: AuthorizationRequest | undefined) {
    this.#current = request;
  }

  /** The request that was taken last. */
  get taken(): Taken | undefined {
    return this.#taken;
  }

  /** The request that an answer is read with: the one taken, else the current one. */
  get request(): AuthorizationRequest | undefined {
    return this.#taken?.request ?? this.#current;
  }

  /** Whether the fields have given another URL since. */
  get hasChanged(): boolean {
    return (
      this.#taken !== undefined &&
      this.#taken.request.url !== this.#current?.url
    );
  }

  /** Takes note that the current URL was copied or opened. */
  take(): void {
    if (this.#current !== undefined) {
      this.#taken = { request: this.#current, at: new Date() };
    }
  }
}
