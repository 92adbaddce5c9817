import type { ResourceKind } from './rules/declared.js';

/** Environment variables that a need brings, by kind of resource, as they end; a secret is the variable itself. */
export const NEED_VARIABLES = {
  postgres: ['HOST', 'READER_HOST', 'PORT', 'DATABASE', 'USER', 'AUTH', 'TLS'],
  redis: ['HOST', 'READER_HOST', 'PORT', 'USER', 'AUTH', 'TLS', 'CLUSTER'],
  bucket: ['BUCKET'],
  queue: ['QUEUE_URL'],
  topic: ['TOPIC_ARN'],
  secret: [''],
} as const satisfies Readonly<Record<ResourceKind, readonly string[]>>;

/** Variables that every service gets, whatever it needs. */
export const COMMON_VARIABLES = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL',
  'BACKLOT_ENVIRONMENT',
  'BACKLOT_SERVICE',
  'BACKLOT_VERSION',
  'POD_NAME',
  'POD_NAMESPACE',
] as const;

/** Name of a variable: `main` and `HOST` make `MAIN_HOST`. */
export function needVariable(resource: string, ending: string): string {
  const name = resource.replaceAll('-', '_').toUpperCase();
  return ending === '' ? name : `${name}_${ending}`;
}
