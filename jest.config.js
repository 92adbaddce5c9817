/** Native ESM: jest runs under --experimental-vm-modules, see the `test` script. */
export default {
  testEnvironment: 'node',
  // Tests run real programs; a machine that is busy with others is slow, not wrong.
  testTimeout: 30_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Modules of a test stay in its process: one that has grown is replaced, or it would die before the last test.
  workerIdleMemoryLimit: '1GB',
  // The slow suites wait more than they compute: two at a time fit two cores. A pipeline may prefer one: slower, and calmer.
  maxWorkers: Number(process.env.BACKLOT_TEST_WORKERS ?? 2),
  testSequencer: '<rootDir>/scripts/slow-tests-first.mjs',
  globalSetup: '<rootDir>/scripts/test-folder.mjs',
  globalTeardown: '<rootDir>/scripts/test-folder-removal.mjs',
  testMatch: ['<rootDir>/**/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/cdktf.out/'],
  reporters: ['default', '<rootDir>/scripts/closing-line-reporter.mjs'],
  modulePathIgnorePatterns: ['/dist/', '/cdktf.out/'],
};
