// The source of TypeScript to its tree, a line of JSON in, a line of JSON out; or, where folders are
// named, compiles the package in each, imports it, runs its vectors, and says what went wrong.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

const ts = createRequire(import.meta.url)("typescript");
const LITERALS = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
]);

function summed(node) {
  if (ts.isStringLiteral(node)) return node.text;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [summed(node.left), summed(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

// How many members of a class, interface, or object literal have different names.
function toldApart(node) {
  const names = (node.members ?? node.properties ?? []).map(({ name }) => {
    const key = name && ts.isComputedPropertyName(name) ? name.expression : name;
    return key?.text ?? key?.getText();
  });
  return new Set(names).size;
}

function read(text) {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const words = [];
  const names = [];
  const visit = (node, key) => {
    // A text too long for a line is a sum of texts.
    const text = key ? undefined : summed(node);
    if (text !== undefined) {
      words.push(text);
      return ["StringLiteral"];
    }
    // A computed key that is a text is one more way to write a key; only `__proto__` needs it.
    if (ts.isComputedPropertyName(node) && ts.isStringLiteral(node.expression)) {
      names.push(`member ${node.expression.text}`);
      return ["name"];
    }
    const tags = (node.jsDoc ?? []).map((doc) => (doc.tags ?? []).map((tag) => tag.tagName.text));
    if (key || LITERALS.has(node.kind) || ts.isIdentifier(node)) {
      if (key || ts.isIdentifier(node)) {
        if (key && node.text === "__proto__" && ts.isPropertyAssignment(node.parent)) return ["prototype"];
        names.push(`${key ? "member" : "name"} ${node.text ?? node.getText()}`);
        return ["name"];
      }
      words.push(node.text);
      return [`literal ${node.kind}`];
    }
    const children = [];
    ts.forEachChild(node, (child) => {
      const isKey =
        (child === node.name &&
          (ts.isPropertyAssignment(node) || ts.isPropertyAccessExpression(node) ||
            ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) ||
            ts.isMethodDeclaration(node) || ts.isGetAccessor(node)) &&
          !ts.isComputedPropertyName(child));
      children.push(visit(child, isKey));
    });
    const own = ts.isNumericLiteral(node) ? node.text : toldApart(node);
    return [ts.SyntaxKind[node.kind], own, tags, ...children];
  };
  const tree = [
    [...source.pragmas.keys()],
    (source.commentDirectives ?? []).map((one) => one.type),
    source.parseDiagnostics.map((one) => one.code),
    visit(source, false),
  ];
  return { tree, words, names };
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

const compiled = new Map();
function compile(text) {
  if (!compiled.has(text)) {
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    compiled.set(text, ts.transpileModule(text, { compilerOptions: options }).outputText);
  }
  return compiled.get(text);
}

async function use(folder) {
  const package_ = join(folder, "typescript");
  if (!existsSync(package_)) return [];
  const to = join(package_, "compiled");
  for (const part of ["src", "tests"]) {
    for (const file of sources(join(package_, part))) {
      const target = join(to, file.slice(package_.length)).replace(/\.ts$/, ".js");
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, compile(readFileSync(file, "utf8")));
    }
  }
  const found = [];
  try {
    const binding = await import(pathToFileURL(join(to, "src", "index.js")).href);
    // A provider without a list of scopes has no `Scope`.
    if (existsSync(join(to, "src", "scopes.js")) && Object.getPrototypeOf(binding.Scope) !== Object.prototype)
      found.push("Scope has another prototype");
    const { run } = await import(pathToFileURL(join(to, "tests", "outcome.js")).href);
    const fixtures = JSON.parse(readFileSync(join(folder, "fixtures", "authorization.json"), "utf8"));
    for (const vector of fixtures.vectors) {
      // PKCE hashes asynchronously, so only some packages return a promise.
      const result = await run(binding, vector);
      // The package does not have every operation yet.
      if ("skipped" in result) continue;
      if (!isDeepStrictEqual(result.actual, vector.expect)) found.push(`the vector ${vector.id} fails in TypeScript`);
    }
  } catch (error) {
    found.push(`TypeScript: ${error}`);
  }
  if ("PWN" in globalThis) found.push("a global PWN in TypeScript");
  delete globalThis.PWN;
  return found;
}

const folders = process.argv.slice(2);
if (folders.length) {
  for (const folder of folders) console.log(JSON.stringify(await use(folder)));
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(read(JSON.parse(line))));
  }
}
