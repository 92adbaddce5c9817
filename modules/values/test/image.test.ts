import { describe, expect, it } from '@jest/globals';
import { parseImage } from '../image.js';

const digest = `sha256:${'a1'.repeat(32)}`;

describe('parseImage', () => {
  it.each([
    ['1.2.3', { tag: '1.2.3' }],
    ['1.3.0-sim.error5.slow2', { tag: '1.3.0-sim.error5.slow2' }],
    [`1.2.3@${digest}`, { tag: '1.2.3', digest }],
    [`@${digest}`, { digest }],
    ['nginx:1.27', { repository: 'nginx', tag: '1.27' }],
    ['registry.example:5000/team/api:1.0', { repository: 'registry.example:5000/team/api', tag: '1.0' }],
    [`registry.example/api@${digest}`, { repository: 'registry.example/api', digest }],
    [`registry.example/api:1.0@${digest}`, { repository: 'registry.example/api', tag: '1.0', digest }],
  ])('takes %s apart', (text, parts) => {
    expect(parseImage(text)).toEqual(parts);
  });

  it.each([
    '',
    'registry.example/api',
    'registry.example/api:',
    'registry.example:5000/api',
    'Registry.Example/api:1.0',
    'api:1.0@sha256:short',
    `a@${digest}@${digest}`,
    'https://registry.example/api:1.0',
    '1.2.3 ',
  ])("finds no image in '%s'", (text) => {
    expect(parseImage(text)).toBeUndefined();
  });
});
