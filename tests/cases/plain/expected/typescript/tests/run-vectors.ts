// Generated from spec.yaml; edit that and run `make generate`.
// Runs language-neutral vectors: JSON on standard input, one outcome per line on standard
// output.
//
//     node run-vectors.js < authorization.json

import { readFileSync } from "node:fs";

import * as binding from "../src/index.js";
import { run, type Vector } from "./outcome.js";

const { vectors } = JSON.parse(readFileSync(0, "utf-8")) as {
  vectors: readonly Vector[];
};
for (const vector of vectors) {
  const outcome = run(binding, vector);
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
