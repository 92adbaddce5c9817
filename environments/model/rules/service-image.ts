import { parseImage } from '../../../modules/values/image.js';
import type { Rule, RuleProblem } from './rule.js';

/** An image names its version, and a tag alone has a repository to be in. */
export const serviceImage: Rule = ({ registry, services }) =>
  Object.entries(services).flatMap(([name, { image: text }]): RuleProblem[] => {
    const image = text === undefined ? undefined : parseImage(text);
    if (!image) return [];
    const path = ['services', name, 'image'];
    if (image.tag === 'latest' && image.digest === undefined) {
      return [{ path, message: "'latest' is another image tomorrow", hint: 'write the version, such as "1.2.3"' }];
    }
    if (image.repository !== undefined || registry) return [];
    return [
      {
        path,
        message: `the tag '${text}' has no repository without the section registry`,
        hint: 'write registry: {}, or the whole image: registry.example/name:tag',
        related: [['registry']],
      },
    ];
  });
