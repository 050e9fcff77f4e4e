// The parts of every authorization request: a URL that is built once, and who makes the request.

import type { ClientBase } from "./client.js";
import { percentEncode } from "./encoding.js";
import { fault } from "./errors.js";
import type { Scheme } from "./hosts.js";
import { URL_TOO_LONG } from "./messages.js";
import { MAX_URL_CHARACTERS } from "./protocol.js";
import { Redacted } from "./redacted.js";

/** A name and a value, neither of which is encoded. */
export type Pair = readonly [name: string, value: string];

/** The checked values of a request. */
export interface RequestValues {
  /** The parameters in the order of the URL; one with an empty value is omitted. */
  readonly parameters: readonly Pair[];
  /** The names and values that follow them. */
  readonly extraParameters: readonly Pair[];
  /** The names of the scopes, in the order of the URL. */
  readonly scopes: readonly string[];
}

/** An authorization request (RFC 6749 §4.1.1 and §4.2.1); printing it shows no query. */
export abstract class RequestBase extends Redacted {
  readonly #client: ClientBase;
  readonly #values: RequestValues;
  readonly #url: string;

  /**
   * Builds the URL; a parameter with an empty value is omitted (§3.1).
   *
   * @throws OAuthError - `url_too_long` for more than 8,000 characters.
   */
  constructor(client: ClientBase, values: RequestValues) {
    super();
    const endpoint = client.authorizationEndpoint;
    const query = [...values.parameters, ...values.extraParameters]
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
      .join("&");
    this.#url = `${endpoint}${endpoint.includes("?") ? "&" : "?"}${query}`;
    if (this.#url.length > MAX_URL_CHARACTERS) {
      throw fault(URL_TOO_LONG);
    }
    this.#client = client;
    this.#values = values;
  }

  /** The URL to open in the user's browser; it contains the state. */
  get url(): string {
    return this.#url;
  }

  /** `https`, or `http` for a server on this machine. */
  get scheme(): Scheme {
    return this.#client.scheme;
  }

  /** The `host[:port]` that users log in at. */
  get issuer(): string {
    return this.#client.issuer;
  }

  /** The client identifier. */
  get clientId(): string {
    return this.#client.clientId;
  }

  /** The names of the requested scopes, in the order of the URL. */
  get scopes(): readonly string[] {
    return this.#values.scopes;
  }

  /** The names and values at the end of the URL. */
  get extraParameters(): readonly Pair[] {
    return this.#values.extraParameters;
  }

  // The query is kept out of logs, because it contains the client ID and the state. The class is
  // not asked for its name, because bundlers change it.
  override toString(): string {
    return `<AuthorizationRequest ${this.#client.shownEndpoint}?...>`;
  }
}
