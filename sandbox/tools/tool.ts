import type { GoModule } from './go-module.js';
import { openTofu } from './opentofu.js';
import { terraform } from './terraform.js';
import type { VersionProbe } from './tool-version.js';

/** Where a tool was found. */
export type ToolSource = 'override' | 'path' | 'cache' | 'go-module';

/** A program that this project runs, and where it may come from. */
export interface Tool {
  /** Name of its executable file. */
  readonly name: string;
  /** As people call it: `OpenTofu`. */
  readonly title: string;
  /** Oldest version that works. */
  readonly minimum: string;
  readonly probe: VersionProbe;
  /** Built from this when it is nowhere else. @default it cannot be built */
  readonly module?: GoModule;
  /** How a person gets it, as commands or short sentences. */
  readonly actions: readonly string[];
}

/** The tools, by the name of their executable file. */
export const tools = { tofu: openTofu, terraform } as const satisfies Record<string, Tool>;

/** Name of a tool that this project knows. */
export type ToolName = keyof typeof tools;
