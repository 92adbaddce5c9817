/**
 * Which way imports may point. Parts and layers stand in scripts/structure/parts.json, from which also the pictures in
 * docs/concepts/architecture.md and the tables in CONTRIBUTING.md are made. `import type`, `import('x').Type`,
 * `import()` and `export from` count like any other import. Circles: scripts/structure/circles.ts.
 */
const { parts, inside } = require('./scripts/structure/parts.json');

const TESTS = '(^|/)test/';
/** Files of ours, whatever part they are in; a file at the top (package.json) belongs to nobody. */
const OURS = '^(?!node_modules/)[^/]+/';

/** A folder, or the one file that is a layer of its own: `cli/main.ts`. */
const at = (path) => `^${path}(/|\\.[^./]+$)`;

/** The files of a part, without a part that lies inside it, as modules/values does in modules. */
const of = (part) => {
  const inner = parts.flatMap(({ name }) => (name.startsWith(`${part}/`) ? [name.slice(part.length + 1)] : []));
  return `^${part}/${inner.map((name) => `(?!${name}/)`).join('')}`;
};

const may = (name, allowed) =>
  `${name} may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'}: see scripts/structure/parts.json.`;

/** A part imports itself and the parts that it names. */
const partRule = ({ name, imports }) => ({
  name: `imports:${name}`,
  comment: may(name, imports),
  severity: 'error',
  from: { path: of(name), pathNot: TESTS },
  to: { path: OURS, pathNot: [name, ...imports].map(of), dependencyTypesNot: ['core'] },
});

/** A layer imports itself and the rows below it, never a neighbour of its own row. */
const layerRules = ([folder, rows]) =>
  rows.flatMap((row, index) =>
    row.map((layer) => {
      const below = rows.slice(0, index).flatMap((lower) => lower.map(({ name }) => name));
      return {
        name: `imports:${folder}/${layer.name}`,
        comment: `Inside ${folder}: ${may(layer.name, below)}`,
        severity: 'error',
        from: { path: at(`${folder}/${layer.name}`), pathNot: TESTS },
        to: { path: `^${folder}/`, pathNot: [layer.name, ...below].map((name) => at(`${folder}/${name}`)) },
      };
    }),
  );

/** A layer that sees less of the other parts than its own part may. */
const outsideRules = ([folder, rows]) =>
  rows.flat().flatMap(({ name, outside }) =>
    outside
      ? {
          name: `outside:${folder}/${name}`,
          comment: `Of other parts, ${may(`${folder}/${name}`, outside)}`,
          severity: 'error',
          from: { path: at(`${folder}/${name}`), pathNot: TESTS },
          to: { path: OURS, pathNot: [`^${folder}/`, ...outside.map(of)], dependencyTypesNot: ['core'] },
        }
      : [],
  );

/** A file that stands in no layer escapes the other rules. */
const placeRule = ([folder, rows]) => ({
  name: `place:${folder}`,
  comment: `Put it into a layer of ${folder}, or draw a new one in scripts/structure/parts.json.`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: [TESTS, ...rows.flat().map(({ name }) => at(`${folder}/${name}`))] },
  to: {},
});

const layers = Object.entries(inside);

module.exports = {
  forbidden: [
    ...parts.map(partRule),
    ...layers.flatMap(layerRules),
    ...layers.flatMap(outsideRules),
    ...layers.map(placeRule),
    { name: 'no-missing-module', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-test-in-the-product',
      comment: 'A test may import the product, not the other way.',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: TESTS, pathNot: 'node_modules/' },
    },
    {
      name: 'private-folder',
      comment: 'What is in private/ is for the files beside that folder, and for its own.',
      severity: 'error',
      from: { path: '^(.*?)(?:/private/.*|/[^/]+)$', pathNot: TESTS },
      to: { path: '^(?!node_modules/).*/private/', pathNot: '^$1/private/' },
    },
    {
      name: 'one-session',
      comment: 'A session takes locks: see withSession and holding in cli/session/open/.',
      severity: 'error',
      from: { path: '^cli/', pathNot: ['^cli/session/', TESTS] },
      to: { path: '^cli/session/locks/environment-lock\\.ts$' },
    },
    {
      name: 'values-import-nothing',
      severity: 'error',
      from: { path: '^modules/values/', pathNot: TESTS },
      to: { path: '.', pathNot: ['^modules/values/', '^node:'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'cli-sees-modules-only-through-stacks',
      comment: 'Their tests too.',
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
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      // Of the 20 that are known these occur; each one more is a look at the disk per import.
      extensions: ['.ts', '.js', '.d.ts', '.mjs', '.cjs', '.json'],
      cachedInputFileSystem: { cacheDuration: 60_000 },
    },
    exclude: { path: '(^|/)dist/' },
  },
};
