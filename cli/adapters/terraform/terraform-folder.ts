import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quoted } from '../../../modules/values/shell-quoted.js';
import { captureTerraform } from './capture.js';
import type { PlanJson } from './plan-json.js';
import { secretsOf } from './redact.js';
import { terraformError } from './terraform-error.js';
import type { TerraformEvent } from './terraform-event.js';
import { runTerraform, type StopSignals, type TerraformProcessResult } from './terraform-process.js';

/** Where one stack's Terraform runs. */
export interface TerraformFolderProps extends StopSignals {
  /** Name of the stack, for errors. */
  readonly stack: string;
  /** Id of the environment, for the commands of errors. @default none is named */
  readonly environment?: string;
  readonly binary: string;
  /** Version of the binary; another one initializes the folder again. */
  readonly version: string;
  /** Holds `cdk.tf.json`; `.terraform` is made beside it. */
  readonly folder: string;
  /** The whole environment of the processes. */
  readonly env: Readonly<Record<string, string>>;
  /** File that takes everything that Terraform prints. */
  readonly log: string;
  readonly onEvent?: (event: TerraformEvent) => void;
}

/** How to plan. */
export interface PlanRunOptions {
  /** Read the real attributes first. @default true */
  readonly refresh?: boolean;
  /** Plan the removal of everything. @default false */
  readonly destroy?: boolean;
  /** Only these addresses, and what they depend on. @default all */
  readonly targets?: readonly string[];
  /** Make these anew although they could be changed. @default none */
  readonly replace?: readonly string[];
}

/** What a plan said while it was made. */
export interface PlanRun {
  /** Resources or outputs change. */
  readonly changed: boolean;
  readonly changedOutputs: readonly string[];
}

/** How an apply ended; a failure is thrown. */
export interface ApplyRun {
  readonly interrupted: boolean;
}

/** Name of the file beside the configuration that {@link TerraformFolder.record} is. */
export const RUN_RECORD = '.terraform-run.json';

/** File in a stack's folder: the state that an apply could not store. */
export function unsavedStateFile(folder: string): string {
  return join(folder, 'errored.tfstate');
}

/** File beside it: lineage and serial of the state that the apply went on from. */
export function baseStateFile(folder: string): string {
  return join(folder, '.terraform-base.json');
}

/** Terraform or OpenTofu in the folder of one stack. */
export class TerraformFolder {
  constructor(private readonly props: TerraformFolderProps) {}

  /** Names the running process; there after a run only when it was killed. */
  get record(): string {
    return join(this.props.folder, RUN_RECORD);
  }

  /** State that an apply could not store. */
  get unsavedState(): string {
    return unsavedStateFile(this.props.folder);
  }

  /** Makes backend and providers ready; does nothing when they are, for the same configuration and version. */
  async init(): Promise<void> {
    const marker = join(this.props.folder, '.terraform', 'initialized');
    const wanted = await this.initHash();
    if ((await readFile(marker, 'utf8').catch(() => '')) === wanted) return;
    const result = await this.run('init', ['init', '-json', '-input=false', '-reconfigure']);
    if (result.exitCode !== 0) throw this.error('init', result);
    await mkdir(join(this.props.folder, '.terraform'), { recursive: true });
    await writeFile(marker, wanted);
  }

  /**
   * Saves a plan to `file`. Takes no lock: it changes nothing, and an apply of a plan whose state has moved on is refused.
   *
   * @throws BacklotError `TerraformFailed`
   */
  async plan(file: string, options: PlanRunOptions = {}): Promise<PlanRun> {
    let changedOutputs: readonly string[] = [];
    const flags = [
      ...(options.refresh === false ? ['-refresh=false'] : []),
      ...(options.destroy ? ['-destroy'] : []),
      ...(options.targets ?? []).map((address) => `-target=${address}`),
      ...(options.replace ?? []).map((address) => `-replace=${address}`),
    ];
    const args = ['plan', '-json', '-input=false', '-lock=false', '-detailed-exitcode', `-out=${file}`, ...flags];
    const result = await this.run('plan', args, (event) => {
      if (event.type === 'outputs') changedOutputs = event.changed;
    });
    if (result.exitCode !== 0 && result.exitCode !== 2) throw this.error('plan', result);
    await chmod(file, 0o600);
    return { changed: result.exitCode === 2, changedOutputs };
  }

