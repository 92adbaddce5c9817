import { type Finder, listed } from '../finder.js';

export const byTags = (operation: string, at: string, id: string, gone: readonly string[] = []): Finder =>
  listed({
    ask: `ec2:${operation}`,
    at,
    id,
    same: {},
    tags: 'Tags',
    unless: ({ State }) => gone.includes(State),
  });
