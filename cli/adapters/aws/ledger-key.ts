import { createHash } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { LedgerNames } from '../../../stacks/ledger-location.js';
import type { SettingsFor } from './client-settings.js';
import { retireKey } from './retire-key.js';
import type { PublicHalf, SigningKey } from './signing-key.js';

/** What KMS answers to a name that no key has, or could have. */
const NO_KEY: ReadonlySet<string> = new Set(['NotFoundException', 'InvalidArnException', 'ValidationException']);

/**
 * The key behind the alias of an environment. A digest is signed, as KMS takes messages of 4,096 bytes at most.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export class KmsLedgerKey implements SigningKey {
  private opened: Promise<KMSClient> | undefined;

  constructor(
    private readonly settingsFor: SettingsFor,
    private readonly names: LedgerNames,
  ) {}

  async current(): Promise<PublicHalf | undefined> {
    return this.publicHalf(this.names.alias);
  }

  async exists(arn: string): Promise<boolean> {
    try {
      return (await this.publicHalf(arn)) !== undefined;
    } catch (error) {
      // A key that signs nothing, such as one of data, has no public half, and is there.
      if (((error as Error).cause as Error | undefined)?.name === 'UnsupportedOperationException') return true;
      throw error;
    }
  }

  async sign(arn: string, message: Uint8Array): Promise<string> {
    const { SignCommand } = await import('@aws-sdk/client-kms');
    const Message = createHash('sha256').update(message).digest();
    const signing = { KeyId: arn, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    try {
      const { Signature } = await (await this.client()).send(new SignCommand(signing));
      return Buffer.from(Signature ?? []).toString('base64');
    } catch (error) {
      throw await this.explained(error, arn);
    }
  }

  /** Id of the key; undefined when there is none, or it waits for its deletion: then nothing is to be taken over. */
  async find(): Promise<string | undefined> {
    const { DescribeKeyCommand } = await import('@aws-sdk/client-kms');
    try {
      const { KeyMetadata } = await (await this.client()).send(new DescribeKeyCommand({ KeyId: this.names.alias }));
      return KeyMetadata?.KeyState?.startsWith('Pending') ? undefined : KeyMetadata?.KeyId;
    } catch (error) {
      if ((error as Error).name === 'NotFoundException') return undefined;
      throw await this.explained(error, this.names.alias);
    }
  }

  /** Schedules the deletion of the key and takes its alias away. */
  async retire(): Promise<void> {
    try {
      await retireKey(await this.client(), this.names);
    } catch (error) {
      throw await this.explained(error, this.names.alias);
    }
  }

  close(): void {
    void this.opened?.then((client) => client.destroy());
  }

  private async publicHalf(KeyId: string): Promise<PublicHalf | undefined> {
    const { GetPublicKeyCommand } = await import('@aws-sdk/client-kms');
    try {
      const { KeyId: arn = '', PublicKey } = await (await this.client()).send(new GetPublicKeyCommand({ KeyId }));
      return { arn, publicKey: Buffer.from(PublicKey ?? []).toString('base64') };
    } catch (error) {
      // The name of somebody's that is no ARN of a key was never one.
      if (NO_KEY.has((error as Error).name)) return undefined;
      throw await this.explained(error, KeyId);
    }
  }

  private client(): Promise<KMSClient> {
    this.opened ??= import('@aws-sdk/client-kms').then(({ KMSClient }) => new KMSClient(this.settingsFor('kms')));
    return this.opened;
  }

  /** The id, which KMS asks for where an alias won't do; of a key in any state. */
  private async idOf(KeyId: string): Promise<string> {
    const { DescribeKeyCommand } = await import('@aws-sdk/client-kms');
    const client = await this.client();
    // Who may not look is told the alias: it says in the console which key that is.
    const found = await client.send(new DescribeKeyCommand({ KeyId })).catch(() => undefined);
    return found?.KeyMetadata?.KeyId ?? KeyId;
  }

  private async explained(error: unknown, key: string): Promise<BacklotError> {
    const { name, message } = error as Error;
    const { environment, alias } = this.names;
    const details = { key, alias };
    const pending = name === 'KMSInvalidStateException';
    if (pending || name === 'DisabledException') {
      const id = await this.idOf(key);
      return new BacklotError({
        code: 'LedgerKeyUnusable',
        message: `the key that signs the releases of '${environment}' ${pending ? 'waits for its deletion' : 'is disabled'} (${alias}): what is done cannot be recorded`,
        source: 'upstream',
        exitCode: 4,
        actions: [
          ...(pending ? [shell`aws kms cancel-key-deletion --key-id ${id}`] : []),
          shell`aws kms enable-key --key-id ${id}`,
          `backlot releases verify ${environment}`,
        ],
        details,
        cause: error,
      });
    }
    if (/AccessDenied|UnrecognizedClient|NotAuthorized/.test(name)) {
      return new BacklotError({
        code: 'LedgerKeyDenied',
        message: `the credentials may not use the key of the ledger of '${environment}' (${alias}): ${message}`,
        source: 'upstream',
        exitCode: 4,
        hints: ['the deploy role may sign, the plan role may verify; a bootstrap brings both into order'],
        actions: [`backlot bootstrap ${environment}`],
        details,
        cause: error,
      });
    }
    return new BacklotError({
      code: 'LedgerKeyUnreachable',
      message: `the key of the ledger of '${environment}' (${alias}) does not answer: ${name}: ${message}`,
      source: 'upstream',
      exitCode: 69,
      hints: ['nothing is signed or verified without KMS: run the command again once it answers'],
      actions: [`backlot releases verify ${environment}`],
      details,
      cause: error,
    });
  }
}
