import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { TemporaryMachine } from '../../tools/test/temporary-machine.js';
import { ensureEmulator, stopEmulator } from '../emulator/index.js';
import { AwsClients } from '../provider/client/aws-clients.js';
import { type RunningProvider, startProvider } from '../provider/index.js';

/** Arguments by resource name, by type: the `resource` object of Terraform's JSON syntax. */
export interface Resources {
  readonly [type: string]: { readonly [name: string]: object };
}

/** One resource that a plan would do something to. */
export interface PlannedResource {
  readonly address: string;
  /** `create`, `update`, `delete`, `delete,create`, or `import` for one that is imported as it is. */
  readonly action: string;
  /** Top-level attributes that would change, tags_all aside; empty for a creation or deletion. */
  readonly attributes: readonly string[];
}

interface Change {
  readonly actions: readonly string[];
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly after_unknown: Record<string, unknown>;
  readonly importing?: object;
}

interface ShownResource {
  readonly address: string;
  // biome-ignore lint/suspicious/noExplicitAny: the values of whatever type a test asks for; expires 2027-12-31
  readonly values: Record<string, any>;
}

/** A reference in Terraform's language: `ref('aws_sqs_queue.jobs.arn')`. */
export function ref(expression: string): string {
  return `\${${expression}}`;
}

/**
 * A cloud of a test's own: an emulator with its state in a temporary folder, and real Terraform attached to the
 * provider in this process. Start it in `beforeAll`, close it in `afterAll`.
 */
export class TestCloud {
  readonly region = 'eu-central-1';
  readonly account = '210987654321';
  private readonly clients: AwsClients;
  private providers: RunningProvider[] = [];
  /** Tags of everything that can carry some, from the next `configure` on. */
  defaultTags: Readonly<Record<string, string>> = { owner: 'test' };
  private reattach = '{}';

  private constructor(
    private readonly machine: TemporaryMachine,
    readonly endpoint: string,
  ) {
    this.clients = new AwsClients({ endpoint, account: this.account });
  }

  static async start(): Promise<TestCloud> {
    const machine = await TemporaryMachine.create({ cache: 'shared' });
    const { endpoint } = await ensureEmulator({ accountId: '210987654321', region: 'eu-central-1' });
    return new TestCloud(machine, endpoint);
  }

  async close(): Promise<void> {
    for (const provider of this.providers) await provider.close();
    this.clients.destroy();
    await stopEmulator();
    await this.machine.dispose();
  }

  /** The folder that Terraform runs in: files that a configuration names go here. */
  get folder(): string {
    return this.machine.root;
  }

  /** Sets what is wanted; nothing happens until `plan` or `apply`. */
  async configure(resources: Resources, imports: Readonly<Record<string, string>> = {}): Promise<void> {
    const tags = this.defaultTags;
    const configuration = {
      provider: {
        aws: { region: this.region, allowed_account_ids: [this.account], default_tags: [{ tags }] },
      },
      resource: resources,
      import: Object.entries(imports).map(([to, id]) => ({ to, id })),
    };
    await writeFile(join(this.folder, 'main.tf.json'), JSON.stringify(configuration));
    const provider = await startProvider({
      endpoint: this.endpoint,
      types: Object.keys(resources),
      folder: this.folder,
    });
    this.providers.push(provider);
    this.reattach = provider.reattach;
    await this.terraform('init', '-input=false');
  }

  /** What Terraform would do now; empty when everything is as wanted. */
  async plan(): Promise<readonly PlannedResource[]> {
    await this.terraform('plan', '-input=false', '-out=saved.plan');
    const { resource_changes: changes = [] } = await this.show<{
      resource_changes?: { address: string; change: Change }[];
    }>('saved.plan');
    return changes
      .filter(({ change }) => change.actions.join() !== 'no-op' || change.importing)
      .map(({ address, change }) => ({ address, action: actionOf(change), attributes: differences(change) }));
  }

  async apply(): Promise<void> {
    await this.terraform('apply', '-input=false', '-auto-approve');
  }

  async destroy(): Promise<void> {
    await this.terraform('destroy', '-input=false', '-auto-approve');
  }

  /** Terraform forgets everything; the cloud keeps it. */
  async forget(): Promise<void> {
    await rm(join(this.folder, 'terraform.tfstate'), { force: true });
  }

  /** The attributes of one resource in the state. */
  async attributes(address: string): Promise<ShownResource['values']> {
    const found = (await this.all()).find((resource) => resource.address === address);
    if (!found) throw new Error(`${address} is not in the state`);
    return found.values;
  }

  /** Addresses of some resources and their ids in the state. */
  async ids(resources: Resources): Promise<Readonly<Record<string, string>>> {
    const addresses = Object.entries(resources).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    const all = await this.all();
    return Object.fromEntries(
      all.filter(({ address }) => addresses.includes(address)).map(({ address, values }) => [address, values.id]),
    );
  }

  /** Asks the cloud past Terraform. @throws ApiError */
  call(service: string, operation: string, input: object, region: string = this.region) {
    return this.clients.send(service, region, operation, input as Record<string, unknown>);
  }

  private async all(): Promise<readonly ShownResource[]> {
    const { values } = await this.show<{ values?: { root_module: { resources?: ShownResource[] } } }>();
    return values?.root_module.resources ?? [];
  }

  private async show<T>(...what: string[]): Promise<T> {
    return JSON.parse(await this.terraform('show', '-json', ...what)) as T;
  }

  private async terraform(...args: string[]): Promise<string> {
    const env = { TF_REATTACH_PROVIDERS: this.reattach, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
    const { stdout, stderr, exitCode } = await execa('terraform', args[0] === 'show' ? args : [...args, '-no-color'], {
      cwd: this.folder,
      env,
      reject: false,
    });
    if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')} exited with ${exitCode}: ${stderr}`);
    return stdout;
  }
}

function actionOf({ actions, importing }: Change): string {
  return importing && actions.join() === 'no-op' ? 'import' : actions.join();
}

function differences({ before, after, after_unknown: unknown }: Change): readonly string[] {
  if (!before || !after) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  return [...names]
    .filter((name) => unknown[name] === true || JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .filter((name) => name !== 'tags_all')
    .sort();
}
