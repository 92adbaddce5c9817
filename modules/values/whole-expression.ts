/** Classes by name, which only count within brackets: `[[:alpha:]]`. */
const NAMED_CLASS = /^\[:\^?[a-z]+:\]/;

/**
 * Whether an expression of RE2 is whole by itself: every group that it opens it closes, and no more. In the parentheses of another
 * expression only such a one stays in its place.
 *
 * RE2 reads some texts otherwise than JavaScript: a bracket that begins a class belongs to it (`[]a]`), classes have names in them, and
 * `\Q` begins a text without signs.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function isWholeExpression(expression: string): boolean {
  let open = 0;
  for (let at = 0; at < expression.length; at += 1) {
    const character = expression[at];
    if (character === '\\') {
      if (expression[at + 1] === 'Q') {
        const end = expression.indexOf('\\E', at);
        if (end < 0) return false;
        at = end;
      }
      at += 1;
      if (at >= expression.length) return false;
    } else if (character === '[') {
      const end = endOfClass(expression, at);
      if (end === undefined) return false;
      at = end;
    } else if (character === '(') open += 1;
    else if (character === ')') {
      open -= 1;
      if (open < 0) return false;
    }
  }
  return open === 0;
}

/** Where the bracket stands that ends a class; undefined where none does. */
function endOfClass(expression: string, start: number): number | undefined {
  let at = start + (expression[start + 1] === '^' ? 2 : 1);
  for (const first = at; at < expression.length; at += 1) {
    const character = expression[at];
    if (character === ']' && at > first) return at;
    if (character === '\\') at += 1;
    else if (character === '[') at += (NAMED_CLASS.exec(expression.slice(at))?.[0].length ?? 1) - 1;
  }
  return undefined;
}
