/**
 * Builds `dist/`: every source file on its own (so that a command loads only what it needs), files beside them copied,
 * and the stacks once more as one file with the provider bindings that they use, which start four times as fast that way.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const TREES = ['host', 'resources', 'environments', 'modules', 'stacks', 'sandbox', 'functions', 'cli'];
const dist = join(root, 'dist');

/** Builds only when a source is newer than what was made of it, or has no counterpart. */
export async function buildIfStale() {
  const plan = planBuild();
  if (plan.stale.length === 0 && plan.orphans.length === 0) return;
  if (existsSync(dist))
    process.stderr.write(
      `backlot: ${plan.stale.length} ${plan.stale.length === 1 ? 'file' : 'files'} of the checkout changed, building …\n`,
    );
  await build(plan);
}

async function build({ stale, orphans }) {
  const { build: esbuild } = await import('esbuild');
  for (const orphan of orphans) rmSync(orphan, { force: true });
  const scripts = stale.filter((file) => file.endsWith('.ts'));
  for (const file of stale.filter((each) => !each.endsWith('.ts'))) {
    mkdirSync(dirname(target(file)), { recursive: true });
    copyFileSync(file, target(file));
  }
  if (scripts.length > 0) {
    await esbuild({
      entryPoints: scripts,
      outdir: dist,
      outbase: root,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      sourcemap: 'linked',
      logLevel: 'warning',
    });
  }
  const touched = (tree) => stale.concat(orphans).some((file) => relative(root, file).split(sep).includes(tree));
  if (touched('stacks') || touched('modules')) await bundleStacks(esbuild);
  if (touched('resources')) await bundleResources(esbuild);
  if (touched('functions')) await bundleFunctions();
  if (touched('commands') || touched('base-command')) await writeManifest();
}

/** Own code that other parts also load stays outside, so that a class exists once per process. */
const shared = {
  name: 'shared',
  setup(builder) {
    builder.onResolve({ filter: /^\.\.?\// }, ({ path, importer, resolveDir }) => {
      const absolute = relative(root, join(resolveDir, path));
      if (importer.includes('node_modules') || !/^(modules[\\/]values|environments|functions)[\\/]/.test(absolute))
        return;
      return { path: `../${absolute.split(sep).join('/')}`, external: true };
    });
  },
};

/** Serializing functions takes Pulumi's whole package manager and compiler; resources without functions take neither. */
const withoutClosures = {
  name: 'without-closures',
  setup(builder) {
    const filter = /^(@npmcli\/arborist|typescript|\.\.?\/closure\/codePaths)$/;
    builder.onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out' }));
    builder.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** What is known of a hundred resource types is one file: read one by one, they take longer than a command may to begin. */
async function bundleResources(esbuild) {
  const outfile = join(dist, 'resources', `.index.${process.pid}.js`);
  await esbuild({
    entryPoints: [join(root, 'resources', 'index.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    plugins: [shared],
    logLevel: 'warning',
  });
  renameSync(outfile, join(dist, 'resources', 'index.js'));
  rmSync(join(dist, 'resources', 'index.js.map'), { force: true });
}

/** Each with what it needs of `node_modules`: the stacks, and the objects of the cluster's baseline. */
const bundleStacks = (esbuild) =>
  Promise.all([bundleStack(esbuild, 'index'), bundleStack(esbuild, 'cluster-baseline-objects', [withoutClosures])]);

async function bundleStack(esbuild, name, plugins = []) {
  const outfile = join(dist, 'stacks', `.${name}.${process.pid}.js`);
  await esbuild({
    entryPoints: [join(root, 'stacks', `${name}.ts`)],
    outfile,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    plugins: [shared, ...plugins],
    banner: {
      js: "import { createRequire } from 'node:module';import { fileURLToPath as __url } from 'node:url';import { dirname as __dir } from 'node:path';const require = createRequire(import.meta.url);const __filename = __url(import.meta.url);const __dirname = __dir(__filename);",
    },
    logLevel: 'error',
  });
  renameSync(outfile, join(dist, 'stacks', `${name}.js`));
  rmSync(join(dist, 'stacks', `${name}.js.map`), { force: true });
}

/** Zip files of the Lambda functions, so that a published package holds them and the first synthesis does not make them. */
async function bundleFunctions() {
  const { bundleFunction, listFunctions } = await import(pathToFileURL(join(dist, 'functions', 'bundle.js')).href);
  for (const name of listFunctions()) bundleFunction(name);
}

/** What oclif knows of the commands without loading them. */
async function writeManifest() {
  const { Config, Plugin } = await import('@oclif/core');
  rmSync(join(root, 'oclif.manifest.json'), { force: true });
  const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
  await Config.load(root);
  await plugin.load();
  const temporary = join(root, `oclif.manifest.${process.pid}.tmp`);
  writeFileSync(temporary, JSON.stringify(plugin.manifest));
  renameSync(temporary, join(root, 'oclif.manifest.json'));
}

function planBuild() {
  const sources = TREES.flatMap((tree) => walk(join(root, tree)));
  const built = existsSync(dist) ? walk(dist, true) : [];
  const times = new Map(built.map((file) => [file, statSync(file).mtimeMs]));
  const wanted = new Set(sources.map(target));
  const newest = statSync(join(root, 'package-lock.json')).mtimeMs;
  const stale = sources.filter((file) => {
    const time = times.get(target(file));
    return (
      time === undefined ||
      time < statSync(file).mtimeMs ||
      (/stacks\/(index|cluster-baseline-objects)\.ts$/.test(file) && time < newest)
    );
  });
  const orphans = built.filter(
    (file) => !wanted.has(file.replace(/\.map$/, '')) && !file.startsWith(join(dist, 'functions')),
  );
  return { stale, orphans };
}

function walk(folder, all = false) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    // Hidden files are those of editors: locks, which lead nowhere, and copies of what is being edited.
    if (!all && entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return !all && (entry.name === 'test' || entry.name === 'node_modules') ? [] : walk(path, all);
    if (entry.isSymbolicLink() && !existsSync(path)) return [];
    return !all && /(\.md|\.test\.ts)$/.test(entry.name) ? [] : [path];
  });
}

function target(file) {
  return join(dist, relative(root, file).replace(/\.ts$/, '.js'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const began = performance.now();
  const plan = planBuild();
  await build(plan);
  const size = plan.stale.length;
  process.stderr.write(`built ${size} files in ${Math.round(performance.now() - began)} ms\n`);
}
