import type { Rule } from './rule.js';

/** Signed paths have keys to be verified with, and keys have something to verify. */
export const signedPaths: Rule = ({ media }) => {
  const cdn = media?.cdn;
  if (!cdn) return [];
  const [paths, keys] = [
    ['media', 'cdn', 'signedPaths'],
    ['media', 'cdn', 'signingKeys'],
  ];
  const hasKeys = Object.keys(cdn.signingKeys).length > 0;
  if (cdn.signedPaths.length > 0 && !hasKeys) {
    const hint = 'make a pair with openssl genrsa and put the public key into media.cdn.signingKeys';
    return [{ path: paths, message: 'signed paths need a key in media.cdn.signingKeys', hint, related: [keys] }];
  }
  if (cdn.signedPaths.length === 0 && hasKeys) {
    return [
      {
        path: keys,
        message: 'no path is signed, so these keys verify nothing',
        hint: 'add media.cdn.signedPaths',
        related: [paths],
      },
    ];
  }
  return cdn.signedPaths.flatMap((path, index) =>
    cdn.signedPaths.indexOf(path) < index
      ? [{ path: [...paths, index], message: `'${path}' is in the list twice` }]
      : [],
  );
};
