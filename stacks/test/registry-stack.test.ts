import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

function registryWith(registry: Record<string, unknown>, more: Record<string, unknown> = {}): SynthesizedStack {
  return synthesize(fullEnvironment({ registry, ...more })).registry as SynthesizedStack;
}

describe('registry stack', () => {
  it('has a repository for each service and each name', () => {
    const names = registryWith({ repositories: ['tools'] })
      .all('aws_ecr_repository')
      .map(({ name }) => name);
    expect(names.sort()).toEqual(['api', 'data-processor', 'idle', 'tools'].map((name) => `backlot-prod/${name}`));
  });

  it('shares a repository that services name, and says whose it is when it is one’s own', () => {
    const services = { api: { repository: 'monolith' }, worker: { repository: 'monolith' }, web: {} };
    const stack = registryWith({}, { services });
    expect(stack.one('aws_ecr_repository', { name: 'backlot-prod/monolith' }).tags).toBeUndefined();
    expect(stack.one('aws_ecr_repository', { name: 'backlot-prod/web' }).tags).toEqual({ 'backlot:service': 'web' });
    const { value } = stack.json.output.repository_urls;
    expect(value.api).toBe(value.worker);
    expect(Object.keys(value).sort()).toEqual(['api', 'web', 'worker']);
  });

  it('keeps images under the key of data, whatever happens to the stack', () => {
    for (const repository of registryWith({}).all('aws_ecr_repository')) {
      expect(repository.encryption_configuration[0].kms_key).toMatch(/aws_kms_keydata-keyarn/);
      expect(repository.force_delete).toBe(false);
    }
    const [throwaway] = registryWith({}, { production: false }).all('aws_ecr_repository');
    expect(throwaway?.force_delete).toBe(true);
  });

  it('scans every repository of the platform, in the same words in each environment of an account', () => {
    const [rule] = registryWith({}).one('aws_ecr_registry_scanning_configuration').rule;
    expect(rule).toMatchObject({ scan_frequency: 'SCAN_ON_PUSH', repository_filter: [{ filter: 'backlot-*' }] });
  });

  it('copies images to other regions where asked', () => {
    expect(registryWith({}).all('aws_ecr_replication_configuration')).toEqual([]);
    const { rule } = registryWith({ replicateTo: ['eu-west-1', 'us-east-1'] }).one(
      'aws_ecr_replication_configuration',
    ).replication_configuration;
    expect(rule[0].destination).toEqual([
      { region: 'eu-west-1', registry_id: '123456789012' },
      { region: 'us-east-1', registry_id: '123456789012' },
    ]);
    expect(rule[0].repository_filter).toEqual([{ filter: 'backlot-prod/', filter_type: 'PREFIX_MATCH' }]);
  });

  it('exists only where it is declared', () => {
    expect(synthesize(fullEnvironment({ registry: undefined })).registry).toBeUndefined();
  });
});
