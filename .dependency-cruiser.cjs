/** Dependencies point one way; a cycle fails. */
const only = (from, allowed) => ({
  name: `${from}-imports-only-${allowed.join('-and-') || 'itself'}`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '/test/' },
  to: {
    path: '^(host|environments|modules|stacks|charts|functions|policies|sandbox|cli)/',
    pathNot: [`^${from}/`, '^modules/values/', ...allowed.map((name) => `^${name}/`)],
  },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-missing-module', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('host', []),
    only('modules', []),
    only('functions', []),
    only('policies', []),
    only('environments', []),
    only('stacks', ['modules', 'environments', 'functions']),
    only('sandbox', ['host', 'environments']),
    only('cli', ['host', 'sandbox', 'stacks', 'policies', 'environments']),
    {
      name: 'values-import-nothing',
      severity: 'error',
      from: { path: '^modules/values/', pathNot: '/test/' },
      to: { path: '.', pathNot: ['^modules/values/', '^node:'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'cli-sees-modules-only-through-stacks',
      severity: 'error',
      from: { path: '^(cli|sandbox|environments)/' },
      to: { path: '^modules/', pathNot: '^modules/values/' },
    },
    {
      name: 'provider-bindings-by-deep-import',
      comment: 'The root of the bindings takes over 4 s to load.',
      severity: 'error',
      from: { path: '^(stacks|modules)/' },
      to: { path: '@cdktn/provider-aws/(lib/)?index' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    exclude: { path: '(^|/)dist/' },
  },
};
