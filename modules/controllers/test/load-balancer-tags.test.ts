import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { resolveTool } from '../../../sandbox/tools/index.js';
import { HOSTILE_TEXTS } from '../../values/test/hostile-texts.js';
import { loadBalancerTags } from '../load-balancer-tags.js';

/**
 * A chart that writes the tags as that of the controller does: into an argument without quotes, and into an object. Helm itself reads
 * what comes out, as it does before it sends anything.
 */
const TEMPLATE = `{{- define "object" }}
flags:
- --default-tags={{ range $key, $value := .Values.defaultTags }}{{ $key }}={{ $value }},{{ end }}
- --verbose
{{- with .Values.ingressClassParams }}
spec:
  {{- toYaml .spec | nindent 2 }}
{{- end }}
{{- end }}
{{- include "object" . | fromYaml | toJson }}
`;

const chart = mkdtempSync(join(tmpdir(), 'backlot-tags-'));
mkdirSync(join(chart, 'templates'));
writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: tags\nversion: 1.0.0\n');
writeFileSync(join(chart, 'templates/all.yaml'), TEMPLATE);
afterAll(() => rmSync(chart, { recursive: true, force: true }));

/** The tags that the controller reads. */
async function read(tags: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { path } = await resolveTool('helm');
  const values = JSON.stringify(loadBalancerTags(tags));
  const { stdout } = await execa(path, ['template', 'tags', chart, '--values', '-'], { input: values });
  const { flags, spec } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    flags: string[];
    spec?: { tags: { key: string; value: string }[] };
  };
  expect(flags[1]).toBe('--verbose');
  const pairs = String(flags[0]).slice('--default-tags='.length).split(',').filter(Boolean);
  return Object.fromEntries([
    ...pairs.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ...(spec?.tags ?? []).map(({ key, value }): [string, string] => [key, value]),
  ]);
}

describe('tags of load balancers', () => {
  it.each([
    ['plain ones', { team: 'video streaming', cost: 'a=b', 'b/c': 'a:b', empty: '' }],
    ['a value with what ends a key of YAML', { team: 'Platform: video', cost: '1' }],
    ['a value that ends with it', { zone: 'a:' }],
    ['a key with the sign that ends it', { 'a=b': 'c' }],
    ['spaces at an end', { ' a': 'b', c: ' d ' }],
    ['ends of lines that only Unicode has', { a: 'b\u2028c: d', e: 'f\u2029- g' }],
    ['spaces that are wider', { a: 'b\u00a0c\u3000d' }],
    ['words of YAML', { no: 'yes', null: 'null', '1': '2' }],
  ])('are read as they were written: %s', async (_title, tags) => expect(await read(tags)).toEqual(tags));

  // Helm writes U+0085 as a space; no tag may hold it.
  const texts = HOSTILE_TEXTS.filter((text) => !text.includes('\u0085'));

  it('are read as they were written in 39 hostile cases, as keys and as values', async () => {
    const tags = Object.fromEntries(
      texts.flatMap((text, index) => [
        [`value-${index}`, text],
        [text, `key-${index}`],
      ]),
    );
    expect(await read(tags)).toEqual(tags);
  });

  it('stay in the one place where all of them fit', () => {
    expect(loadBalancerTags({ team: 'video' })).toEqual({ defaultTags: { team: 'video' } });
  });
});
