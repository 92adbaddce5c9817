import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createAuthority, isGood, issue, RENEWAL_DAYS } from '../pki/authority.js';
import { kubeconfig } from '../pki/kubeconfig.js';
import { ensurePki } from '../pki/pki.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-pki-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const DAY = 86_400_000;
const AGENT = ['agent.backlot-system.svc', 'localhost', '127.0.0.1'];
const request = { commonName: 'backlot:kwok', organization: 'backlot:components', usages: ['client'] } as const;

describe('certificates of the cluster', () => {
  it('are signed by their authority and say who they are for', async () => {
    const authority = await createAuthority('test-ca');
    const { certificate } = await issue(authority, { ...request, names: ['localhost', '127.0.0.1'] });
    const read = new X509Certificate(certificate);
    expect(read.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(read.subject).toBe('CN=backlot:kwok\nO=backlot:components');
    expect(read.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(read.ca).toBe(false);
    expect(new X509Certificate(authority.certificate).ca).toBe(true);
  });

  it('are replaced near their end, under another authority, and when they should say something else', async () => {
    const [authority, other] = await Promise.all([createAuthority('a'), createAuthority('a')]);
    const pair = await issue(authority, request);
    const end = Date.parse(new X509Certificate(pair.certificate).validTo);
    expect(isGood(pair, authority, request)).toBe(true);
    expect(isGood(pair, authority, request, end - (RENEWAL_DAYS + 1) * DAY)).toBe(true);
    expect(isGood(pair, authority, request, end - (RENEWAL_DAYS - 1) * DAY)).toBe(false);
    expect(isGood(pair, other, request)).toBe(false);
    expect(isGood(pair, authority, { ...request, commonName: 'backlot:agent' })).toBe(false);
    expect(isGood(pair, authority, { ...request, names: ['localhost'] })).toBe(false);
    expect(isGood({ ...pair, key: (await issue(authority, request)).key }, authority, request)).toBe(false);
    expect(isGood({ certificate: 'damaged', key: pair.key }, authority, request)).toBe(false);
  });

  it('stay the same from start to start, and only the person can read them', async () => {
    const first = await ensurePki(folder, AGENT);
    const second = await ensurePki(folder, AGENT);
    expect(second.certificates).toEqual(first.certificates);
    expect(second.authorities).toEqual(first.authorities);
    for (const name of ['ca.key', 'admin.key', 'admin.crt', 'service-account.key', 'encryption.json']) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    const encryption = JSON.parse(await readFile(first.encryptionConfig, 'utf8'));
    expect(encryption.resources[0].providers[0].secretbox.keys[0].secret).toHaveLength(44);
  });

  it('are made anew one by one: a damaged one, and all of an authority that is lost', async () => {
    const first = await ensurePki(folder, AGENT);
    await writeFile(first.path('kwok', 'crt'), 'damaged');
    const second = await ensurePki(folder, AGENT);
    expect(second.certificates.kwok).not.toEqual(first.certificates.kwok);
    expect(second.certificates.admin).toEqual(first.certificates.admin);
    await rm(first.path('ca', 'key'));
    const third = await ensurePki(folder, AGENT);
    expect(third.certificates.admin).not.toEqual(second.certificates.admin);
    expect(third.certificates.etcd).toEqual(second.certificates.etcd);
  });

  it('make each component somebody of its own, and only the administrator a master', async () => {
    const { certificates } = await ensurePki(folder, AGENT);
    const subjects = Object.entries(certificates)
      .map(([name, pair]) => [name, new X509Certificate(pair.certificate)] as const)
      .filter(([, { keyUsage, issuer }]) => keyUsage.join() === '1.3.6.1.5.5.7.3.2' && issuer.endsWith('sandbox-ca'))
      .map(([name, { subject }]) => [name, subject] as const);
    expect(new Set(subjects.map(([, subject]) => subject)).size).toBe(8);
    expect(subjects.filter(([, subject]) => subject.includes('system:masters'))).toEqual([
      ['admin', 'CN=backlot:admin\nO=system:masters'],
    ]);
    expect(
      new X509Certificate(certificates['agent-server'].certificate).checkHost('agent.backlot-system.svc'),
    ).toBeDefined();
  });
});

describe('a kubeconfig', () => {
  it('has all inside and one context', async () => {
    const text = await kubeconfig('https://127.0.0.1:6443', 'authority', { certificate: 'certificate', key: 'key' });
    const base64 = (value: string) => Buffer.from(value).toString('base64');
    expect(parse(text)).toMatchObject({
      'current-context': 'backlot-sandbox',
      clusters: [{ cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': base64('authority') } }],
      users: [{ user: { 'client-certificate-data': base64('certificate'), 'client-key-data': base64('key') } }],
    });
  });
});
