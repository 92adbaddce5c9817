import type { CommandShape } from '../kernel/command-line.js';

/** What oclif knows of a command, loaded or not. */
interface Described {
  readonly args?: Readonly<Record<string, unknown>>;
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly baseFlags?: Readonly<Record<string, unknown>>;
}

interface Definition {
  readonly char?: string;
  readonly exclusive?: readonly string[];
  readonly hidden?: boolean;
  readonly type?: string;
}

/** The names that a line of a command may hold. @param name `canary status` */
export function commandShape(name: string, { args = {}, baseFlags = {}, flags = {} }: Described): CommandShape {
  const shapes = Object.entries({ ...baseFlags, ...flags }).map(([flag, definition]) => {
    const { char, exclusive, hidden, type } = definition as Definition;
    return [flag, { char, exclusive, hidden, takesValue: type === 'option' }] as const;
  });
  return { name, args: Object.keys(args), flags: Object.fromEntries(shapes) };
}
