import { describe, expect, it } from '@jest/globals';
import { loopbackEndpoint } from '../../../provider/client/loopback-endpoint.js';

describe('an endpoint of the sandbox', () => {
  it.each(['http://127.0.0.1:4566', 'http://127.8.9.10:80', 'http://localhost:4566/', 'http://[::1]:4566'])(
    'may be %s',
    (url) => {
      expect(loopbackEndpoint(url).url).toMatch(/^http:\/\/(127\.|localhost|\[::1\])/);
    },
  );

  it.each([
    'https://ec2.eu-central-1.amazonaws.com',
    'http://ec2.eu-central-1.amazonaws.com',
    'http://10.0.0.1:4566',
    'http://169.254.169.254',
    'http://127.0.0.1.example.com:4566',
    'http://localhost.example.com',
    'http://user:password@127.0.0.1:4566',
    'https://127.0.0.1:4566',
    'http://[::ffff:10.0.0.1]:4566',
    'not an address',
    '',
  ])('may not be "%s"', (url) => {
    expect(() => loopbackEndpoint(url)).toThrow(expect.objectContaining({ code: 'NotLoopback', exitCode: 3 }));
  });
});
