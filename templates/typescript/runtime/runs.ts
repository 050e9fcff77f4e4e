// Runs of parameters in free text: where each starts, goes on and ends.

import {
  BLANKS,
  BREAKS,
  CUT_MARKS,
  INVISIBLE,
  QUOTES,
  trimEnd,
} from "./characters.js";
import { tryPercentDecode } from "./encoding.js";
import { OAuthError } from "./errors.js";
import {
  checkCount,
  encodedName,
  plusAsBlank,
  READ_NAMES,
  truncated,
} from "./parameters.js";

const NAME = `(?:${READ_NAMES.join("|")})=`;
const NAME_CHARACTER = String.raw`[A-Za-z0-9_.~%\-]`;
const TITLE = `[-\u2013\u2014][${BLANKS}]`;
const WORD = `[^&#${BLANKS}${BREAKS}]*`;
// Each of these is followed by what it cannot hold itself, so that no pattern below
// tries a second way through a text: their time is linear.
const BLANK = `[${BLANKS}]+(?![${BLANKS}${BREAKS}&#])`;
const BREAK = `[${BREAKS}][${BLANKS}${BREAKS}>]*(?![${BLANKS}${BREAKS}>])`;
const SCOPES = `${WORD}(?:${BLANK}(?!${TITLE}|${NAME})${WORD})*`;
const GAP = `[${BLANKS}]*(?:${BREAK})?`;
const JOINT = `(?:${GAP}&)+`;

const RUN_START = new RegExp(`(?<!${NAME_CHARACTER})${NAME}`, "g");
const WRAP = new RegExp(`(?<![${BLANKS}])${BREAK}`, "g");
const BLANK_OR_WRAP = new RegExp(`[${BLANKS}]+(?:${BREAK})?`, "g");

// What stands at a given place.
const A_NAME = new RegExp(NAME, "y");
const A_GAP = new RegExp(GAP, "y");
const A_VALUE = new RegExp(`scope=${SCOPES}|${WORD}`, "y");
const WRAPPED = new RegExp(`(?:${BREAK}(?!${NAME})${WORD})+`, "y");
const WRAPPED_SCOPES = new RegExp(
  `(?:[${BLANKS}]*${BREAK}(?!${NAME})${SCOPES})+`,
  "y",
);
const AMPERSANDS = new RegExp(
  `${JOINT}(?:${BREAK}(?!${NAME})(?=${NAME_CHARACTER}+=))?`,
  "y",
);
const NEXT_PARAMETER = new RegExp(
  `${JOINT}(?:[${BLANKS}]*${BREAK})?` +
    `${NAME_CHARACTER}+(?:${BREAK}${NAME_CHARACTER}+)*=`,
  "y",
);
const OPENING = new RegExp(`[(<\\[{${QUOTES}${INVISIBLE}]*`, "y");
const UNSEEN = new RegExp(`[${INVISIBLE}]*`, "y");
const TITLE_OF_WINDOW = new RegExp(TITLE, "y");
const OTHER_FRAGMENT = /#(?!(?:_=_)?$)/y;

const WORD_START = `#${BLANKS}${BREAKS}`;
const BEHIND_A_VALUE = `,;:!?)]>${QUOTES}${INVISIBLE}`;

/** Parameters that `&` joins, each as it stands in the text. */
export class Run {
  readonly pieces: string[] = [];
  /** Where it ends in the text. */
  end = 0;
  /** What is wrong with the way it ends; that counts where the run is read. */
  fault: OAuthError | undefined;

  /** Returns the names of the pieces, decoded where that is possible. */
  names(): string[] {
    return this.pieces.map(pieceName);
  }
}

