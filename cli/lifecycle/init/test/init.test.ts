import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse, parseDocument } from 'yaml';
import { loadEnvironment } from '../../../../environments/model/index.js';
import { HOSTILE_TEXTS } from '../../../../modules/values/test/hostile-texts.js';
import { environmentFile } from '../environment-file.js';
import { type InitAnswers, initEnvironment, listBlueprints } from '../index.js';

const answers: InitAnswers = {
  name: 'qa',
  blueprint: 'movie-store',
  target: 'aws',
  account: '012345678901',
  region: 'eu-central-1',
  cidr: '10.60.0.0/16',
  platform: 'acme-video',
  repository: 'acme/video',
  email: 'video@acme.io',
  production: false,
};

let root: string;
let key: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'backlot-init-test-'));
  key = join(root, 'signing.pem');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  cpSync(join(process.cwd(), 'environments'), join(root, 'environments'), {
    recursive: true,
    filter: (path) => !['model', 'test'].includes(basename(path)),
  });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const written = () => join(root, 'environments', 'qa.yaml');

describe('init', () => {
  it('writes an environment that loads, with the leading zero of its account', async () => {
    expect(await initEnvironment({ ...answers, 'signing-key': key }, { root })).toEqual({
      environment: 'qa',
      file: 'environments/qa.yaml',
      blueprint: 'movie-store',
    });
    expect(readFileSync(written(), 'utf8')).not.toContain('PRIVATE');
    const { environment } = await loadEnvironment('qa', { root });
    expect(environment).toMatchObject({
      target: 'aws',
      aws: { accountId: '012345678901' },
      network: { cidr: '10.60.0.0/16' },
    });
  });

  it('writes an owner as one text, and nothing else with it', () => {
    for (const owner of HOSTILE_TEXTS) {
      const document = parseDocument(environmentFile({ ...answers, owner }));
      expect(document.errors).toEqual([]);
      expect(document.toJS()).toMatchObject({ owner, aws: { accountId: '012345678901', region: 'eu-central-1' } });
      expect(Object.keys(document.toJS())).toEqual(Object.keys(parse(environmentFile({ ...answers, owner: 'a' }))));
    }
  });

  it('protects what is production', async () => {
    await initEnvironment({ ...answers, 'signing-key': key, production: true, owner: 'Team A: core' }, { root });
    expect((await loadEnvironment('qa', { root })).environment).toMatchObject({
      production: true,
      protected: true,
      owner: 'Team A: core',
    });
  });

  it('writes nothing when the answers make no valid environment', async () => {
    const before = readdirSync(join(root, 'environments'));
    await expect(initEnvironment({ ...answers, 'signing-key': key, account: '12' }, { root })).rejects.toMatchObject({
      code: 'InvalidEnvironment',
      exitCode: 3,
    });
    expect(readdirSync(join(root, 'environments'))).toEqual(before);
  });

  it('leaves a file that exists as it is', async () => {
    writeFileSync(written(), 'mine');
    await expect(initEnvironment({ ...answers, 'signing-key': key }, { root })).rejects.toMatchObject({
      code: 'EnvironmentExists',
      exitCode: 3,
    });
    expect(readFileSync(written(), 'utf8')).toBe('mine');
  });

  it('lists the blueprints', async () => {
    expect(await listBlueprints({ root })).toContainEqual({ name: 'movie-store', signs: true });
  });
});
