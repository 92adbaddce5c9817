import type { Rule } from './rule.js';

const LONGEST = 20;

/** The name of the file is part of every resource's name. */
export const environmentId: Rule = ({ id }) => {
  const fine = /^[a-z]([a-z0-9]|-(?!-))*$/.test(id) && !id.endsWith('-') && id.length <= LONGEST;
  if (fine) return [];
  const message = `the file's name '${id}' is part of every resource's name: a-z, 0-9 and single hyphens, at most ${LONGEST}`;
  return [{ path: [], message, hint: 'rename the file' }];
};
