import config from '../jest.config.js';
import { SLOW_SUITES } from './test-suites.mjs';

/** Every suite but the slow ones: what `npm run test:quick` runs. */
export default {
  ...config,
  rootDir: '..',
  testPathIgnorePatterns: [...config.testPathIgnorePatterns, ...SLOW_SUITES.map((name) => `/${name}\\.test\\.ts$`)],
};
