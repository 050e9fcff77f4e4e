// The errors of this package: a stable code, what is wrong, and what to do.

import {
  AUTHORIZATION_ERROR_DOCUMENTED,
  AUTHORIZATION_ERROR_UNDOCUMENTED,
  type ErrorCode,
  type Message,
} from "./messages.js";

export type { ErrorCode } from "./messages.js";

/** Values that are safe to show, by the names of their placeholders. */
export type Values = Readonly<Record<string, string>>;

/** Alternative messages or hints, by the keys of the messages that they replace. */
export type Wording = Readonly<
  Record<string, { readonly message?: string; readonly hint?: string }>
>;

/** The names of the placeholders in a text. */
type Placeholder<Text extends string> =
  Text extends `${string}{${infer Name}}${infer Rest}`
    ? Name | Placeholder<Rest>
    : never;

type Needed<Text extends Message> = Placeholder<Text[1] | Text[2]>;
type Shown<Text extends Message> = Exclude<Needed<Text>, "argument">;

/** What a message takes: an argument if it names one, and a value for each placeholder. */
type Filling<Text extends Message> = [Shown<Text>] extends [never]
  ? "argument" extends Needed<Text>
    ? [argument: string]
    : [argument?: string]
  : [
      argument: "argument" extends Needed<Text> ? string : string | undefined,
      values: Readonly<Record<Shown<Text>, string>>,
    ];

/**
 * A value or a response that was rejected.
 *
 * The code is the same in every language and release. The message and the hint never
 * contain a secret, so they may be logged.
 */
export class OAuthError extends Error {
  /** What happened, for programs: `"state_mismatch"`. */
  readonly code: ErrorCode;

  /** The caller's argument at fault: `"scopes[2]"`; undefined if there is none. */
  readonly argument: string | undefined;

  /** What to do. */
  readonly hint: string;

  readonly #text: Message;
  readonly #values: Values;

  /** Fills the placeholders of a message with the argument and values safe to show. */
  constructor(text: Message, argument?: string, values: Values = {}) {
    const shown = { argument: argument ?? "", ...values };
    const [key, message, hint] = text;
    super(filled(message, shown));
    this.code = key.split(".", 1)[0] as ErrorCode;
    this.argument = argument;
    this.hint = filled(hint, shown);
    this.#text = text;
    this.#values = shown;
  }

  /**
   * Returns the message and the hint as a user interface writes them. The keys of
   * messages can differ in each version, so this is for interfaces that are generated
   * with the package.
   *
   * @param wording - The messages and hints that differ.
   * @param argument - What the interface calls the argument.
   */
  reworded(wording: Wording, argument: string): readonly [string, string] {
    const [key, message, hint] = this.#text;
    const other = wording[key];
    const values = { ...this.#values, argument };
    return [
      filled(other?.message ?? message, values),
      filled(other?.hint ?? hint, values),
    ];
  }

  /** Returns what is wrong, what to do, and the code. */
  override toString(): string {
    return `${this.name}: ${this.message}: ${this.hint} [${this.code}]`;
  }
}

// On the prototype, so that a stack trace starts with it, minified or not. A static block would
// turn each private field into a WeakMap for the oldest browsers.
OAuthError.prototype.name = "OAuthError";

/** What a server's error response says. */
export interface ServerError {
  readonly error: string;
  readonly description: string | undefined;
  readonly uri: string | undefined;
  readonly stateVerified: boolean;
}

/**
 * The server's own error response (RFC 6749 §4.2.2.1).
 *
 * The message names a code only if it is documented. Everything else that the server
 * sent is only in the properties, because whoever made the link may have written it. It
 * is not printed with the error.
 */
export class AuthorizationError extends OAuthError {
  readonly #response: ServerError;

  /** Keeps what the server sent; only a documented code has a remedy. */
  constructor(response: ServerError, remedy: string | undefined) {
    if (remedy === undefined) {
      super(AUTHORIZATION_ERROR_UNDOCUMENTED);
    } else {
      const { error } = response;
      super(AUTHORIZATION_ERROR_DOCUMENTED, undefined, { error, remedy });
    }
    this.#response = response;
  }

  /** The error code of the server: `"access_denied"`. */
  get error(): string {
    return this.#response.error;
  }

  /** The server's words without control characters; escape them in HTML. */
  get description(): string | undefined {
    return this.#response.description;
  }

  /** A page about the error, http or https; nothing here opens it. */
  get uri(): string | undefined {
    return this.#response.uri;
  }

  /** Whether the response contained the state of the request. */
  get stateVerified(): boolean {
    return this.#response.stateVerified;
  }
}

AuthorizationError.prototype.name = "AuthorizationError";

/** Returns the error for a message; the compiler checks that each placeholder is filled. */
export function fault<Text extends Message>(
  text: Text,
  ...filling: Filling<Text>
): OAuthError {
  const [argument, values] = filling as readonly [string?, Values?];
  return new OAuthError(text, argument, values);
}

/** Returns text with each `{name}` replaced by the value of that name. */
export function filled(text: string, values: Values): string {
  return text.replace(
    /\{(\w+)\}/g,
    (placeholder, name: string) => values[name] ?? placeholder,
  );
}
