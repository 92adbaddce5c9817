import { fits, listOf, type OneOrMany, type Statement } from './statement.js';

type Context = Readonly<Record<string, OneOrMany>>;

/** Comparisons by the name of their operator; those that deny hold where no value fits. */
const COMPARISONS: Readonly<
  Record<string, { readonly negated: boolean; readonly fits: (want: string, is: string) => boolean }>
> = {
  StringEquals: { negated: false, fits: (want, is) => want === is },
  StringNotEquals: { negated: true, fits: (want, is) => want === is },
  StringLike: { negated: false, fits },
  StringNotLike: { negated: true, fits },
  ArnEquals: { negated: false, fits },
  ArnLike: { negated: false, fits },
  ArnNotEquals: { negated: true, fits },
  ArnNotLike: { negated: true, fits },
  NumericGreaterThan: { negated: false, fits: (want, is) => Number(is) > Number(want) },
  NumericLessThan: { negated: false, fits: (want, is) => Number(is) < Number(want) },
  Bool: { negated: false, fits: (want, is) => want.toLowerCase() === is.toLowerCase() },
};

/**
 * Whether the conditions of a statement hold: all operators, all keys of each, one of the values of a key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionsHold(condition: Statement['Condition'], context: Context): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, listOf(wanted), valuesOf(context, key))),
  );
}

function holds(operator: string, wanted: readonly string[], values: readonly string[] | undefined): boolean {
  if (operator === 'Null') return wanted.some((value) => (value === 'true') === (values === undefined));
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const comparison = COMPARISONS[name];
  if (!comparison) throw new Error(`the evaluator does not know the operator '${operator}'`);
  if (values === undefined && ifExists) return true;
  const accepted = (value: string) => wanted.some((want) => comparison.fits(want, value)) !== comparison.negated;
  if (quantifier === 'ForAllValues') return (values ?? []).every(accepted);
  if (quantifier === 'ForAnyValue') return (values ?? []).some(accepted);
  // A key that is absent equals nothing, so "not equal" holds.
  return values === undefined ? comparison.negated : values.every(accepted);
}

/** Names of keys do not tell capitals from small letters. */
function valuesOf(context: Context, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found && listOf(found[1]);
}
