/** Whether labels are selected. */
export type Selects = (labels: Readonly<Record<string, string>>) => boolean;

/**
 * Reads a label selector: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas.
 *
 * @throws Error naming the part that isn't one.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api
 */
export function labelSelector(text: string): Selects {
  const tests = text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map(requirement);
  return (labels) => tests.every((test) => test(labels));
}

/** Values that a selector ties a label to by equality: `queue=ingest` → `ingest`. */
export function selectedValue(text: string, label: string): string | undefined {
  const match = text.split(',').map((part) => /^\s*([^\s=!]+)\s*==?\s*(\S*)\s*$/.exec(part));
  return match.find((each) => each?.[1] === label)?.[2];
}

function requirement(text: string): Selects {
  const set = /^([^\s=!()]+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[key] ?? '\u0000') === (operator === 'in');
  }
  const equal = /^([^\s=!()]+)\s*(==|=|!=)\s*([^\s=!()]*)$/.exec(text);
  if (equal) {
    const [, key = '', operator, value] = equal;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const there = /^(!?)\s*([^\s=!()]+)$/.exec(text);
  if (there) return (labels) => there[2] !== undefined && there[2] in labels === (there[1] === '');
  throw new Error(`unable to parse requirement: '${text}'`);
}
