// Runs of parameters in free text: where each one starts, continues, and ends.

import { equalInConstantTime } from "./response.js";
import { trimEnd } from "./characters.js";
import { tryPercentDecode } from "./encoding.js";
import type { OAuthError } from "./errors.js";
import {
  checkCount,
  encodedName,
  isReadName,
  isResponseName,
  openEnd,
  plusAsSpace,
  secondResponse,
  truncated,
} from "./parameters.js";
import {
  BLANKS,
  BREAKS,
  CUT_MARKS,
  QUOTES,
  READ_NAMES,
  REQUEST_NAMES,
  STOPS,
} from "./protocol.js";

const NAME = `(?:${READ_NAMES.join("|")})=`;
const ANY_NAME = `(?:${[...READ_NAMES, ...REQUEST_NAMES].join("|")})=`;
const NAME_CHARACTER = String.raw`[A-Za-z0-9_.~%\-]`;
const NO_NAME_CHARACTER = String.raw`[^A-Za-z0-9_.~%\-]`;
const TITLE = `[-\u2013\u2014][${BLANKS}]`;
const WORD = `[^&#${STOPS}${BLANKS}${BREAKS}]*`;
// Each of these is followed by characters that it cannot contain, so no pattern below
// tries a second way through a text, and their time is linear.
const BLANK = `[${BLANKS}]+(?![${BLANKS}${BREAKS}&#])`;
const BREAK = `[${BREAKS}][${BLANKS}${BREAKS}>]*(?![${BLANKS}${BREAKS}>])`;
const SCOPES = `${WORD}(?:${BLANK}(?!${TITLE}|${NAME})${WORD})*`;
const GAP = `[${BLANKS}]*(?:${BREAK})?`;
const JOINT = `(?:${GAP}&)+`;
// A line that starts a parameter or a URL does not continue the value before it.
const NEW =
  `(?:${ANY_NAME}|[A-Za-z][A-Za-z0-9+.\\-]*://` +
  `|[^?&#${STOPS}${BLANKS}${BREAKS}]*\\?${ANY_NAME})`;

const A_PARAMETER = new RegExp(ANY_NAME, "g");
const IN_NAME = new RegExp(NAME_CHARACTER);
// A break after a space is kept, and so is the space.
const WRAP = new RegExp(`([${BLANKS}][${BREAKS}])|${BREAK}`, "g");
const BLANK_OR_WRAP = new RegExp(`[${BLANKS}]+(?:${BREAK})?`, "g");
const NESTED_REQUEST = new RegExp(`\\?(?:${REQUEST_NAMES.join("|")})=`);

// What is at a given position.
const A_NAME = new RegExp(NAME, "y");
const A_GAP = new RegExp(GAP, "y");
const A_NEW = new RegExp(NEW, "y");
const A_VALUE = new RegExp(`scope=${SCOPES}|${WORD}`, "y");
// A token continues after one break, and never in a line that may be a parameter.
const BREAK_IN_TOKEN = `(?:\r\n|[${BREAKS}])[${BLANKS}>]*(?![${BLANKS}${BREAKS}>])`;
const WRAPPED_TOKEN = new RegExp(
  `(?:${BREAK_IN_TOKEN}(?!${NEW}|[A-Za-z0-9_.\\-]+=(?!=))${WORD})+`,
  "y",
);
const WRAPPED = new RegExp(`(?:${BREAK}(?!${NEW})${WORD})+`, "y");
const WRAPPED_SCOPES = new RegExp(
  `(?:[${BLANKS}]*${BREAK}(?!${NEW})${SCOPES})+`,
  "y",
);
const AMPERSANDS = new RegExp(
  `${JOINT}(?:${BREAK}(?!${NAME})(?=${NAME_CHARACTER}+=))?`,
  "y",
);
const NEXT_PARAMETER = new RegExp(
  `${JOINT}(?:[${BLANKS}]*${BREAK})?` +
    `${NAME_CHARACTER}+(?:${BREAK}${NAME_CHARACTER}+)*(?:${BREAK})?=`,
  "y",
);
const OPENING = new RegExp(`[(<\\[{${QUOTES}]*`, "y");
const NO_TITLE = new RegExp(`(?!${TITLE})`, "y");
const OTHER_FRAGMENT = /#(?!(?:_=_)?$)/y;
// The quote that ends an attribute of HTML ends a token for certain.
const GOES_ON_IN_LINE = new RegExp(
  `(?!">)[^${BREAKS}]*[A-Za-z0-9\\-_~+/=]`,
  "y",
);
const NOT_SEEN = new RegExp(`[${STOPS}${QUOTES}]*`, "y");
const SPACE = new RegExp(`[${BLANKS}${BREAKS}>]+`, "g");
const STATE = new RegExp(`(?:^|${NO_NAME_CHARACTER})(state=${WORD})`, "g");
const GLUED = new RegExp(`(?![<>])[${STOPS}]+[A-Za-z0-9]`, "y");

