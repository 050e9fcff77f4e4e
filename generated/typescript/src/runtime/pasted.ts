// What a person copied: the one answer in it is found, then read strictly.

import {
  type Allowed,
  type Answer,
  type Expected,
  noToken,
  readAnswer,
  type StatePlace,
} from "./response.js";
import {
  BLANKS,
  BREAKS,
  CUT_MARKS,
  INVISIBLE,
  PASTE_MARKS,
  QUOTES,
  SPACES,
  STOPS,
  trim,
} from "./characters.js";
import { requireText } from "./checks.js";
import { OAuthError } from "./errors.js";
import { checkLines } from "./line-limit.js";
import {
  checkSize,
  isReadName,
  openEnd,
  readParameters,
  RESPONSE_NAMES,
  secondAnswer,
  truncated,
  type Values,
} from "./parameters.js";
import { findJson, readJson } from "./pasted-json.js";
import {
  countRequests,
  countStates,
  holdsState,
  pieceName,
  type Run,
  RunReader,
} from "./pasted-parameters.js";

const AROUND = `${BLANKS}${BREAKS}${QUOTES}>`;
const JSON_START = new RegExp(`^(?:\\{|\\[[>${BLANKS}${BREAKS}]*\\{)`);
const UNSEEN = new RegExp(
  `[${INVISIBLE}]|${PASTE_MARKS.join("|").replaceAll("[", "\\[")}`,
  "g",
);
// In HTML, & is one of these (HTML 4.01 §5.3); the others stand for printable ASCII.
const ENTITY = /&(?:amp|#0{0,9}([0-9]{2,3})|#[xX]0{0,9}([2-7][0-9A-Fa-f]));/g;
// The digits of a byte beyond ASCII, which stays encoded, are no part of a name.
const TOKEN_NAME = new RegExp(
  "(?:(?<![A-Za-z0-9_.~\\-])|(?<=%[89A-Fa-f][0-9A-Fa-f]))" +
    // A label is followed by the response or by a line break, and not by a token.
    `access_token(?:=|["']?[${SPACES}]{0,9}[=:]` +
    "(?![ \\t]{0,9}(?:[\\r\\n#?]|[A-Za-z]+://|$)))",
  "g",
);
const ASCII_ESCAPE = /%([0-7][0-9A-Fa-f])/g;
const ENTITY_NAME = /^[A-Za-z0-9]{1,31};[^]/;
const ONE_URI = new RegExp(`^[^${STOPS}${BLANKS}${BREAKS}]*$`);
const ONE_WORD = /^(?:[Bb]earer )?[A-Za-z0-9\-._~+/]+=*$/;

/**
 * Returns the one answer in pasted: a URL, a fragment, a title or a JSON object.
 *
 * Blanks, quotes, and mail quoting around it are left out, and so are invisible
 * characters anywhere. An authorization request in text contributes nothing.
 *
 * @throws OAuthError - `input_too_large`, `empty_input`, `malformed_json`,
 * `bad_value_type`, `truncated_input`, `ambiguous_response` if the answer or its end
 * cannot be told for certain, and all that reading parameters and the answer throws.
 */
export function readPasted(
  pasted: string,
  expected: Expected,
  allowed: Allowed,
): Answer {
  checkSize(requireText(pasted, "text"));
  // Before decoding: an encoded invisible character is part of a value.
  const text = trim(pasted.replace(UNSEEN, ""), AROUND);
  if (text === "") {
    throw new OAuthError(
      "empty_input",
      "the text is empty",
      "paste what the server showed",
    );
  }
  checkLines(pasted);
  const document = findDocument(text);
  if (document !== undefined) {
    const values = readDocument(text, document, expected.state);
    return readAnswer(values, expected, allowed, { isPasted: true });
  }
  const unescaped = text.replace(ENTITY, character);
  const { pieces, stateSeen } = findAnswer(unescaped, expected);
  const values = readParameters(pieces);
  if (
    expected.state === undefined ||
    !mayBeOurs(unescaped, pieces, expected.state)
  ) {
    return readAnswer(values, expected, allowed, { stateSeen, isPasted: true });
  }
  const others = [...values].filter(([name]) => name !== "state");
  return readAnswer(new Map(others), expected, allowed, {
    stateSeen: "the URL of the request",
    isPasted: true,
  });
}

/** Returns the part of text to read as JSON, or undefined: it has parameters instead. */
function findDocument(text: string): string | undefined {
  const isJson = JSON_START.test(text);
  if (isJson && text.startsWith("[")) {
    return text; // No server returns a list, so it is refused.
  }
  return findJson(text) ?? (isJson ? text : undefined);
}

/** Returns the character of an entity; one beyond printable ASCII stays as it is. */
function character(
  entity: string,
  decimal: string | undefined,
  hexadecimal: string | undefined,
): string {
  const code =
    hexadecimal === undefined
      ? Number(decimal ?? "38")
      : parseInt(hexadecimal, 16);
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : entity;
}

/** Returns the members of a JSON object in text; no other answer may be next to it. */
function readDocument(
  text: string,
  document: string,
  state: string | undefined,
): Values {
  const start = text.indexOf(document);
  const around = [text.slice(0, start), text.slice(start + document.length)];
  for (const rest of around) {
    if (countTokenNames(rest) > 0 || hasResponse(rest, state)) {
      throw secondAnswer();
    }
  }
  const values = readJson(document, state);
  if (countTokenNames(document) > 1) {
    throw secondAnswer();
  }
  return values;
}

function hasResponse(text: string, state: string | undefined): boolean {
  for (const run of new RunReader(text, state).runs()) {
    const isNamed = run.names.some((name) => RESPONSE_NAMES.includes(name));
    if (isNamed && !run.isRequest()) {
      return true;
    }
  }
  return false;
}

/** The pieces of a response, and where else the expected state is. */
interface Found {
  readonly pieces: readonly string[];
  readonly stateSeen: StatePlace | undefined;
}

/**
 * Returns whether each expected state in text may come from our own request.
 *
 * A request that is cut up has no run of its own, but still its names and one state.
 */
function mayBeOurs(
  text: string,
  response: readonly string[],
  state: string,
): boolean {
  const requests = countRequests(text, response);
  return requests > 0 && countStates(text, state) <= requests;
}

/** Returns the pieces of the one run that has a token or an error. */
function findAnswer(text: string, expected: Expected): Found {
  const { state } = expected;
  let answer: Run | undefined;
  let query: Run | undefined;
  let hasCode = false;
  let stateSeen: StatePlace | undefined;
  for (const run of new RunReader(text, state).runs()) {
    const { names } = run;
    const tokens = names.filter((name) => name === "access_token").length;
    if (tokens > 0 && run.hasRequest()) {
      throw requestWithToken();
    }
    if (run.isRequest()) {
      stateSeen ??= seen(run, state, "the URL of the request");
    } else if (answer !== undefined) {
      throw secondAnswer();
    } else if (tokens > 0 || names.includes("error")) {
      answer = run;
      checkWhole(run);
      if (countTokenNames(text) > tokens) {
        throw secondAnswer();
      }
    } else {
      hasCode ||= names.includes("code");
      if (run.inQuery) {
        query = run;
        stateSeen = seen(run, state, "the query") ?? stateSeen;
      }
    }
  }
  if (answer === undefined) {
    throw noToken(hasCode, missingTokenHint(text));
  }
  const states =
    expected.stateInQuery === true &&
    !answer.names.includes("state") &&
    query !== undefined &&
    isSameUri(text, query, answer)
      ? query.pieces.filter((piece) => pieceName(piece) === "state")
      : [];
  return { pieces: [...answer.pieces, ...states], stateSeen };
}

function isSameUri(text: string, query: Run, fragment: Run): boolean {
  const between = text.slice(query.end, fragment.start);
  return between.startsWith("#") && ONE_URI.test(between);
}

function seen(
  run: Run,
  state: string | undefined,
  place: StatePlace,
): StatePlace | undefined {
  return holdsState(run.pieces, state) ? place : undefined;
}

function requestWithToken(): OAuthError {
  return new OAuthError(
    "ambiguous_response",
    "the parameters of a request and a token are joined",
    "paste only the response that the server sent",
  );
}

/** Returns how often a token is named, in any form: a value may hold another answer. */
function countTokenNames(text: string): number {
  return asciiDecoded(text).match(TOKEN_NAME)?.length ?? 0;
}

/** Returns text with each `%XX` of an ASCII character decoded. */
function asciiDecoded(text: string): string {
  return text.replace(ASCII_ESCAPE, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
}

function checkWhole(run: Run): void {
  const last = run.pieces.at(-1) ?? "";
  if (CUT_MARKS.some((mark) => last.endsWith(mark)) || run.pieces.some(isCut)) {
    throw truncated();
  }
  if (run.fault !== undefined) {
    throw run.fault;
  }
  // What follows the & of an entity of HTML may be the rest of the token.
  const token = run.names.indexOf("access_token");
  if (token >= 0 && ENTITY_NAME.test(run.pieces.slice(token + 1).join("&"))) {
    throw openEnd("access_token");
  }
}

function isCut(piece: string): boolean {
  const name = pieceName(piece);
  // A description is prose, where these marks are punctuation.
  return (
    isReadName(name) &&
    name !== "error_description" &&
    CUT_MARKS.some((mark) => piece.includes(mark))
  );
}

function missingTokenHint(text: string): string {
  if (text.includes("response_type=")) {
    return "this is the URL to sign in at; open it, and paste what it leads to";
  }
  if (ONE_WORD.test(text)) {
    return (
      "pass a token without its answer to AccessToken.fromValue, " +
      "which verifies nothing"
    );
  }
  return "paste the whole address that the sign-in led to";
}
