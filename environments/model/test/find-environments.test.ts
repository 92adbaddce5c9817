import { describe, expect, it } from '@jest/globals';
import { listEnvironments } from '../index.js';
import { withFiles } from './files.js';

describe('listEnvironments', () => {
  it('lists files directly in the folder, without base, drafts and blueprints', async () => {
    const files = { 'prod.yaml': '', 'base.yaml': '', '_draft.yaml': '', 'dev.yaml': '', 'blueprints/shop.yaml': '' };
    expect(await withFiles(files, (root) => listEnvironments({ root }))).toEqual(['dev', 'prod']);
  });

  it('finds the folder from below the root', async () => {
    expect(await listEnvironments()).toContain('prod');
  });
});