const ASCII = /^[\u0020-\u007f]*/;
const A_WORD_START = new RegExp(`[#${STOPS}${BLANKS}${BREAKS}]`);
const BEHIND_A_VALUE = `,;:!?)]>*${QUOTES}`;

/** Parameters that are joined by `&`, each as in the text. */
export class Run {
  readonly pieces: string[] = [];
  /** Their names, decoded once, because a name may be as long as the text. */
  readonly names: string[] = [];
  /** The position of its end in the text. */
  end = 0;
  /** What is wrong with its end, which matters only if the run is read. */
  fault: OAuthError | undefined;
  /** The position of its start in the text. */
  readonly start: number;
  /** Whether a `?` precedes it. */
  readonly inQuery: boolean;

  constructor(text: string, start: number) {
    this.start = start;
    this.inQuery = text.charAt(start - 1) === "?";
  }

  /**
   * Returns whether these are the parameters of an authorization request.
   *
   * Nothing in a request is part of a response: its state is our own.
   */
  isRequest(): boolean {
    const { names } = this;
    if (names.includes("client_id") || names.includes("redirect_uri")) {
      return true;
    }
    return names.includes("response_type") && !names.some(isResponseName);
  }

  /** Returns whether these are a request, or a value contains the URL of one. */
  hasRequest(): boolean {
    return (
      this.isRequest() ||
      this.pieces.some((piece) => NESTED_REQUEST.test(piece))
    );
  }
}

/** Finds the runs of a text one by one, in time linear to its length. */
export class RunReader {
  readonly #text: string;
  readonly #state: string | undefined;
  readonly #hasRequest: boolean;
  #count = 0;
  #noParameterBefore = 0;

  /** Takes the text, and the expected state: a value that equals it is complete. */
  constructor(text: string, state: string | undefined) {
    this.#text = text;
    this.#state = state;
    this.#hasRequest = countRequests(text) > 0;
  }

  /**
   * Yields the runs; each has a parameter with a known name.
   *
   * @throws OAuthError - `too_many_parameters`, counted over all runs.
   */
  *runs(): Generator<Run, void, undefined> {
    let end = 0;
    for (;;) {
      const start = startOfName(this.#text, end);
      if (start === undefined) {
        return;
      }
      const run = this.#read(this.#firstPiece(start, end));
      end = run.end;
      yield run;
    }
  }

  /** Returns the start of the first piece that is joined by `&` to the one at start. */
  #firstPiece(start: number, floor: number): number {
    const text = this.#text;
    if (start === floor || text.charAt(start - 1) !== "&") {
      return start;
    }
    let word = start;
    while (word > floor && !A_WORD_START.test(text.charAt(word - 1))) {
      word -= 1;
    }
    const beforeAmpersand = text.slice(word, text.indexOf("&", word));
    const query = beforeAmpersand.lastIndexOf("?") + 1;
    return query > 0 ? word + query : endOf(OPENING, text, word);
  }

