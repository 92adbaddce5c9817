import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eksToken } from '../eks-token.js';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG', sessionToken: 'session+token/=' };
const NOW = new Date('2026-03-04T05:06:07Z');

/** Signature of a presigned URL, computed as its receiver does. */
function signatureOf(url: URL, cluster: string): string {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = `host:${url.hostname}\nx-k8s-aws-id:${cluster}\n`;
  const canonical = ['GET', '/', query, headers, 'host;x-k8s-aws-id', hash('')].join('\n');
  const scope = '20260304/eu-central-1/sts/aws4_request';
  const text = ['AWS4-HMAC-SHA256', '20260304T050607Z', scope, hash(canonical)].join('\n');
  const [date = '', region = '', service = '', end = ''] = scope.split('/');
  const key = hmac(hmac(hmac(hmac(`AWS4${KEYS.secretAccessKey}`, date), region), service), end);
  return hmac(key, text).toString('hex');
}

describe('eksToken', () => {
  const props = { cluster: 'backlot-prod', region: 'eu-central-1', keys: async () => KEYS, now: NOW };

  it('is a URL of GetCallerIdentity that is signed for the cluster', async () => {
    const { token, expires } = await eksToken(props);
    expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
    const url = new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
    expect(url.origin).toBe('https://sts.eu-central-1.amazonaws.com');
    expect(url.searchParams.get('Action')).toBe('GetCallerIdentity');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('60');
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host;x-k8s-aws-id');
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe(KEYS.sessionToken);
    expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(url, 'backlot-prod'));
    expect(expires).toEqual(new Date('2026-03-04T05:20:07Z'));
  });

  it('says that there are no credentials', async () => {
    const keys = () => Promise.reject(new Error('Could not load credentials from any providers'));
    await expect(eksToken({ ...props, keys })).rejects.toMatchObject({ code: 'NoCredentials', exitCode: 4 });
  });

  it('asks the STS of China there', async () => {
    const { token } = await eksToken({ ...props, region: 'cn-north-1' });
    expect(Buffer.from(token.slice(11), 'base64url').toString()).toContain('https://sts.cn-north-1.amazonaws.com.cn/');
  });
});
