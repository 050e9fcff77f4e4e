// What a person copied: the one answer in it is found, then read strictly.

import { type Answer, type Expected, noToken, readAnswer } from "./answer.js";
import {
  BLANKS,
  BREAKS,
  countCodePoints,
  CUT_MARKS,
  INVISIBLE,
  QUOTES,
  SPACES,
  trim,
} from "./characters.js";
import { requireText } from "./checks.js";
import { OAuthError } from "./errors.js";
import {
  checkSize,
  isReadName,
  readParameters,
  truncated,
} from "./parameters.js";
import { readJson } from "./pasted-json.js";
import { pieceName, type Run, RunReader, secondAnswer } from "./runs.js";

const AROUND = `${BLANKS}${BREAKS}${INVISIBLE}${QUOTES}>`;
const JSON_START = new RegExp(`^(?:\\{|\\[[>${BLANKS}${BREAKS}]*\\{)`);
// Linux hands over no more of a line (N_TTY_BUF_SIZE less one), and does not say so.
const TERMINAL_LINE = 4_095;
// The digits of a byte beyond ASCII, which stays encoded, are no part of a name.
const TOKEN_NAME = new RegExp(
  "(?:(?<![A-Za-z0-9_.~\\-])|(?<=%[89A-Fa-f][0-9A-Fa-f]))" +
    `access_token(?:=|["']?[${SPACES}]{0,9}:)`,
  "g",
);
const ASCII_ESCAPE = /%([0-7][0-9A-Fa-f])/g;
const ONE_WORD = /^(?:[Bb]earer )?[A-Za-z0-9\-._~+/]+=*$/;

/**
 * Returns the one answer in pasted: a URL, a fragment, a title or a JSON object.
 *
 * Blanks, quotes, invisible characters and mail quoting around it are left out.
 *
 * @throws OAuthError - `input_too_large`, `empty_input`, `malformed_json`,
 * `bad_value_type`, `truncated_input`, `ambiguous_response` where the answer or its end
 * cannot be told for certain, and all that reading parameters and the answer throws.
 */
export function readPasted(
  pasted: string,
  expected: Expected,
  allowMissingState: boolean | undefined,
): Answer {
  checkSize(requireText(pasted, "text"));
  const text = trim(pasted, AROUND);
  if (text === "") {
    throw new OAuthError(
      "empty_input",
      "the text is empty",
      "paste what the server showed",
    );
  }
  if (isCutByTerminal(pasted)) {
    throw new OAuthError(
      "truncated_input",
      "a line has 4,095 characters, where a terminal cuts what is pasted",
      "save the answer to a file, and read it from there",
    );
  }
  const values = JSON_START.test(text)
    ? readJson(text)
    : readParameters(findAnswer(text.replaceAll("&amp;", "&")));
  return readAnswer(values, expected, allowMissingState);
}

function isCutByTerminal(text: string): boolean {
  return text
    .split("\n")
    .some((line) => countCodePoints(line) === TERMINAL_LINE);
}

/** Returns the pieces of the one run that has a token or an error. */
function findAnswer(text: string): readonly string[] {
  let hasCode = false;
  const runs = new RunReader(text).runs();
  for (const run of runs) {
    const names = run.names();
    if (names.includes("access_token") || names.includes("error")) {
      checkWhole(run);
      const tokens = names.filter((name) => name === "access_token").length;
      if (countTokenNames(text) > tokens || runs.next().done !== true) {
        throw secondAnswer();
      }
      return run.pieces;
    }
    hasCode ||= names.includes("code");
  }
  throw noToken(hasCode, missingTokenHint(text));
}

/** Returns how often a token is named, in any form: a value may hold another answer. */
function countTokenNames(text: string): number {
  const decoded = text.replace(ASCII_ESCAPE, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
  return decoded.match(TOKEN_NAME)?.length ?? 0;
}

function checkWhole(run: Run): void {
  const last = run.pieces.at(-1) ?? "";
  if (CUT_MARKS.some((mark) => last.endsWith(mark)) || run.pieces.some(isCut)) {
    throw truncated();
  }
  if (run.fault !== undefined) {
    throw run.fault;
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