  /** Returns the run whose first piece begins at a position in the text. */
  #read(start: number): Run {
    const text = this.#text;
    const run = new Run(text, start);
    let at = start;
    for (;;) {
      const [piece, end] = this.#piece(at);
      run.end = end;
      const next = endOf(AMPERSANDS, text, end);
      if (next > end) {
        this.#add(run, piece, BLANKS.includes(text.charAt(end)));
        at = next;
        continue;
      }
      this.#add(run, piece, true);
      at = endOf(A_GAP, text, end);
      const nameEnd = endOf(A_NAME, text, at);
      if (nameEnd === at || !hasBreak(text.slice(end, at))) {
        const before = text.charAt(at) === "#" ? run.pieces.at(-1) : piece;
        run.fault = this.#fault(before ?? "", end, at);
        return run;
      }
      // Without an & before the break, the next line is not part of a URL, and in a
      // text with a request, it is unknown which state is whose.
      if (piece !== "" && (run.inQuery || this.#hasRequest)) {
        return run;
      }
      if (run.names.includes(text.slice(at, nameEnd - 1))) {
        run.fault = secondResponse();
        return run;
      }
    }
  }

  /** Returns a piece without the line breaks that wrap it, and its end. */
  #piece(at: number): [piece: string, end: number] {
    const text = this.#text;
    const endOfLine = endOf(A_VALUE, text, at);
    if (this.#isOwnState(text.slice(at, endOfLine))) {
      return [asciiStart(text.slice(at, endOfLine)), endOfLine];
    }
    let wrapped = WRAPPED;
    if (text.startsWith("scope=", at)) {
      wrapped = WRAPPED_SCOPES;
    } else if (text.startsWith("access_token=", at)) {
      wrapped = WRAPPED_TOKEN;
    }
    const end = this.#endOfWrapped(wrapped, endOfLine);
    const piece = text
      .slice(at, end)
      .replace(WRAP, "$1")
      .replace(BLANK_OR_WRAP, " ");
    return [piece, end];
  }

  /**
   * Returns the end of the lines that continue a piece up to `&name=`, or at.
   *
   * Without a `&name=` after them, the lines may be anything, such as the label of a
   * button.
   */
  #endOfWrapped(wrapped: RegExp, at: number): number {
    // Otherwise, each line break would search the same lines again.
    if (at < this.#noParameterBefore) {
      return at;
    }
    const end = endOf(wrapped, this.#text, at);
    if (endOf(NEXT_PARAMETER, this.#text, end) > end) {
      return end;
    }
    this.#noParameterBefore = end;
    return at;
  }

  #add(run: Run, piece: string, isPunctuated: boolean): void {
    this.#count += 1;
    checkCount(this.#count);
    // Punctuation ends a value in a sentence; before & it is part of the value.
    const kept = isPunctuated ? withoutPunctuation(piece) : piece;
    if (kept !== "") {
      run.pieces.push(kept);
      run.names.push(pieceName(kept));
    }
  }

  /** Returns what is wrong with the text at a position, after the last piece and a gap. */
  #fault(last: string, gap: number, at: number): OAuthError | undefined {
    const text = this.#text;
    if (at === text.length) {
      return undefined;
    }
    const unseen = endOf(NOT_SEEN, text, at);
    if (
      unseen !== gap &&
      CUT_MARKS.some((mark) => text.startsWith(mark, unseen))
    ) {
      return truncated();
    }
    if (this.#isOwnState(last)) {
      return undefined;
    }
    const name = pieceName(last);
    const isToken = name === "access_token";
    if (
      BREAKS.includes(text.charAt(gap)) ||
      (name === "scope" && hasBreak(text.slice(gap, at)))
    ) {
      const isNew = !isToken && matches(A_NEW, text, at);
      const isEnded = isNew || isWhole(last, text.charAt(at));
      return isEnded ? undefined : openEnd(name);
    }
    // The token may continue in whatever follows: encoded, quoted, or cut.
    if (isToken) {
      let follows = gap === at ? GOES_ON_IN_LINE : NO_TITLE;
      if (text.charAt(at) === "#") {
        follows = OTHER_FRAGMENT;
      }
      return matches(follows, text, at) ? openEnd(name) : undefined;
    }
    const isCut = isReadName(name) && matches(GLUED, text, gap);
    return isCut ? openEnd(name) : undefined;
  }

  /** Returns whether a piece is the expected state, with or without punctuation. */
  #isOwnState(piece: string): boolean {
    return this.#state !== undefined && isState(piece, this.#state);
  }
}

