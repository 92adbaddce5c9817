import { bytesText, countText, type StoreKind } from './store-kind.js';

/** A repository of images. */
export const repository: StoreKind = {
  label: 'image repository',
  look: async ({ cloud, attributes }) => {
    const { ECRClient, paginateDescribeImages } = await import('@aws-sdk/client-ecr');
    const client = new ECRClient(cloud.settingsFor('ecr'));
    let [images, bytes, newest] = [0, 0, 0];
    try {
      for await (const { imageDetails = [] } of paginateDescribeImages(
        { client },
        { repositoryName: String(attributes.name) },
      )) {
        images += imageDetails.length;
        for (const { imagePushedAt, imageSizeInBytes = 0 } of imageDetails) {
          bytes += imageSizeInBytes;
          newest = Math.max(newest, imagePushedAt?.getTime() ?? 0);
        }
      }
    } finally {
      client.destroy();
    }
    if (images === 0) return undefined;
    const last = newest > 0 ? { newest: new Date(newest).toISOString() } : {};
    return { words: `${countText(images, 'image')}, ${bytesText(bytes)}`, amounts: { items: images, bytes, ...last } };
  },
  empty: {
    applies: ({ force_delete: force }) => force === false,
    run: async (cloud, { name }) => {
      const { BatchDeleteImageCommand, ECRClient, paginateListImages } = await import('@aws-sdk/client-ecr');
      const client = new ECRClient(cloud.settingsFor('ecr'));
      const repositoryName = String(name);
      try {
        // By digest: an image goes with all of its tags. An index goes before what it lists.
        for (let round = 0; round < ROUNDS; round++) {
          const digests = new Set<string>();
          for await (const { imageIds = [] } of paginateListImages({ client }, { repositoryName })) {
            for (const { imageDigest } of imageIds) if (imageDigest) digests.add(imageDigest);
          }
          if (digests.size === 0) return;
          const all = [...digests].map((imageDigest) => ({ imageDigest }));
          for (let start = 0; start < all.length; start += BATCH) {
            const imageIds = all.slice(start, start + BATCH);
            await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
          }
        }
      } finally {
        client.destroy();
      }
    },
  },
};

/** Most images that one request deletes, by the API. */
const BATCH = 100;
/** An image that an index lists can only be deleted after it. */
const ROUNDS = 4;
