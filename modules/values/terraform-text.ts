/**
 * A text as Terraform's JSON takes it without a change. Terraform reads every text as a template: `${file("…")}` in one that a
 * person wrote would be evaluated, on the machine that plans. Text that looks like a token of CDK Terrain (`${Token[…]}`), which
 * would put a reference in its place, is taken apart.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function terraformText(text: string): string {
  return text.replaceAll(/([$%]+|[#&])\{Token\[|([$%])\{/g, (_, before?: string, sign = '') =>
    before ? `\${"${before}"}{Token[` : `${sign}${sign}{`,
  );
}

/** The same for every text and every key in a value. What holds no template is given back as it is, the same object. */
export function terraformTexts<T>(value: T): T {
  return (holdsTemplate(value) ? escaped(value) : value) as T;
}

function holdsTemplate(value: unknown): boolean {
  if (typeof value === 'string') return /[$%]\{|[#&]\{Token\[/.test(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, each]) => holdsTemplate(key) || holdsTemplate(each));
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return terraformText(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(escaped);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [terraformText(key), escaped(each)]));
}
