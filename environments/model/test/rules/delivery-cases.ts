import { EC_P256, EC_P384, RSA_1024 } from './keys.js';
import type { RuleCases } from './rule-cases.js';

const cdn = (changes: object) => ({ media: { cdn: changes } });
const domain = (zone: string, names: readonly string[]) => cdn({ domain: { zone, names } });

/** Cases of the rules about buckets, the CDN, queues and providers. */
export const DELIVERY_CASES: Readonly<Record<string, RuleCases>> = {
  'signed-paths': {
    accepts: [{}, cdn({ signedPaths: [], signingKeys: undefined })],
    refuses: [
      [cdn({ signingKeys: undefined }), ['media.cdn.signedPaths', 'signed paths need a key in media.cdn.signingKeys']],
      [cdn({ signedPaths: [] }), ['media.cdn.signingKeys', 'no path is signed, so these keys verify nothing']],
      [cdn({ signedPaths: ['/a', '/a'] }), ['media.cdn.signedPaths.1', "'/a' is in the list twice"]],
    ],
  },
  'signing-keys': {
    accepts: [{}, cdn({ signingKeys: { second: EC_P256 } })],
    refuses: [
      [
        cdn({ signingKeys: { second: RSA_1024 } }),
        ['media.cdn.signingKeys.second', 'is RSA with 1024 bits; CloudFront takes RSA with 2048 bits or ECDSA P-256'],
      ],
      [
        cdn({ signingKeys: { second: EC_P384 } }),
        ['media.cdn.signingKeys.second', 'is secp384r1; CloudFront takes RSA with 2048 bits or ECDSA P-256'],
      ],
      [
        cdn({ signingKeys: { second: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n' } }),
        ['media.cdn.signingKeys.second', 'is not a public key: its content cannot be read'],
      ],
    ],
  },
  'cdn-domain': {
    accepts: [{}, domain('example.com', ['example.com', 'www.example.com', '*.example.com'])],
    refuses: [
      [
        domain('example.com', ['badexample.com']),
        ['media.cdn.domain.names.0', "'badexample.com' is not in the zone 'example.com'"],
      ],
      [domain('example', ['www.example']), ['media.cdn.domain.zone', "'example' is no domain name"]],
      [domain('example.com', ['w_w.example.com']), ['media.cdn.domain.names.0', "'w_w.example.com' is no host name"]],
      [
        domain('example.com', ['a.example.com', 'a.example.com']),
        ['media.cdn.domain.names.1', "'a.example.com' is in the list twice"],
      ],
    ],
  },
  'cdn-content': {
    accepts: [{}, { media: { buckets: { site: undefined, films: { kind: 'origin' } } } }, cdn({})],
    refuses: [[{ media: { buckets: { site: undefined } } }, ['media.cdn', 'the CDN has nothing to deliver']]],
  },
  'upload-sources': {
    accepts: [{}, { messaging: undefined }],
    refuses: [
      [
        { messaging: { queues: { ingest: { source: { bucket: 'upload' } } } } },
        ['messaging.queues.ingest.source.bucket', "there is no bucket 'upload' in media.buckets"],
      ],
      [
        { messaging: { providerUploads: { bucket: 'site' } } },
        ['messaging.providerUploads.bucket', "bucket 'site' is of kind 'site', which nobody uploads to"],
      ],
      [
        { messaging: { providerUploads: { prefix: 'providers' } } },
        ['messaging.providerUploads.prefix', "'providers' must be a folder that ends with /"],
      ],
      [
        { messaging: { queues: { ingest: { source: undefined } } } },
        ['messaging.queues.ingest.notifyProviders', 'needs source: the key of an object names its provider'],
      ],
      [
        { messaging: { providerUploads: undefined } },
        ['messaging.queues.ingest.notifyProviders', 'needs messaging.providerUploads'],
        ['messaging.providers', 'providers need messaging.providerUploads'],
      ],
    ],
  },
  'event-overlap': {
    accepts: [
      { messaging: { queues: { other: { source: { bucket: 'uploads', prefix: 'masters/' } } } } },
      {
        messaging: {
          queues: {
            ingest: { source: { suffix: '.csv' } },
            other: { source: { bucket: 'uploads', prefix: 'providers/', suffix: '.mp4' } },
          },
        },
      },
    ],
    refuses: [
      [
        { messaging: { queues: { other: { source: { bucket: 'uploads' } } } } },
        [
          'messaging.queues.other.source',
          "hears of the same objects in bucket 'uploads' as queue 'ingest', which S3 refuses",
        ],
      ],
    ],
  },
};
