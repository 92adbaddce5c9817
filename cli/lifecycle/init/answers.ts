import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** What a new environment is made from. */
export interface InitAnswers {
  /** Name of the environment and of its file. */
  readonly name: string;
  /** Name of a file in `environments/blueprints/`, without the ending. */
  readonly blueprint: string;
  readonly target: 'sandbox' | 'aws';
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Network of the environment, which must not overlap another's: `10.60.0.0/16`. */
  readonly cidr: string;
  /** File with the public key (PEM) that signed addresses are checked with. @default the blueprint signs nothing */
  readonly 'signing-key'?: string;
  /** Prefix of every resource, and of the buckets, whose names are unique in the world. @default what base says */
  readonly platform?: string;
  /** `owner/name` on GitHub: the only one whose pipelines the roles trust. @default what base says */
  readonly repository?: string;
  /** Address that alarms and the budget write to. @default what base says */
  readonly email?: string;
  /** @default what base says */
  readonly owner?: string;
  /** Serves real users: protected, and checked as production. */
  readonly production: boolean;
}

/** One question of `backlot init`; the flag has the same name. */
export interface InitQuestion {
  readonly name: Exclude<keyof InitAnswers, 'production' | 'owner'>;
  readonly message: string;
  /** @default none */
  readonly initial?: string;
  /** True, or what is wrong with it. */
  readonly check: (text: string) => true | string;
  /** Choose instead of type. @default typed */
  readonly choices?: readonly string[];
  /** Whether it is a question at all, given the answers so far. @default always */
  readonly when?: (answers: Partial<Record<string, string>>) => boolean;
}

/** A file in `environments/blueprints/`. */
export interface Blueprint {
  readonly name: string;
  /** It has paths for signed addresses only, so an environment needs a key. */
  readonly signs: boolean;
}

/** Account that every sandbox environment has when nothing else is said. */
export const SANDBOX_ACCOUNT = '000000000000';

const inAccount = ({ target }: Partial<Record<string, string>>) => target === 'aws';

const NAME = /^[a-z]([a-z0-9]|-(?!-)(?!$))*$/;

/** All questions, in the order of asking. */
export function initQuestions(blueprints: readonly Blueprint[]): readonly InitQuestion[] {
  const names = blueprints.map(({ name }) => name);
  return [
    {
      name: 'name',
      message: 'Name of the environment',
      check: (text) =>
        (NAME.test(text) && text !== 'base' && text.length <= 40) ||
        `'${text}' can't be a name: write a-z, 0-9 and single hyphens, such as dev`,
    },
    { name: 'blueprint', message: 'Blueprint', choices: names, check: oneOf(names) },
    {
      name: 'target',
      message: 'Where it runs: the sandbox of this machine, or AWS',
      choices: ['sandbox', 'aws'],
      check: oneOf(['sandbox', 'aws']),
    },
    {
      name: 'account',
      message: 'AWS account (twelve digits)',
      check: (text) => /^\d{12}$/.test(text) || `'${text}' is no account id: write twelve digits`,
    },
    {
      name: 'region',
      message: 'Home region',
      initial: 'eu-central-1',
      check: (text) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(text) || `'${text}' is no region: write one such as eu-central-1`,
    },
    {
      name: 'cidr',
      message: 'Network, which no other environment has',
      initial: '10.60.0.0/16',
      check: (text) => /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(text) || `'${text}' is no network: write 10.60.0.0/16`,
    },
    {
      name: 'platform',
      message: 'Name of the platform: the prefix of every resource, unique in the world where buckets are',
      check: (text) =>
        (NAME.test(text) && text.length <= 20) ||
        `'${text}' can't be a name: write at most 20 of a-z, 0-9 and single hyphens, such as acme-video`,
      when: inAccount,
    },
    {
      name: 'repository',
      message: 'GitHub repository whose pipelines may deploy (owner/name)',
      check: (text) =>
        (/^[\w-]+\/[\w.-]+$/.test(text) && !text.startsWith('example/')) ||
        `'${text}' is no repository of yours: write owner/name`,
      when: inAccount,
    },
    {
      name: 'email',
      message: 'E-mail address that alarms and the budget write to',
      check: (text) =>
        (/^[^@\s,]+@[^@\s,.]+(\.[^@\s,.]+)+$/.test(text) && !/@example\.(com|net|org)$/i.test(text)) ||
        `'${text}' is no address that somebody reads: write one such as streaming@your-company.com`,
      when: inAccount,
    },
    {
      name: 'signing-key',
      message: 'File with the public key for signed addresses (openssl rsa -in key.pem -pubout)',
      check: (text) => publicKey(text) !== undefined || `'${text}' is no file with a public key in PEM form`,
      when: ({ blueprint }) => blueprints.some(({ name, signs }) => signs && name === blueprint),
    },
  ];
}

/** The public key of a file in PEM form; nothing when there is none. A private key is never copied: only its public half. */
export function publicKey(file: string): string | undefined {
  try {
    return createPublicKey(readFileSync(file)).export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    // Not there, not readable or no key: the question says so.
    return undefined;
  }
}

function oneOf(choices: readonly string[]) {
  return (text: string): true | string =>
    choices.includes(text) || `'${text}' is none of ${choices.join(', ') || '(nothing is there)'}`;
}

/** The error for a name that is taken. */
export function environmentExists(name: string): BacklotError {
  return new BacklotError({
    code: 'EnvironmentExists',
    message: `environments/${name}.yaml exists already and is left as it is`,
    exitCode: 3,
    hints: ['choose another name'],
    actions: [`backlot config ${name}`],
  });
}
