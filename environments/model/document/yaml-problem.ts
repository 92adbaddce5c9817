import { type Document, isScalar, visit, type YAMLError } from 'yaml';
import type { Problem } from './problem.js';
import type { SourceFile } from './source-file.js';

type Wording = Pick<Problem, 'message' | 'hint'>;

/** What the YAML library found, in words that say what to do; one problem per line, since one mistake has many echoes. */
export function yamlProblems(document: Document, source: SourceFile): Problem[] {
  const lines = new Set<number>();
  return [...document.errors, ...document.warnings]
    .map((error) => yamlProblem(error, document, source))
    .filter(({ at }) => !lines.has(at.line) && lines.add(at.line));
}

function yamlProblem(error: YAMLError, document: Document, source: SourceFile): Problem {
  const [start, end] = error.pos;
  const text = source.text.slice(start);
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^("[^"\n]*"|'[^'\n]*'|[^:\n]*)/.exec(text)?.[0].trim() ?? '';
    const message = `the key '${key}' is in this map twice`;
    return { at: source.position(start, start + key.length), path: [], message, hint: 'remove one of the two' };
  }
  if (error.code === 'MISSING_CHAR' && error.message.includes('quote')) {
    const opened = unclosedText(document, start) ?? start;
    const hint = 'close it on the same line; inside double quotes, write \\" for a quote';
    return { at: source.position(opened, end), path: [], message: 'the quotes that begin here do not end', hint };
  }
  return { at: source.position(start, end), path: [], ...wording(error) };
}

/** Where the text in quotes begins that runs up to a position. */
function unclosedText(document: Document, end: number): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar: (_key, node) => {
      const quoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
      if (quoted && node.range && node.range[1] >= end) start = node.range[0];
    },
  });
  return start;
}

function wording(error: YAMLError): Wording {
  const open = /^Flow (sequence|map) in block collection/.exec(error.message)?.[1];
  if (open) {
    const [noun, begin, end] = open === 'map' ? ['map', '{', '}'] : ['list', '[', ']'];
    return { message: `a ${noun} that began with ${begin} is not closed before this`, hint: `close it with ${end}` };
  }
  const message = `not YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { message: 'a tab indents this line', hint: 'YAML takes only spaces: indent with two' };
    case 'MULTIPLE_DOCS':
      return { message: 'a second document begins here', hint: "one file is one environment: remove the '---'" };
    case 'BAD_INDENT':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return { message, hint: "keys of one map start in the same column; a value with ': ' in it needs quotes" };
    default:
      return { message };
  }
}