  /**
   * Refuses to go on while a state waits to be stored: a plan would be made against an older one.
   *
   * @throws BacklotError `StateNotSaved`
   */
  assertStateSaved(): void {
    if (!existsSync(this.unsavedState)) return;
    throw this.error('plan', {
      exitCode: 1,
      signal: null,
      interrupted: false,
      errors: [],
      lastLines: ['an earlier apply'],
    });
  }

  /** The content of a saved plan. It holds secrets: never print or keep it. */
  async show(file: string): Promise<PlanJson> {
    const { exitCode, stdout, stderr } = await captureTerraform({ ...this.props, args: ['show', '-json', file] });
    if (exitCode !== 0) {
      throw this.error('show', {
        exitCode,
        signal: null,
        interrupted: false,
        errors: [],
        lastLines: stderr.split('\n'),
      });
    }
    return JSON.parse(stdout) as PlanJson;
  }

  /**
   * Applies exactly a saved plan.
   *
   * @param base the stored state that it goes on from, kept beside a state that can't be stored. @default there is none
   * @throws BacklotError `TerraformFailed`, `StateLocked`, `StateNotSaved`
   */
  async apply(file: string, base?: { readonly lineage: string; readonly serial: number }): Promise<ApplyRun> {
    const { lineage = '', serial = 0 } = base ?? {};
    await writeFile(baseStateFile(this.props.folder), JSON.stringify({ lineage, serial }), { mode: 0o600 });
    const result = await this.run('apply', ['apply', '-json', '-input=false', file]);
    if (existsSync(this.unsavedState)) throw this.error('apply', result);
    if (result.exitCode !== 0 && !result.interrupted) throw this.error('apply', result);
    return { interrupted: result.interrupted && result.exitCode !== 0 };
  }

  /**
   * Takes a resource that exists into the state.
   *
   * @throws BacklotError `TerraformFailed`, `StateLocked`
   */
  async import(address: string, id: string): Promise<void> {
    const result = await this.run('import', ['import', '-input=false', '-no-color', address, id]);
    if (result.exitCode !== 0) throw this.error('import', result);
  }

  /**
   * Stores a state of a file; Terraform refuses one that isn't newer than what is stored.
   *
   * @throws BacklotError `TerraformFailed`, `StateLocked`
   */
  async pushState(file: string): Promise<void> {
    const result = await this.run('state push', ['state', 'push', file]);
    if (result.exitCode !== 0) throw this.error('state push', result);
  }

  /** A command line for a person, with the folder, and the endpoint where it isn't the real AWS. */
  commandLine(...args: string[]): string {
    const { env, binary, folder } = this.props;
    const variables = env.AWS_ENDPOINT_URL
      ? ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'].map(
          (name) => `${name}=${quoted(env[name] ?? '')}`,
        )
      : [];
    return [...variables, ...[binary, `-chdir=${folder}`, ...args].map(quoted)].join(' ');
  }

  private async run(
    command: string,
    args: readonly string[],
    onEvent: (event: TerraformEvent) => void = () => {},
  ): Promise<TerraformProcessResult> {
    const result = await runTerraform({
      ...this.props,
      args,
      record: command === 'apply' ? this.record : undefined,
      onEvent: (event) => {
        onEvent(event);
        this.props.onEvent?.(event);
      },
    });
    return result;
  }

  private error(command: string, result: TerraformProcessResult): Error {
    return terraformError(result, {
      stack: this.props.stack,
      environment: this.props.environment,
      command,
      log: this.props.log,
      commandLine: (...args) => this.commandLine(...args),
      // The keys of the emulator are no secrets, and are part of the command lines above.
      secrets: this.props.env.AWS_ENDPOINT_URL ? [] : secretsOf(this.props.env),
      ...(command !== 'state push' && existsSync(this.unsavedState) ? { unsavedState: this.unsavedState } : {}),
    });
  }

  /** Backend, required providers, and who initialized. */
  private async initHash(): Promise<string> {
    const { terraform } = JSON.parse(await readFile(join(this.props.folder, 'cdk.tf.json'), 'utf8'));
    const parts = [
      terraform,
      this.props.binary,
      this.props.version,
      this.props.env.AWS_ENDPOINT_URL ? 'attached' : 'plugin',
    ];
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  }

  /** Removes what `init` made, so that the next run starts from nothing. */
  async forgetInit(): Promise<void> {
    await rm(join(this.props.folder, '.terraform'), { recursive: true, force: true });
  }
}
