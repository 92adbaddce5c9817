import type { GoModule } from './go-module.js';
import type { NpmProgram } from './npm-program.js';
import type { SharedProgram } from './shared-build.js';
import type { VersionProbe } from './tool-version.js';

/** Where a tool was found. */
export type ToolSource = 'override' | 'path' | 'cache' | 'npm' | 'go-module';

/** A program that this project runs, and where it may come from. */
export interface Tool {
  /** Name of its executable file. */
  readonly name: string;
  /** As people call it: `OpenTofu`. */
  readonly title: string;
  /** Oldest version that works. */
  readonly minimum: string;
  /** Oldest version that is too new. @default every newer one works */
  readonly below?: string;
  readonly probe: VersionProbe;
  /** Taken out of this package when it is nowhere else. @default no package has it */
  readonly npm?: NpmProgram;
  /** Built from this when it is nowhere else. @default it cannot be built */
  readonly module?: GoModule;
  /** Built from this, together with others. @default it is built alone, if at all */
  readonly shared?: SharedProgram;
  /** How a person gets it, in short sentences. */
  readonly hints: readonly string[];
}
