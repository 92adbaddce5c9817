import { describe, expect, it } from '@jest/globals';
import { oneOutput } from '../outputs-text.js';

const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`subnet_${at}`, 'x']));
const outputs = { network: many, data: { postgres_main_endpoint: 'a', postgres_main_port: 1, redis_endpoint: 'b' } };

describe('an output that is not there', () => {
  it('is told with those that begin like it, not with all of them', () => {
    let error: unknown;
    try {
      oneOutput(outputs, 'data.postgress', 'local');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      code: 'UnknownOutput',
      exitCode: 3,
      message: expect.stringMatching(/it has data\.postgres_main_endpoint, data\.postgres_main_port, .* and 35 more/),
    });
    expect((error as { actions: readonly string[] }).actions).toContain('backlot outputs local');
  });
});
