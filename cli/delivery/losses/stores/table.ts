import { bytesText, countText, type StoreKind } from './store-kind.js';
import { untilThere } from './until-there.js';

/** Pages of items that are counted; of a larger table the service's own count is told, which is up to six hours old. */
const PAGES = 20;

/** A table of DynamoDB. */
export const table: StoreKind = {
  label: 'DynamoDB table',
  look: async ({ cloud, attributes }) => {
    const { DynamoDB, paginateScan } = await import('@aws-sdk/client-dynamodb');
    const client = new DynamoDB(cloud.settingsFor('dynamodb'));
    try {
      const TableName = String(attributes.name);
      const { Table } = await client.describeTable({ TableName });
      let [items, pages] = [0, 0];
      for await (const { Count = 0 } of paginateScan({ client }, { TableName, Select: 'COUNT' })) {
        items += Count;
        pages += 1;
        if (pages >= PAGES) break;
      }
      const all = Math.max(items, Table?.ItemCount ?? 0);
      const bytes = Table?.TableSizeBytes;
      if (all === 0) return undefined;
      const size = bytes ? `, ${bytesText(bytes)}` : '';
      const words = `${pages < PAGES ? '' : 'about '}${countText(all, 'item')}${size}`;
      return { words, amounts: { items: all, ...(bytes ? { bytes } : {}) } };
    } finally {
      client.destroy();
    }
  },
  lastCopy: {
    method: 'DynamoDB backup',
    longestName: 255,
    make: async (cloud, { name }, copy) => {
      const { DynamoDB } = await import('@aws-sdk/client-dynamodb');
      const client = new DynamoDB(cloud.settingsFor('dynamodb'));
      try {
        const { BackupDetails } = await client.createBackup({ TableName: String(name), BackupName: copy });
        const BackupArn = BackupDetails?.BackupArn;
        await untilThere(copy, async () => {
          const { BackupDescription } = await client.describeBackup({ BackupArn });
          return BackupDescription?.BackupDetails?.BackupStatus;
        });
        return BackupArn ?? copy;
      } finally {
        client.destroy();
      }
    },
  },
};
