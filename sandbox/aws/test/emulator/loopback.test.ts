import { describe, expect, it } from '@jest/globals';
import { assertLoopback } from '../../emulator/index.js';

describe('the guard of the sandbox', () => {
  it.each(['http://127.0.0.1:4566', 'http://127.9.9.9', 'http://localhost:1/path', 'http://[::1]:4566'])(
    'lets %s through',
    (endpoint) => {
      expect(assertLoopback(endpoint).protocol).toBe('http:');
    },
  );

  it.each([
    'https://s3.amazonaws.com',
    'http://s3.amazonaws.com',
    'https://127.0.0.1:4566',
    'http://127.0.0.1.example.com',
    'http://127.0.0.1@example.com',
    'http://user:secret@127.0.0.1',
    'http://0.0.0.0:4566',
    'http://169.254.169.254',
    'http://10.0.0.1',
    'http://localhost.example.com',
    'file:///etc/passwd',
    '127.0.0.1:4566',
    '',
  ])('refuses %j', (endpoint) => {
    expect(() => assertLoopback(endpoint)).toThrow(
      expect.objectContaining({
        code: 'NotLoopback',
        message: expect.stringContaining('is not an address of this machine'),
      }),
    );
  });
});
