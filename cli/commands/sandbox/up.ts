import { Flags } from '@oclif/core';
import { BaseCommand, sandboxEnvironmentFlag } from '../../base-command/index.js';
import type { SandboxStatus } from '../../lifecycle/sandbox/index.js';
import { sandboxText } from '../../terminal/sandbox-text.js';

/** Starts the cloud of this machine. */
export default class SandboxUp extends BaseCommand<SandboxStatus> {
  static override summary = 'Start the cloud of this machine; it keeps running after the command.';
  static override description =
    'An emulator of AWS and a real Kubernetes control plane with simulated nodes, both on 127.0.0.1. Does nothing when they run already. What was in them when they stopped is there again. The first start gets or builds what is not on PATH, which takes some minutes.';
  static override examples = [
    '<%= config.bin %> sandbox up',
    '<%= config.bin %> sandbox up --port 4566',
    {
      description: 'Look around in the cluster with your own tools',
      command:
        'export KUBECONFIG=$(<%= config.bin %> sandbox up --json | jq -r .cluster.kubeconfig) && kubectl get nodes',
    },
  ];
  static override flags = {
    ...sandboxEnvironmentFlag,
    port: Flags.integer({
      min: 1,
      max: 65_535,
      env: 'BACKLOT_PORT',
      description: 'Port of the AWS emulator on 127.0.0.1. Default: the one of last time, else a free one.',
    }),
    cluster: Flags.boolean({
      default: true,
      allowNo: true,
      description: 'Start the Kubernetes cluster too.',
    }),
  };

  async run(): Promise<SandboxStatus> {
    const { flags } = await this.parse(SandboxUp);
    const status = await this.operations.sandboxUp({
      progress: this.view,
      environment: flags.environment,
      declared: await this.declared(flags.environment),
      port: flags.port,
      cluster: flags.cluster,
    });
    this.print(sandboxText(status, { width: this.tableWidth, paint: this.paint() }));
    return status;
  }

  /** The environment where it has a file here and is one of the sandbox. */
  private async declared(name: string) {
    if (!(await this.operations.listEnvironments()).includes(name)) return undefined;
    const { environment } = await this.operations.loadEnvironment(name);
    return environment.target === 'sandbox' ? environment : undefined;
  }
}
