import { describe, expect, it } from '@jest/globals';
import type { ReleaseArchive } from '../../releases/release-archive.js';
import { asToday, replacements } from '../today.js';

const archive = (outputs: Record<string, unknown>): ReleaseArchive => ({
  format: 1,
  environment: {} as ReleaseArchive['environment'],
  stacks: [{ id: 'data', dependsOn: [], config: '{}', files: [], outputs }],
  charts: {},
  addresses: { prometheus: 'http://127.0.0.1:1000', awsEndpoint: 'http://127.0.0.1:2000' },
});

describe('recorded values', () => {
  it('get the addresses and outputs of today, wherever they stand', () => {
    const replace = replacements(archive({ hosts: { main: 'main.old.rds.example' }, port: 5432 }), {
      outputs: { data: { hosts: { main: 'main.new.rds.example' }, port: 5433 } },
      prometheus: 'http://127.0.0.1:1001',
      awsEndpoint: 'http://127.0.0.1:2001',
    });
    const values = {
      env: { URL: 'postgres://main.old.rds.example/app', AWS_ENDPOINT_URL: 'http://127.0.0.1:2000' },
      canary: { analysis: { prometheus: 'http://127.0.0.1:1000' } },
      list: ['main.old.rds.example', 5432, null, true],
    };
    expect(asToday(values, replace)).toEqual({
      env: { URL: 'postgres://main.new.rds.example/app', AWS_ENDPOINT_URL: 'http://127.0.0.1:2001' },
      canary: { analysis: { prometheus: 'http://127.0.0.1:1001' } },
      list: ['main.new.rds.example', 5432, null, true],
    });
  });

  it('stay when one text stood for two things that differ by now, or is too short to be sure', () => {
    const replace = replacements(archive({ a: 'the-same-name', b: 'the-same-name', c: 'api' }), {
      outputs: { data: { a: 'one-name', b: 'other-name', c: 'web' } },
    });
    expect(asToday(['the-same-name', 'api'], replace)).toEqual(['the-same-name', 'api']);
  });

  it('do not swap a second time what was put in', () => {
    const replace = replacements(archive({ a: 'queue-number-one', b: 'queue-number-two' }), {
      outputs: { data: { a: 'queue-number-two', b: 'queue-number-one' } },
    });
    expect(asToday('queue-number-one queue-number-two', replace)).toBe('queue-number-two queue-number-one');
  });
});
