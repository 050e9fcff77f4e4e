// The request whose URL the user took away, and whose response will come back.

import type { AuthorizationRequest } from "../../typescript/src/index.js";

/** A request whose URL was copied or opened, and when. */
export interface PendingRequest {
  readonly request: AuthorizationRequest;
  readonly since: Date;
}

/** Remembers the last request whose URL was copied or opened, until the page is closed. */
export class RequestMemory {
  #pending: PendingRequest | undefined;
  #current: AuthorizationRequest | undefined;

  /** The request that the fields form now, if they are complete. */
  set current(request: AuthorizationRequest | undefined) {
    this.#current = request;
  }

  /** The last request whose URL was copied or opened. */
  get pending(): PendingRequest | undefined {
    return this.#pending;
  }

  /** The request that a response is compared with: the pending or the current one. */
  get request(): AuthorizationRequest | undefined {
    return this.#pending?.request ?? this.#current;
  }

  /** Whether the URL has changed since it was copied or opened. */
  get hasChanged(): boolean {
    return (
      this.#pending !== undefined &&
      this.#pending.request.url !== this.#current?.url
    );
  }

  /** Records that the current URL was copied or opened. */
  start(): void {
    if (this.#current !== undefined) {
      this.#pending = { request: this.#current, since: new Date() };
    }
  }
}