/** Finds the runs of a text one by one, in time linear to its length. */
export class RunReader {
  readonly #text: string;
  #count = 0;
  #noParameterBefore = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Yields the runs; each has a parameter with a name that we read.
   *
   * @throws OAuthError - `too_many_parameters`, in all runs so far.
   */
  *runs(): Generator<Run, void, undefined> {
    let end = 0;
    for (;;) {
      RUN_START.lastIndex = end;
      const start = RUN_START.exec(this.#text);
      if (start === null) {
        return;
      }
      const run = this.#read(this.#firstPiece(start.index, end));
      end = run.end;
      yield run;
    }
  }

  /** Returns where the first of the pieces that `&` joins to start begins. */
  #firstPiece(start: number, floor: number): number {
    const text = this.#text;
    if (start === floor || text.charAt(start - 1) !== "&") {
      return start;
    }
    let word = start;
    while (word > floor && !WORD_START.includes(text.charAt(word - 1))) {
      word -= 1;
    }
    const beforeAmpersand = text.slice(word, text.indexOf("&", word));
    return endOf(OPENING, text, word + beforeAmpersand.lastIndexOf("?") + 1);
  }

  /** Returns the run whose first piece begins at a place in the text. */
  #read(start: number): Run {
    const text = this.#text;
    const run = new Run();
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
        run.fault = this.#fault(piece, end, at);
        return run;
      }
      if (run.names().includes(text.slice(at, nameEnd - 1))) {
        run.fault = secondAnswer();
        return run;
      }
    }
  }

  /** Returns a piece, with the line breaks that wrap it taken out, and its end. */
  #piece(at: number): [piece: string, end: number] {
    const isScope = this.#text.startsWith("scope=", at);
    const end = this.#endOfWrapped(
      isScope ? WRAPPED_SCOPES : WRAPPED,
      endOf(A_VALUE, this.#text, at),
    );
    const piece = this.#text
      .slice(at, end)
      .replace(WRAP, "")
      .replace(BLANK_OR_WRAP, " ");
    return [piece, end];
  }

  /**
   * Returns where the lines that go on with a piece reach `&name=`, else at.
   *
   * A line that starts with a name that we read goes on with nothing: where no `&`
   * stands before it, what does may be anything, as the label of a button.
   */
  #endOfWrapped(wrapped: RegExp, at: number): number {
    // Else the same lines would be looked through from each of their breaks.
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
    // Punctuation ends what stands in a sentence; before & it is a part of it.
    const kept = isPunctuated ? trimEnd(piece, BEHIND_A_VALUE) : piece;
    if (kept !== "") {
      run.pieces.push(kept);
    }
  }

  /** Returns what is wrong with text at a place, that a gap parts from the last. */
  #fault(last: string, gap: number, at: number): OAuthError | undefined {
    const text = this.#text;
    const name = pieceName(last);
    const isToken = name === "access_token";
    if (gap === at) {
      return isToken && stands(OTHER_FRAGMENT, text, at)
        ? openEnd()
        : undefined;
    }
    const nextSeen = endOf(UNSEEN, text, at);
    if (nextSeen === text.length) {
      return undefined;
    }
    if (CUT_MARKS.some((mark) => text.startsWith(mark, nextSeen))) {
      return truncated();
    }
    const goesOnBelow =
      BREAKS.includes(text.charAt(gap)) ||
      (name === "scope" && hasBreak(text.slice(gap, at)));
    // Whatever follows, the token may go on in it: encoded, quoted, or cut.
    const tokenGoesOn = isToken && !stands(TITLE_OF_WINDOW, text, nextSeen);
    return goesOnBelow || tokenGoesOn ? openEnd() : undefined;
  }
}

/** Returns the decoded name of a piece, or no name for one that is malformed. */
export function pieceName(piece: string): string {
  return tryPercentDecode(plusAsBlank(encodedName(piece))) ?? "";
}

/** Returns the error for a text in which another answer follows the first. */
export function secondAnswer(): OAuthError {
  return new OAuthError(
    "ambiguous_response",
    "the text has more than one answer",
    "copy one answer alone",
  );
}

function openEnd(): OAuthError {
  return new OAuthError(
    "ambiguous_response",
    "text follows the last value of the answer, which may go on there",
    "put the answer on one line, and nothing behind it",
  );
}

/** Returns where a sticky pattern's match at a place ends; at, where there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function stands(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function hasBreak(gap: string): boolean {
  return Array.from(gap).some((character) => BREAKS.includes(character));
}
