// The source of TypeScript to its tree: a line of JSON in, a line of JSON out.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

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

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(read(JSON.parse(line))));
}
