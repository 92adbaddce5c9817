import { environmentSchema } from '../../index.js';
import type { Environment } from '../../schema/environment.js';

/** What a rule accepts and refuses, as changes to {@link environmentWith}. */
export interface RuleCases {
  readonly accepts: readonly Changes[];
  readonly refuses: readonly (readonly [
    changes: Changes,
    ...problems: readonly (readonly [path: string, message: string])[],
  ])[];
}

/** Parts of a document; maps merge, everything else replaces, undefined removes. */
export type Changes = Readonly<Record<string, unknown>>;

/** 2048-bit RSA; its private part was thrown away. */
export const RSA_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsO17Rlv36YbmmXsQASE2
ZrZoT4Dlk5bcfa29wKD8Or2toXdCbmPe9jqkD67oYKipi5IWROXhtitB+ekVLzeS
nbW9fSpb6wT7ie7YyIHdZs6adFeCZV/DoX0yIgmW3O/TyGYaBdEAKElS5VsxCsLY
8aBqV3SZTEdD3Rs/blJxGYbevEOnnrgCsrJAWTqk/A16QXKYVBugvrESDnPhaUrp
pmYClr/Bnc25RNzBrhL/z6sWuUaqEdugC34mXyGMyCRCCX431EWOCkOkDPfANDPr
blggd5f9zICEUQQvQ0fBaOQp/DFiwTvS9FV4qg0fXwVnWcM8xPhsMTue2lZlp3dS
RQIDAQAB
-----END PUBLIC KEY-----
`;

/** An environment that breaks no rule, with changes. The id may be changed too. */
export function environmentWith({ id = 'test', ...changes }: Changes = {}): Environment {
  return { ...environmentSchema.parse(merge(VALID, changes)), id: String(id) };
}

const VALID: Changes = {
  platform: 'movies',
  owner: 'team',
  aws: { accountId: '123456789012', region: 'eu-central-1' },
  network: { cidr: '10.20.0.0/16' },
  cluster: { nodeGroups: { general: {} } },
  data: { postgres: { main: {} }, redis: { cache: {} } },
  secrets: { token: { description: 'Opens the door' } },
  media: {
    buckets: { uploads: { kind: 'uploads' }, site: { kind: 'site' } },
    cdn: { signingKeys: { first: RSA_KEY }, signedPaths: ['/films/*'] },
  },
  messaging: {
    queues: { ingest: { source: { bucket: 'uploads', prefix: 'providers/' }, notifyProviders: true } },
    topics: { news: {} },
    providerUploads: { bucket: 'uploads' },
    providers: { acme: { principal: 'arn:aws:iam::210987654321:root', externalId: 'acme-4711' } },
  },
  backup: { plans: { daily: { schedule: 'cron(0 1 * * ? *)', retention: '35d' } } },
  alerting: { emails: ['team@movies.tv'] },
  services: { api: { needs: ['main', 'cache', 'uploads:read', 'ingest:consume', 'news', 'token'] } },
};

function merge(below: unknown, above: unknown): unknown {
  if (!isMap(below) || !isMap(above)) return above;
  const merged = Object.keys({ ...below, ...above })
    .map((key) => [key, key in above ? merge(below[key], above[key]) : below[key]] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(merged);
}

function isMap(value: unknown): value is Changes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
