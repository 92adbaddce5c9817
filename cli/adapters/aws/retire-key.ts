import type { KMSClient } from '@aws-sdk/client-kms';

/** A key that an environment knows by its alias. */
export interface RetiredKey {
  /** With `alias/`. */
  readonly alias: string;
  /** Days until it is gone for good. */
  readonly keyWindowDays: number;
}

/**
 * Schedules the deletion of a key, then takes its alias away: in this order, so that a run that is stopped between finds it again.
 * Nothing where there is none.
 */
export async function retireKey(client: KMSClient, { alias, keyWindowDays }: RetiredKey): Promise<void> {
  const { DeleteAliasCommand, DescribeKeyCommand, ScheduleKeyDeletionCommand } = await import('@aws-sdk/client-kms');
  const found = await client.send(new DescribeKeyCommand({ KeyId: alias })).catch((error: Error) => {
    if (error.name === 'NotFoundException') return undefined;
    throw error;
  });
  const key = found?.KeyMetadata;
  if (!key) return;
  if (!key.KeyState?.startsWith('Pending'))
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: key.KeyId, PendingWindowInDays: keyWindowDays }));
  await client.send(new DeleteAliasCommand({ AliasName: alias }));
}
