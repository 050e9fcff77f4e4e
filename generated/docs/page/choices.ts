// The tasks of an application, and the scopes to request for them.

import { Scope, scopeFacts } from "../../typescript/src/index.js";

/** What the user selected. */
export interface Selection {
  /** Each a verb and a resource, as in the permissions of a scope. */
  readonly tasks: ReadonlySet<string>;
  /** The scopes that were selected directly. */
  readonly scopes: ReadonlySet<Scope>;
  /** The scope that the user chose for the tasks of a question, by its key. */
  readonly choices: ReadonlyMap<string, Scope>;
}

/** Tasks that each of several scopes permits: the user chooses one of them. */
export interface Question {
  /** The names of the scopes, with a space between two. */
  readonly key: string;
  readonly tasks: readonly string[];
  readonly choice: Scope | undefined;
}

/** The scopes to request, and the questions about them. */
export interface Chosen {
  readonly scopes: readonly Scope[];
  readonly questions: readonly Question[];
}

/** The documented scopes, in their order. */
export const SCOPES: readonly Scope[] = Object.values(Scope);

/** Returns the scopes that permit a task, according to their documentation. */
export function permitting(task: string): readonly Scope[] {
  return SCOPES.filter((scope) => scopeFacts[scope].permits.includes(task));
}

/**
 * Returns the scopes to request, and the questions for the user.
 *
 * A task that only one scope permits selects that scope. If several permit it, one that
 * is requested anyway is proposed. No scope is assumed to include another.
 */
export function choose({ tasks, scopes, choices }: Selection): Chosen {
  const requested = new Set(scopes);
  const open = new Map<string, string[]>();
  for (const task of tasks) {
    const candidates = permitting(task);
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined) {
      requested.add(only);
    } else {
      const key = candidates.join(" ");
      open.set(key, [...(open.get(key) ?? []), task]);
    }
  }
  const certain = new Set(requested);
  const questions = Array.from(open, ([key, itsTasks]) => {
    const candidates = SCOPES.filter((one) => key.split(" ").includes(one));
    const proposed = candidates.find((one) => certain.has(one));
    const choice = choices.get(key) ?? proposed;
    if (choice !== undefined) {
      requested.add(choice);
    }
    return { key, tasks: itsTasks, choice };
  });
  return { scopes: SCOPES.filter((one) => requested.has(one)), questions };
}

/** Returns a selection without a scope, and without the tasks that only it permits. */
export function without(scope: Scope, selection: Selection): Selection {
  const needsIt = (task: string): boolean =>
    permitting(task).every((one) => one === scope);
  return {
    tasks: new Set([...selection.tasks].filter((task) => !needsIt(task))),
    scopes: new Set([...selection.scopes].filter((one) => one !== scope)),
    choices: new Map([...selection.choices].filter(([, one]) => one !== scope)),
  };
}
