/** Where a value is in a document: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

/** A path as people write it: `data.postgres.main`, `services.api.needs.0`; keys with other characters in brackets. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'string' && !/^[\w-]+$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text ? `${text}.${part}` : String(part);
  }, '');
}

/** Whether `path` is `ancestor` itself or lies below it. */
export function isWithin(path: Path, ancestor: Path): boolean {
  return ancestor.length <= path.length && ancestor.every((part, index) => String(part) === String(path[index]));
}
