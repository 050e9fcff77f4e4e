// The strictest common settings for the generated TypeScript. One program with the package, its tests, and the page is
// checked in less time than three.
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["**/dist/", "build/", "node_modules/"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: "tests/typescript/tsconfig.json" },
    },
  },
  {
    files: ["**/*.test.ts"],
    rules: {
      // The runner of Node.js awaits its tests itself.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", name: "test", package: "node:test" },
          ],
        },
      ],
    },
  },
);
