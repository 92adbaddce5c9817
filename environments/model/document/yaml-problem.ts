import type { YAMLError } from 'yaml';
import type { Problem } from './problem.js';
import type { SourceFile } from './source-file.js';

type Wording = Pick<Problem, 'message' | 'hint'>;

/** What the YAML library found, in words that say what to do. */
export function yamlProblem(error: YAMLError, source: SourceFile): Problem {
  const [start, end] = error.pos;
  return { at: source.position(start, end), path: [], ...wording(error, source.text.slice(start, end)) };
}

function wording(error: YAMLError, text: string): Wording {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { message: 'a tab indents this line', hint: 'YAML takes only spaces: indent with two' };
    case 'DUPLICATE_KEY':
      return { message: `the key '${text.split(':')[0]}' is here twice`, hint: 'merge the two, or remove one' };
    case 'MULTIPLE_DOCS':
      return { message: 'a second document begins here', hint: "one file is one environment: remove the '---'" };
    case 'BAD_INDENT':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        message: `not YAML: ${lowerFirst(error.message)}`,
        hint: "keys of one map start in the same column; a value with ': ' in it needs quotes",
      };
    default:
      return { message: `not YAML: ${lowerFirst(error.message)}` };
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
