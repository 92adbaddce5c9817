import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { availabilityZones, nodeGroupShapes } from '../node-groups.js';

const root = join(import.meta.dirname, '../../../..');
const { environment: local } = await loadEnvironment('local', { root });
const { environment: prod } = await loadEnvironment('prod', { root });

describe('the shapes of node groups', () => {
  it('are those of the environment, at the size that they start with', () => {
    expect(nodeGroupShapes(local).map(({ name, desired }) => [name, desired])).toEqual([
      ['system', 2],
      ['general', 3],
    ]);
  });

  it('start with the wanted number where one is declared', () => {
    const { general } = local.cluster?.nodeGroups ?? {};
    const wanted = { ...local, cluster: { ...local.cluster, nodeGroups: { general: { ...general, desired: 5 } } } };
    expect(nodeGroupShapes(wanted as Environment)[0]?.desired).toBe(5);
  });

  it('carry labels, taints and how instances are bought, and name their group as on AWS', () => {
    expect(nodeGroupShapes(prod).find(({ name }) => name === 'batch')).toEqual({
      name: 'batch',
      instanceTypes: ['c7g.2xlarge', 'c6g.2xlarge'],
      architecture: 'arm64',
      capacity: 'spot',
      desired: 0,
      labels: { workload: 'batch', 'backlot.dev/node-group': 'batch' },
      taints: [{ key: 'workload', value: 'batch', effect: 'NoSchedule' }],
    });
  });

  it('are none without a cluster', () => {
    expect(nodeGroupShapes({ ...local, cluster: undefined })).toEqual([]);
  });
});

describe('the availability zones of an environment', () => {
  it('are so many of the region, or those that are named', () => {
    expect(availabilityZones(local)).toEqual(['eu-central-1a', 'eu-central-1b', 'eu-central-1c']);
    const zones = ['eu-central-1b', 'eu-central-1c'];
    expect(availabilityZones({ ...local, network: { ...local.network, zones } })).toEqual(zones);
  });
});