/**
 * Returns how many requests a text has at most, wrapped or cut up.
 *
 * Some servers repeat a parameter of the request in their response, whose pieces do not
 * count.
 */
export function countRequests(
  text: string,
  response: readonly string[] = [],
): number {
  const unwrapped = text.replace(SPACE, "");
  const repeated = response.join("&");
  const counts = REQUEST_NAMES.map(
    (name) =>
      unwrapped.split(`${name}=`).length - repeated.split(`${name}=`).length,
  );
  return Math.max(...counts);
}

/** Returns the start of the first known name from a position that is not part of another. */
function startOfName(text: string, from: number): number | undefined {
  A_PARAMETER.lastIndex = from;
  for (;;) {
    const found = A_PARAMETER.exec(text);
    if (found === null || !IN_NAME.test(text.charAt(found.index - 1))) {
      return found?.index;
    }
    A_PARAMETER.lastIndex = found.index + 1;
  }
}

/** Returns how many parameters in text are a state with the expected value. */
export function countStates(text: string, state: string): number {
  const pieces = Array.from(text.matchAll(STATE), ([, piece = ""]) => piece);
  return pieces.filter((piece) => isState(piece, state)).length;
}

/** Returns the decoded name of a piece, or an empty text if it is malformed. */
export function pieceName(piece: string): string {
  return decoded(encodedName(piece));
}

/** Returns whether one of the pieces is the expected state, compared when decoded. */
export function holdsState(
  pieces: readonly string[],
  state: string | undefined,
): boolean {
  return (
    state !== undefined &&
    pieces.some(
      (piece) =>
        pieceName(piece) === "state" &&
        equalInConstantTime(
          decoded(piece.slice(encodedName(piece).length + 1)),
          state,
        ),
    )
  );
}

function isState(given: string, state: string): boolean {
  if (!given.startsWith("state=")) {
    return false;
  }
  const piece = asciiStart(given);
  return holdsState([piece, trimEnd(piece, BEHIND_A_VALUE)], state);
}

/** Returns whether a value cannot continue with the first character of the next line. */
function isWhole(piece: string, below: string): boolean {
  const name = encodedName(piece);
  if (name === "expires_in") {
    return !/[0-9]/.test(below);
  }
  const value = piece.slice(name.length + 1);
  return name === "token_type" && value.toLowerCase() === "bearer";
}

/** Returns a decoded name or value, or an empty text if it is malformed. */
function decoded(text: string): string {
  return tryPercentDecode(plusAsSpace(text)) ?? "";
}

/** Returns a piece up to its first non-ASCII character. */
function asciiStart(piece: string): string {
  return ASCII.exec(piece)?.[0] ?? "";
}

/**
 * Returns a piece without the punctuation after a URI in a sentence.
 *
 * A URI contains no non-ASCII character (RFC 3986 §2). A description may contain them,
 * and an ellipsis shows that something is missing.
 */
function withoutPunctuation(piece: string): string {
  const isProse = pieceName(piece) === "error_description";
  let end = piece.length;
  while (end > 0) {
    const last = piece.charAt(end - 1);
    const isCutMark = CUT_MARKS.some((mark) => mark === last);
    const isForeign = !isProse && last > "\u007f" && !isCutMark;
    if (!isForeign && !BEHIND_A_VALUE.includes(last)) {
      break;
    }
    end -= 1;
  }
  return piece.slice(0, end);
}

/** Returns the end of a sticky pattern's match at a position, or at if there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function hasBreak(gap: string): boolean {
  return Array.from(gap).some((character) => BREAKS.includes(character));
}
