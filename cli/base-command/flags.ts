import { Args, Flags } from '@oclif/core';

const GLOBAL = { helpGroup: 'GLOBAL' } as const;

/** Flags of every command. */
export const globalFlags = {
  json: Flags.boolean({ ...GLOBAL, env: 'BACKLOT_JSON', description: 'Print one JSON object on stdout.' }),
  events: Flags.boolean({ ...GLOBAL, env: 'BACKLOT_EVENTS', description: 'Write progress as NDJSON on stderr.' }),
  'no-color': Flags.boolean({ ...GLOBAL, description: 'Print without colour; NO_COLOR=1 does the same.' }),
  debug: Flags.boolean({ ...GLOBAL, env: 'BACKLOT_DEBUG', description: 'Print the stack of an error.' }),
};

/** Flags that answer the questions of a command that changes something. */
export const approvalFlags = {
  yes: Flags.boolean({ char: 'y', env: 'BACKLOT_YES', description: "Don't ask." }),
  confirm: Flags.string({
    env: 'BACKLOT_CONFIRM',
    helpValue: 'ENVIRONMENT',
    description: 'Name of the environment, instead of typing it; goes with --yes.',
  }),
};

/** Lets data go, store by store. */
export const loseFlag = {
  lose: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    env: 'BACKLOT_LOSE',
    helpValue: 'NAME',
    description:
      'Let the data of this store be lost, such as postgres.main: repeat it for each. Typed again on a terminal; without one, the saved plan must list it. --yes never covers it.',
  }),
};

/** Flags of commands that run stacks. */
export const runFlags = {
  stack: Flags.string({
    char: 's',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    env: 'BACKLOT_STACK',
    helpValue: 'ID',
    description: 'Only these stacks: repeat it, or separate them by commas.',
  }),
  parallelism: Flags.integer({
    min: 1,
    max: 32,
    env: 'BACKLOT_PARALLELISM',
    description: 'Stacks that run at once. Default: 4, on small machines twice the number of CPUs.',
  }),
};

/** Flag of commands that may take in what exists outside the states. */
export const adoptFlag = {
  adopt: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    env: 'BACKLOT_ADOPT',
    helpValue: 'ID',
    description:
      "Take in something that exists under a name of ours and isn't known to be ours; asks for its typed id.",
  }),
};

/** Whose cluster is meant, where a command is about the sandbox. */
export const sandboxEnvironmentFlag = {
  environment: Flags.string({
    char: 'e',
    default: 'local',
    env: 'BACKLOT_ENVIRONMENT',
    description: 'Environment whose cluster is meant.',
  }),
};

/** Which cluster is spoken to. */
export const contextFlag = {
  context: Flags.string({
    env: 'BACKLOT_CONTEXT',
    helpValue: 'NAME',
    description: "A context of your own kubeconfig (kind, k3d, EKS). Default: the environment's cluster.",
  }),
};

/** Flags of commands that deploy services too. */
export const deployFlags = {
  only: Flags.string({
    options: ['stacks', 'baseline', 'controllers', 'observability', 'services'],
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    env: 'BACKLOT_ONLY',
    description: 'Only these parts: repeat it, or separate them by commas.',
  }),
  service: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    env: 'BACKLOT_SERVICE',
    helpValue: 'NAME',
    description: 'Only these services: repeat it, or separate them by commas.',
  }),
  image: Flags.string({
    char: 'i',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    env: 'BACKLOT_IMAGE',
    helpValue: 'SERVICE=TAG',
    description: 'Image of a service: a tag, or a full reference. It stays until the file names another.',
  }),
  wait: Flags.boolean({
    char: 'w',
    env: 'BACKLOT_WAIT',
    description: 'Follow canaries to their end: exit 0 promoted, 1 aborted, 69 held for a person.',
  }),
  prune: Flags.boolean({ env: 'BACKLOT_PRUNE', description: 'Uninstall services that are declared no more.' }),
  ...contextFlag,
};

/** How long somebody else who changes the environment is waited for. */
export const lockFlag = {
  'lock-timeout': Flags.string({
    env: 'BACKLOT_LOCK_TIMEOUT',
    helpValue: 'DURATION',
    description: 'Wait so long (30s, 10m) for somebody else who changes the environment. Default: fail at once.',
  }),
};

/** Reads the real attributes first, or doesn't. */
export const refreshFlag = {
  refresh: Flags.boolean({
    allowNo: true,
    default: true,
    env: 'BACKLOT_REFRESH',
    description: 'Ask the cloud for the real attributes first, so that drift shows.',
  }),
};

/** Exit code that tells whether something would change. */
export const exitCodeFlag = {
  'detailed-exitcode': Flags.boolean({
    env: 'BACKLOT_DETAILED_EXITCODE',
    description: 'Exit with 2 when there are changes or drift.',
  }),
};

/** The environment that a command works on. */
export const environmentArg = {
  environment: Args.string({
    ignoreStdin: true,
    description: 'Name of a file in environments/, without the ending. Default: $BACKLOT_ENVIRONMENT',
  }),
};
