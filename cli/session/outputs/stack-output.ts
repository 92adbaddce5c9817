import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';

/** Reads the outputs of one stack; whatever is missing or of another shape is `OutputMissing`. */
export interface StackOutputReader {
  text(name: string): string;
  texts(name: string): readonly string[];
  /** One value of an output that is a map of texts. */
  entry(name: string, key: string): string;
}

/**
 * The outputs of a stack, as services need them.
 *
 * Its methods throw BacklotError `OutputMissing`, naming the stack and the command that applies it.
 */
export function stackOutput(environment: Environment, outputs: StackOutputs, stack: string): StackOutputReader {
  const missing = (name: string, key?: string) => outputMissing(environment, outputs, stack, name, key);
  const read = (name: string) => outputs[stack]?.[name];
  return {
    text(name) {
      const value = read(name);
      if (typeof value !== 'string') throw missing(name);
      return value;
    },
    texts(name) {
      const value = read(name);
      if (!Array.isArray(value)) throw missing(name);
      return value.map(String);
    },
    entry(name, key) {
      const value = (read(name) as Readonly<Record<string, unknown>> | undefined)?.[key];
      if (typeof value !== 'string') throw missing(name, key);
      return value;
    },
  };
}

/** How outputs of named things are called: `postgres_main_endpoint`. */
export function outputName(kind: string, name: string, attribute?: string): string {
  return [kind, name, attribute].filter(Boolean).join('_').replaceAll('-', '_');
}

function outputMissing(
  { id }: Environment,
  outputs: StackOutputs,
  stack: string,
  name: string,
  key?: string,
): BacklotError {
  const what = key === undefined ? `output '${name}'` : `'${key}' in its output '${name}'`;
  const state = outputs[stack] ? `was applied without ${what}` : `isn't applied, and ${what} is needed`;
  return new BacklotError({
    code: 'OutputMissing',
    message: `stack '${stack}' of '${id}' ${state}`,
    actions: [`backlot deploy ${id} --stack ${stack}`],
    details: { environment: id, stack, output: name, ...(key === undefined ? {} : { key }) },
  });
}
