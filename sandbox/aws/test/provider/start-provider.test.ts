import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startProvider } from '../../provider/index.js';

const endpoint = 'http://127.0.0.1:9';

interface Reattach {
  readonly Protocol: string;
  readonly ProtocolVersion: number;
  readonly Pid: number;
  readonly Test: boolean;
  readonly Addr: { readonly Network: string; readonly String: string };
}

describe('a started provider', () => {
  it('is found by Terraform and OpenTofu on a socket in a folder of this user alone, until it is closed', async () => {
    const provider = await startProvider({ endpoint, types: ['aws_vpc'] });
    const entries = JSON.parse(provider.reattach) as Record<string, Reattach>;
    expect(Object.keys(entries).sort()).toEqual([
      'registry.opentofu.org/hashicorp/aws',
      'registry.terraform.io/hashicorp/aws',
    ]);
    const [entry] = Object.values(entries) as [Reattach];
    expect(entry).toMatchObject({ Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true });
    const folder = dirname(entry.Addr.String);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(entry.Addr.String)).isSocket()).toBe(true);
    await provider.close();
    await expect(access(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('names every type that it cannot serve', async () => {
    const types = ['aws_vpc', 'aws_vcp', 'aws_nothing'];
    await expect(startProvider({ endpoint, types })).rejects.toMatchObject({
      code: 'UnhandledType',
      message: expect.stringContaining('aws_vcp, aws_nothing'),
    });
  });

  it.each(['https://ec2.eu-central-1.amazonaws.com', 'http://10.0.0.1:4566'])('never talks to %s', async (foreign) => {
    await expect(startProvider({ endpoint: foreign, types: ['aws_vpc'] })).rejects.toMatchObject({
      code: 'NotLoopback',
    });
  });
});
