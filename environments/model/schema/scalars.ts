import { z } from 'zod';
import { parseImage } from '../../../modules/values/image.js';
import { LATENCY } from '../../../modules/values/latency.js';
import { CPU_QUANTITY, MEMORY_QUANTITY } from '../../../modules/values/quantity.js';

/** A span of time as people write it: a whole number and `s`, `m`, `h`, `d` or `w`, such as `30d`. */
export const duration = z
  .string()
  .regex(/^[1-9]\d*(s|m|h|d|w)$/, 'must be a whole number with a unit: s, m, h, d or w, such as 30d')
  .meta({ examples: ['30d', '15m'] });

/** How long one answer takes: a whole number and `ms`, `s` or `m`, such as `500ms`. */
export const latency = z
  .string()
  .regex(LATENCY, 'must be a whole number with a unit: ms, s or m, such as 500ms')
  .meta({ examples: ['500ms', '2s'] });

/** CPU as Kubernetes writes it: cores such as `2`, or thousandths such as `250m`. */
export const cpuQuantity = z
  .string()
  .regex(CPU_QUANTITY, 'must be an amount of CPU such as 500m, or "2" for two cores')
  .meta({ examples: ['500m', '2'] });

/** Memory as Kubernetes writes it, with a unit, such as `512Mi`. */
export const memoryQuantity = z
  .string()
  .regex(MEMORY_QUANTITY, 'must be an amount of memory with a unit, such as 512Mi or 2Gi')
  .meta({ examples: ['512Mi', '2Gi'] });

/** A tag in the service's own repository, or a full reference; either may pin a digest. */
export const image = z
  .string()
  .refine((text) => parseImage(text) !== undefined, 'must be a tag such as "1.2.3", or registry/name:tag')
  .meta({ examples: ['1.2.3', 'registry.example/team/api:1.2.3'] });

/** A path of a URL or of a file system, from its root. */
export const absolutePath = z.string().regex(/^\/\S*$/, 'must start with /');

/** An IPv4 network in CIDR notation, such as `10.20.0.0/16`. */
export const cidr = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, 'must be an IPv4 network such as 10.20.0.0/16')
  .meta({ examples: ['10.20.0.0/16'] });

/** A share of a whole, 0 to 100. */
export const percent = z.number().min(0).max(100);

/** A name that AWS, Kubernetes and DNS all accept: lower-case letters, digits and single hyphens. */
export const resourceName = nameOf(40);

/** `<platform>-<environment>`: each of them has 20 characters at most. */
export const environmentName = nameOf(41);

function nameOf(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[a-z]([a-z0-9]|-(?!-))*$/, 'must start with a letter and hold only a-z, 0-9 and single hyphens')
    .refine((value) => !value.endsWith('-'), 'must not end with a hyphen');
}

/** The name that a thing had when it was made. */
export const renamedFrom = resourceName.optional().meta({
  description:
    'Name that it was made under, where that was another: it stays the same thing, with its data. The line stays, too.',
});

/** An address that notices are sent to. */
export const email = z.email('must be an e-mail address');

/** A twelve-digit AWS account id; YAML must quote it, or leading zeros are lost. */
export const accountId = z.string().regex(/^\d{12}$/, 'must be twelve digits, such as "123456789012"');

/** The ARN of one thing: nothing in it stands for others, as wildcards and variables of IAM do. */
export const arn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:[^\s*?$]+$/,
    'must be the ARN of one thing, without wildcards',
  );

/** A web origin as browsers send it: scheme, host and port; `*.` may stand for a part of the host. */
export const webOrigin = z
  .string()
  .regex(/^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/, 'must be a web origin such as https://www.example.com')
  .meta({ examples: ['https://www.example.com'] });
