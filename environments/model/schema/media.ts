import { z } from 'zod';
import { duration, renamedFrom, resourceName, webOrigin } from './scalars.js';

const bucket = z.strictObject({
  renamedFrom,
  kind: z.enum(['uploads', 'origin', 'site']).meta({
    description:
      'uploads: written by clients; origin: private media behind the CDN; site: static web site behind the CDN.',
  }),
  versioned: z.boolean().default(true).meta({ description: 'Keep replaced and deleted objects.' }),
  expireNoncurrent: duration.default('30d').meta({ description: 'Age at which replaced objects are removed.' }),
  expire: duration.optional().meta({ description: 'Age at which objects are removed.' }),
  coldAfter: duration.optional().meta({ description: 'Age at which objects move to Glacier Instant Retrieval.' }),
  corsOrigins: z
    .array(webOrigin)
    .default([])
    .meta({ description: 'Web origins that may read or upload from a browser.' }),
});

const domain = z.strictObject({
  zone: z.string().min(3).meta({ description: 'Route 53 hosted zone, such as example.com.' }),
  createZone: z.boolean().default(false).meta({ description: 'Create the zone; otherwise it must exist.' }),
  names: z.array(z.string().min(3)).min(1).meta({ description: 'Host names that the distribution answers.' }),
});

const cdn = z.strictObject({
  priceClass: z
    .enum(['PriceClass_100', 'PriceClass_200', 'PriceClass_All'])
    .default('PriceClass_100')
    .meta({ description: 'Edge locations in use.' }),
  domain: domain.optional().meta({ description: 'Own host names with a certificate; the CloudFront name otherwise.' }),
  signingKeys: z
    .record(resourceName, z.string().regex(/^-----BEGIN PUBLIC KEY-----/, 'must be a public key in PEM form'))
    .default({})
    .meta({ description: 'Public keys, by name, that verify signed URLs and cookies. Two at once allow rotation.' }),
  signedPaths: z
    .array(z.string().startsWith('/', 'must start with /'))
    .default([])
    .meta({ description: 'Paths that need a signed URL or cookie.' }),
  rateLimit: z
    .number()
    .int()
    .min(10)
    .max(2_000_000_000)
    .default(2000)
    .meta({ description: 'Requests per five minutes and address before WAF blocks.' }),
  blockCountries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, such as DE'))
    .default([])
    .meta({ description: 'Countries that are refused, ISO 3166 codes.' }),
});

/** Media and site buckets, and the CDN in front of them. */
export const mediaSchema = z
  .strictObject({
    buckets: z.record(resourceName, bucket).default({}).meta({ description: 'Buckets by name.' }),
    cdn: cdn.optional().meta({ description: 'CloudFront with WAF in front of the origin and site buckets.' }),
  })
  .meta({ description: 'S3, CloudFront, WAF, certificates and DNS.' });
