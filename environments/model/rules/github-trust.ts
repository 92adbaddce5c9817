import { quote } from '../document/quote.js';
import type { Rule, RuleProblem } from './rule.js';

/** Punctuation that tells no branch from another. */
const TELLS_NOTHING = /^[*?/._-]+$/;
/** What Git allows in no name of a branch, beside the two wildcards; `$` starts a variable of IAM. */
const NEVER_A_BRANCH = /[\s~^:[\]\\]|\.\.|@\{|\$\{/;

/**
 * Branches that deploy are told from others: a pattern that fits every branch would let whoever may push any deploy.
 * The pattern is IAM's, where `*` stands for everything, slashes included.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const githubTrust: Rule = ({ foundation }) =>
  (foundation.github?.deployBranches ?? []).flatMap((branch, index): RuleProblem[] => {
    const path = ['foundation', 'github', 'deployBranches', String(index)];
    if (TELLS_NOTHING.test(branch)) {
      const message = `${quote(branch)} fits every branch: whoever may push one could deploy`;
      return [{ path, message, hint: "name the branches, such as 'main' or 'release/*'" }];
    }
    if (/^refs\//.test(branch)) {
      const name = branch.replace(/^refs\/(heads|tags)\//, '');
      return [
        {
          path,
          message: `${quote(branch)} is a ref, and the name of a branch is asked for`,
          hint: `write ${quote(name)}`,
        },
      ];
    }
    if (!NEVER_A_BRANCH.test(branch)) return [];
    const message = `${quote(branch)} fits no branch: Git allows no such name`;
    return [{ path, message, hint: "name a branch; '*' and '?' are the only wildcards" }];
  });
