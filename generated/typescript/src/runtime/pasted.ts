// Text that a user copied: the one response in it is found, then read strictly.

import {
  type Allowed,
  readResponse,
  type RequestContext,
  type StatePlace,
  type TokenResponse,
} from "./response.js";
import { SPACES, trim } from "./characters.js";
import { requireText } from "./checks.js";
import { isUtf16 } from "./encoding.js";
import { fault } from "./errors.js";
import { checkLines } from "./line-limit.js";
import {
  AMBIGUOUS_RESPONSE_REQUEST_AND_TOKEN,
  BAD_ENCODING_UTF16,
  EMPTY_INPUT_PASTED,
  type Message,
  MISSING_TOKEN_ADDRESS,
  MISSING_TOKEN_BARE_TOKEN,
  MISSING_TOKEN_ENCODED,
  MISSING_TOKEN_PASTED,
} from "./messages.js";
import { missingToken } from "./missing-token.js";
import {
  checkSize,
  isReadName,
  isResponseName,
  openEnd,
  readParameters,
  secondResponse,
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
import {
  ACCESS_TOKEN_PATTERN,
  BLANKS,
  BREAKS,
  CUT_MARKS,
  INVISIBLE,
  PASTE_MARKS,
  QUOTES,
  STOPS,
} from "./protocol.js";

const AROUND = `${BLANKS}${BREAKS}${QUOTES}>`;
const JSON_START = new RegExp(`^(?:\\{|\\[[>${BLANKS}${BREAKS}]*\\{)`);
const UNSEEN = new RegExp(
  `[${INVISIBLE}]|${PASTE_MARKS.join("|").replaceAll("[", "\\[")}`,
  "g",
);
// In HTML, & is one of these (HTML 4.01 §5.3); the others are printable ASCII.
const ENTITY = /&(?:amp|#0{0,9}([0-9]{2,3})|#[xX]0{0,9}([2-7][0-9A-Fa-f]));/g;
const TOKEN_NAME = new RegExp(
  // A label is followed by the response or by a line break, and not by a token.
  `access_token(?:=|["']?[${SPACES}]{0,9}[=:]` +
    "(?![ \\t]{0,9}(?:[\\r\\n#?]|[A-Za-z]+://|$)))",
  "g",
);
// The digits of a byte beyond ASCII, which stays encoded, are not part of a name.
const BEFORE_A_NAME = /(?:^|[^A-Za-z0-9_.~-]|%[89A-Fa-f][0-9A-Fa-f])$/;
const AN_END = new RegExp(`^(?:[&${BLANKS}${BREAKS}]|$)`);
const ASCII_ESCAPE = /%([0-7][0-9A-Fa-f])/g;
const ENTITY_NAME = /^[A-Za-z0-9]{1,31};[^]/;
// The escapes of JSON and JavaScript for &, #, and =, and = in an email's source (RFC 2045 §6.7).
const SOURCE_ESCAPE = /\\(?:u00|x)(?:2[36]|3[Dd])|^token_type=3D/;
const ONE_URI = new RegExp(`^[^${STOPS}${BLANKS}${BREAKS}]*$`);
// A token can be in the form of a header, or of curl's option for one.
const BARE_TOKEN = new RegExp(
  "^(?:(?:(?:-H|--header)[ =]?[\"']?)?(?:authorization:[ \\t]*)?bearer[ \\t]+)?" +
    `${ACCESS_TOKEN_PATTERN}$`,
  "i",
);
// Without a scheme, a port shows that a word is an address and not a token.
const ADDRESS = /[A-Za-z]:\/\/|[A-Za-z0-9.\]]:[0-9]{1,5}\//;

/**
 * Returns the one response in pasted: a URL, a fragment, a title, or a JSON object.
 *
 * Spaces, quotes, and email quoting around it are removed, and so are invisible
 * characters anywhere. An authorization request in text contributes nothing.
 *
 * @throws OAuthError - `input_too_large`, `empty_input`, `malformed_json`,
 * `bad_value_type`, `truncated_input`, `ambiguous_response` if the response or its end
 * is not certain, and all that reading parameters and the response throws.
 */
export function readPasted(
  pasted: string,
  expected: RequestContext,
  allowed: Allowed,
): TokenResponse {
  const argument = "text";
  checkSize(requireText(pasted, argument), argument);
  // Before decoding: an encoded invisible character is part of a value.
  const seen = pasted.replace(UNSEEN, "");
  const text = trim(seen, AROUND);
  if (text === "") {
    throw fault(EMPTY_INPUT_PASTED, argument);
  }
  if (isUtf16(text)) {
    throw fault(BAD_ENCODING_UTF16, argument);
  }
  checkLines(pasted);
  const document = findDocument(text);
  if (document !== undefined) {
    const values = readDocument(text, document, expected.state);
    return readResponse(values, expected, allowed, { isPasted: true });
  }
  const unescaped = text.replace(ENTITY, character);
  const { pieces, stateSeen } = findResponse(unescaped, expected);
  if (allowed.anyCharacters === true) {
    checkTokenEnd(seen.replace(ENTITY, character), pieces);
  }
  const values = readParameters(pieces);
  if (
    expected.state === undefined ||
    !mayBeOurs(unescaped, pieces, expected.state)
  ) {
    return readResponse(values, expected, allowed, {
      stateSeen,
      isPasted: true,
    });
  }
  const others = [...values].filter(([name]) => name !== "state");
  return readResponse(new Map(others), expected, allowed, {
    stateSeen: "request",
    isPasted: true,
  });
}

/** Returns the part of text to read as JSON, or undefined if it has parameters instead. */
function findDocument(text: string): string | undefined {
  const isJson = JSON_START.test(text);
  if (isJson && text.startsWith("[")) {
    return text; // No server returns a list, so it is rejected later.
  }
  return findJson(text) ?? (isJson ? text : undefined);
}

/** Returns the character of an entity; one beyond printable ASCII stays unchanged. */
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

/** Returns the members of a JSON object in text; no other response may be next to it. */
function readDocument(
  text: string,
  document: string,
  state: string | undefined,
): Values {
  const start = text.indexOf(document);
  const around = [text.slice(0, start), text.slice(start + document.length)];
  for (const rest of around) {
    if (countTokenNames(rest) > 0 || hasResponse(rest, state)) {
      throw secondResponse();
    }
  }
  const values = readJson(document, state);
  if (countTokenNames(document) > 1) {
    throw secondResponse();
  }
  if (document.includes("access_token=") && !values.has("access_token")) {
    throw fault(MISSING_TOKEN_ENCODED);
  }
  return values;
}

function hasResponse(text: string, state: string | undefined): boolean {
  for (const run of new RunReader(text, state).runs()) {
    const isNamed = run.names.some(isResponseName);
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
 * A request that is cut up does not form one run, but still has its names and one state.
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
function findResponse(text: string, expected: RequestContext): Found {
  const { state } = expected;
  let response: Run | undefined;
  let query: Run | undefined;
  let hasCode = false;
  let stateSeen: StatePlace | undefined;
  for (const run of new RunReader(text, state).runs()) {
    const { names } = run;
    const tokens = names.filter((name) => name === "access_token").length;
    if (tokens > 0 && run.hasRequest()) {
      throw fault(AMBIGUOUS_RESPONSE_REQUEST_AND_TOKEN);
    }
    if (run.isRequest()) {
      stateSeen ??= seen(run, state, "request");
    } else if (response !== undefined) {
      throw secondResponse();
    } else if (tokens > 0 || names.includes("error")) {
      response = run;
      checkWhole(run);
      if (countTokenNames(text) > tokens) {
        throw secondResponse();
      }
    } else {
      hasCode ||= names.includes("code");
      if (run.inQuery) {
        query = run;
        stateSeen = seen(run, state, "query") ?? stateSeen;
      }
    }
  }
  if (response === undefined) {
    throw missingToken(text, missingMessage(text), hasCode);
  }
  const states =
    expected.stateInQuery === true &&
    !response.names.includes("state") &&
    query !== undefined &&
    isSameUri(text, query, response)
      ? query.pieces.filter((piece) => pieceName(piece) === "state")
      : [];
  return { pieces: [...response.pieces, ...states], stateSeen };
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

/** Returns how often a token is named, in any form: a value may contain a response. */
function countTokenNames(text: string): number {
  const decoded = asciiDecoded(text);
  const isName = ({ index }: RegExpMatchArray): boolean =>
    BEFORE_A_NAME.test(decoded.slice(Math.max(0, (index ?? 0) - 3), index));
  return Array.from(decoded.matchAll(TOKEN_NAME)).filter(isName).length;
}

/** Returns text with each `%XX` of an ASCII character decoded. */
function asciiDecoded(text: string): string {
  return text.replace(ASCII_ESCAPE, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
}

/**
 * Throws an OAuthError unless a token of any characters certainly ends at the end of its piece.
 *
 * The punctuation after such a token may be part of it, and so may the next line.
 */
function checkTokenEnd(text: string, pieces: readonly string[]): void {
  for (const piece of pieces) {
    if (pieceName(piece) === "access_token" && !endsIn(text, piece)) {
      throw openEnd("access_token");
    }
  }
}

/** Returns whether a space, a line break, an `&`, or nothing follows piece in text. */
function endsIn(text: string, piece: string): boolean {
  const rest = text.split(piece).slice(1);
  return rest.some((after) => AN_END.test(after));
}

function checkWhole(run: Run): void {
  const last = run.pieces.at(-1) ?? "";
  if (CUT_MARKS.some((mark) => last.endsWith(mark)) || run.pieces.some(isCut)) {
    throw truncated();
  }
  if (run.pieces.some((one) => SOURCE_ESCAPE.test(one) && !isProse(one))) {
    throw fault(MISSING_TOKEN_ENCODED);
  }
  if (run.fault !== undefined) {
    throw run.fault;
  }
  // The text after the & of an HTML entity may be the rest of the token.
  const token = run.names.indexOf("access_token");
  if (token >= 0 && ENTITY_NAME.test(run.pieces.slice(token + 1).join("&"))) {
    throw openEnd("access_token");
  }
}

function isCut(piece: string): boolean {
  return (
    isReadName(pieceName(piece)) &&
    !isProse(piece) &&
    CUT_MARKS.some((mark) => piece.includes(mark))
  );
}

/** Returns whether a piece is a description, in which a mark may be punctuation. */
function isProse(piece: string): boolean {
  return pieceName(piece) === "error_description";
}

function missingMessage(text: string): Message {
  if (BARE_TOKEN.test(text)) {
    return MISSING_TOKEN_BARE_TOKEN;
  }
  return ADDRESS.test(text) ? MISSING_TOKEN_ADDRESS : MISSING_TOKEN_PASTED;
}
