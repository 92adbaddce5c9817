import { z } from 'zod';

/** A span of time as people write it: a whole number and `s`, `m`, `h`, `d` or `w`, such as `30d`. */
export const duration = z
  .string()
  .regex(/^[1-9]\d*(s|m|h|d|w)$/, 'must be a whole number with a unit: s, m, h, d or w, such as 30d')
  .meta({ examples: ['30d', '15m'] });

/** An IPv4 network in CIDR notation, such as `10.20.0.0/16`. */
export const cidr = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, 'must be an IPv4 network such as 10.20.0.0/16')
  .meta({ examples: ['10.20.0.0/16'] });

/** A share of a whole, 0 to 100. */
export const percent = z.number().min(0).max(100);

/** A name that AWS, Kubernetes and DNS all accept: lower-case letters, digits and single hyphens. */
export const resourceName = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z]([a-z0-9]|-(?!-))*$/, 'must start with a letter and hold only a-z, 0-9 and single hyphens')
  .refine((value) => !value.endsWith('-'), 'must not end with a hyphen');

/** An address that notices are sent to. */
export const email = z.email('must be an e-mail address');

/** A twelve-digit AWS account id; YAML must quote it, or leading zeros are lost. */
export const accountId = z.string().regex(/^\d{12}$/, 'must be twelve digits, such as "123456789012"');

/** Any ARN. */
export const arn = z.string().regex(/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:.+$/, 'must be an ARN');

/** A web origin as browsers send it: scheme, host and port; `*.` may stand for a part of the host. */
export const webOrigin = z
  .string()
  .regex(/^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/, 'must be a web origin such as https://www.example.com')
  .meta({ examples: ['https://www.example.com'] });
