import { describe, expect, it, jest } from '@jest/globals';
import type { Operations } from '../../base-command/operations.js';
import ImagesBuild from '../images/build.js';
import ImagesList from '../images/list.js';
import ImagesPromote from '../images/promote.js';
import ImagesPush from '../images/push.js';
import ImagesScan from '../images/scan.js';
import PatchPlan from '../patch/plan.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { imageOperations, patches } from './support/images.js';
import { runCommand } from './support/run-command.js';

const environments = environmentsOf(environmentOf('local'), environmentOf('prod', { protected: true }));

describe('images build', () => {
  it('hands on arguments and secret files, and prints how to push', async () => {
    const buildImage = jest.fn<Operations['buildImage']>(imageOperations.buildImage);
    const argv = [
      'local',
      'api',
      '--build-arg',
      'NODE_ENV=production',
      '--secret',
      'id=npm,src=.npmrc',
      '--tool=podman',
    ];
    const run = await runCommand(ImagesBuild, argv, { ...environments, buildImage });
    expect(buildImage).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'local' }),
      'api',
      expect.objectContaining({ buildArgs: { NODE_ENV: 'production' }, secrets: { npm: '.npmrc' }, tool: 'podman' }),
    );
    expect(run.out()).toContain('Next: backlot images push local api --tag 1.4.0');
    expect(run.out()).toContain('from 0123456789ab with local changes');
  });

  it('takes a secret as a file only, and does not repeat it', async () => {
    const argv = ['local', 'api', '--secret', 'hunter2'];
    const run = await runCommand(ImagesBuild, argv, { ...environments, ...imageOperations });
    expect([run.exitCode, run.err().includes('hunter2')]).toEqual([3, false]);
  });
});

describe('images push', () => {
  it('asks, and prints the digest with the command that deploys it', async () => {
    const argv = ['local', 'api', '--tag=1.4.0'];
    const options = { tty: true, answers: [true] };
    const run = await runCommand(ImagesPush, argv, { ...environments, ...imageOperations }, options);
    expect(run.out()).toMatch(/sha256:a{64}\npushed in 2\.0 s\n\nNext: backlot deploy local --image api=@sha256:a{64}/);
    expect(run.err()).toContain('only the same image is taken');
  });

  it('pushes nothing and exits with 1 when a person declines', async () => {
    const options = { tty: true, answers: [false] };
    const run = await runCommand(
      ImagesPush,
      ['local', 'api', '--tag=1.4.0'],
      { ...environments, ...imageOperations },
      options,
    );
    expect([run.exitCode, run.err()]).toEqual([1, expect.stringContaining('nothing was pushed')]);
  });
});

describe('images list', () => {
  it('tells what runs, what is scanned, and what is not in the registry', async () => {
    const run = await runCommand(ImagesList, ['local'], { ...environments, ...imageOperations });
    expect(run.out()).toMatch(/api +1\.4\.0 +a{12} +2026-11-20T10:00:00Z +11\.8 MiB +2 high +stable, release 3/);
    expect(run.out()).toContain('2 without a tag are left out (--untagged).');
    expect(run.out()).toContain("processor (pods) is docker.io/library/busybox:1.36, which isn't in this registry.");
  });
});

describe('images scan', () => {
  it('exits with 2 when there are findings so bad, and prints what mends them', async () => {
    const argv = ['local', 'api:1.4.0', '--fail-on=high'];
    const run = await runCommand(ImagesScan, argv, { ...environments, ...imageOperations });
    expect(run.exitCode).toBe(2);
    expect(run.out()).toMatch(/critical +CVE-2026-1 +openssl +3\.0\.1 +3\.0\.2/);
  });

  it('says clearly that nothing is known where nothing can be scanned', async () => {
    const scanImage: Operations['scanImage'] = async () => ({
      ...{
        environment: 'local',
        service: 'api',
        digest: `sha256:${'a'.repeat(64)}`,
        counts: {},
        failing: 0,
        findings: [],
      },
      ...{ state: 'unsupported', reason: 'the emulator scans no images' },
    });
    const run = await runCommand(ImagesScan, ['local', 'api'], { ...environments, scanImage });
    expect(run.out()).toContain('Nothing is known of its vulnerabilities: the emulator scans no images.');
    expect(run.exitCode).toBe(0);
  });

  it('refuses what names no image', async () => {
    const run = await runCommand(ImagesScan, ['local', 'api@sha256:1'], { ...environments, ...imageOperations });
    expect([run.exitCode, run.err()]).toEqual([3, expect.stringContaining("'api@sha256:1' is no image of a service")]);
  });
});

describe('images promote', () => {
  it('asks for the name of a protected destination, and prints the command that deploys', async () => {
    const operations = { ...environments, ...imageOperations };
    const refused = await runCommand(ImagesPromote, ['local', 'prod', 'api', '--yes'], operations);
    expect([refused.exitCode, refused.err()]).toEqual([3, expect.stringContaining('--yes --confirm=prod')]);
    const run = await runCommand(ImagesPromote, ['local', 'prod', 'api', '--yes', '--confirm=prod'], operations);
    expect(run.out()).toMatch(/Next: backlot deploy prod --image api=@sha256:a{64}/);
    expect(run.out()).toContain('platforms linux/arm64, linux/amd64');
  });

  it('takes no destination from a variable', async () => {
    const operations = { ...environments, ...imageOperations };
    const env = { BACKLOT_ENVIRONMENT: 'prod' };
    const run = await runCommand(ImagesPromote, ['local', '--yes', '--confirm=prod'], operations, { env });
    expect([run.exitCode, run.err()]).toEqual([3, expect.stringContaining('name both environments')]);
  });

  it('copies nothing and exits with 1 when a person declines', async () => {
    const options = { tty: true, answers: ['no'] };
    const operations = { ...environments, ...imageOperations };
    const run = await runCommand(ImagesPromote, ['local', 'prod', 'api'], operations, options);
    expect([run.exitCode, run.err()]).toEqual([1, expect.stringContaining('nothing was copied')]);
  });
});

describe('patch plan', () => {
  it('prints the line to change, and exits with 2 only when it is asked to', async () => {
    const operations = { ...environments, ...imageOperations };
    const plain = await runCommand(PatchPlan, ['local'], operations);
    expect([plain.exitCode, plain.out()]).toEqual([0, expect.stringContaining('environments/local.yaml:12')]);
    expect(plain.out()).toMatch(/past +2026-07-29 +cluster +cluster +kubernetes 1\.33 +1\.36/);
    expect(plain.out()).not.toContain('keda');
    const detailed = await runCommand(PatchPlan, ['local', '--detailed-exitcode', '--all'], operations);
    expect([detailed.exitCode, detailed.out()]).toEqual([2, expect.stringContaining('keda')]);
  });

  it('exits with 0 when nothing is past its support', async () => {
    const planPatches = async () => ({ ...patches, totals: { ...patches.totals, past: 0 } });
    const run = await runCommand(PatchPlan, ['local', '--detailed-exitcode'], { ...environments, planPatches });
    expect(run.exitCode).toBe(0);
  });
});
