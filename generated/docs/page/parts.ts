// The parts of the URL, each with an explanation.

import type { Attempt } from "./attempt.js";
import { elements, made, write } from "./dom.js";

const MISSING = "…";

/** Shows each part of the URL, with a mark for a missing value. */
export function showParts({ request, problems }: Attempt): void {
  const [endpoint = "", query = ""] = request?.url.split("?") ?? [];
  const pairs = query === "" ? [] : query.split("&").map(splitPair);
  const rows = elements("#parts > [data-part]", HTMLElement);
  const own = new Set(rows.map((row) => row.dataset["part"]));
  for (const row of rows) {
    const options = (row.dataset["options"] ?? "").split(" ");
    const isMissing = options.some((option) => problems.has(option));
    const name = row.dataset["part"] ?? "";
    if (name === "") {
      const template = row.dataset["template"] ?? "";
      showPart(row, "", isMissing ? template : endpoint, isMissing);
      continue;
    }
    const index = pairs.findIndex(([one]) => one === name);
    row.hidden = index === -1;
    const value = isMissing ? MISSING : (pairs[index]?.[1] ?? "");
    showPart(row, `${index === 0 ? "?" : "&"}${name}=`, value, isMissing);
  }
  showExtra(pairs.filter(([name]) => !own.has(name)));
}

function splitPair(pair: string): readonly [name: string, value: string] {
  const equals = pair.indexOf("=");
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}

function showPart(
  row: HTMLElement,
  name: string,
  value: string,
  isMissing: boolean,
): void {
  const [nameAt, valueAt] = row.querySelectorAll<HTMLElement>("code > span");
  if (nameAt !== undefined && valueAt !== undefined) {
    write(nameAt, name);
    write(valueAt, value);
    valueAt.classList.toggle("missing", isMissing);
  }
}

function showExtra(pairs: readonly (readonly [string, string])[]): void {
  const list = document.getElementById("extra-parts");
  list?.replaceChildren(
    ...pairs.map(([name, value]) => {
      const code = made("code", "", made("span", `&${name}=`));
      code.append(made("span", value));
      return made("li", "", code, made("p", "One of your extra parameters."));
    }),
  );
}
