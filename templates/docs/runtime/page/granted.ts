// The granted token, with its value hidden: its scopes, its expiry, and the headers to send.

import {
  type AccessToken,
  type Scope,
  scopeFacts,
} from "../../typescript/src/index.js";
import { copied } from "./copying.js";
import { element, made, onPress, write } from "./dom.js";

const MASK = "••••••••";
const TICK = 1_000;

/** Shows one token; its value is in the page only while the user wants to see it. */
export class Granted {
  #token: AccessToken | undefined;
  #isShown = false;

  constructor(forgotten: () => void) {
    onPress("show-token", () => {
      this.#isShown = !this.#isShown;
      this.#showSecret();
    });
    onPress("copy-headers", () => {
      void this.#copy(
        headerLines(this.#token?.headers() ?? {}),
        "The headers are",
      );
    });
    onPress("copy-token", () => {
      void this.#copy(this.#token?.reveal() ?? "", "The token is");
    });
    onPress("forget-token", () => {
      this.show(undefined);
      forgotten();
    });
    setInterval(() => {
      this.#showExpiry();
    }, TICK);
  }

  /** Shows a token instead of the last one; undefined shows none. */
  show(token: AccessToken | undefined): void {
    this.#token = token;
    this.#isShown = false;
    element("granted", HTMLElement).hidden = token === undefined;
    write(element("token-status", HTMLElement), "");
    showScopes("granted-scopes", token?.scopes ?? [], "Unknown.");
    showScopes("missing-scopes", token?.missingScopes ?? [], "None.");
    showScopes("extra-scopes", token?.extraScopes ?? [], "None.");
    write(
      element("state-verified", HTMLElement),
      token?.stateVerified === true
        ? "The response contains the state of the request."
        : "The response has no state, so it may belong to another request.",
    );
    this.#showSecret();
    this.#showExpiry();
  }

  #showSecret(): void {
    const token = this.#token;
    const value = token?.reveal() ?? "";
    const shown = this.#isShown ? value : MASK;
    write(element("token", HTMLElement), token ? shown : "");
    const button = element("show-token", HTMLButtonElement);
    button.setAttribute("aria-pressed", String(this.#isShown));
    const rows = Object.entries(token?.headers() ?? {}).map(
      ([name, secret]) => {
        const seen = this.#isShown ? secret : secret.replace(value, () => MASK);
        const row = made("div", "", made("dt", name));
        row.append(made("dd", "", made("code", seen)));
        return row;
      },
    );
    element("headers", HTMLElement).replaceChildren(...rows);
  }

  #showExpiry(): void {
    write(
      element("expiry", HTMLElement),
      this.#token ? until(this.#token) : "",
    );
  }

  async #copy(text: string, what: string): Promise<void> {
    write(element("token-status", HTMLElement), await copied(text, what));
  }
}

function until(token: AccessToken): string {
  if (token.expiresAt === undefined) {
    return "Unknown: the response does not say.";
  }
  const at = new Date(token.expiresAt * 1_000).toLocaleString();
  return token.isExpired({ leeway: 0 }) === true
    ? `Expired: ${at}. Start a new request to get another token.`
    : `${at}, in ${duration(token.expiresAt - Date.now() / 1_000)}.`;
}

/** Returns a duration in its largest unit, rounded down: `59 minutes`. */
function duration(seconds: number): string {
  const units = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
  ] as const;
  const [size, unit] = units.find(([one]) => seconds >= one) ?? [1, "second"];
  const count = Math.floor(seconds / size);
  return `${String(count)} ${unit}${count === 1 ? "" : "s"}`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

function showScopes(
  id: string,
  scopes: readonly string[],
  otherwise: string,
): void {
  const rows = scopes.map((scope) =>
    made("li", "", made("code", scope), made("span", summaryOf(scope))),
  );
  const none = made("li", otherwise);
  element(id, HTMLElement).replaceChildren(...(rows.length ? rows : [none]));
}

function summaryOf(scope: string): string {
  return Object.hasOwn(scopeFacts, scope)
    ? ` ${scopeFacts[scope as Scope].summary}`
    : " Not documented.";
}
