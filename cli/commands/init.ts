import { Args, Flags } from '@oclif/core';
import { askMissing, toAnswers } from '../base-command/ask-missing.js';
import { BaseCommand } from '../base-command/index.js';
import { environmentExists, initQuestions, SANDBOX_ACCOUNT } from '../lifecycle/init/answers.js';
import type { InitResult } from '../lifecycle/init/index.js';

/** Writes the file of a new environment. */
export default class Init extends BaseCommand<InitResult> {
  static override summary = 'Write the file of a new environment.';
  static override description =
    'Asks for what the flags leave open. The result is checked before it is written; a file that exists is never touched.';
  static override examples = [
    '<%= config.bin %> init',
    {
      description: 'Without questions',
      command:
        '<%= config.bin %> init qa --blueprint movie-store --target aws --account 123456789012 --region eu-central-1 --cidr 10.60.0.0/16 --platform acme-video --repository acme/video --email video@acme.io --signing-key signing.pub',
    },
  ];
  static override args = {
    environment: Args.string({ ignoreStdin: true, description: 'Name of the new environment, such as qa.' }),
  };
  static override flags = {
    blueprint: Flags.string({
      env: 'BACKLOT_BLUEPRINT',
      description: 'What it is made of: a file in environments/blueprints/.',
    }),
    target: Flags.option({
      options: ['sandbox', 'aws'] as const,
      env: 'BACKLOT_TARGET',
      description: 'Where it runs.',
    })(),
    account: Flags.string({
      env: 'BACKLOT_ACCOUNT',
      description: 'AWS account, twelve digits. Default for the sandbox: 000000000000.',
    }),
    region: Flags.string({ env: 'BACKLOT_REGION', description: 'Home region, such as eu-central-1.' }),
    cidr: Flags.string({
      env: 'BACKLOT_CIDR',
      description: 'Network, such as 10.60.0.0/16; no other environment has it.',
    }),
    'signing-key': Flags.string({
      env: 'BACKLOT_SIGNING_KEY',
      helpValue: 'FILE',
      description: 'Public key in PEM form, where the blueprint has signed addresses.',
    }),
    platform: Flags.string({
      env: 'BACKLOT_PLATFORM',
      description: 'On AWS: prefix of every resource, at most 20 characters.',
    }),
    repository: Flags.string({
      env: 'BACKLOT_REPOSITORY',
      helpValue: 'OWNER/NAME',
      description: 'On AWS: the GitHub repository whose pipelines may deploy; the roles trust no other.',
    }),
    email: Flags.string({ env: 'BACKLOT_EMAIL', description: 'On AWS: address that alarms and the budget write to.' }),
    owner: Flags.string({ env: 'BACKLOT_OWNER', description: 'Team that answers for it. Default: what base says.' }),
    production: Flags.boolean({
      env: 'BACKLOT_PRODUCTION',
      description: 'It serves real users: protected, with the rules of production.',
    }),
  };

  async run(): Promise<InitResult> {
    const { args, flags } = await this.parse(Init);
    const { blueprint, target, account, region, cidr, platform, repository, email, owner, production } = flags;
    const name = args.environment;
    if (name && (await this.operations.listEnvironments()).includes(name)) throw environmentExists(name);
    const texts = await askMissing(
      initQuestions(await this.operations.listBlueprints()),
      {
        name,
        blueprint,
        target,
        account,
        region,
        cidr,
        platform,
        repository,
        email,
        'signing-key': flags['signing-key'],
      },
      this.terminal,
      (answers) =>
        answers.target === 'sandbox' ? { account: SANDBOX_ACCOUNT, ...withoutUndefined(answers) } : answers,
    );
    const result = await this.operations.init(toAnswers(texts, { owner, production }));
    this.print(`Wrote ${result.file}`);
    const next = texts.target === 'aws' ? ['config', 'bootstrap', 'plan'] : ['config', 'plan'];
    this.print(`\nnext:\n${next.map((verb) => `  ${this.bin} ${verb} ${result.environment}`).join('\n')}`);
    return result;
  }
}

function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
