import { Args, Flags } from '@oclif/core';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { loadProfiles } from '../../../sandbox/cluster/agent/load-api.js';
import { BaseCommand } from '../../base-command/index.js';
import type { LoadReport } from '../../running/load/index.js';
import { loadText } from '../../terminal/load-text.js';

/** Sends a model of requests to a service of the sandbox. */
export default class SandboxLoad extends BaseCommand<LoadReport> {
  static override summary = 'Send a model of requests to a service of the sandbox, and show what it does to it.';
  static override description =
    'No packets are sent: simulated pods serve none. A model divides the requests over stable and canary pods by the ' +
    'weights that stand in the Ingress, and works out errors, latencies, CPU and memory of each pod. Autoscalers, ' +
    '`kubectl top`, Prometheus and canary analyses read it as they would read real pods. Ctrl-C stops the run.';
  static override examples = [
    '<%= config.bin %> sandbox load api --rps 50 --duration 10m',
    {
      description: 'Five times as much for the middle third, in the background',
      command: '<%= config.bin %> sandbox load api --rps 250 --duration 6m --profile spike --detach',
    },
    '<%= config.bin %> sandbox load --list',
    '<%= config.bin %> sandbox load api --stop',
  ];
  static override args = {
    service: Args.string({
      ignoreStdin: true,
      description: 'Name of the service; with --list and --stop, only its runs.',
    }),
  };
  static override flags = {
    environment: Flags.string({
      char: 'e',
      default: 'local',
      env: 'BACKLOT_ENVIRONMENT',
      description: 'A sandbox environment.',
    }),
    rps: Flags.integer({
      min: 1,
      max: 1_000_000,
      default: 50,
      env: 'BACKLOT_RPS',
      description: 'Requests per second; messages for a worker.',
    }),
    duration: Flags.string({ default: '5m', env: 'BACKLOT_DURATION', description: 'How long: 90s, 10m, 1h.' }),
    profile: Flags.option({
      options: loadProfiles,
      default: 'constant',
      env: 'BACKLOT_PROFILE',
      description: 'ramp: rises over the first half. spike: a fifth, and all of it in the middle third.',
    })(),
    seed: Flags.integer({
      min: 0,
      default: 1,
      env: 'BACKLOT_SEED',
      description: 'Decides all that is random: the same seed gives the same figures.',
    }),
    'cpu-per-request': Flags.string({
      env: 'BACKLOT_CPU_PER_REQUEST',
      helpValue: 'TIME',
      description: 'CPU time of one. Default: what the pods say, else 8ms for a request and 100ms for a message.',
    }),
    detach: Flags.boolean({ env: 'BACKLOT_DETACH', description: 'Start it and return; the run goes on.' }),
    list: Flags.boolean({ exclusive: ['stop', 'detach'], description: 'Show runs and how they stand.' }),
    stop: Flags.boolean({ exclusive: ['list', 'detach'], description: 'Stop what runs.' }),
  };

  async run(): Promise<LoadReport> {
    const { args, flags } = await this.parse(SandboxLoad);
    const { service } = args;
    const report = flags.list
      ? await this.operations.listLoad({ service, environment: flags.environment })
      : flags.stop
        ? await this.operations.stopLoad({ service, environment: flags.environment })
        : await this.send(service, flags);
    this.print(loadText(report, { width: this.tableWidth, paint: this.paint() }));
    if (!flags.stop && !flags.list && report.runs[0]?.state === 'stopped') this.exitWith(130);
    return report;
  }

  private async send(service: string | undefined, flags: SendFlags): Promise<LoadReport> {
    const { environment } = await this.operations.loadEnvironment(flags.environment);
    if (environment.target !== 'sandbox') {
      throw new BacklotError({
        code: 'NotASandbox',
        message: `'${environment.id}' lives in AWS account ${environment.aws.accountId}: only the sandbox has a model of requests`,
        exitCode: 3,
        actions: [`backlot sandbox load ${service ?? '--list'} --environment local`],
      });
    }
    if (!environment.cluster) {
      throw new BacklotError({
        code: 'NoCluster',
        message: `'${environment.id}' declares no cluster, so nothing of it serves requests`,
        exitCode: 3,
        actions: [`backlot config ${environment.id}`],
      });
    }
    if (!service) {
      const known = Object.keys(environment.services);
      throw new BacklotError({
        code: 'ServiceMissing',
        message: `name the service${known.length > 0 ? `: ${known.join(', ')}` : ''}`,
        exitCode: 3,
        actions:
          known.length > 0 ? known.map((name) => `backlot sandbox load ${name}`) : [`backlot config ${environment.id}`],
      });
    }
    return this.operations.runLoad({
      environment: environment.id,
      service,
      namespace: environment.cluster.namespace,
      rps: flags.rps,
      duration: flags.duration,
      seed: flags.seed,
      cpuPerRequest: flags['cpu-per-request'],
      profile: flags.profile,
      detach: flags.detach,
      progress: this.view,
    });
  }
}

interface SendFlags {
  readonly environment: string;
  readonly rps: number;
  readonly duration: string;
  readonly seed: number;
  readonly profile: (typeof loadProfiles)[number];
  readonly detach: boolean;
  readonly 'cpu-per-request'?: string;
}
