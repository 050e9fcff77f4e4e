// The values that all requests of a client share, checked once.

import type { Scheme } from "./hosts.js";
import { Redacted } from "./redacted.js";

/** The checked values of a client, and where its requests go. */
export interface ClientValues {
  /** The URL of the authorization endpoint. */
  readonly endpoint: string;
  /** The `host[:port]` that users log in at. */
  readonly issuer: string;
  readonly scheme: Scheme;
  readonly clientId: string;
  /** The URL without secret values, if its path contains any. */
  readonly shownEndpoint?: string;
}

/** A client identifier and where its requests go. */
export abstract class ClientBase extends Redacted {
  readonly #values: ClientValues;

  /** Stores the values. */
  constructor(values: ClientValues) {
    super();
    this.#values = values;
  }

  /** The URL of the authorization endpoint. */
  get authorizationEndpoint(): string {
    return this.#values.endpoint;
  }

  /** The client identifier. */
  get clientId(): string {
    return this.#values.clientId;
  }

  /** `https`, or `http` for a server on this machine. */
  get scheme(): Scheme {
    return this.#values.scheme;
  }

  /** The `host[:port]` that users log in at. */
  get issuer(): string {
    return this.#values.issuer;
  }

  /** The URL of the authorization endpoint for logs: no query, and no secret value. */
  get shownEndpoint(): string {
    const { endpoint, shownEndpoint = endpoint } = this.#values;
    return shownEndpoint.replace(/\?.*/, "");
  }

  /** Returns the class and the endpoint. */
  override toString(): string {
    return `<OAuthClient ${this.shownEndpoint}>`;
  }
}
