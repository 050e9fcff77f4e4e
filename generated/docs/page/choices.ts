// What an application has to do, to the scopes that it asks for.

import { Scope, scopeFacts } from "../../typescript/src/index.js";

/** What a person has ticked and answered. */
export interface Ticked {
  /** Each a verb with a resource, as in what a scope permits. */
  readonly tasks: ReadonlySet<string>;
  /** The scopes that were ticked themselves. */
  readonly picked: ReadonlySet<Scope>;
  /** By question, the scope that shall permit its tasks. */
  readonly answers: ReadonlyMap<string, Scope>;
}

/** Tasks that each of several scopes permits: which one shall is the person's choice. */
export interface Question {
  /** The names of the scopes, with a blank between two. */
  readonly key: string;
  readonly tasks: readonly string[];
  readonly answer: Scope | undefined;
}

/** What comes of it. */
export interface Chosen {
  readonly scopes: readonly Scope[];
  readonly questions: readonly Question[];
}

/** The documented scopes, in their order. */
export const SCOPES: readonly Scope[] = Object.values(Scope);

/** Returns the scopes that permit a task, by what is documented of each. */
export function permitting(task: string): readonly Scope[] {
  return SCOPES.filter((scope) => scopeFacts[scope].permits.includes(task));
}

/**
 * Returns the scopes to ask for, and what is left to ask the person.
 *
 * A task that one scope permits takes that scope. Where several permit it, one that is
 * asked for anyway is proposed; none is taken to include another.
 */
export function choose({ tasks, picked, answers }: Ticked): Chosen {
  const asked = new Set(picked);
  const open = new Map<string, string[]>();
  for (const task of tasks) {
    const candidates = permitting(task);
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined) {
      asked.add(only);
    } else {
      const key = candidates.join(" ");
      open.set(key, [...(open.get(key) ?? []), task]);
    }
  }
  const certain = new Set(asked);
  const questions = Array.from(open, ([key, itsTasks]) => {
    const candidates = SCOPES.filter((one) => key.split(" ").includes(one));
    const proposed = candidates.find((one) => certain.has(one));
    const answer = answers.get(key) ?? proposed;
    if (answer !== undefined) {
      asked.add(answer);
    }
    return { key, tasks: itsTasks, answer };
  });
  return { scopes: SCOPES.filter((one) => asked.has(one)), questions };
}

/** Returns what is ticked without a scope, and without the tasks that it alone permits. */
export function without(scope: Scope, ticked: Ticked): Ticked {
  const needsIt = (task: string): boolean =>
    permitting(task).every((one) => one === scope);
  return {
    tasks: new Set([...ticked.tasks].filter((task) => !needsIt(task))),
    picked: new Set([...ticked.picked].filter((one) => one !== scope)),
    answers: new Map([...ticked.answers].filter(([, one]) => one !== scope)),
  };
}
