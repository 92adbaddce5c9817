/** Id of a statement: verb and name, each word capitalized, as IAM takes letters and digits only. */
export function statementId(verb: string, name: string): string {
  return `${verb}-${name}`
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
